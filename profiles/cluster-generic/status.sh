# Print the state of a job, given its number: running, success or failed.
#   SGE: qstat -j "$1" succeeds while it is running; then qacct -j "$1" has failed and exit_status
#   PBS: qstat -x -f -F dsv "$1" has job_state and Exit_status
#   LSF: bjobs -noheader -o stat "$1" says PEND, RUN, DONE or EXIT
state=$(squeue --noheader --states=all --format=%T --jobs="$1" 2>&1)
case $state in
    COMPLETED) echo success ;;
    BOOT_FAIL | CANCELLED | DEADLINE | FAILED | NODE_FAIL | OUT_OF_MEMORY | PREEMPTED | TIMEOUT) echo failed ;;
    "" | *"Invalid job id"*) echo failed ;; # unknown to Slurm: what the job has not made is tried again
    *) echo running ;; # also when there is no answer: ask again
esac
