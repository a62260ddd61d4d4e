# Print the state of a job of Grid Engine, given its number: running, success or failed.
if answer=$(qstat -j "$1" 2>&1); then
    case $answer in
        *"error reason"*) echo failed ;; # could not be started, and waits for someone to look
        *) echo running ;;               # or waiting
    esac
elif case $answer in *"do not exist"*) false ;; esac; then
    echo running # no answer: ask again
elif account=$(qacct -j "$1" 2>/dev/null); then
    echo "$account" | awk '
        $1 == "failed" { failed = $2 }
        $1 == "exit_status" { status = $2 }
        END { print failed == 0 && status == 0 ? "success" : "failed" }'
else
    # The accounts come some seconds late; a job that was deleted while it waited never gets there.
    gone=.snakemake/cluster_logs/$1.gone
    [ -e "$gone" ] || touch "$gone"
    if [ "$(find "$gone" -mmin +0.5)" ]; then echo failed; else echo running; fi
fi
