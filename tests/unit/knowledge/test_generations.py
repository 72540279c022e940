from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from advisor_app.errors import Busy, KnowledgeDamaged, UsageFault
from advisor_app.knowledge import generations as room
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.knowledge.info import KnowledgeInfo


def info(version: int) -> KnowledgeInfo:
    return KnowledgeInfo(version=version, digest=f"{version:064x}", as_of="2026-11-23", items={})


def add(store: KnowledgeStore, version: int, *, size: int = 0, **said: str):
    with store.writing():
        path = store.new_directory(info(version))
        (path / "kb.sqlite").write_text(f"state {version}".ljust(size))
        return store.activate(path, info(version), index_format="1", **said)


def directories(store: KnowledgeStore) -> set[str]:
    return {path.name for path in (store.root / "gen").iterdir()}


def versions(store: KnowledgeStore) -> list[int]:
    return [generation.version for generation in store.earlier()]


def test_an_empty_store_has_no_current_generation(tmp_path):
    assert KnowledgeStore(tmp_path / "new").current() is None


def test_the_last_activated_generation_is_current_and_small_ones_before_it_are_kept(tmp_path):
    store = KnowledgeStore(tmp_path)
    generations = [add(store, version) for version in (1, 2, 3, 4, 5, 6)]
    assert store.current() == generations[-1]
    assert generations[-1].database.read_text() == "state 6"
    assert store.earlier() == tuple(reversed(generations[2:5]))
    assert directories(store) == {generation.name for generation in generations[2:]}


def test_of_large_generations_only_the_one_before_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_SMALL_BYTES", 3500)
    store = KnowledgeStore(tmp_path)
    for version in (1, 2, 3):
        add(store, version, size=1200)
    assert versions(store) == [2]
    add(store, 4, size=100)
    assert versions(store) == [3, 2]


def test_what_generations_share_counts_once(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_SMALL_BYTES", 3500)
    store = KnowledgeStore(tmp_path)
    first = add(store, 1, size=1200)
    for version in (2, 3):
        with store.writing():
            path = store.new_directory(info(version))
            os.link(first.database, path / "kb.sqlite")
            store.activate(path, info(version), index_format="1")
    assert versions(store) == [2, 1]


def test_a_generation_knows_where_it_came_from(tmp_path):
    store = KnowledgeStore(tmp_path)
    add(store, 1, channel="c0ffee", received="2026-11-23T10:00:00+00:00")
    current = store.current()
    assert current is not None
    assert (current.channel, current.as_of, current.received) == ("c0ffee", "2026-11-23", "2026-11-23T10:00:00+00:00")


def test_a_version_file_without_origin_is_a_local_build(tmp_path):
    store = KnowledgeStore(tmp_path)
    path = add(store, 1).path / "VERSION"
    path.write_text(json.dumps({"version": 1, "digest": "0" * 64, "index_format": "1"}))
    current = store.current()
    assert current is not None
    assert (current.channel, current.as_of, current.received) == ("", "", "")


def test_going_back_holds_until_the_next_state_is_received(tmp_path):
    store = KnowledgeStore(tmp_path)
    first, second, _third = (add(store, version) for version in (1, 2, 3))
    assert store.held() == 0
    assert store.go_back(second.name) == second
    assert (store.current(), store.held(), versions(store)) == (second, 3, [3, 1])
    assert store.go_back(first.name) == first
    assert (store.current(), store.held(), versions(store)) == (first, 3, [3, 2])
    fourth = add(store, 4)
    assert (store.current(), store.held(), versions(store)) == (fourth, 0, [3, 2, 1])


def test_going_forth_again_needs_no_network_and_holds_nothing(tmp_path):
    store = KnowledgeStore(tmp_path)
    first, second, third = (add(store, version) for version in (1, 2, 3))
    store.go_back(first.name)
    store.go_back(second.name)
    assert store.held() == 3
    store.go_back(third.name)
    assert (store.current(), store.held(), versions(store)) == (third, 0, [2, 1])


@pytest.mark.parametrize("name", ["g9-00000000-00000000", "../current", "", "current"])
def test_one_goes_back_to_kept_states_only(tmp_path, name):
    store = KnowledgeStore(tmp_path)
    last = [add(store, version) for version in (1, 2)][-1]
    for unknown in (name, last.name):
        with pytest.raises(UsageFault):
            store.go_back(unknown)
    assert store.current() == last


def test_one_can_go_back_from_a_state_that_is_damaged(tmp_path):
    store = KnowledgeStore(tmp_path)
    first, second = (add(store, version) for version in (1, 2))
    (second.path / "VERSION").unlink()
    with pytest.raises(KnowledgeDamaged):
        store.current()
    store.go_back(first.name)
    assert (store.current(), store.held()) == (first, 2)


def test_a_damaged_earlier_state_is_not_offered(tmp_path):
    store = KnowledgeStore(tmp_path)
    first, second, third = (add(store, version) for version in (1, 2, 3))
    (second.path / "VERSION").write_text("{")
    assert store.earlier() == (first,)
    with pytest.raises(KnowledgeDamaged):
        store.go_back(second.name)
    assert (store.current(), store.held()) == (third, 0)


@pytest.mark.parametrize("hold", ["", "{", "[]", '{"version": "x"}', '{"version": 9, "generation": "other"}'])
def test_a_hold_that_does_not_fit_is_none(tmp_path, hold):
    store = KnowledgeStore(tmp_path)
    add(store, 1)
    (tmp_path / "held").write_text(hold)
    assert store.held() == 0


def test_discarding_never_touches_the_current_generation(tmp_path):
    store = KnowledgeStore(tmp_path)
    kept = add(store, 1)
    with store.writing():
        store.discard(kept.path)
        unfinished = store.new_directory(info(2))
        store.discard(unfinished)
    assert directories(store) == {kept.name}


def test_half_written_pointers_of_a_crash_are_swept(tmp_path):
    store = KnowledgeStore(tmp_path)
    add(store, 1)
    (tmp_path / "current.deadbeef.new").write_text("g2-")
    (tmp_path / "held.deadbeef.new").write_text("{")
    with store.writing():
        assert not list(tmp_path.glob("*.new"))


def test_an_unfinished_generation_is_never_seen_and_swept_later(tmp_path):
    store = KnowledgeStore(tmp_path)
    kept = add(store, 1)
    with store.writing():
        abandoned = store.new_directory(info(2))
    assert store.current() == kept
    with store.writing():
        assert not abandoned.exists()


@pytest.mark.parametrize("pointer", ["", "../../etc", "g1-zz-00000000", "g1-00000000-00000000\nmore", "\x00"])
def test_a_tampered_pointer_is_damage_not_a_path(tmp_path, pointer):
    (tmp_path / "current").write_text(pointer)
    with pytest.raises(KnowledgeDamaged):
        KnowledgeStore(tmp_path).current()


def test_a_pointer_to_nothing_is_damage_and_the_next_build_mends_it(tmp_path):
    store = KnowledgeStore(tmp_path)
    (tmp_path / "current").write_text("g9-00000000-00000000")
    with pytest.raises(KnowledgeDamaged):
        store.current()
    generation = add(store, 1)
    assert store.current() == generation


def test_two_writers_do_not_meet(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from advisor_app.knowledge.generations import KnowledgeStore\n"
        "from advisor_app.errors import Busy\n"
        "try:\n    with KnowledgeStore(Path(sys.argv[1])).writing(): print('in')\n"
        "except Busy: print('busy')"
    )
    store = KnowledgeStore(tmp_path)
    command = [sys.executable, "-c", code, str(tmp_path)]
    with store.writing():
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "busy"
        with pytest.raises(Busy), KnowledgeStore(tmp_path).writing():
            pass
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "in"


class SlowReader(KnowledgeStore):
    """A reader during whose first step, from the pointer to what it names, updates pass."""

    def __init__(self, root, updates):
        super().__init__(root)
        self._updates = iter(updates)

    def _place(self, name):
        if update := next(self._updates, None):
            update()
        return super()._place(name)


def test_a_reader_follows_the_pointer_when_updates_pass_it_by(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_SMALL_BYTES", 0)
    store = KnowledgeStore(tmp_path)
    add(store, 1)
    slow = SlowReader(tmp_path, [lambda: [add(store, version) for version in (2, 3)]])
    current = slow.current()
    assert current == store.current()
    assert current is not None
    assert current.version == 3


def test_a_reader_who_is_passed_by_again_and_again_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_SMALL_BYTES", 0)
    store = KnowledgeStore(tmp_path)
    add(store, 1)

    def pass_by(first):
        return lambda: [add(store, version) for version in (first, first + 1)]

    with pytest.raises(KnowledgeDamaged):
        SlowReader(tmp_path, [pass_by(first) for first in range(2, 20, 2)]).current()
    assert store.current() is not None


@pytest.mark.parametrize("stuck", ["VERSION", "kb.sqlite"])
def test_what_somebody_has_open_is_not_half_removed(tmp_path, stuck):
    store = KnowledgeStore(tmp_path)
    left = tmp_path / "gen" / "g1-00000000-00000000"
    (left / "index").mkdir(parents=True)
    for name in ("VERSION", "kb.sqlite", "index/segment"):
        (left / name).write_text("old")
    # Cannot be unlinked, like a file that is open where that locks it.
    (left / stuck).unlink()
    (left / stuck).mkdir()
    add(store, 2)
    assert (left / "index/segment").is_file()
    assert (left / "kb.sqlite").exists()
    # Once it is let go of, all of it goes.
    (left / stuck).rmdir()
    add(store, 3)
    assert not left.exists()
