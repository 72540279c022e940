"""The portable archive of a tiny program."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from advisor_app.errors import Cancelled, DiskFull, InputUnreadable
from advisor_app.installation import PORTABLE_MARK
from advisor_app.publishing.installers.model import Artefact, Form
from advisor_app.publishing.installers.tarball import write_tar
from advisor_app.publishing.installers.templates import fill
from tests.stand_ins import EPOCH, make_order, make_program
from tests.unpacking import unpack_tar

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the archive is made on Linux")


def quiet(_step: str, _done: int, _whole: int | None) -> None:
    """Progress that nobody looks at."""


def packed(folder: Path) -> Artefact:
    return write_tar(make_program(folder), make_order(folder), progress=quiet)


def test_one_folder_with_program_mark_and_read_me(tmp_path: Path):
    artefact = packed(tmp_path)
    assert artefact.form is Form.TAR
    assert artefact.file.name == "beratungskoffer-0.1.0-linux-x86_64.tar.xz"
    names = unpack_tar(artefact.file, tmp_path / "aus")
    assert {name.split("/")[0] for name in names} == {"beratungskoffer"}
    program = tmp_path / "aus" / "beratungskoffer"
    assert (program / PORTABLE_MARK).read_text(encoding="utf-8").startswith("; Diese Datei macht das Programm tragbar")
    assert "Wissensstand: 2026-11-20" in (program / "LIESMICH.txt").read_text(encoding="utf-8")
    done = subprocess.run([program / "beratungskoffer"], check=True, capture_output=True, text=True)
    assert done.stdout == "Beratungskoffer\n"
    assert (program / "_internal" / "libQt6Core.so.6").read_bytes() == b"qt"
    files = [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]
    assert artefact.installed == sum(path.stat().st_size for path in files)


def test_nothing_tells_of_the_machine_it_was_made_on(tmp_path: Path):
    with tarfile.open(packed(tmp_path).file) as archive:
        for member in archive:
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
            assert member.mtime == EPOCH
            wanted = 0o777 if member.issym() else 0o755 if member.isdir() or member.name.count("/") == 1 else 0o644
            if not member.name.endswith((".ini", ".txt")):
                assert member.mode == wanted, member.name


def test_two_builds_are_one_file(tmp_path: Path):
    first = packed(tmp_path / "a")
    program = make_program(tmp_path / "b")
    for path in program.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o640)
            os.utime(path, (1_000_000_000, 1_000_000_000))
    second = write_tar(program, make_order(tmp_path / "b"), progress=quiet)
    assert first.sha256 == second.sha256


def test_progress_counts_bytes_to_the_end(tmp_path: Path):
    told: list[tuple[str, int, int | None]] = []
    write_tar(make_program(tmp_path), make_order(tmp_path), progress=lambda *step: told.append(step))
    assert {step for step, _done, _whole in told} == {"tar"}
    assert told[-1][1] == told[-1][2]
    assert [done for _step, done, _whole in told] == sorted(done for _step, done, _whole in told)


def test_cancelled_it_leaves_the_old_archive(tmp_path: Path):
    order = make_order(tmp_path)
    order.out.mkdir()
    old = order.out / "beratungskoffer-0.1.0-linux-x86_64.tar.xz"
    old.write_text("alt")
    answers = iter((False, False, True))
    with pytest.raises(Cancelled):
        write_tar(make_program(tmp_path), order, progress=quiet, cancelled=lambda: next(answers, True))
    assert old.read_text() == "alt"
    assert [file.name for file in order.out.iterdir()] == [old.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_told(tmp_path: Path):
    order = make_order(tmp_path)
    order.out.mkdir()
    (order.out / ".beratungskoffer-0.1.0-linux-x86_64.tar.xz.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        write_tar(make_program(tmp_path), order, progress=quiet)
    assert list(order.out.iterdir()) == []


def test_a_template_with_an_unknown_name_is_told(tmp_path: Path):
    template = tmp_path / "t.in"
    template.write_text("${version} ${gibtsnicht}")
    with pytest.raises(InputUnreadable) as caught:
        fill(template, {"version": "1"})
    assert caught.value.details["place"] == "'gibtsnicht'"
