"""Libraries forget the folders of the machine they were built on, and keep what they say of themselves."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from advisor_app.errors import StepFailed
from advisor_app.publishing.installers.runpath import forget_foreign_paths

NEEDED, RPATH, RUNPATH, SONAME, STRTAB, STRSZ, END = 1, 15, 29, 14, 5, 10, 0


def library(*paths: tuple[int, str]) -> bytes:
    """Make a library of nothing but a table for the loader, with search paths of the given kinds."""
    strings = b"\0libc.so.6\0libtest.so\0"
    entries = [(NEEDED, 1)]
    for tag, path in paths:
        entries.append((tag, len(strings)))
        strings += path.encode() + b"\0"
    entries.append((SONAME, 11))
    at = 64 + 2 * 56
    table_length = (len(entries) + 3) * 16
    entries += [(STRTAB, at + table_length), (STRSZ, len(strings)), (END, 0)]
    table = b"".join(struct.pack("<qQ", *entry) for entry in entries)
    whole = at + len(table) + len(strings)
    header = b"\x7fELF\x02\x01\x01" + b"\0" * 9
    header += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 4, 0, 0, 0, whole, whole, 4096)
    dynamic = struct.pack("<IIQQQQQQ", 2, 4, at, at, at, len(table), len(table), 8)
    return header + load + dynamic + table + strings


def tags(data: bytes) -> list[int]:
    at = 64 + 2 * 56
    found = []
    while True:
        (tag,) = struct.unpack_from("<q", data, at)
        found.append(tag)
        if tag == END:
            return found
        at += 16


@pytest.mark.parametrize("kind", [RPATH, RUNPATH])
@pytest.mark.parametrize("path", ["/home/anna/.pyenv/lib", "$ORIGIN:/home/anna/lib", "lib", ""])
def test_a_foreign_path_goes(tmp_path: Path, kind: int, path: str):
    file = tmp_path / "unter" / "libtest.so"
    file.parent.mkdir()
    before = library((kind, path))
    file.write_bytes(before)
    assert forget_foreign_paths(tmp_path) == ("unter/libtest.so",)
    assert tags(file.read_bytes()) == [NEEDED, SONAME, STRTAB, STRSZ, END]
    assert file.stat().st_size == len(before)
    assert forget_foreign_paths(tmp_path) == ()


@pytest.mark.parametrize("path", ["$ORIGIN", "$ORIGIN/../lib", "$ORIGIN:$ORIGIN/../../Qt/lib"])
def test_a_path_from_the_library_itself_stays(tmp_path: Path, path: str):
    file = tmp_path / "libtest.so"
    before = library((RUNPATH, path))
    file.write_bytes(before)
    assert forget_foreign_paths(tmp_path) == ()
    assert file.read_bytes() == before


def test_only_the_foreign_one_of_two_goes(tmp_path: Path):
    file = tmp_path / "libtest.so"
    file.write_bytes(library((RPATH, "/opt/lib"), (RUNPATH, "$ORIGIN")))
    forget_foreign_paths(tmp_path)
    assert tags(file.read_bytes()) == [NEEDED, RUNPATH, SONAME, STRTAB, STRSZ, END]


@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs readelf (apt-get install binutils)")
def test_others_read_the_table_as_we_do(tmp_path: Path):
    file = tmp_path / "libtest.so"
    file.write_bytes(library((RUNPATH, "/home/anna/lib")))
    asked = ["readelf", "--dynamic", str(file)]
    assert b"/home/anna/lib" in subprocess.run(asked, check=True, capture_output=True).stdout
    forget_foreign_paths(tmp_path)
    printed = subprocess.run(asked, check=True, capture_output=True).stdout
    assert b"RUNPATH" not in printed
    assert b"libc.so.6" in printed
    assert b"libtest.so" in printed


def test_links_and_other_files_are_left_alone(tmp_path: Path):
    (tmp_path / "text.txt").write_text("/home/anna/lib")
    (tmp_path / "leer").write_bytes(b"")
    (tmp_path / "nirgends").symlink_to("fort")
    assert forget_foreign_paths(tmp_path) == ()


def test_a_damaged_library_is_told(tmp_path: Path):
    (tmp_path / "libtest.so").write_bytes(library((RUNPATH, "/opt"))[:200])
    with pytest.raises(StepFailed) as caught:
        forget_foreign_paths(tmp_path)
    assert "libtest.so" in str(caught.value.details["reason"])
