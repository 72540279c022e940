"""The portable archive: unpacked anywhere, run by anybody, its data beside it and nowhere else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_app.installation import PORTABLE_DATA, PORTABLE_MARK
from tests.unpacking import unpack_tar

NOBODY = 65534
_LIMIT_S = 120


@pytest.fixture(scope="module")
def archive(artefacts: Path) -> Path:
    found = sorted(artefacts.glob("beratungskoffer-*-linux-x86_64.tar.xz"))
    if not found:
        pytest.skip("there is no portable archive among the installers")
    return found[-1]


@pytest.fixture(scope="module")
def unpacked(archive: Path) -> Iterator[Path]:
    """The program, once: tests copy it to where they want it."""
    with tempfile.TemporaryDirectory(prefix="portable-") as place:
        unpack_tar(archive, Path(place))
        Path(place).chmod(0o755)
        yield Path(place) / "beratungskoffer"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may enter."""
    with tempfile.TemporaryDirectory(prefix="ort-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def put(unpacked: Path, target: Path) -> Path:
    """Copy the program, with hard links where the disk has them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(unpacked, target, symlinks=True, copy_function=os.link)
    return target


def run(
    program: Path, *words: str, home: Path, user: int | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [program / "beratungskoffer", *words],
        check=check,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        env=env,
        cwd="/",
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


@pytest.mark.parametrize("folder", ["x y", "Ämter und Förderung", "x/y/z"])
def test_it_runs_from_any_folder(unpacked: Path, place: Path, folder: str):
    home = place / "heim"
    home.mkdir()
    program = put(unpacked, place / folder / "beratungskoffer")
    assert "meistergruendungspraemie-nrw" in run(program, "search", "Meister", "--json", home=home).stdout
    run(program, "status", home=home)
    assert list(home.iterdir()) == []


def test_what_it_writes_lies_beside_it(unpacked: Path, place: Path):
    home = place / "heim"
    home.mkdir()
    program = put(unpacked, place / "beratungskoffer")
    before = {path.relative_to(program) for path in program.rglob("*")}
    run(program, "update", "--from", str(place), home=home, check=False)
    run(program, "search", "Meister", home=home)
    fresh = {path.relative_to(program) for path in program.rglob("*")} - before
    assert {path.parts[0] for path in fresh} <= {PORTABLE_DATA}
    assert list(home.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become nobody")
def test_nobody_may_run_it(unpacked: Path, place: Path):
    """As a user without a home, from a folder that belongs to somebody else."""
    program = put(unpacked, place / "beratungskoffer")
    found = run(program, "search", "Meister", "--json", home=Path("/nonexistent"), user=NOBODY)
    assert "meistergruendungspraemie-nrw" in found.stdout
    assert not (program / PORTABLE_DATA).exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount a read-only disk")
def test_a_disk_that_cannot_be_written_is_enough_to_read(unpacked: Path, place: Path):
    home = place / "heim"
    home.mkdir()
    program = put(unpacked, place / "stick" / "beratungskoffer")
    stick = str(place / "stick")
    if subprocess.run(["mount", "--bind", stick, stick], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", stick], check=True)
        assert "meistergruendungspraemie-nrw" in run(program, "search", "Meister", "--json", home=home).stdout
        assert list(home.iterdir()) == []
    finally:
        subprocess.run(["umount", stick], check=True)


def test_without_its_mark_it_is_an_ordinary_program(unpacked: Path, place: Path):
    home = place / "heim"
    home.mkdir()
    program = put(unpacked, place / "beratungskoffer")
    (program / PORTABLE_MARK).unlink()
    run(program, "search", "Meister", home=home)
    assert not (program / PORTABLE_DATA).exists()


def test_the_self_test_passes(unpacked: Path, place: Path):
    program = put(unpacked, place / "beratungskoffer")
    done = run(program, "self-test", "--json", home=place / "heim", check=False)
    assert done.returncode == 0, done.stdout
