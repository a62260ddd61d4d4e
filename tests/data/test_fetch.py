"""The data comes from the first source that answers, and never with another content."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading

import pytest
from programs import program
from tiny import by_role, write_idx


def fetch(output, files, sources, path=None):
    words = (output, "--files", json.dumps(by_role(files)), "--sources", json.dumps(sources))
    return program("data.fetch", *words, folder=output.parent, path=path)


@pytest.fixture
def files(tmp_path):
    return write_idx(tmp_path / "good")


@pytest.fixture
def server(tmp_path):
    """The good files on the web, on this machine only."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path / "good")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as http_server:
        threading.Thread(target=http_server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{http_server.server_address[1]}"
        http_server.shutdown()


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".sums"}


def test_a_folder_is_enough(tmp_path, files):
    done = fetch(tmp_path / "out", files, [{"folder": "good"}, {"folder": "never reached"}])
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")


def test_the_web_is_enough_and_no_progress_bar_reaches_a_file(tmp_path, files, server):
    done = fetch(tmp_path / "out", files, [{"folder": "nowhere"}, {"url": server}])
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")
    assert "\r" not in done.stderr
    assert "%" not in done.stderr


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not installed: not a Debian system")
def test_a_debian_package_is_enough_even_with_empty_package_lists(tmp_path, files):
    # apt-get is played by a script that, as the real one, knows no package until `update` has run.
    package = tmp_path / "package"
    shutil.copytree(tmp_path / "good", package / "usr/share/datasets")
    (package / "DEBIAN").mkdir()
    (package / "DEBIAN/control").write_text(
        "Package: tiny\nVersion: 1\nArchitecture: all\nMaintainer: n <n@example.org>\nDescription: tiny\n"
    )
    subprocess.run(
        ["dpkg-deb", "--build", package, tmp_path / "tiny_1_all.deb"], check=True, capture_output=True
    )
    apt = tmp_path / "bin/apt-get"
    apt.parent.mkdir()
    apt.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        "  *Dir::State::Lists=*update) exit 0;;\n"
        f"  *Dir::State::Lists=*download*tiny) cp {tmp_path}/tiny_1_all.deb .;;\n"
        "  *) echo 'E: Unable to locate package tiny' >&2; exit 100;;\n"
        "esac\n"
    )
    apt.chmod(0o755)
    done = fetch(tmp_path / "out", files, [{"debian": "tiny"}], path=f"{apt.parent}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")


def test_with_no_source_one_message_lists_each_and_its_reason(tmp_path, files, server):
    sources = [{"folder": "nowhere"}, {"url": f"{server}/missing"}, {"debian": "no-such-package"}]
    done = fetch(tmp_path / "out", files, sources, path=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "folder nowhere: [Errno 2] No such file or directory" in done.stderr
    assert f"url {server}/missing: 404 " in done.stderr
    assert "debian no-such-package: apt-get is not installed" in done.stderr
    assert content(tmp_path / "out") == {}


def test_a_wrong_content_is_refused_and_the_next_source_tried(tmp_path, files, server):
    bad = tmp_path / "bad"
    shutil.copytree(tmp_path / "good", bad)
    path = bad / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")  # of the right length
    done = fetch(tmp_path / "out", files, [{"folder": "bad"}])
    assert done.returncode == 1
    assert f"t10k-labels-idx1-ubyte.gz: expected SHA-256 {files[path.name]}, found" in done.stderr
    assert path.name not in content(tmp_path / "out")
    again = fetch(tmp_path / "out", files, [{"folder": "bad"}, {"url": server}])
    assert again.returncode == 0, again.stderr
    assert content(tmp_path / "out") == content(tmp_path / "good")


def test_a_file_in_place_with_the_wrong_content_is_replaced(tmp_path, files):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/train-labels-idx1-ubyte.gz").write_bytes(b"half")
    assert fetch(tmp_path / "out", files, [{"folder": "good"}]).returncode == 0
    assert content(tmp_path / "out") == content(tmp_path / "good")


WRONG_OPTIONS = [
    ("--files", "{", "expected JSON, found '{' ("),
    ("--files", "", "expected JSON, found '' ("),
    ("--files", "[]", "top level: [] is not of type 'object'"),
    ("--files", "{}", "top level: 'train_images' is a required property"),
    ("--files", '{"../x": "ab"}', "'../x': unknown key; "),
    ("--sources", "folder: good", "expected JSON, found 'folder: good' ("),
    ("--sources", '{"folder": "good"}', "top level: {'folder': 'good'} is not of type 'array'"),
    ("--sources", "[]", "top level: [] should be non-empty"),
    ("--sources", '["good"]', "[0]: 'good' is not of type 'object'"),
    (
        "--sources",
        '[{"url": "http://a"}, {"folder": "b", "debian": "cd"}]',
        "[1]: {'folder': 'b', 'debian': ",
    ),
    ("--sources", '[{"floder": "good"}]', "[0].floder: unknown key; did you mean folder?"),
    ("--sources", '[{"folder": 1}]', "[0].folder: 1 is not of type 'string'"),
    ("--sources", '[{"url": "file:///good"}]', "[0].url: 'file:///good' does not match '^https?://'"),
]


@pytest.mark.parametrize(("option", "value", "message"), WRONG_OPTIONS)
def test_a_wrong_option_is_refused_with_its_name_and_place(tmp_path, files, option, value, message):
    options = {"--files": json.dumps(by_role(files)), "--sources": '[{"folder": "good"}]', option: value}
    words = [word for pair in options.items() for word in pair]
    done = program("data.fetch", tmp_path / "out", *words, folder=tmp_path)
    assert done.returncode == 2
    assert f"error: argument {option}: {message}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_digest_that_is_none_is_refused_with_its_name(tmp_path, files):
    done = fetch(tmp_path / "out", files | {"t10k-labels-idx1-ubyte.gz": "ab"}, [{"folder": "good"}])
    reason = "test_labels.sha256: expected 64 digits of a SHA-256, found 'ab'"
    assert f"error: argument --files: {reason}" in done.stderr
    assert done.returncode == 2
