"""The tools of the crash tests: a replayed run gives the same files, a power cut takes what was not flushed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.crash_disk import Disk
from tests.faults.crash_files import Survival, tree_of
from tests.faults.crash_trace import STRACE, Call, calls_of, file_number, kill_points, record_options, refusal

PROGRAM = r"""
import os, shutil, sqlite3, sys
os.chdir(sys.argv[1])
os.mkdir("a")
with open("a/x", "wb") as file:
    file.write(b'h\x00"l, lo\n' * 300)
shutil.copyfile("a/x", "a/y")
with open("a/y", "r+b") as file:
    file.read(2), file.write(b"ZZ"), file.truncate(5), file.flush(), os.fsync(file.fileno())
os.replace("a/y", "a/z")
with open("a/x", "ab") as file:
    file.write(b"more")
base = sqlite3.connect("a/d.sqlite")
base.execute("create table t (x)")
base.execute("insert into t values (?)", ("ä" * 5000,))
base.commit(), base.close()
shutil.copytree("a", "b/c")
shutil.rmtree("b")
handle = os.open("a", os.O_RDONLY)
os.fsync(handle), os.close(handle)
handle = os.open("v", os.O_CREAT | os.O_WRONLY)
os.writev(handle, [b"one, ", b"two"]), os.close(handle)
with open("v", "rb", buffering=0) as source, open("w", "wb", buffering=0) as target:
    source.read(2), os.copy_file_range(source.fileno(), target.fileno(), 4)
print("done")
"""


@pytest.fixture
def record(tmp_path: Path) -> tuple[Disk, Disk, list[Call], Path, Path]:
    if why := refusal():
        pytest.skip(why)
    folder = tmp_path / "Ordner, <mit> Zeichen"
    folder.mkdir()
    (folder / "old").write_bytes(b"old")
    disk, forgetful = Disk(folder), Disk(folder, flushing=False)
    log = tmp_path / "log"
    command = [str(STRACE), *record_options(log, data=True), sys.executable, "-c", PROGRAM, str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return disk, forgetful, list(calls_of(log)), folder, log


def test_a_replayed_run_gives_the_same_files(record):
    disk, _forgetful, calls, folder, _log = record
    assert sum(disk.apply(call) for call in calls) > 30
    assert disk.after(Survival.ALL) == tree_of(folder)


def test_a_power_cut_takes_what_was_not_flushed(record):
    disk, _forgetful, calls, folder, _log = record
    for call in calls:
        disk.apply(call)
    # The folder itself was never flushed, so the name "a" is lost with all below it.
    assert disk.after(Survival.NOTHING) == {"old": b"old"} == disk.after(Survival.BYTES)
    by_name = [disk.after(Survival.NAMES, seed) for seed in range(20)]
    assert {state["a/z"] for state in by_name} == {(folder / "a" / "z").read_bytes()}
    assert {state["a/x"] for state in by_name} == {b"", bytes(2704)}
    torn = {seed: disk.after(Survival.TORN, seed) for seed in range(40)}
    assert len({str(state) for state in torn.values()}) > 3
    assert all(state["old"] == b"old" for state in torn.values())


def test_a_disk_that_ignores_flushes_loses_more(record):
    _disk, forgetful, calls, _folder, _log = record
    for call in calls:
        forgetful.apply(call)
    assert {forgetful.after(Survival.NAMES, seed)["a/z"] for seed in range(20)} == {b"", bytes(5)}


def test_points_are_changes_below_the_folder_only(record):
    _disk, _forgetful, calls, folder, log = record
    points = kill_points(log, folder)
    assert len(points) == len(set(points)) > 25
    assert {"openat", "write", "pwrite64", "unlinkat", "fsync", "sendfile"} <= {point.name for point in points}
    # What goes to the standard output is written, but changes no file.
    writes = [call for call in calls if call.name == "write" and file_number(call.args[0]) != 1]
    assert len(writes) == sum(point.name == "write" for point in points)
