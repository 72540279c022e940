"""Folders and bundle files as sources of updates."""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from advisor_app.errors import (
    Cancelled,
    ContentMismatch,
    DiskFull,
    EnvironmentFault,
    InputUnreadable,
    UsageFault,
)
from advisor_app.updates.transport.bundle import BundleSource
from advisor_app.updates.transport.faults import FetchFault, HttpFault, PackGone
from advisor_app.updates.transport.source import Source, open_source

PACK = Random(3).randbytes(700_000)
SHA = hashlib.sha256(PACK).hexdigest()
PATH = f"targets/content/{SHA}.snapshot.kbp"
TREE = {"metadata/timestamp.json": b'{"signed": 1}', "metadata/1.root.json": b"{}", PATH: PACK}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in TREE.items():
        file = tmp_path / "stick" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "stick"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return packed(tmp_path, TREE)


@pytest.fixture(params=["folder", "bundle", "deflated", "address"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    match request.param:
        case "deflated":
            return packed(tmp_path, TREE, zipfile.ZIP_DEFLATED)
        case "address":
            folder: Path = request.getfixturevalue("folder")
            return folder.as_uri()
        case name:
            path: Path = request.getfixturevalue(name)
            return path


def packed(directory: Path, tree: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    file = directory / "update.kbz"
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.mkdir("metadata")
        for name, data in tree.items():
            archive.writestr(name, data)
    return file


def fetch(source: Source, into: Path, path: str = PATH, *, length: int = len(PACK), sha256: str = SHA) -> Path:
    return source.fetch_pack(
        path,
        length=length,
        sha256=sha256,
        into=into,
        progress=lambda _done, _total: None,
        cancelled=lambda: False,
    )


def read(source: Source, name: str, cap: int = 1000) -> bytes:
    return source.fetcher.download_bytes(source.metadata_url + name, cap)


class TestAnyPlace:
    def test_files_are_read(self, place: Path | str, tmp_path: Path) -> None:
        with open_source(place) as source:
            assert read(source, "timestamp.json") == b'{"signed": 1}'
            assert fetch(source, tmp_path / "dl").read_bytes() == PACK
            assert source.requests == 2
            assert source.bytes == len(PACK) + 13
            source.close()

    def test_a_stream_is_read_too(self, place: Path | str) -> None:
        with open_source(place) as source:
            assert b"".join(source.fetcher.fetch(f"{source.metadata_url}1.root.json")) == b"{}"

    def test_progress(self, place: Path | str, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        with open_source(place) as source:
            source.fetch_pack(
                PATH,
                length=len(PACK),
                sha256=SHA,
                into=tmp_path / "dl",
                progress=lambda done, total: told.append((done, total)),
                cancelled=lambda: False,
            )
        assert len(told) > 1
        assert told[-1] == (len(PACK), len(PACK))

    def test_the_newest_root_ends_the_search_for_roots(self, place: Path | str) -> None:
        with open_source(place) as source, pytest.raises(HttpFault) as raised:
            read(source, "2.root.json")
        assert raised.value.status_code == 404

    def test_other_metadata_must_be_there(self, place: Path | str) -> None:
        with open_source(place) as source, pytest.raises(FetchFault) as raised:
            read(source, "3.snapshot.json")
        assert isinstance(raised.value.fault, InputUnreadable)
        assert raised.value.fault.details["place"] == "metadata/3.snapshot.json"

    def test_other_files_may_be_missing(self, place: Path | str) -> None:
        with open_source(place) as source, pytest.raises(HttpFault):
            source.fetcher.download_bytes(f"{source.metadata_url.removesuffix('metadata/')}targets/x.kbp", 1000)

    @pytest.mark.parametrize(
        "path", ["targets/content/no.kbp", "../outside", "/etc/passwd", "a\\b", "C:x", "a/%2e%2e/b"]
    )
    def test_no_such_pack(self, place: Path | str, tmp_path: Path, path: str) -> None:
        with open_source(place) as source, pytest.raises(PackGone):
            fetch(source, tmp_path / "dl", path)
        assert not list((tmp_path / "dl").iterdir())

    def test_metadata_longer_than_signed(self, place: Path | str) -> None:
        with open_source(place) as source, pytest.raises(FetchFault) as raised:
            read(source, "timestamp.json", cap=12)
        assert isinstance(raised.value.fault, InputUnreadable)

    @pytest.mark.parametrize(("length", "sha256"), [(len(PACK), "0" * 64), (len(PACK) - 1, SHA), (len(PACK) + 1, SHA)])
    def test_a_pack_that_is_not_the_signed_one(
        self, place: Path | str, tmp_path: Path, length: int, sha256: str
    ) -> None:
        with open_source(place) as source, pytest.raises(ContentMismatch):
            fetch(source, tmp_path / "dl", length=length, sha256=sha256)
        assert not list((tmp_path / "dl").iterdir())

    def test_what_a_server_left_is_read_again(self, place: Path | str, tmp_path: Path) -> None:
        (tmp_path / "dl").mkdir()
        (tmp_path / "dl" / f"{SHA}.part").write_bytes(b"something else")
        with open_source(place) as source:
            assert fetch(source, tmp_path / "dl").read_bytes() == PACK

    def test_cancel(self, place: Path | str, tmp_path: Path) -> None:
        with open_source(place, cancelled=lambda: True) as source:
            with pytest.raises(FetchFault) as raised:
                read(source, "timestamp.json")
            assert isinstance(raised.value.fault, Cancelled)
            with pytest.raises(Cancelled):
                fetch(source, tmp_path / "dl")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
    def test_full_disk(self, place: Path | str, tmp_path: Path) -> None:
        (tmp_path / "dl").mkdir()
        (tmp_path / "dl" / f"{SHA}.part").symlink_to("/dev/full")
        with open_source(place) as source, pytest.raises(DiskFull):
            fetch(source, tmp_path / "dl")
        assert not list((tmp_path / "dl").iterdir())


class TestWrongPlaces:
    @pytest.mark.parametrize("place", ["ftp://example.org/", "s3://bucket/kb"])
    def test_addresses_of_another_kind(self, place: str) -> None:
        with pytest.raises(UsageFault):
            open_source(place)

    @pytest.mark.parametrize("place", ["https://", "http://[broken/", "https://host:0/", "https://host:port/"])
    def test_addresses_that_are_none(self, place: str) -> None:
        with pytest.raises(UsageFault):
            open_source(place)

    def test_an_address_with_a_wrong_port_shows_no_login(self) -> None:
        with pytest.raises(UsageFault) as raised:
            open_source("https://anna:secret@host:port/")
        assert "secret" not in repr(raised.value)

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputUnreadable):
            open_source(tmp_path / "no-stick")

    def test_a_folder_of_something_else(self, tmp_path: Path) -> None:
        with pytest.raises(InputUnreadable) as raised:
            open_source(tmp_path)
        assert raised.value.details["place"] == "metadata/timestamp.json"

    def test_a_zip_of_something_else(self, tmp_path: Path) -> None:
        with pytest.raises(InputUnreadable) as raised:
            open_source(packed(tmp_path, {"letter.txt": b"Dear all"}))
        assert raised.value.details["place"] == "metadata/timestamp.json"

    def test_nowhere_to_put_the_pack(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "dl").write_bytes(b"")
        with open_source(folder) as source, pytest.raises(EnvironmentFault):
            fetch(source, tmp_path / "dl")

    def test_what_was_left_cannot_be_read(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "dl" / f"{SHA}.part").mkdir(parents=True)
        with open_source(folder) as source, pytest.raises(EnvironmentFault):
            fetch(source, tmp_path / "dl")

    def test_a_name_that_no_system_allows(self) -> None:
        with pytest.raises((EnvironmentFault, InputUnreadable)):
            open_source("x" * 5000)


class TestPulledStick:
    def test_the_folder_is_gone(self, folder: Path, tmp_path: Path) -> None:
        with open_source(folder) as source:
            folder.rename(tmp_path / "pulled")
            with pytest.raises(FetchFault) as raised:
                read(source, "timestamp.json")
            assert isinstance(raised.value.fault, EnvironmentFault)
            with pytest.raises(EnvironmentFault):
                fetch(source, tmp_path / "dl")

    def test_reading_fails_in_the_middle(self, folder: Path, tmp_path: Path) -> None:
        # A directory where a file should be fails when it is read, as a broken stick does.
        (folder / PATH).unlink()
        (folder / PATH).mkdir()
        with open_source(folder) as source, pytest.raises(EnvironmentFault) as raised:
            fetch(source, tmp_path / "dl")
        assert raised.value.details["path"] == folder / PATH

    def test_the_bundle_is_gone_while_it_is_read(self, bundle: Path, tmp_path: Path) -> None:
        with open_source(bundle) as source:
            # What is left of the file ends early, as after a stick was pulled.
            os.truncate(bundle, 100_000)
            with pytest.raises((EnvironmentFault, InputUnreadable)):
                fetch(source, tmp_path / "dl")

    def test_reading_the_bundle_fails_in_the_middle(self, bundle: Path, tmp_path: Path) -> None:
        with open_source(bundle) as source:
            assert isinstance(source, BundleSource)
            assert source._zip.fp
            directory = os.open(tmp_path, os.O_RDONLY)
            # From here on the system refuses to read, as from a stick that was pulled.
            os.dup2(directory, source._zip.fp.fileno())
            os.close(directory)
            with pytest.raises(EnvironmentFault):
                fetch(source, tmp_path / "dl")


class TestBundles:
    @staticmethod
    def rewritten(bundle: Path, change: Callable[[bytes], bytes]) -> Path:
        bundle.write_bytes(change(bundle.read_bytes()))
        return bundle

    @pytest.mark.parametrize(
        "change",
        [
            lambda _: b"",
            lambda _: b"no zip at all" * 1000,
            lambda data: data[:-1],
            lambda data: data[: len(data) // 2],
            lambda data: data + b"x" * 70_000,
            lambda data: b"PK\x05\x06" + data[4:-22],
            lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03"),
        ],
    )
    def test_no_bundle_or_not_all_of_it(self, bundle: Path, change: Callable[[bytes], bytes]) -> None:
        with pytest.raises(InputUnreadable):
            open_source(self.rewritten(bundle, change))

    def test_bytes_that_changed(self, bundle: Path, tmp_path: Path) -> None:
        changed = self.rewritten(bundle, lambda data: data.replace(PACK[5000:5100], bytes(100)))
        with open_source(changed) as source, pytest.raises(InputUnreadable) as raised:
            fetch(source, tmp_path / "dl")
        assert raised.value.details["place"] == PATH

    def test_deflated_bytes_that_changed(self, tmp_path: Path) -> None:
        bundle = packed(tmp_path, {**TREE, "metadata/2.root.json": b"{}" * 10_000}, zipfile.ZIP_DEFLATED)
        with zipfile.ZipFile(bundle) as archive:
            info = archive.getinfo("metadata/2.root.json")
        start = info.header_offset + 30 + len(info.filename)
        self.rewritten(bundle, lambda data: data[:start] + b"\xff" * 10 + data[start + 10 :])
        with open_source(bundle) as source, pytest.raises(FetchFault) as raised:
            read(source, "2.root.json", cap=100_000)
        assert isinstance(raised.value.fault, InputUnreadable)

    @pytest.mark.parametrize(
        "name", ["../escape", "/absolute", "a\\b", "C:/x", "metadata/../../x", "metadata//x", "./x"]
    )
    def test_names_that_lead_out(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(InputUnreadable) as raised:
            open_source(packed(tmp_path, {**TREE, name: b"x"}))
        assert raised.value.details["place"] == name

    def test_a_name_twice(self, tmp_path: Path) -> None:
        file = tmp_path / "update.kbz"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("metadata/timestamp.json", b"{}")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("metadata/timestamp.json", b"{ }")
        with pytest.raises(InputUnreadable):
            open_source(file)

    def test_encrypted(self, bundle: Path) -> None:
        def encrypt(data: bytes) -> bytes:
            start = data.index(b"PK\x01\x02")
            return data[: start + 8] + b"\x01\x00" + data[start + 10 :]

        with pytest.raises(InputUnreadable):
            open_source(self.rewritten(bundle, encrypt))

    def test_a_method_nobody_knows(self, bundle: Path, tmp_path: Path) -> None:
        def change(data: bytes) -> bytes:
            start = data.rindex(b"PK\x01\x02")
            return data[: start + 10] + struct.pack("<H", 77) + data[start + 12 :]

        with open_source(self.rewritten(bundle, change)) as source, pytest.raises(InputUnreadable):
            fetch(source, tmp_path / "dl")

    def test_a_bomb_is_read_to_the_signed_length_only(self, tmp_path: Path) -> None:
        bundle = packed(tmp_path, {**TREE, "metadata/2.root.json": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
        with open_source(bundle) as source:
            with pytest.raises(FetchFault):
                read(source, "2.root.json")
            assert source.bytes < 1_000_000

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_bomb_that_would_unpack_at_once(self, tmp_path: Path, method: int) -> None:
        bundle = packed(tmp_path, {**TREE, "metadata/2.root.json": bytes(50_000_000)}, method)
        with open_source(bundle) as source:
            tracemalloc.start()
            try:
                with pytest.raises(FetchFault):
                    read(source, "2.root.json")
                _, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert most < 2_000_000

    def test_too_many_entries(self, tmp_path: Path) -> None:
        with pytest.raises(InputUnreadable):
            open_source(packed(tmp_path, {**TREE, **{f"x/{number}": b"" for number in range(3000)}}))

    def test_a_list_of_contents_that_is_too_long(self, bundle: Path) -> None:
        with zipfile.ZipFile(bundle, "a") as archive:
            for number in range(20):
                info = zipfile.ZipInfo(f"x/{number}")
                info.comment = bytes(65_000)
                archive.writestr(info, b"")
        with pytest.raises(InputUnreadable):
            open_source(bundle)

    def test_a_list_of_contents_of_another_size_than_told(self, bundle: Path) -> None:
        def enlarge(data: bytes) -> bytes:
            end = len(data) - 22
            entries, size, start = struct.unpack_from("<HLL", data, end + 10)
            big = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, start)
            return data[:end] + big + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + data[end:]

        with pytest.raises(InputUnreadable):
            open_source(self.rewritten(bundle, enlarge))


def test_errno_of_a_pulled_stick_is_told(folder: Path) -> None:
    with open_source(folder) as source:
        (folder / "metadata" / "timestamp.json").unlink()
        (folder / "metadata" / "timestamp.json").mkdir()
        with pytest.raises(FetchFault) as raised:
            read(source, "timestamp.json")
    assert raised.value.fault.details["reason"] == os.strerror(errno.EISDIR)
