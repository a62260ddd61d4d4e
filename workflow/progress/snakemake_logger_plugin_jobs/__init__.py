"""Every job of a dry run as a line of JSON, and every failure in full: what `make plan` reads.

A logger plugin, found by its name where workflow/progress is on PYTHONPATH.
"""

import json
import logging
import sys

from snakemake.logging import DefaultFormatter
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent


class LogHandler(LogHandlerBase):
    """Writes jobs to standard output and errors to standard error."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        self.formatter = DefaultFormatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Take an event in."""
        if record.levelno >= logging.ERROR:
            print(self.formatter.format(record) if self.formatter else record.getMessage(), file=sys.stderr)
        elif getattr(record, "event", None) == LogEvent.JOB_INFO:
            job = {"rule": record.rule_name, "wildcards": dict(record.wildcards or {})}  # type: ignore[attr-defined]
            print(json.dumps(job | {"reason": str(record.reason)}), flush=True)  # type: ignore[attr-defined]
