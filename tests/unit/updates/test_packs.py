"""Reading packs: what a publisher could get wrong, and what somebody could build to do harm."""

from __future__ import annotations

import dataclasses
import json
import tracemalloc
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.errors import Cancelled, ContentMismatch, EnvironmentFault
from advisor_app.updates.format import MAX_LINE, PackInfo, PackKind
from advisor_app.updates.packs import read_pack

IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: unicodedata.normalize("NFC", text))


def record(item_id: str, **fields: object) -> str:
    return json.dumps({"id": item_id, **fields}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def info_for(body: bytes, **values: object) -> PackInfo:
    """Return the info of a pack with this body, as an honest publisher would sign it."""
    up = sum(line.startswith(b"+") for line in body.split(b"\n"))
    down = sum(line.startswith(b"-") for line in body.split(b"\n"))
    own: dict[str, Any] = {
        "kind": PackKind.DELTA,
        "since": 3,
        "to": 5,
        "raw": len(body),
        "up": up,
        "down": down,
        "n": 7,
        "digest": "0" * 64,
        "as_of": "2026-11-23",
        "published": "2026-11-23",
    }
    return PackInfo(**{**own, **values})


def frame(data: bytes, *, checksum: bool = True, **parameters: int) -> bytes:
    settings_ = zstandard.ZstdCompressionParameters.from_level(
        3, write_checksum=checksum, write_content_size=False, **parameters
    )
    packer = zstandard.ZstdCompressor(compression_params=settings_).compressobj()
    return packer.compress(data) + packer.flush()


def lines(*entries: str | bytes) -> bytes:
    return b"".join((entry.encode() if isinstance(entry, str) else entry) + b"\n" for entry in entries)


@pytest.fixture
def reading(tmp_path):
    def read(body: bytes, info: PackInfo | None = None, *, packed: bytes | None = None, **options):
        info = info or info_for(body)
        path = tmp_path / "pack"
        path.write_bytes(frame(info.line() + body) if packed is None else packed)
        return read_pack(path, info, **options)

    return read


def refusal(reading, *arguments, **options) -> str:
    with pytest.raises(ContentMismatch) as caught:
        reading(*arguments, **options)
    return str(caught.value.details["reason"])


def test_records_and_removals_come_back(reading):
    pack = reading(lines("+" + record("a", t="ä"), "-gone", "+" + record("vocabulary/themes_x", labels=[]), "-b-2"))
    assert pack.upserts == {"a": record("a", t="ä"), "vocabulary/themes_x": record("vocabulary/themes_x", labels=[])}
    assert pack.removed == ("gone", "b-2")


def test_an_empty_update_is_one(reading):
    pack = reading(b"")
    assert (pack.upserts, pack.removed) == ({}, ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(IDS, TEXTS, max_size=8), st.sets(IDS, max_size=5))
def test_whatever_is_written_is_read_again(tmp_path: Path, records: dict[str, str], removed: set[str]):
    gone = sorted(removed - set(records))
    body = lines(*("+" + record(name, t=text) for name, text in records.items()), *("-" + name for name in gone))
    info = info_for(body, up=len(records), down=len(gone))
    path = tmp_path / "pack"
    path.write_bytes(frame(info.line() + body))
    pack = read_pack(path, info)
    assert pack.upserts == {name: record(name, t=text) for name, text in records.items()}
    assert pack.removed == tuple(gone)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_refused_or_says_the_same(tmp_path: Path, data):
    body = lines("+" + record("a", t="x" * 200), "-gone", "+" + record("b", t="y" * 200))
    info = info_for(body)
    packed = bytearray(frame(info.line() + body))
    place = data.draw(st.integers(0, len(packed) - 1))
    kind = data.draw(st.sampled_from(["flip", "cut", "insert"]))
    if kind == "flip":
        packed[place] ^= data.draw(st.integers(1, 255))
    elif kind == "cut":
        del packed[place:]
    else:
        packed[place:place] = data.draw(st.binary(min_size=1, max_size=40))
    path = tmp_path / "pack"
    path.write_bytes(bytes(packed))
    try:
        pack = read_pack(path, info)
    except ContentMismatch:
        return
    assert list(pack.upserts) == ["a", "b"]
    assert pack.upserts["a"] == record("a", t="x" * 200)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (lines("+" + record("a"), "+" + record("a")), "once more"),
        (lines("+" + record("a"), "-a"), "once more"),
        (lines("-a", "-a"), "once more"),
        (lines("-a\0b"), "neither"),
        (lines("-"), "neither"),
        (lines("-../etc"), "neither"),
        (lines("-Groß"), "neither"),
        (lines("+" + record("A")), "neither"),
        (lines("+" + record("a\0")), "neither"),
        (lines("+" + record("a\nb")), "neither"),
        (lines("+" + record("vocabulary/")), "neither"),
        (lines("+" + record("")), "neither"),
        (lines("*" + record("a")), "neither"),
        (lines(""), "neither"),
        (lines("+"), "no record"),
        (lines("+[]"), "no record"),
        (lines("+{}"), "no record"),
        (lines("+null"), "no record"),
        (lines('+"a"'), "no record"),
        (lines('+{"id":7}'), "canonical"),
        (lines('+{"id":"a","x":NaN}'), "no record"),
        (lines("+{" * 20000), "no record"),
        (lines("+" + "[" * 20000), "no record"),
        (lines('+{"id":"a","id":"a"}'), "canonical"),
        (lines('+{"t":1,"id":"a"}'), "canonical"),
        (lines('+{"id": "a"}'), "canonical"),
        (lines('+{"id":"a","t":1.50}'), "canonical"),
        (lines('+{"id":"a","t":"\\u00e4"}'), "canonical"),
        (lines("+" + record("a", t=unicodedata.normalize("NFD", "ä"))), "canonical"),
        (lines("+" + record("a") + "\r"), "canonical"),
        (lines(b"+\xff\xfe"), "UTF-8"),
        (lines("+" + record("a"))[:-1], "no end"),
        (lines("+" + record("a", t="x" * MAX_LINE)), "longer"),
        (b"+" + b"x" * 3 * MAX_LINE, "longer"),
    ],
)
def test_faults_of_a_publisher_are_named(reading, body, reason):
    assert reason in refusal(reading, body)


@pytest.mark.parametrize("changes", [{"up": 2}, {"up": 0}, {"down": 0}, {"down": 2}])
def test_counts_must_be_the_signed_ones(reading, changes):
    body = lines("+" + record("a"), "-b")
    assert "instead of" in refusal(reading, body, info_for(body, **changes))


@pytest.mark.parametrize("change", [{"to": 6}, {"digest": "1" * 64}, {"published": "2026-11-24"}, {"min_app": "9"}])
def test_the_first_line_must_be_the_signed_one(reading, change):
    body = lines("+" + record("a"))
    signed = info_for(body)
    packed = frame(dataclasses.replace(signed, **change).line() + body)
    assert "signed" in refusal(reading, body, signed, packed=packed)


def test_a_whole_state_removes_nothing_and_is_complete(reading):
    whole = {"kind": PackKind.SNAPSHOT, "since": 0}
    body = lines("+" + record("a"), "-b")
    assert "whole state" in refusal(reading, body, info_for(body, n=1, **whole))
    body = lines("+" + record("a"))
    assert "whole state" in refusal(reading, body, info_for(body, n=2, **whole))
    assert reading(body, info_for(body, n=1, **whole)).upserts == {"a": record("a")}


BODY = lines("+" + record("a", t="x" * 5000))
INFO = info_for(BODY)
GOOD = frame(INFO.line() + BODY)


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"", "no zstd"),
        (b"<!DOCTYPE html><title>Anmeldung</title>", "no zstd"),
        (INFO.line() + BODY, "no zstd"),
        (GOOD[:4], "unpacked"),
        (GOOD[: len(GOOD) // 2], "cut short"),
        (GOOD[:-1], "cut short"),
        (GOOD[:-4], "cut short"),
        (GOOD[:-4] + b"\0\0\0\0", "unpacked"),
        (GOOD + b"\0", "follows"),
        (GOOD + GOOD, "follows"),
        (GOOD + b"x" * 5000, "follows"),
        (frame(INFO.line() + BODY, checksum=False), "no checksum"),
        (frame(INFO.line() + BODY, window_log=28), "window"),
        (frame(INFO.line()), "instead of"),
        (frame(INFO.line() + BODY + lines("-b")), "more than"),
    ],
)
def test_faults_of_the_frame_are_named(reading, packed, reason):
    assert reason in refusal(reading, BODY, INFO, packed=packed)


def test_a_bomb_is_stopped_at_the_signed_length(reading):
    bomb = frame(INFO.line() + BODY + b"\0" * 400_000_000)
    assert len(bomb) < 50_000
    tracemalloc.start()
    try:
        assert "more than" in refusal(reading, BODY, INFO, packed=bomb)
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()


def test_a_pack_that_claims_to_be_huge_is_not_even_opened(reading):
    assert "more than" in refusal(reading, BODY, dataclasses.replace(INFO, raw=10**12))
    assert "more than" in refusal(reading, BODY, INFO, max_raw=10)


def test_a_pack_that_is_not_there(tmp_path):
    with pytest.raises(EnvironmentFault):
        read_pack(tmp_path / "missing", INFO)


def test_reading_can_be_cancelled(reading):
    body = lines(*("+" + record(f"a-{number}") for number in range(1000)))
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        reading(body, cancelled=lambda: next(asked))
