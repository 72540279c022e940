"""Writing so that it lasts, and a full disk told as one."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import nullcontext

import numpy as np
import pytest

from advisor_app.errors import DiskFull, EnvironmentFault
from advisor_app.knowledge import disk
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.knowledge.records import canonical
from advisor_app.knowledge.writer import amend, prepare_records, write_knowledge
from tests.makers import programme
from tests.small_disks import lend_small_disk


def test_a_file_is_replaced_whole_and_nothing_stays_beside_it(tmp_path):
    path = tmp_path / "state.json"
    for content in (b"one", b"", b"two" * 100_000):
        disk.write_whole(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside").touch()
    with pytest.raises(EnvironmentFault):
        disk.write_whole(tmp_path / "folder", b"x")
    with pytest.raises(EnvironmentFault):
        disk.write_whole(tmp_path / "none" / "file", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(("number", "refused"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_file_system_that_cannot_flush_directories_will_do(tmp_path, monkeypatch, number, refused):
    real = os.fsync

    def flush(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", flush)
    with pytest.raises(EnvironmentFault) if refused else nullcontext():
        disk.write_whole(tmp_path / "file", b"x")


def test_room_on_disk_is_told_also_for_a_place_that_is_not_there_yet(tmp_path):
    assert 0 < disk.free_bytes(tmp_path / "not" / "yet") <= shutil.disk_usage(tmp_path).total


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, EnvironmentFault)]
)
def test_faults_are_told_apart(tmp_path, number, kind):
    fault = disk.fault_of(OSError(number, os.strerror(number)), tmp_path)
    assert type(fault) is kind
    assert fault.details["reason"] == os.strerror(number)
    if kind is DiskFull:
        assert int(str(fault.details["free"])) > 0


def test_shared_files_count_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "one").write_bytes(bytes(1000))
    os.link(tmp_path / "a" / "one", tmp_path / "b" / "one")
    (tmp_path / "b" / "two").write_bytes(bytes(10))
    assert disk.size_of(tmp_path / "a", tmp_path / "b") == 1010
    assert disk.inodes(tmp_path / "a") < disk.inodes(tmp_path / "b")


@pytest.fixture
def small_disk(tmp_path):
    with lend_small_disk(tmp_path / "small", 400_000) as place:
        yield place


def test_a_full_disk_is_told_by_everything_that_writes(small_disk, tmp_path):
    items = [programme(f"nummer-{number}", summary="Ausführlich. " * 300) for number in range(200)]
    records = {item.id: canonical(item) for item in items}
    with pytest.raises(DiskFull):
        write_knowledge(small_disk / "a.sqlite", prepare_records(records, version=1))
    (small_disk / "a.sqlite").unlink()
    with pytest.raises(DiskFull):
        amend(None, small_disk / "b.sqlite", upserts=records, removed=[], version=1)
    (small_disk / "b.sqlite").unlink()
    amend(None, tmp_path / "base.sqlite", upserts=records, removed=[], version=1)
    with pytest.raises(DiskFull) as caught:
        amend(tmp_path / "base.sqlite", small_disk / "c.sqlite", upserts={}, removed=[], version=2)
    assert caught.value.details["path"] == small_disk / "c.sqlite"
    with pytest.raises(OSError) as told:
        np.save(small_disk / "array.npy", np.zeros(600_000, np.uint8))
    assert type(disk.fault_of(told.value, small_disk)) is DiskFull
    (small_disk / "array.npy").unlink()
    with pytest.raises(DiskFull):
        disk.write_whole(small_disk / "whole", bytes(600_000))
    assert sorted(path.name for path in small_disk.iterdir()) == ["c.sqlite"]
    with pytest.raises(DiskFull), KnowledgeStore(small_disk / "store").writing():
        (small_disk / "more").write_bytes(bytes(600_000))
