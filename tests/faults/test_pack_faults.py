"""Packs that are wrong although every signature is right: slips of a publisher, or an editor's key in wrong hands."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
import zstandard

from advisor_app.errors import AppTooOld, ContentMismatch
from advisor_app.publishing.packs import compressed
from advisor_app.updates.model import Found, Outcome
from tests.channel import NOW
from tests.faults.invariant import check, check_recovers
from tests.faults.repository_tampering import records_of
from tests.faults.stand import FIRST, SECOND, THIRD, Stand
from tests.makers import programme

Edit = Callable[[bytes], bytes]
THIRD_RECORDS = records_of(THIRD)
BOMB = 30_000_000


def plus(line: str) -> Edit:
    """Return an edit that adds a line."""
    return lambda body: body + line.encode("utf-8", "surrogatepass") + b"\n"


def record(item_id: object, **more: object) -> str:
    """Return a line that puts in a record, in the canonical form."""
    fields = {"id": item_id, **more}
    return "+" + json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frame(**options: Any) -> Edit:
    """Return a way to compress that says other things in the head of the frame."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, **options)
    return lambda raw: zstandard.ZstdCompressor(compression_params=parameters).compress(raw)


def streamed(raw: bytes, **options: Any) -> bytes:
    """Compress without telling the length beforehand: the frame then asks for the whole window."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, **options)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return stream.compress(raw) + stream.flush()


WRONG: dict[str, dict[str, Any]] = {
    "bomb": {"frame": lambda raw: compressed(raw + bytes(BOMB))},
    "bomb that is declared": {"edit": plus(" " * BOMB)},
    "less than declared": {"about": {"raw": 10**6}},
    "not compressed": {"frame": lambda raw: raw},
    "another compression": {"frame": gzip.compress},
    "nothing": {"frame": lambda _raw: b""},
    "frame cut short": {"frame": lambda raw: compressed(raw)[:-5]},
    "two frames": {"frame": lambda raw: compressed(raw) * 2},
    "frame and more": {"frame": lambda raw: compressed(raw) + b"more"},
    "no checksum": {"frame": frame(write_checksum=False)},
    "window too large": {"frame": lambda raw: streamed(raw, write_checksum=True, window_log=28)},
    "bit flipped": {"frame": lambda raw: flipped(compressed(raw))},
    "head other than signed": {"signed": {"as_of": "2020-01-01"}},
    "no head": {"frame": lambda raw: compressed(raw.partition(b"\n")[2])},
    "line too long": {"edit": plus(record("x", text="a" * 1_000_001))},
    "last line without end": {"edit": lambda body: body[:-1]},
    "line missing": {"edit": lambda body: body.partition(b"\n")[2]},
    "record twice": {"edit": lambda body: body + body.partition(b"\n")[0] + b"\n"},
    "removal twice": {"edit": plus("-gone\n-gone")},
    "put in and removed": {"edit": plus("-zuschuss-c")},
    "id with NUL": {"edit": plus(record("a\0b"))},
    "id with line end": {"edit": plus(record("a\nb"))},
    "id with path": {"edit": plus(record("../../escape"))},
    "id with capitals": {"edit": plus(record("Grande"))},
    "id empty": {"edit": plus(record(""))},
    "id no text": {"edit": plus(record(7))},
    "id too long": {"edit": plus(record("a" * 201))},
    "removal with path": {"edit": plus("-../escape")},
    "removal with NUL": {"edit": plus("-a\0b")},
    "no id": {"edit": plus('+{"name":"x"}')},
    "no object": {"edit": plus("+[1]")},
    "no JSON": {"edit": plus("+{")},
    "not a number": {"edit": plus('+{"id":"x","n":NaN}')},
    "key twice": {"edit": plus('+{"id":"x","id":"x"}')},
    "keys out of order": {"edit": plus('+{"z":1,"id":"x"}')},
    "spaces": {"edit": plus('+{"id": "x"}')},
    "decomposed letters": {"edit": plus(record("x", title=unicodedata.normalize("NFD", "Förderung")))},
    "half a letter": {"edit": plus('+{"id":"\udcff"}')},
    "nested without end": {"edit": plus('+{"id":' + "[" * 100_000)},
    "neither in nor out": {"edit": plus("*x")},
    "empty line": {"edit": plus("")},
    "number of records": {"about": {"n": 99}},
    "number of lines": {"about": {"up": 99}},
    "number of removals": {"about": {"down": 3}},
    "digest": {"about": {"digest": "0" * 64}},
}  # fmt: skip


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]


@pytest.mark.parametrize("slip", list(WRONG))
def test_a_wrong_pack_is_refused_and_removed(stand, slip):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, **WRONG[slip])
    stand.refused(ContentMismatch)
    assert stand.device.downloads() == []
    stand.recover()


# Of a rung that is offered for another state, nothing is believed; everything else is found out on the way.
@pytest.mark.parametrize("slip", list(WRONG))
def test_a_wrong_rung_is_passed_over_for_the_snapshot(stand, slip):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, where=["d0"], **WRONG[slip])
    result = stand.device.update(stand.endpoint, now=NOW)
    assert (result.outcome, result.after) == (Outcome.UPDATED, 3)
    check(stand.device, {3})
    assert stand.device.downloads() == []


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"fremd"}',
        '{"id":"fremd","schema":"programme/1"}',
        '{"id":"fremd","schema":"unknown/1"}',
        '{"id":"vocabulary/themes","labels":"none","schema":"vocabulary/1"}',
        '{"id":"vocabulary/themes"}',
    ],
)
def test_records_that_no_app_can_read_are_refused_although_digests_are_right(stand, text):
    records = {**THIRD_RECORDS, json.loads(text)["id"]: text}
    stand.tampering.publish_badly(records, have=stand.records)
    stand.refused(ContentMismatch)
    stand.recover()


def test_records_that_change_places_are_refused(stand):
    # The text of one record under another's id would be a state nobody signed.
    first, second = "zuschuss-a", "zuschuss-c"
    swapped = {**THIRD_RECORDS, first: THIRD_RECORDS[second], second: THIRD_RECORDS[first]}
    stand.tampering.publish_badly(swapped, have=stand.records)
    stand.refused(ContentMismatch)
    stand.recover()


# --- content for newer apps


@pytest.mark.parametrize(
    ("about", "needs"),
    [
        ({"fmt": 2}, "pack format 2"),
        ({"schema": 2}, "record schema 2"),
        ({"min_app": "99.1"}, "app version 99.1"),
    ],
)
def test_content_for_a_newer_app_keeps_what_is_there_and_says_what_is_needed(stand, about, needs):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, about=about)
    fault = stand.refused(AppTooOld)
    assert fault.details["needs"] == needs
    stand.recover()


def test_a_rung_in_a_newer_format_is_not_chosen(stand):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, where=["d0"], about={"fmt": 2})
    assert stand.device.update(stand.endpoint, now=NOW).after == 3
    check(stand.device, {3})


@pytest.mark.parametrize("about", [{"kind": "snapshot"}, {"to": 4}, {"since": 50}, {"since": 3}])
def test_a_rung_that_does_not_fit_is_not_chosen(stand, about):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, where=["d0"], about=about)
    told: list[Found] = []
    assert stand.device.update(stand.endpoint, now=NOW, found=told.append).after == 3
    assert told[0].bytes == stand.tampering.newest("content").signed.targets["content/snapshot.kbp"].length
    check(stand.device, {3})


@pytest.mark.parametrize(
    "signed",
    [{"digest": 7}, {"to": "3"}, {"n": -1}, {"raw": None}, {"kind": "unknown"}, {"up": True}],
)
def test_nonsense_that_is_signed_about_the_whole_is_refused(stand, signed):
    stand.tampering.publish_badly(THIRD_RECORDS, have=stand.records, signed=signed)
    stand.refused(ContentMismatch)
    stand.recover()


def test_content_without_a_snapshot_is_refused(stand):
    stand.tampering.offer({})
    stand.refused(ContentMismatch)
    stand.recover()


# --- what is unusual and right


def small_pack(stand: Stand, name: str) -> int:
    return int(stand.tampering.newest("content").signed.targets[f"content/{name}.kbp"].length)


def test_a_removal_of_what_was_never_there_changes_nothing(stand):
    stand.tampering.publish_badly(
        THIRD_RECORDS, have=stand.records, where=["d0"], edit=plus("-never-there\n-nor-this"), about={"down": 3}
    )
    told: list[Found] = []
    result = stand.device.update(stand.endpoint, now=NOW, found=told.append)
    assert (result.after, result.removed, told[0].bytes) == (3, 1, small_pack(stand, "d0"))
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_an_update_that_changes_nothing_is_a_version_like_any_other(stand):
    stand.tampering.publish_badly(stand.records, have=stand.records)
    result = stand.device.update(stand.endpoint, now=NOW)
    assert (result.outcome, result.after, result.changed, result.removed) == (Outcome.UPDATED, 3, 0, 0)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_everything_may_change_at_once(stand):
    others = [programme(f"neu-{number}", f"Neu {number}") for number in range(len(SECOND))]
    stand.channel.publish(others)
    result = stand.device.update(stand.endpoint, now=NOW)
    assert (result.changed, result.removed) == (len(others), len(SECOND))
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_young_channel_has_a_rung_for_everybody(stand, tmp_path):
    devices = {2: stand.device}
    for version in (3, 4, 5):
        stand.channel.publish((*FIRST, programme("laufend", f"Fassung {version}")))
        devices[version] = stand.device.copy(tmp_path / f"device-{version}")
        devices[version].update(stand.endpoint, now=NOW)
    whole = small_pack(stand, "snapshot")
    for version in (2, 3, 4):
        told: list[Found] = []
        result = devices[version].update(stand.endpoint, now=NOW, found=told.append)
        assert (result.before, result.after) == (version, 5)
        assert told[0].bytes < whole
        check_recovers(devices[version], stand.endpoint, 5, now=NOW)
