"""What Snakemake says while `make report` runs: one calm line of progress, and every failure in full.

A logger plugin, found by its name where workflow/progress is on PYTHONPATH; plain Snakemake knows nothing
of it. In a terminal the line is written over itself; in a pipe there is a new one each tenth of the way,
and no control character.
"""

import logging
import sys
import time

from snakemake.logging import DefaultFormatter
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

OVERWRITE = "\r\033[K"  # back to the line's beginning, and erase it
FAILURES = (LogEvent.JOB_ERROR, LogEvent.GROUP_ERROR)


class LogHandler(LogHandlerBase):
    """Counts the runs and the steps in Snakemake's events."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        self.formatter = DefaultFormatter(show_failed_logs=True)
        self.terminal = sys.stderr.isatty()
        self.training: dict[int, bool] = {}  # jobs that train: whether they are done
        self.runs = self.tenth = 0
        self.begin = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Take an event in; where it moves the study on, say how far it is."""
        event = getattr(record, "event", None)
        if record.levelno >= logging.ERROR or event in FAILURES:
            self.say(self.formatter.format(record) if self.formatter else record.getMessage())
        elif event == LogEvent.RUN_INFO:
            self.runs = record.stats.get("train", 0)  # type: ignore[attr-defined]
            total = record.stats["total"]  # type: ignore[attr-defined]
            self.say(f"{self.runs} runs to train, {total} steps in all")
        elif event == LogEvent.JOB_INFO and record.rule_name == "train":  # type: ignore[attr-defined]
            self.begin = self.begin or time.monotonic()
            self.training[record.jobid] = False  # type: ignore[attr-defined]
        elif event == LogEvent.JOB_FINISHED and record.job_id in self.training:  # type: ignore[attr-defined]
            self.training[record.job_id] = True  # type: ignore[attr-defined]
        elif event == LogEvent.PROGRESS:
            self.progress(record.done, record.total)  # type: ignore[attr-defined]
        elif record.getMessage().startswith("Nothing to be done"):
            self.say("nothing to do: everything is there and up to date")

    def progress(self, done: int, total: int) -> None:
        """Say how far the study is."""
        line = f"{sum(self.training.values())} of {self.runs} runs, {done} of {total} steps{self.left()}"
        if self.terminal:
            sys.stderr.write(OVERWRITE + line + ("\n" if done == total else ""))
            sys.stderr.flush()
        elif 10 * done // total > self.tenth:
            self.tenth = 10 * done // total
            self.say(line)

    def left(self) -> str:
        """The time that the other runs take if they take as long as those so far."""
        trained = sum(self.training.values())
        if not 0 < trained < self.runs:
            return ""
        seconds = (time.monotonic() - self.begin) / trained * (self.runs - trained)
        return f", about {seconds / 60:.0f} min left" if seconds >= 60 else ", less than a minute left"

    def say(self, text: str) -> None:
        """A line that stays."""
        print(OVERWRITE * self.terminal + text, file=sys.stderr, flush=True)
