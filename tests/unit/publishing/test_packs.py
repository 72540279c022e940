"""Packs: what is written is what clients read."""

from __future__ import annotations

import hashlib

import pytest
import zstandard

from advisor_app.publishing.packs import compressed, write_pack
from advisor_app.updates.format import MAX_LINE, MAX_WINDOW, PackInfo, PackKind
from advisor_app.updates.packs import read_pack

INFO = PackInfo(
    kind=PackKind.DELTA,
    since=3,
    to=4,
    raw=0,
    up=0,
    down=0,
    n=7,
    digest="d" * 64,
    as_of="2026-11-23",
    published="2026-11-23",
)
RECORDS = {"b": '{"id":"b","schema":"topic/1"}', "a": '{"id":"a","schema":"topic/1","t":"Ä"}'}


def test_a_pack_is_read_back(tmp_path):
    pack = write_pack(INFO, RECORDS, ("z", "y"))
    path = tmp_path / "d0.kbp"
    path.write_bytes(pack.data)
    assert pack.info is not None
    found = read_pack(path, pack.info)
    assert found.upserts == RECORDS
    assert found.removed == ("y", "z")
    assert (pack.info.up, pack.info.down, pack.info.since, pack.info.to) == (2, 2, 3, 4)
    assert (pack.length, pack.sha256) == (len(pack.data), hashlib.sha256(pack.data).hexdigest())


def test_the_first_line_repeats_what_is_signed():
    pack = write_pack(INFO, RECORDS, ())
    raw = zstandard.ZstdDecompressor().decompress(pack.data)
    first, rest = raw.split(b"\n", 1)
    assert pack.info is not None
    assert first + b"\n" == pack.info.line()
    assert len(rest) == pack.info.raw


def test_equal_content_gives_equal_bytes():
    backwards = dict(reversed(RECORDS.items()))
    assert write_pack(INFO, RECORDS, ("y", "z")).sha256 == write_pack(INFO, backwards, ("z", "y")).sha256


@pytest.mark.parametrize("size", [0, 1, 1000, 3_000_000])
def test_frames_have_a_checksum_and_a_window_within_bounds(size):
    frame = zstandard.get_frame_parameters(compressed(b"x" * size, level=3))
    assert frame.has_checksum
    assert frame.content_size == size
    assert frame.window_size <= MAX_WINDOW


def test_a_record_that_no_client_would_take_is_refused():
    with pytest.raises(ValueError):
        write_pack(INFO, {"a": "x" * MAX_LINE}, ())
