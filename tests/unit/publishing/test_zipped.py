"""The portable archive for Windows."""

from __future__ import annotations

import os
import zipfile

import pytest

from advisor_app.errors import Cancelled
from advisor_app.publishing.installers.zipped import write_zip


def test_same_program_makes_the_same_archive(windows_program, windows_order):
    first = write_zip(windows_program, windows_order, progress=lambda *_told: None)
    data = first.file.read_bytes()
    for path in windows_program.rglob("*"):
        os.utime(path, (1, 1))
    second = write_zip(windows_program, windows_order, progress=lambda *_told: None)
    assert second.file.read_bytes() == data
    assert (second.sha256, second.size) == (first.sha256, len(data))


def test_archive_is_one_portable_folder_as_windows_reads_it(windows_program, windows_order):
    made = write_zip(windows_program, windows_order, progress=lambda *_told: None)
    with zipfile.ZipFile(made.file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        told = archive.read("beratungskoffer/LIESMICH.txt").decode("utf-8")
        size = sum(entry.file_size for entry in archive.infolist())
    assert names == sorted(names)
    assert all(name.startswith("beratungskoffer/") for name in names)
    assert {"beratungskoffer/portable.ini", "beratungskoffer/_internal/über uns.txt"} <= set(names)
    assert windows_order.version in told
    assert "\r\n" in told
    assert "${" not in told
    assert made.installed == size


def test_cancelled_archive_leaves_nothing(windows_program, windows_order):
    with pytest.raises(Cancelled):
        write_zip(windows_program, windows_order, progress=lambda *_told: None, cancelled=lambda: True)
    assert list(windows_order.out.iterdir()) == []
