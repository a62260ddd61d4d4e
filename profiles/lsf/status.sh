# Print the state of a job of LSF, given its number: running, success or failed.
answer=$(bjobs -noheader -o stat "$1" 2>&1)
case $answer in
    DONE) echo success ;;
    EXIT | ZOMBI) echo failed ;;
    *"is not found"*) echo failed ;; # what the job has not made is tried again
    *) echo running ;;               # or waiting, or no answer: ask again
esac
