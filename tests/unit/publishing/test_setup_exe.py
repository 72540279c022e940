"""The setup for Windows: what NSIS is told, and that it makes a setup of it."""

from __future__ import annotations

import os
import shutil

import pytest

from advisor_app.errors import StepFailed
from advisor_app.publishing.installers.setup_exe import file_macros, version_of_four, write_setup

needs_packer = pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS is not installed")


@pytest.mark.parametrize(
    ("version", "four"), [("1.2.3", "1.2.3.0"), ("0.10", "0.10.0.0"), ("2.0.0rc1", "2.0.0.1"), ("1.2.3.4.5", "1.2.3.4")]
)
def test_version_has_four_numbers(version, four):
    assert version_of_four(version) == four


def test_every_file_is_unpacked_and_only_the_programs_own_are_removed(windows_program):
    (windows_program / "_internal" / "100 $.txt").touch()
    told = file_macros(windows_program)
    unpacked, _, removed = told.partition("!macro REMOVE_PROGRAM")
    assert unpacked.count("  File ") == len([path for path in windows_program.rglob("*") if path.is_file()])
    assert '/oname=100 $$.txt"' in unpacked
    assert r'SetOutPath "${FOLDER}\_internal"' in unpacked
    assert r'RMDir /r "${FOLDER}\_internal"' in removed
    assert r'Delete "${FOLDER}\uninstall.exe"' in removed
    # Never the folder with all that somebody may have put there.
    assert 'RMDir /r "${FOLDER}"' not in removed


@needs_packer
def test_setup_is_made_and_the_same_program_makes_the_same_setup(windows_program, windows_order):
    first = write_setup(windows_program, windows_order, sign=None, progress=lambda *_told: None)
    data = first.file.read_bytes()
    for path in windows_program.rglob("*"):
        os.utime(path, (1, 1))
    second = write_setup(windows_program, windows_order, sign=None, progress=lambda *_told: None)
    assert data[:2] == b"MZ"
    assert second.file.read_bytes() == data
    assert first.installed == sum(path.stat().st_size for path in windows_program.rglob("*") if path.is_file())
    assert [path.name for path in windows_order.out.iterdir()] == [first.file.name]


def test_missing_packer_is_told_with_its_package(windows_program, windows_order, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepFailed) as raised:
        write_setup(windows_program, windows_order, sign=None, progress=lambda *_told: None)
    assert "nsis" in str(raised.value.details["remedy"])
