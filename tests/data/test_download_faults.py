"""A server's fault costs a retry or the next source; it never costs a wrong file, or for ever."""

import contextlib
import http.server
import json
import os
import re
import socket
import struct
import threading
from unittest.mock import patch

import pytest
from programs import program
from tiny import by_role, write_idx

import workflow.data.fetch

RETRIED = 3  # requests for a file that fails each time: the first and two more


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Faulty)
        self.folder, self.requests, self.closing = folder, list[str](), threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Faulty(http.server.BaseHTTPRequestHandler):
    """Serves /FAULT/NAME with the fault, and /once/FAULT/NAME with it for the first request of all."""

    server: Server

    def do_GET(self):
        *once, fault, name = self.path.strip("/").split("/")
        first = not self.server.requests
        self.server.requests.append(self.path)
        body = (self.server.folder / name).read_bytes()
        if once and not first:
            fault = "good"
        getattr(self, fault)(body)

    def log_message(self, *_):
        pass

    def answer(self, status, length, **headers):
        self.send_response(status)
        for key, value in {"Content-Length": length, **headers}.items():
            self.send_header(key, str(value))
        self.end_headers()

    def good(self, body):
        self.answer(200, len(body))
        self.wfile.write(body)

    def not_found(self, _):
        self.send_error(404)

    def internal(self, _):
        self.send_error(500)

    def too_many(self, _):
        self.send_error(429)

    def truncated(self, body):
        self.answer(200, len(body))
        self.wfile.write(body[:-100])

    def reset(self, body):
        self.truncated(body)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())  # with nothing to linger for: a reset

    def wrong(self, body):
        self.good(body[:-1] + bytes([body[-1] ^ 1]))

    def redirect(self, _):
        self.answer(302, 0, Location=self.path.replace("redirect", "good"))

    def loop(self, _):
        self.answer(302, 0, Location=self.path)

    def silent(self, _):
        self.server.closing.wait()

    def trickle(self, _):
        self.answer(200, 10**9)
        with contextlib.suppress(OSError):  # the client has left
            while not self.server.closing.wait(0.1):
                self.wfile.write(b"x")


@pytest.fixture
def files(tmp_path):
    return write_idx(tmp_path / "good")


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path / "good") as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.closing.set()
        server.shutdown()


def fetch(folder, files, *sources, path=None, **constants):
    """The program with other constants, and with its waits between requests said instead of slept."""
    words = (folder / "out", "--files", json.dumps(by_role(files)), "--sources", json.dumps(sources))
    with (
        patch.dict(vars(workflow.data.fetch), constants),
        patch("time.sleep", lambda seconds: print(f"waits {seconds} s")),
    ):
        return program("data.fetch", *words, folder=folder, path=path)


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".sums"}


FIRST = "train-images-idx3-ubyte.gz"
# The fault, its reason as the message has it (a regular expression), the requests that a file is worth.
FAULTS = {
    "not_found": (r"404 Not Found: \S+", 1),
    "internal": (rf"{FIRST}: 500 Server Error: Internal Server Error for url: \S+", RETRIED),
    "too_many": (rf"{FIRST}: 429 Client Error: Too Many Requests for url: \S+", RETRIED),
    "reset": (rf"{FIRST}: \[Errno \d+\] Connection reset by peer", RETRIED),
    "truncated": (rf"{FIRST}: IncompleteRead\(\d+ bytes read, 100 more expected\)", RETRIED),
    "wrong": (rf"{FIRST}: .* does not match the known hash: expected \w+ but got \w+\. .*", RETRIED),
    "loop": (rf"{FIRST}: Exceeded 30 redirects\.", RETRIED * 31),
    "silent": (rf"{FIRST}: timed out", RETRIED),
    "trickle": ("not done in 2 s", 1),
}
# Only what the fault needs is lowered, so that on a busy machine no other limit is exceeded first.
LOWERED: dict[str, dict[str, float]] = {"silent": {"SILENCE": 0.3}, "trickle": {"LIMIT": 2}}


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_that_stays_the_next_source_is_tried(tmp_path, files, server, fault):
    sources = [{"url": f"{server.url}/{fault}"}, {"folder": "good"}]
    done = fetch(tmp_path, files, *sources, **LOWERED.get(fault, {}))
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")
    assert server.requests == [f"/{fault}/{FIRST}"] * FAULTS[fault][1]


@pytest.mark.parametrize("fault", FAULTS)
def test_with_no_other_source_the_reason_stands_on_one_line_and_nothing_is_left(
    tmp_path, files, server, fault
):
    address = f"{server.url}/{fault}"
    done = fetch(tmp_path, files, {"url": address}, **LOWERED.get(fault, {}))
    assert done.returncode == 1
    message = done.stderr[done.stderr.index("error: ") :].splitlines()
    assert message[0] == f"error: no source has {', '.join(files)}:"
    assert re.fullmatch(f"  url {address}: {FAULTS[fault][0]}", message[1])
    assert len(message) == 3  # the last says what to do
    assert "Traceback" not in done.stderr
    assert content(tmp_path / "out") == {}


@pytest.mark.parametrize("fault", ["internal", "too_many", "reset", "truncated", "wrong", "silent"])
def test_a_fault_that_passes_costs_a_wait_and_not_the_source(tmp_path, files, server, fault):
    constants = {"SILENCE": 3} if fault == "silent" else {}
    done = fetch(tmp_path, files, {"url": f"{server.url}/once/{fault}"}, **constants)
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")
    assert done.stdout.startswith("waits 1 s\nfetched ")
    assert len(server.requests) == 1 + len(files)


def test_each_wait_is_longer_than_the_one_before(tmp_path, files, server):
    done = fetch(tmp_path, files, {"url": f"{server.url}/internal"})
    assert done.stdout == "waits 1 s\nwaits 2 s\n"


def test_a_redirect_is_followed(tmp_path, files, server):
    done = fetch(tmp_path, files, {"url": f"{server.url}/redirect"})
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")


def test_a_server_that_is_not_there_is_named_with_its_reason(tmp_path, files):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    done = fetch(tmp_path, files, {"url": f"http://127.0.0.1:{port}"})
    line = rf"^  url http://127\.0\.0\.1:{port}: {FIRST}: \[Errno \d+\] Connection refused$"
    assert re.search(line, done.stderr, re.MULTILINE), done.stderr


def test_a_package_manager_that_hangs_is_left(tmp_path, files):
    apt = tmp_path / "bin/apt-get"
    apt.parent.mkdir()
    apt.write_text("#!/bin/sh\nexec sleep 100\n")
    apt.chmod(0o755)
    path = f"{apt.parent}:{os.environ['PATH']}"
    done = fetch(tmp_path, files, {"debian": "tiny"}, {"folder": "good"}, path=path, LIMIT=1)
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")
