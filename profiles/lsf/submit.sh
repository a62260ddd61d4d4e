# Submit a job to LSF and print its number, and nothing else: bsub prints "Job <7> is submitted to queue <short>."
set -e
answer=$(bsub "$@")
echo "$answer" | sed -n 's/^Job <\([0-9]*\)> is submitted.*/\1/p'
