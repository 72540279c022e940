"""What client and publisher agree on: the ladder reaches every version, what is signed survives the wire."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.updates.format import RUNGS, PackInfo, PackKind, ladder, rung

INFO = PackInfo(
    kind=PackKind.DELTA,
    since=3,
    to=7,
    raw=12_345,
    up=10,
    down=2,
    n=3_000,
    digest="ab" * 32,
    as_of="2026-11-23",
    published="2026-11-23",
    min_app="0.2.0",
    min_interval=3600,
)


def test_the_rungs_are_powers_of_two():
    assert list(ladder(1, 1000).values()) == [999, 998, 996, 992, 984, 968, 936, 872, 744]


@pytest.mark.parametrize(
    ("newest", "steps"), [(1, []), (2, [1]), (3, [2, 1]), (4, [3, 2, 1]), (5, [4, 3, 1]), (10, [9, 8, 6, 2, 1])]
)
def test_a_young_channel_clamps_its_last_rung_to_the_oldest_version(newest, steps):
    found = ladder(1, newest)
    assert list(found.values()) == steps
    assert list(found) == [rung(number) for number in range(len(steps))]


@given(oldest=st.integers(1, 50), age=st.integers(0, 2000), behind=st.integers(1, 255))
def test_every_version_up_to_255_back_has_a_rung_of_at_most_twice_its_distance(oldest, age, behind):
    newest = oldest + age
    have = newest - behind
    steps = ladder(oldest, newest)
    assert len(steps) <= RUNGS
    fitting = [since for since in steps.values() if since <= have]
    if have >= oldest:
        assert newest - max(fitting) < 2 * behind or max(fitting) == have


def test_what_is_signed_survives_json():
    assert PackInfo.from_custom(json.loads(json.dumps(INFO.custom()))) == INFO
    assert PackInfo.from_custom({**INFO.custom(), "from_a_newer_publisher": [1]}) == INFO
    assert INFO.line().count(b"\n") == 1


@pytest.mark.parametrize("name", [name for name in INFO.custom() if name != "kind"])
@pytest.mark.parametrize("value", [None, True, -1, [], {}, 1.5])
def test_a_field_of_another_type_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        PackInfo.from_custom({**INFO.custom(), name: value})


@pytest.mark.parametrize("kind", [None, "status", 3, ["delta"]])
def test_another_kind_is_refused(kind):
    with pytest.raises(ValueError, match="PackKind"):
        PackInfo.from_custom({**INFO.custom(), "kind": kind})


@pytest.mark.parametrize("digest", ["", "ab", "AB" * 32, "ab" * 33, "g" * 64, "../" + "a" * 61, "ab" * 32 + "\n"])
def test_what_is_no_digest_is_refused(digest):
    with pytest.raises(ValueError, match="digest"):
        PackInfo.from_custom({**INFO.custom(), "digest": digest})


@pytest.mark.parametrize("name", ["as_of", "published"])
@pytest.mark.parametrize(
    "day", ["heute", "20261123", "2026-W48-1", "2026-02-30", "2026-11-23T09:00:00", "２０２６-11-23"]
)
def test_what_is_no_day_is_refused(name, day):
    with pytest.raises(ValueError, match=name):
        PackInfo.from_custom({**INFO.custom(), name: day})


@pytest.mark.parametrize("name", ["as_of", "published"])
def test_a_day_may_be_unknown(name):
    custom = {**INFO.custom(), name: ""}
    assert PackInfo.from_custom(custom).custom() == custom
