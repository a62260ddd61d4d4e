# Print the state of a job of PBS, given its number: running, success or failed.
answer=$(qstat -x -f -F dsv -D '|' "$1" 2>&1)
case "|$answer|" in
    *"|job_state=F|"*"|Exit_status=0|"*) echo success ;;
    *"|job_state=F|"* | *"|job_state=X|"*) echo failed ;; # also deleted while it waited
    *"Unknown Job Id"*) echo failed ;;                    # what the job has not made is tried again
    *) echo running ;;                                    # or waiting, or no answer: ask again
esac
