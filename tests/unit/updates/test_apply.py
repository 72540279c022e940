"""Verified records become a generation in use, or nothing changes at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from advisor_app.errors import Busy, Cancelled, ContentMismatch, DiskFull, KnowledgeDamaged
from advisor_app.knowledge.disk import free_bytes
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, vocabulary_record
from advisor_app.knowledge.writer import prepare_records
from advisor_app.search.index import SearchIndex
from advisor_app.search.model import SearchRequest
from advisor_app.updates.apply import Applied, apply_records, difference
from advisor_app.updates.feed import read_feed
from advisor_app.updates.format import PackInfo, PackKind
from advisor_app.updates.model import Step
from tests.makers import event, partner, programme, topic
from tests.small_disks import lend_small_disk

RECEIVED = "2026-11-23T10:00:00+00:00"
FIRST = {
    **{item.id: canonical(item) for item in (programme(), topic(), partner(), event())},
    "vocabulary/themes": vocabulary_record("themes", {"innovation": "Neuland"}),
}
CHANGED = canonical(programme(title="Quarzglas-Prämie"))
SECOND = {
    **{one: record for one, record in FIRST.items() if one != "termin-a"},
    "zuschuss-a": CHANGED,
    "thema-b": canonical(topic("thema-b", "Thema B")),
}


def signed(records: Mapping[str, str], version: int, **values: object) -> PackInfo:
    """Return what an honest publisher signs about a state."""
    info = prepare_records(records, version=version).info
    own = {
        "kind": PackKind.DELTA,
        "since": 0,
        "to": version,
        "raw": sum(map(len, records.values())),
        "up": 0,
        "down": 0,
        "n": info.records,
        "digest": info.digest,
        "as_of": info.as_of,
        "published": "2026-11-23",
    }
    return PackInfo(**{**own, **values})  # type: ignore[arg-type]


def apply(store: KnowledgeStore, base: Generation | None, records: Mapping[str, str], version: int, **more) -> Applied:
    upserts, removed = difference(base, records)
    more = {"channel": "c0ffee", "received": RECEIVED, **more}
    return apply_records(store, base, signed(records, version), upserts, removed, **more)


def contents(generation: Generation | None) -> dict[str, str]:
    assert generation is not None
    with KnowledgeReader(generation.database) as reader:
        return dict(reader.canonical_records())


def found(generation: Generation | None, text: str) -> list[str]:
    assert generation is not None
    index = SearchIndex.open(generation.index, today=date(2026, 11, 23))
    try:
        return [hit.id for hit in index.search(SearchRequest(text=text, limit=100)).hits]
    finally:
        index.close()


def names(store: KnowledgeStore) -> set[str]:
    return {path.name for path in (store.root / "gen").iterdir()}


@pytest.fixture
def store(tmp_path):
    return KnowledgeStore(tmp_path / "knowledge")


@pytest.fixture
def base(store):
    return apply(store, None, FIRST, 1).generation


def test_the_first_state_is_put_to_use(store):
    applied = apply(store, None, FIRST, 1)
    assert store.current() == applied.generation
    assert contents(applied.generation) == FIRST
    assert (applied.generation.version, applied.generation.channel) == (1, "c0ffee")
    assert (applied.generation.received, applied.generation.as_of) == (RECEIVED, "2026-11-23")
    assert set(applied.changed) == {"zuschuss-a", "thema-a", "partner-a", "termin-a"}
    assert set(found(applied.generation, "")) == set(applied.changed)
    assert read_feed(applied.generation) == ()


def test_changes_lead_from_one_state_to_the_next(store, base):
    applied = apply_records(
        store,
        base,
        signed(SECOND, 2),
        {"zuschuss-a": CHANGED, "thema-b": SECOND["thema-b"], "thema-a": FIRST["thema-a"]},
        ["termin-a", "gab-es-nie"],
        channel="c0ffee",
        received=RECEIVED,
    )
    assert (applied.changed, applied.removed) == (("thema-b", "zuschuss-a"), ("termin-a",))
    assert applied.info.records == len(SECOND)
    assert store.current() == applied.generation
    assert contents(applied.generation) == SECOND
    assert found(applied.generation, "quarzglas") == ["zuschuss-a"]
    assert "termin-a" not in found(applied.generation, "")
    assert store.earlier() == (base,)
    assert contents(base) == FIRST
    assert found(base, "quarzglas") == []


def test_what_changed_can_be_told_afterwards(store, base):
    applied = apply(store, base, SECOND, 2)
    third = apply(store, applied.generation, {**SECOND, "thema-a": canonical(topic(title="Thema C"))}, 3)
    assert {entry.id for entry in read_feed(third.generation)} == {"zuschuss-a", "thema-b", "termin-a", "thema-a"}
    assert {entry.id for entry in read_feed(third.generation, since=2)} == {"thema-a"}


def test_a_change_of_labels_alone_is_a_change_of_no_item(store, base):
    records = {**FIRST, "vocabulary/themes": vocabulary_record("themes", {"innovation": "Zukunft"})}
    applied = apply(store, base, records, 2)
    assert (applied.changed, applied.removed) == ((), ())
    assert set(found(applied.generation, "zukunft")) >= {"zuschuss-a", "thema-a"}
    assert read_feed(applied.generation) == ()


def test_another_channel_replaces_what_is_there(store, base):
    ahead = apply(store, base, SECOND, 50, channel="other")
    applied = apply(store, ahead.generation, FIRST, 3)
    assert (applied.generation.version, applied.generation.channel) == (3, "c0ffee")
    assert contents(store.current()) == FIRST
    assert {entry.id for entry in read_feed(applied.generation)} == {"zuschuss-a", "thema-b", "termin-a"}


def test_a_record_damaged_on_the_disk_is_found_and_mended_by_a_whole_state(store, base):
    with sqlite3.connect(base.database) as connection:
        connection.execute("update record set canonical = replace(canonical, 'Thema A', 'Thema X')")
    connection.close()
    with pytest.raises(ContentMismatch):
        apply_records(
            store, base, signed(SECOND, 2), {"zuschuss-a": CHANGED}, ["termin-a"], channel="c0ffee", received=RECEIVED
        )
    assert store.current() == base
    applied = apply(store, base, SECOND, 2)
    assert "thema-a" in applied.changed
    assert contents(store.current()) == SECOND


def test_a_base_that_cannot_be_read_is_told_and_one_can_begin_without_it(store, base):
    base.database.write_bytes(b"x" * 8192)
    with pytest.raises(KnowledgeDamaged):
        difference(base, SECOND)
    with pytest.raises(KnowledgeDamaged):
        apply_records(store, base, signed(SECOND, 2), SECOND, [], channel="c", received=RECEIVED)
    assert names(store) == {base.name}
    assert contents(apply(store, None, SECOND, 2).generation) == SECOND


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_lost_index_does_not_hinder_an_update(store, base, damage):
    if damage == "missing":
        shutil.rmtree(base.index)
    else:
        (base.index / "index.json").write_bytes(b"{")
    assert set(found(apply(store, base, SECOND, 2).generation, "")) == {one for one in SECOND if "/" not in one}


def test_a_base_of_another_store_stays_its_own(tmp_path, base):
    own = KnowledgeStore(tmp_path / "own")
    applied = apply(own, base, SECOND, 2)
    shutil.rmtree(base.path)
    assert contents(own.current()) == SECOND
    assert found(applied.generation, "quarzglas") == ["zuschuss-a"]


UNREADABLE = CHANGED.replace('"schema":"programme/1"', '"schema":"programme/9"')
NO_TITLE = CHANGED.replace('"title":"Quarzglas-Prämie",', "")


@pytest.mark.parametrize(
    ("records", "upserts", "values"),
    [
        (SECOND, {"zuschuss-a": CHANGED}, {}),
        (SECOND, SECOND, {"n": 99}),
        (SECOND, SECOND, {"digest": "0" * 64}),
        (SECOND, SECOND, {"to": 3}),
        (FIRST, {"zuschuss-a": "no record"}, {}),
        (FIRST, {"zuschuss-a": FIRST["thema-a"]}, {}),
        (FIRST, {"../zuschuss-a": CHANGED}, {}),
        ({**FIRST, "zuschuss-a": UNREADABLE}, {"zuschuss-a": UNREADABLE}, {}),
        ({**FIRST, "zuschuss-a": NO_TITLE}, {"zuschuss-a": NO_TITLE}, {}),
    ],
)
def test_what_does_not_lead_to_the_signed_state_changes_nothing(store, base, records, upserts, values):
    removed = [one for one in FIRST if one not in records]
    with pytest.raises(ContentMismatch):
        apply_records(store, base, signed(records, 2, **values), upserts, removed, channel="c", received=RECEIVED)
    assert store.current() == base
    assert names(store) == {base.name}
    assert contents(base) == FIRST


def test_it_can_be_cancelled_whenever_it_asks_until_the_switch(store, base):
    asked: list[int] = []
    steps: list[tuple[Step, int, int | None]] = []

    def count() -> bool:
        asked.append(1)
        return False

    apply(store, base, SECOND, 2, cancelled=count, progress=lambda *told: steps.append(told))
    assert [step for step in Step if step in {told[0] for told in steps}] == [Step.APPLY, Step.INDEX, Step.SWITCH]
    assert len(asked) >= 6
    other = KnowledgeStore(store.root.parent / "other")
    start = apply(other, None, FIRST, 1).generation
    for number in range(len(asked)):
        ask = iter([False] * number + [True]).__next__
        with pytest.raises(Cancelled):
            apply(other, start, SECOND, 2, cancelled=ask)
        assert other.current() == start
        assert names(other) == {start.name}


@pytest.mark.parametrize("step", [Step.APPLY, Step.INDEX, Step.SWITCH])
def test_whatever_breaks_off_leaves_nothing_behind(store, base, step):
    class Interrupted(BaseException):
        pass

    def progress(told: Step, _done: int, _total: int | None) -> None:
        if told == step:
            raise Interrupted

    with pytest.raises(Interrupted):
        apply(store, base, SECOND, 2, progress=progress)
    assert store.current() == base
    assert names(store) == {base.name}


def test_too_little_room_is_told_before_anything_is_written(store, base):
    info = replace(signed(SECOND, 2), raw=10**15)
    with pytest.raises(DiskFull) as caught:
        apply_records(store, base, info, SECOND, [], channel="c", received=RECEIVED)
    assert int(str(caught.value.details["needed"])) > 3 * 10**15
    assert 0 < int(str(caught.value.details["free"])) < 10**15
    empty = KnowledgeStore(store.root.parent / "empty")
    with pytest.raises(DiskFull):
        apply_records(empty, None, info, SECOND, [], channel="c", received=RECEIVED)
    assert not empty.root.exists()


def test_two_do_not_apply_at_once(store, base):
    with store.writing(), pytest.raises(Busy):
        apply(KnowledgeStore(Path(store.root)), base, SECOND, 2)


def test_a_state_applied_again_is_a_new_generation_of_the_same_state(store, base):
    again = apply(store, base, FIRST, 1)
    assert again.generation.name != base.name
    assert (again.changed, again.removed) == ((), ())
    assert contents(again.generation) == FIRST


@pytest.fixture
def small_disk(tmp_path):
    with lend_small_disk(tmp_path / "small", 60_000_000) as place:
        yield place


# After so many that found room in a row, more room changes nothing.
ENOUGH = 3


@pytest.mark.parametrize("step", [Step.APPLY, Step.INDEX, Step.SWITCH])
def test_a_disk_that_fills_meanwhile_leaves_the_old_state_and_nothing_else(small_disk, step):
    store = KnowledgeStore(small_disk / "knowledge")
    base = apply(store, None, FIRST, 1).generation
    filler = small_disk / "filler"
    outcomes: list[str] = []
    for left in (*range(0, 100_000, 16_000), *range(100_000, 1_000_000, 60_000)):
        if outcomes[-ENOUGH:] == ["done"] * ENOUGH:
            break

        def fill(told: Step, _done: int, _total: int | None, left: int = left) -> None:
            if told == step and not filler.exists():
                filler.write_bytes(bytes(max(0, free_bytes(small_disk) - left)))

        try:
            apply(store, base, SECOND, 2, progress=fill)
        except DiskFull:
            outcomes.append("full")
            assert store.current() == base
            assert names(store) == {base.name}
            assert contents(base) == FIRST
        else:
            outcomes.append("done")
            assert contents(store.current()) == SECOND
        filler.unlink()
        if store.current() != base:
            store.go_back(base.name)
            shutil.rmtree(store.earlier()[0].path)
    assert set(outcomes) == {"full", "done"}
    assert contents(apply(store, base, SECOND, 2).generation) == SECOND
