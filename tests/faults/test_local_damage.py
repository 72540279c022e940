"""Damage on a device: what can still be read, what mends it, and that nothing else suffers."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from advisor_app.errors import AdvisorError, KnowledgeDamaged, KnowledgeMissing, RolledBack
from advisor_app.search.model import SearchRequest
from advisor_app.updates.feed import read_feed
from advisor_app.updates.model import Outcome
from advisor_app.updates.soundness import is_sound
from advisor_app.updates.state import load_state
from advisor_app.workspace import Workspace
from tests.channel import NOW
from tests.faults.invariant import TODAY, Device, check, check_recovers
from tests.faults.stand import SECOND, THIRD

Hurt = Callable[[Device], None]


def found(device: Device, *questions: str) -> int:
    """Return how many items there are on a device that has no seed, once all were read and some questions answered."""
    workspace = replace(Workspace.locate(device.path), seed=device.path / "no-seed")
    with workspace.open_library(today=TODAY) as library:
        for text in questions:
            assert library.search(SearchRequest(text=text)).total
        result = library.search(SearchRequest(limit=50, snippets=0))
        library.items(tuple(hit.id for hit in result.hits))
        return result.total


# --- ways to damage


def zeroed(*parts: str) -> Hurt:
    """Overwrite every byte of files with zeros, as a power cut leaves them."""
    return _bytes(parts, lambda data: bytes(len(data)))


def emptied(*parts: str) -> Hurt:
    return _bytes(parts, lambda _data: b"")


def halved(*parts: str) -> Hurt:
    return _bytes(parts, lambda data: data[: len(data) // 2])


def gone(*parts: str) -> Hurt:
    return lambda device: _each(device, parts, lambda path: shutil.rmtree(path) if path.is_dir() else path.unlink())


def written(data: bytes, *parts: str) -> Hurt:
    return _bytes(parts, lambda _data: data)


def folder_instead(*parts: str) -> Hurt:
    def hurt(path: Path) -> None:
        path.unlink()
        path.mkdir()
        (path / "inside").write_bytes(b"x")

    return lambda device: _each(device, parts, hurt)


def head_zeroed(*parts: str) -> Hurt:
    return _bytes(parts, lambda data: bytes(100) + data[100:])


def scrambled(*parts: str) -> Hurt:
    """Overwrite the middle of files."""

    def hurt(data: bytes) -> bytes:
        start, end = len(data) // 4, 3 * len(data) // 4
        return data[:start] + b"\xa5" * (end - start) + data[end:]

    return _bytes(parts, hurt)


def edited(statement: str) -> Hurt:
    """Change the database as somebody with the right tool would."""

    def hurt(device: Device) -> None:
        with closing(sqlite3.connect(device.generation.database)) as database, database:
            assert database.execute(statement).rowcount > 0

    return hurt


def unindexed(device: Device) -> None:
    """Empty a lookup of the database behind its back, so that only a look at the whole file can tell."""
    with closing(sqlite3.connect(device.generation.database)) as database, database:
        database.execute("pragma writable_schema = on")
        root = "(select rootpage from sqlite_master where name = 'link_to')"
        database.execute(f"update sqlite_master set rootpage = {root} where name = 'record_kind'")


def from_the_state_before(*names: str) -> Hurt:
    """Put files of the previous generation in the place of the current one's."""

    def hurt(device: Device) -> None:
        (earlier,) = device.store.earlier()
        for name in names:
            place, other = device.generation.path / name, earlier.path / name
            if other.is_dir():
                shutil.rmtree(place)
                shutil.copytree(other, place)
            else:
                place.unlink()
                shutil.copy(other, place)

    return hurt


def claiming(**values: object) -> Hurt:
    """Alter what a generation says about itself."""

    def hurt(device: Device) -> None:
        path = device.generation.path / "VERSION"
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")

    return hurt


def _bytes(parts: tuple[str, ...], hurt: Callable[[bytes], bytes]) -> Hurt:
    def alter(path: Path) -> None:
        if path.is_file():
            path.write_bytes(hurt(path.read_bytes()))

    return lambda device: _each(device, parts, alter)


def _each(device: Device, parts: tuple[str, ...], hurt: Callable[[Path], object]) -> None:
    current = device.generation.path if parts[0] == "gen" else None
    for part in parts[1:] if current else parts:
        paths = list((current or device.path).glob(part))
        assert paths, part
        for path in paths:
            # A link to the same bytes in another generation must not be damaged with it.
            if path.is_file() and path.stat().st_nlink > 1:
                data = path.read_bytes()
                path.unlink()
                path.write_bytes(data)
            hurt(path)


@dataclass(frozen=True)
class Case:
    """A damage; whether the knowledge can still be opened; what a repair does about it."""

    hurt: Hurt
    opens: bool
    repair: Outcome


EDIT = "update record set canonical = replace(canonical, 'Zuschuss', 'Zuschlag') where id = 'zuschuss-b'"
REPAIRED, UPDATED, CURRENT = Outcome.REPAIRED, Outcome.UPDATED, Outcome.CURRENT
KNOWLEDGE = {
    "database head zero": Case(head_zeroed("gen", "kb.sqlite"), False, REPAIRED),
    "database zero": Case(zeroed("gen", "kb.sqlite"), False, REPAIRED),
    "database cut": Case(halved("gen", "kb.sqlite"), False, REPAIRED),
    "database empty": Case(emptied("gen", "kb.sqlite"), False, REPAIRED),
    "database gone": Case(gone("gen", "kb.sqlite"), False, REPAIRED),
    "database a folder": Case(folder_instead("gen", "kb.sqlite"), False, REPAIRED),
    "database scrambled": Case(scrambled("gen", "kb.sqlite"), False, REPAIRED),
    "database of the state before": Case(from_the_state_before("kb.sqlite"), True, REPAIRED),
    "record edited": Case(edited(EDIT), True, REPAIRED),
    "record lost": Case(edited("delete from record where id = 'termin-a'"), True, REPAIRED),
    "record unreadable": Case(edited("update record set canonical = '{' where id = 'zuschuss-b'"), False, REPAIRED),
    "database claims a version": Case(edited("update meta set value = '9' where key = 'version'"), True, REPAIRED),
    "database claims a digest": Case(edited("update meta set value = 'x' where key = 'digest'"), True, REPAIRED),
    "database claims a format": Case(edited("update meta set value = '99' where key = 'format'"), False, REPAIRED),
    "database without its lookup": Case(unindexed, True, REPAIRED),
    "index gone": Case(gone("gen", "index"), True, REPAIRED),
    "index emptied": Case(gone("gen", "index/*"), True, REPAIRED),
    "index zero": Case(zeroed("gen", "index/**/*"), True, REPAIRED),
    "index cut": Case(halved("gen", "index/**/*"), True, REPAIRED),
    "index of another format": Case(claiming(index_format="ancient"), True, REPAIRED),
    "pointer gone": Case(gone("knowledge/current"), False, UPDATED),
    "pointer empty": Case(emptied("knowledge/current"), False, REPAIRED),
    "pointer zero": Case(zeroed("knowledge/current"), False, REPAIRED),
    "pointer leads out": Case(written(b"../../../etc\n", "knowledge/current"), False, REPAIRED),
    "pointer leads nowhere": Case(written(b"g2-00000000-00000000\n", "knowledge/current"), False, REPAIRED),
    "pointer no text": Case(written(b"\xff\xfe\x00", "knowledge/current"), False, REPAIRED),
    "version gone": Case(gone("gen", "VERSION"), False, REPAIRED),
    "version empty": Case(emptied("gen", "VERSION"), False, REPAIRED),
    "version zero": Case(zeroed("gen", "VERSION"), False, REPAIRED),
    "version no object": Case(written(b"[]", "gen", "VERSION"), False, REPAIRED),
    "version too high": Case(claiming(version=99), False, REPAIRED),
    "version too low": Case(claiming(version=1), False, REPAIRED),
    "version of another state": Case(claiming(digest="0" * 64), False, REPAIRED),
    "generations gone": Case(gone("knowledge/gen"), False, REPAIRED),
    "knowledge gone": Case(gone("knowledge"), False, UPDATED),
}  # fmt: skip
MEMORY = {
    **{f"{name} {how.__name__}": how(f"updates/tuf/{name}.json")
       for name in ("timestamp", "snapshot", "targets", "content")
       for how in (zeroed, emptied, halved, gone, folder_instead, scrambled)},
    "root history zero": zeroed("updates/tuf/root_history/*"),
    "root history gone": gone("updates/tuf/root_history"),
    "all metadata zero": zeroed("updates/tuf/*.json", "updates/tuf/root_history/*"),
    "all metadata gone": gone("updates/tuf"),
    "metadata a file": lambda device: (gone("updates/tuf")(device), (device.home / "tuf").write_bytes(b"x"))[0],
    "state zero": zeroed("updates/state.json"),
    "state empty": emptied("updates/state.json"),
    "state no object": written(b"[]", "updates/state.json"),
    "state nonsense": written(b'{"channels": {"x": 3}, "hwm": "a"}', "updates/state.json"),
    "state deep": written(b"[" * 100_000, "updates/state.json"),
    "state gone": gone("updates/state.json"),
    "everything of the client gone": gone("updates"),
}  # fmt: skip


# --- the knowledge


@pytest.mark.parametrize("name", list(KNOWLEDGE))
def test_damaged_knowledge_is_opened_or_refused_and_never_half_read(stand, name):
    case = KNOWLEDGE[name]
    case.hurt(stand.device)
    if case.opens:
        assert found(stand.device) == len(SECOND)
    else:
        with pytest.raises(AdvisorError):
            found(stand.device)


@pytest.mark.parametrize("name", list(KNOWLEDGE))
def test_a_repair_mends_the_knowledge_although_nothing_is_new(stand, name):
    case = KNOWLEDGE[name]
    case.hurt(stand.device)
    result = stand.device.update(stand.endpoint, now=NOW, repair=True)
    assert (result.outcome, result.after) == (case.repair, 2)
    check(stand.device, {2})
    assert found(stand.device) == len(SECOND)
    assert stand.device.update(stand.endpoint, now=NOW, repair=True).outcome is CURRENT


@pytest.mark.parametrize("name", list(KNOWLEDGE))
def test_the_next_update_mends_the_knowledge(stand, name):
    KNOWLEDGE[name].hurt(stand.device)
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)
    assert found(stand.device) == len(THIRD)
    read_feed(stand.device.generation)


@pytest.mark.parametrize("name", [name for name in KNOWLEDGE if name != "index of another format"])
def test_the_invariant_notices_the_damage(stand, name):
    check(stand.device, {2})
    KNOWLEDGE[name].hurt(stand.device)
    with pytest.raises((AssertionError, AdvisorError, sqlite3.DatabaseError, OSError, ValueError, TypeError)):
        check(stand.device, {2})


@pytest.mark.parametrize("name", list(KNOWLEDGE))
def test_damage_opens_no_way_back(stand, name):
    KNOWLEDGE[name].hurt(stand.device)
    with pytest.raises(RolledBack):
        stand.device.update(stand.first, now=NOW, repair=True)
    with suppress(KnowledgeDamaged):
        assert stand.device.version != 1


def test_damage_to_any_single_file_of_the_index_is_noticed_and_never_hinders_a_search(stand):
    generation, ways = stand.device.generation, (zeroed, scrambled, halved)
    for number, path in enumerate(sorted(path for path in generation.index.rglob("*") if path.is_file())):
        data = path.read_bytes()
        ways[number % 3]("gen", path.relative_to(generation.path).as_posix())(stand.device)
        assert is_sound(generation, TODAY) == (path.read_bytes() == data), path.name
        assert found(stand.device, "zuschuss", "kleine betriebe") == len(SECOND)
        path.write_bytes(data)
    check(stand.device, {2})


def test_a_repair_of_what_is_sound_changes_nothing(stand):
    before = stand.device.pointed_to()
    assert stand.device.update(stand.endpoint, now=NOW, repair=True).outcome is CURRENT
    assert stand.device.pointed_to() == before


def test_a_damaged_seed_is_no_obstacle(stand, tmp_path):
    seed = stand.device.copy(tmp_path / "seed").generation
    seed.database.write_bytes(b"")
    fresh = Device(tmp_path / "fresh", stand.channel.root, seed=seed)
    stand.channel.publish(THIRD)
    check_recovers(fresh, stand.endpoint, 3, now=NOW)


def test_the_state_before_can_still_be_gone_back_to_when_the_current_one_is_damaged(stand):
    gone("gen", "kb.sqlite")(stand.device)
    (earlier,) = stand.device.store.earlier()
    stand.device.store.go_back(earlier.name)
    check(stand.device, {1})
    assert stand.device.update(stand.endpoint, now=NOW).after == 2
    check(stand.device, {2})


def test_an_earlier_state_that_is_damaged_is_not_offered(stand):
    (earlier,) = stand.device.store.earlier()
    (earlier.path / "VERSION").write_bytes(b"")
    assert stand.device.store.earlier() == ()
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_what_a_crashed_run_left_behind_goes(stand):
    left = stand.device.store.root / "gen" / "g3-00000000-11111111"
    left.mkdir()
    (left / "kb.sqlite").write_bytes(b"half")
    (stand.device.store.root / "current.0badf00d.new").write_bytes(b"half")
    (stand.device.home / "dl").mkdir(exist_ok=True)
    (stand.device.home / "dl" / f"{'0' * 64}.part").write_bytes(b"half")
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_damaged_hold_holds_nothing(stand):
    (earlier,) = stand.device.store.earlier()
    stand.device.store.go_back(earlier.name)
    (stand.device.store.root / "held").write_bytes(bytes(40))
    assert stand.device.store.held() == 0
    check_recovers(stand.device, stand.endpoint, 2, now=NOW)


@pytest.mark.parametrize("hurt", [zeroed, emptied, halved, gone, folder_instead])
def test_damaged_images_of_changes_cost_the_feed_and_nothing_else(stand, hurt):
    assert [entry.id for entry in read_feed(stand.device.generation)] == ["zuschuss-a"]
    hurt("gen", "changes/*")(stand.device)
    assert read_feed(stand.device.generation) == ()
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)
    assert {entry.id for entry in read_feed(stand.device.generation)} == {"zuschuss-b", "zuschuss-c"}


@pytest.mark.parametrize("hurt", [zeroed("gen", "kb.sqlite"), gone("gen", "kb.sqlite"), edited(EDIT)])
def test_what_changed_is_still_told_after_a_repair(stand, hurt):
    hurt(stand.device)
    assert stand.device.update(stand.endpoint, now=NOW, repair=True).outcome is REPAIRED
    assert [(entry.id, entry.version) for entry in read_feed(stand.device.generation)] == [("zuschuss-a", 2)]


# --- what the client itself keeps


@pytest.mark.parametrize("name", list(MEMORY))
def test_damaged_memory_heals_by_itself_and_opens_no_way_back(stand, name):
    MEMORY[name](stand.device)
    stand.refused(RolledBack, where=stand.first)
    assert stand.device.update(stand.endpoint, now=NOW).outcome is CURRENT
    check(stand.device, {2})
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)
    assert load_state(stand.device.home, stand.channel.id).hwm == 3


@pytest.mark.parametrize(
    "alter",
    [
        lambda pack: bytes(len(pack)),
        lambda pack: bytes(len(pack) // 2),
        lambda pack: pack[: len(pack) // 2],
        lambda pack: pack,
        lambda pack: pack + b"more",
        lambda _pack: b"",
    ],
    ids=["zeros", "some zeros", "the first half", "all of it", "too long", "nothing"],
)
def test_whatever_an_earlier_download_left_is_taken_up_or_thrown_away(stand, alter):
    stand.channel.publish(THIRD)
    downloads = stand.device.home / "dl"
    downloads.mkdir(exist_ok=True)
    for pack in stand.tampering.packs():
        (downloads / f"{pack.name.partition('.')[0]}.part").write_bytes(alter(pack.read_bytes()))
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_lock_file_that_nobody_holds_is_no_obstacle(stand):
    for place in (stand.device.home / "lock", stand.device.store.root / "lock"):
        place.write_bytes(b"12345")
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_device_without_knowledge_says_so(tmp_path, stand):
    with pytest.raises(KnowledgeMissing):
        found(Device(tmp_path / "fresh", stand.channel.root))
