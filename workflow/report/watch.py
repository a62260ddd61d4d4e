"""Show a running study in a browser: learning curves, what is left and for how long. It ends with the study.

A page on this machine's own address, which reads what the workflow writes and changes nothing.
"""

import argparse
import json
import time
from collections.abc import Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.runs.checkpoint import history_of
from workflow.runs.plan import TRAINING, planned
from workflow.runs.records import read_history
from workflow.runs.resources import seconds

LOCKS = Path(".snakemake/locks")
PAGE = Path(__file__).parent / "templates/watch.html"
CURVES = 60  # at most, the latest
REFRESH = 1.0  # seconds
# Nothing from elsewhere, and nobody else may embed it.
INLINE = "'unsafe-inline'"
POLICY = f"default-src 'none'; style-src {INLINE}; script-src {INLINE}; connect-src 'self'; img-src data:"


class Watch:
    """A study that runs now.

    Attributes:
        runs: those that were to be trained when watching began, with the seconds that each may take.
    """

    def __init__(self, results: Path, runs: Sequence[str]) -> None:
        self.results = results
        self.runs = {run: seconds(run) for run in runs}
        self._begin = time.time()
        self._done: dict[str, list[float]] = {}

    def state(self) -> dict[str, Any]:
        """What the page shows: curves of validation accuracy in per cent, and counts."""
        for run in self.runs.keys() - self._done.keys():
            if (self.results / "runs" / run / "run.json").exists():
                history = read_history(self.results / "runs", run)
                self._done[run] = history["validation_accuracy"].tolist()
        running = {
            path.name: curve
            for path in (self.results / "checkpoints").glob("[!.]*")
            if path.name not in self._done and (curve := history_of(path, "validation_accuracy"))
        }
        left = sum(estimate for run, estimate in self.runs.items() if run not in self._done)
        done = sum(self.runs[run] for run in self._done)
        curves = [*list(self._done.items())[-CURVES:], *running.items()]
        return {
            "ended": not any(LOCKS.glob("*")),
            "done": len(self._done),
            "all": len(self.runs),
            "minutes": (time.time() - self._begin) / done * left / 60 if done else None,
            "curves": [
                {"run": run, "running": run in running, "accuracy": [100 * value for value in curve]}
                for run, curve in curves
            ],
        }


class Handler(BaseHTTPRequestHandler):
    """Answers with the page, and with the state in JSON."""

    def __init__(self, watch: Watch, *args: Any) -> None:
        self.watch = watch
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer a browser."""
        if self.path == "/":
            kind, content = "text/html; charset=utf-8", PAGE.read_bytes()
        elif self.path == "/state":
            kind, content = "application/json", json.dumps(self.watch.state()).encode()
        else:
            self.send_error(404)
            return
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Security-Policy", POLICY),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing of every request."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder of the study")
    parser.add_argument(
        "--port", type=int, default=0, help="of this machine's own address; by default a free one"
    )
    args = parser.parse_args(argv)

    if not any(LOCKS.glob("*")):
        raise InputError("no study is running in this folder; start one in another terminal: make report")
    runs = [job.wildcards["run"] for job in planned(["--rerun-incomplete"]) if job.rule in TRAINING]
    watch = Watch(args.results, runs)
    server = HTTPServer(("127.0.0.1", args.port), partial(Handler, watch))
    server.timeout = REFRESH
    print(f"http://127.0.0.1:{server.server_port}/ shows the study until it ends", flush=True)
    ended: float | None = None
    while ended is None or time.monotonic() < ended + 3 * REFRESH:  # so that the page hears of the end
        server.handle_request()
        if ended is None and not any(LOCKS.glob("*")):
            ended = time.monotonic()
    server.server_close()


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
