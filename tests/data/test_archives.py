"""A Debian package is unpacked in its folder, runs nothing, and its name is no option."""

import io
import json
import os
import shutil
import tarfile

import pytest
from programs import program
from tiny import by_role, checksums, write_idx


@pytest.fixture
def debian(tmp_path):
    """A machine on which apt-get brings the archive in ``evil.deb``."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("dpkg-deb is not installed: not a Debian system")
    apt = tmp_path / "bin/apt-get"
    apt.parent.mkdir()
    apt.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$@" >> {tmp_path}/words\n'
        f"cp {tmp_path}/evil.deb . 2> /dev/null || exit 100\n"
    )
    apt.chmod(0o755)

    def fetch(package: str):
        files = checksums(tmp_path / "good")
        words = ("out", "--files", json.dumps(by_role(files)), "--sources", json.dumps([{"debian": package}]))
        return program("data.fetch", *words, folder=tmp_path, path=f"{apt.parent}:{os.environ['PATH']}")

    write_idx(tmp_path / "good")
    return fetch


def member(name: str, content: bytes = b"", link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o755
    if link:
        info.type, info.linkname = tarfile.SYMTYPE, link
    return info, content


def archive(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


def package(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A Debian package whose maintainer script would run something: an ar archive of three files."""
    control = b"Package: evil\nVersion: 1\nArchitecture: all\nMaintainer: n <n@example.org>\nDescription: x\n"
    script = b"#!/bin/sh\ntouch pwned\n"
    parts = {
        "debian-binary": b"2.0\n",
        "control.tar.gz": archive(member("./control", control), member("./preinst", script)),
        "data.tar.gz": archive(*members),
    }
    return b"!<arch>\n" + b"".join(
        f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        + content
        + len(content) % 2 * b"\n"
        for name, content in parts.items()
    )


def fetched(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").glob("[!.]*")}


def test_an_archive_cannot_write_outside_its_folder_nor_run_its_scripts(tmp_path, debian):
    good = {path.name: path.read_bytes() for path in (tmp_path / "good").iterdir()}
    honest = [member(f"./usr/{name}", content) for name, content in good.items()]
    (tmp_path / "evil.deb").write_bytes(package(*honest))
    assert debian("evil").returncode == 0  # so that what follows is refused for its members, not its form
    assert fetched(tmp_path) == good
    victim = tmp_path / "victim"
    victim.mkdir()
    for bad in (
        [member("../pwned", b"x"), member("./../../pwned", b"x")],
        [member("./way", link=str(victim)), member("./way/pwned", b"x")],
        [member("./way", link="../../../victim"), member("./way/pwned", b"x")],
        [member(f"{victim}/pwned", b"x")],
    ):
        shutil.rmtree(tmp_path / "out")
        (tmp_path / "evil.deb").write_bytes(package(*honest, *bad))
        debian("evil")
        assert list(tmp_path.rglob("pwned")) == []


def test_an_option_is_no_name_of_a_package(tmp_path, debian):
    done = debian("-oDir::Bin::Methods=/tmp")
    assert done.returncode == 2
    assert "debian: expected the name of a package, found '-oDir::Bin::Methods=/tmp'" in done.stderr
    assert not (tmp_path / "words").exists()
    debian("evil")  # and if it were one, it would stand after the end of the options
    words = (tmp_path / "words").read_text().splitlines()
    assert {words[place - 1] for place, word in enumerate(words) if word == "evil"} == {"--"}


def test_what_a_package_links_to_is_copied_and_held_to_its_checksum(tmp_path, debian):
    good = {path.name: path.read_bytes() for path in (tmp_path / "good").iterdir()}
    links = [member(f"./{name}", link=str(tmp_path / "good" / name)) for name in good]
    (tmp_path / "evil.deb").write_bytes(package(*links))
    assert debian("evil").returncode == 0
    assert fetched(tmp_path) == good
    assert not any(path.is_symlink() for path in (tmp_path / "out").iterdir())
    links[0][0].linkname = "/etc/passwd"
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "evil.deb").write_bytes(package(*links))
    assert debian("evil").returncode == 1
    assert links[0][0].name.removeprefix("./") not in fetched(tmp_path)
