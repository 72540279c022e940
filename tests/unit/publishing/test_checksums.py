"""SHA256SUMS, as sha256sum reads it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor_app.errors import EnvironmentFault
from advisor_app.publishing.installers.checksums import digest_of, write_checksums


def test_names_are_sorted_and_sums_are_right(tmp_path: Path):
    files = [tmp_path / name for name in ("zz.zip", "aa.deb", "mit leerzeichen.json")]
    for file in files:
        file.write_text(file.name)
    listed = write_checksums(tmp_path, files)
    assert listed == tmp_path / "SHA256SUMS"
    lines = listed.read_text().splitlines()
    assert [line.split("  ", 1)[1] for line in lines] == ["aa.deb", "mit leerzeichen.json", "zz.zip"]
    assert lines[0].split()[0] == hashlib.sha256(b"aa.deb").hexdigest() == digest_of(tmp_path / "aa.deb")
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_accepts_the_list_and_finds_what_was_changed(tmp_path: Path):
    file = tmp_path / "programm.deb"
    file.write_text("ganz")
    write_checksums(tmp_path, [file])
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    file.write_text("kaputt")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_a_file_that_vanished_is_told_and_the_old_list_stays(tmp_path: Path):
    (tmp_path / "SHA256SUMS").write_text("alt\n")
    with pytest.raises(EnvironmentFault):
        write_checksums(tmp_path, [tmp_path / "weg.deb"])
    assert (tmp_path / "SHA256SUMS").read_text() == "alt\n"
