"""The client from the outside: it reaches what is signed, or leaves what is there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filelock import FileLock

from advisor_app.domain import Item
from advisor_app.errors import (
    AdvisorError,
    AppTooOld,
    Busy,
    Cancelled,
    ClockWrong,
    ContentMismatch,
    DiskFull,
    EnvironmentFault,
    MaterialExpired,
    RolledBack,
    ServerRefused,
    SignatureWrong,
    TlsRefused,
)
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import canonical, vocabulary_record
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.format import SNAPSHOT, rung
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.soundness import is_sound
from advisor_app.updates.state import FILE, load_state
from advisor_app.updates.transport.fetcher import SourceFetcher
from advisor_app.updates.transport.folder import FolderSource
from advisor_app.updates.transport.source import open_source
from tests.makers import programme, topic
from tests.unit.updates.small_channel import NOW, SmallChannel

TODAY = date(2026, 11, 23)
VOCABULARY = ("vocabulary/themes", vocabulary_record("themes", {"innovation": "Innovation"}))


def records(*items: Item) -> dict[str, str]:
    return dict([VOCABULARY, *((item.id, canonical(item)) for item in items)])


ONE = records(programme("p-a"), topic("t-a"))
TWO = records(programme("p-a", title="Neuer Titel"), topic("t-a"), topic("t-b", title="Laser"))
THREE = records(programme("p-a", title="Neuer Titel"), topic("t-b", title="Laser"))


class Device:
    """One laptop: its directories, and updates from a folder."""

    def __init__(self, path: Path, channel: SmallChannel, seed: Generation | None = None) -> None:
        self.home = path / "updates"
        self.store = KnowledgeStore(path / "knowledge")
        self.channel = channel
        self.root = TrustRoot.parse(channel.root)
        self.client = UpdateClient(home=self.home, store=self.store, seed=seed, trust_root=self.root)
        self.desk = UpdateDesk(
            home=self.home, store=self.store, seed=seed, policy=UpdatePolicy(), trust_root=path, command=[]
        )
        self.steps: list[Step] = []
        self.found: list[Found] = []

    def update(self, *, folder: Path | None = None, now: datetime = NOW, **options: Any) -> UpdateResult:
        self.steps.clear()
        self.found.clear()
        with open_source(folder or self.channel.folder) as source:
            return self.client.update(
                source,
                now=now,
                **{
                    "progress": lambda step, _done, _total: self.steps.append(step),
                    "found": self.found.append,
                    **options,
                },
            )

    def content(self) -> dict[str, str]:
        """Return the records in use, after checking that everything belongs together."""
        current = self.store.current()
        if current is None:
            return {}
        assert is_sound(current, TODAY)
        with KnowledgeReader(current.database) as reader:
            assert reader.info().version == current.version
            return dict(reader.canonical_records())

    def generation(self) -> Generation:
        current = self.store.current()
        assert current is not None
        return current

    @property
    def state(self):
        return load_state(self.home, self.root.channel)

    @property
    def leftovers(self) -> list[str]:
        names = [path.name for path in (self.home / "dl").glob("*")] if (self.home / "dl").is_dir() else []
        directories = [path.name for path in (self.store.root / "gen").glob("*")]
        known = {self.generation().name, *(one.name for one in self.store.earlier())} if directories else set()
        return names + [name for name in directories if name not in known]


@pytest.fixture
def channel(tmp_path):
    made = SmallChannel(tmp_path / "endpoint")
    made.publish(ONE)
    return made


@pytest.fixture
def device(tmp_path, channel):
    return Device(tmp_path / "laptop", channel)


@pytest.fixture
def updated(device, channel):
    """Return a device that has version 1, while version 2 is published."""
    device.update()
    channel.publish(TWO)
    return device


def spoil_database(generation: Generation, *statements: str) -> None:
    with closing(sqlite3.connect(generation.database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_first_install_update_and_nothing_new(device, channel):
    first = device.update()
    assert (first.outcome, first.before, first.after, first.changed) == (Outcome.UPDATED, 0, 1, 2)
    assert device.content() == ONE
    channel.publish(TWO)
    second = device.update()
    assert (second.outcome, second.before, second.after) == (Outcome.UPDATED, 1, 2)
    assert (second.changed, second.removed, second.as_of) == (2, 0, "2026-11-23")
    assert device.content() == TWO
    third = device.update()
    assert (third.outcome, third.before, third.after) == (Outcome.CURRENT, 2, 2)
    assert (third.requests, third.keys, third.threshold) == (2, 1, 1)
    channel.publish(THREE)
    fourth = device.update()
    assert (fourth.changed, fourth.removed) == (0, 1)
    assert device.content() == THREE
    assert device.leftovers == []
    assert [one.version for one in device.store.earlier()] == [2, 1]


def test_steps_are_told_in_their_order(updated):
    updated.update()
    order = [step for step in Step if step in updated.steps]
    assert list(dict.fromkeys(updated.steps)) == order == list(Step)
    assert [(one.before, one.after, one.bytes) for one in updated.found] == [
        (1, 2, updated.channel.targets[rung(0)].length)
    ]
    updated.update()
    assert list(dict.fromkeys(updated.steps)) == [Step.CONNECT, Step.VERIFY]
    assert updated.found == []


def test_the_smallest_fitting_rung_is_taken(updated, channel):
    for number in range(5):
        channel.publish(records(programme("p-a", title=f"Titel {number}"), topic("t-a")))
    result = updated.update()
    assert (result.before, result.after) == (1, 7)
    assert updated.found[0].bytes == channel.targets[rung(3)].length
    assert updated.content() == channel.states[7]


def test_state_is_remembered(updated):
    updated.update()
    state = updated.state
    assert (state.last_attempt, state.last_check, state.failures, state.last_fault) == (NOW, NOW, 0, "")
    assert (state.hwm, state.expires, state.published) == (2, "2026-12-23", "2026-11-23")


def test_the_publisher_s_least_interval_is_remembered(device, channel):
    channel.publish(TWO, min_interval=7200)
    device.update()
    assert device.state.min_interval == 7200


def test_faults_are_counted_and_the_next_success_forgets_them(updated, channel):
    good = channel.metadata("timestamp").read_bytes()
    channel.metadata("timestamp").write_bytes(b"{}")
    for _ in range(2):
        with pytest.raises(SignatureWrong):
            updated.update(now=NOW + timedelta(hours=1))
    state = updated.state
    assert (state.failures, state.last_fault) == (2, "signature_wrong")
    assert (state.last_check, state.last_attempt) == (NOW, NOW + timedelta(hours=1))
    assert state.last_fault_details["where"] == str(channel.folder)
    assert updated.content() == ONE
    channel.metadata("timestamp").write_bytes(good)
    updated.update()
    assert (updated.state.failures, updated.state.last_fault, updated.state.last_fault_details) == (0, "", {})


def test_a_stick_says_nothing_about_the_endpoint(updated, channel):
    before = updated.state
    later = NOW + timedelta(days=2)
    good = channel.metadata("timestamp").read_bytes()
    channel.metadata("timestamp").write_bytes(b"{}")
    with pytest.raises(SignatureWrong):
        updated.update(now=later, endpoint=False)
    assert updated.state == before
    channel.metadata("timestamp").write_bytes(good)
    updated.update(now=later, endpoint=False)
    assert (updated.state.last_check, updated.state.last_attempt) == (NOW, NOW)
    assert updated.state.hwm == 2


# What guards against an older state, whichever memory is lost.


@pytest.mark.parametrize("lost", [[], ["tuf"], ["tuf", FILE], [FILE]])
def test_an_older_state_is_refused(updated, channel, tmp_path, lost):
    old = Path(shutil.copytree(channel.folder, tmp_path / "older"))
    channel.publish(THREE)
    updated.update()
    for name in lost:
        place = updated.home / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    with pytest.raises(RolledBack):
        updated.update(folder=old)
    assert updated.content() == THREE


def test_a_new_install_does_not_take_less_than_the_seed(tmp_path, channel):
    old = Path(shutil.copytree(channel.folder, tmp_path / "older"))
    channel.publish(TWO)
    maker = Device(tmp_path / "maker", channel)
    maker.update()
    device = Device(tmp_path / "laptop", channel, seed=maker.generation())
    with pytest.raises(RolledBack) as caught:
        device.update(folder=old)
    assert (caught.value.details["offered"], caught.value.details["known"]) == (1, 2)


def test_the_state_one_went_back_from_counts_even_without_memory(updated, channel, tmp_path):
    old = Path(shutil.copytree(channel.folder, tmp_path / "older"))
    channel.publish(THREE)
    updated.update()
    updated.store.go_back(updated.store.earlier()[0].name)
    shutil.rmtree(updated.home)
    with pytest.raises(RolledBack):
        updated.update(folder=old)


def test_a_seed_is_the_base_of_the_first_update(tmp_path, channel):
    maker = Device(tmp_path / "maker", channel)
    maker.update()
    channel.publish(TWO)
    device = Device(tmp_path / "laptop", channel, seed=maker.generation())
    result = device.update()
    assert (result.before, result.after, result.changed) == (1, 2, 2)
    assert device.found[0].bytes == channel.targets[rung(0)].length
    assert device.content() == TWO
    assert maker.content() == ONE


def test_a_seed_that_is_current_needs_no_download(tmp_path, channel):
    maker = Device(tmp_path / "maker", channel)
    maker.update()
    device = Device(tmp_path / "laptop", channel, seed=maker.generation())
    assert device.update().outcome is Outcome.CURRENT
    assert device.store.current() is None
    assert device.state.hwm == 1


def test_versions_of_another_channel_mean_nothing(updated, tmp_path):
    updated.update()
    other = SmallChannel(tmp_path / "other", channel="beefbeefbeefbeef")
    other.publish(THREE)
    moved = Device(tmp_path / "laptop", other)
    result = moved.update()
    assert (result.before, result.after) == (0, 1)
    assert moved.content() == THREE
    assert moved.generation().channel == "beefbeefbeefbeef"


def test_a_local_build_is_replaced_and_serves_as_base(tmp_path, channel, geodata, root):
    from advisor_app.publishing.build import build_knowledge

    device = Device(tmp_path / "laptop", channel)
    build_knowledge(root / "kb", geodata, device.store, today=TODAY)
    assert device.generation().channel == ""
    assert device.update().before == 0
    assert device.content() == ONE


# Going back.


def test_scheduled_checks_leave_an_earlier_state_alone_until_there_is_something_newer(updated, channel):
    updated.update()
    updated.store.go_back(updated.store.earlier()[0].name)
    held = updated.update(scheduled=True)
    assert (held.outcome, held.after) == (Outcome.CURRENT, 1)
    assert updated.content() == ONE
    channel.publish(THREE)
    assert updated.update(scheduled=True).outcome is Outcome.UPDATED
    assert updated.content() == THREE
    assert updated.store.held() == 0


def test_who_asks_leads_on_from_an_earlier_state(updated):
    updated.update()
    updated.store.go_back(updated.store.earlier()[0].name)
    result = updated.update()
    assert (result.outcome, result.before, result.after) == (Outcome.UPDATED, 1, 2)
    assert updated.content() == TWO


# Damage on this device.


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: one.database.write_bytes(b"\0" * 5000),
        lambda one: one.database.write_bytes(one.database.read_bytes()[:3000]),
        lambda one: one.database.unlink(),
        lambda one: spoil_database(one, "update record set canonical = replace(canonical, 'Titel', 'Trick')"),
        lambda one: spoil_database(one, "delete from record where id = 't-b'"),
        lambda one: shutil.rmtree(one.index),
        lambda one: next(one.index.rglob("*.npy")).write_bytes(b""),
        lambda one: (one.path / "VERSION").write_text("{}"),
        lambda one: (one.path / "VERSION").write_text((one.path / "VERSION").read_text().replace(one.digest, "0" * 64)),
        lambda one: (one.path / "VERSION").write_text(
            (one.path / "VERSION").read_text().replace('_format": "', '_format": "0')
        ),
        lambda one: (one.path.parent.parent / "current").write_bytes(b""),
        lambda one: (one.path.parent.parent / "current").write_text("../../etc\n"),
        lambda one: shutil.rmtree(one.path),
    ],
    ids=[
        "zeros",
        "cut",
        "gone",
        "edited",
        "row",
        "no index",
        "index",
        "version",
        "digest",
        "format",
        "pointer",
        "away",
        "directory",
    ],
)
@pytest.mark.parametrize("new", [False, True], ids=["same", "newer"])
def test_repair_replaces_what_is_damaged(updated, channel, damage, new):
    updated.update()
    damage(updated.generation())
    if new:
        channel.publish(THREE)
    result = updated.update(repair=True)
    assert result.outcome is (Outcome.UPDATED if new else Outcome.REPAIRED)
    assert result.after == (3 if new else 2)
    assert updated.content() == (THREE if new else TWO)


def test_repair_of_what_is_whole_changes_nothing(updated):
    updated.update()
    before = updated.generation()
    result = updated.update(repair=True)
    assert (result.outcome, result.requests) == (Outcome.CURRENT, 2)
    assert updated.generation() == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: one.database.write_bytes(b"\0" * 5000),
        lambda one: one.database.unlink(),
        lambda one: spoil_database(one, "update record set canonical = replace(canonical, 'Thema', 'Trick')"),
        lambda one: spoil_database(one, "delete from record where id = 'p-a'", "delete from record where id = 't-a'"),
        lambda one: shutil.rmtree(one.index),
        lambda one: shutil.rmtree(one.path),
    ],
    ids=["zeros", "gone", "edited", "row", "no index", "directory"],
)
def test_an_update_notices_that_its_base_is_damaged(updated, damage):
    damage(updated.generation())
    result = updated.update()
    assert result.after == 2
    assert updated.content() == TWO
    assert updated.leftovers == []


def test_damaged_memory_of_every_kind_heals(updated):
    for path in updated.home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(b"\0" * 100)
    assert updated.update().after == 2
    assert updated.content() == TWO


# Packs that are wrong although they are signed.


def test_a_rung_that_is_gone_means_the_whole(updated, channel):
    channel.pack(rung(0)).unlink()
    assert updated.update().after == 2
    assert updated.content() == TWO


def test_a_whole_that_is_gone_is_told(updated, channel):
    channel.pack(rung(0)).unlink()
    channel.pack(SNAPSHOT).unlink()
    with pytest.raises(ServerRefused) as caught:
        updated.update()
    assert caught.value.details["status"] == 404
    assert updated.content() == ONE


@pytest.mark.parametrize(
    "spoil", [lambda body: body.replace(b"Neuer", b"Alter"), lambda body: body[:-1], lambda body: b"*" + body]
)
def test_a_wrong_rung_is_made_good_by_the_whole(updated, channel, spoil):
    channel.edit_pack = lambda name, body: body if name == SNAPSHOT else spoil(body)
    channel.publish(THREE)
    assert updated.update().after == 3
    assert updated.content() == THREE
    assert updated.leftovers == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.replace(b"Neuer", b"Alter"),
        lambda body: body[:-1],
        lambda body: b"*" + body,
        lambda body: body.replace(b'"schema":"topic/1"', b'"schema":"dance/1"'),
    ],
)
def test_a_wrong_whole_leaves_what_is_there(updated, channel, spoil):
    channel.edit_pack = lambda _name, body: spoil(body)
    channel.publish(THREE)
    before = updated.generation()
    with pytest.raises(ContentMismatch):
        updated.update()
    assert updated.generation() == before
    assert updated.content() == ONE
    assert updated.leftovers == []
    assert updated.state.hwm == 1
    channel.edit_pack = lambda _name, body: body
    channel.publish(THREE)
    assert updated.update().after == 4


def test_signed_nonsense_is_no_crash_even_on_a_new_device(device, channel):
    channel.publish({**ONE, "t-x": '{"id":"t-x","schema":"topic/1"}'})
    with pytest.raises(ContentMismatch):
        device.update()
    assert device.store.current() is None


def test_an_altered_pack_is_refused(updated, channel):
    for name in (rung(0), SNAPSHOT):
        data = bytearray(channel.pack(name).read_bytes())
        data[len(data) // 2] ^= 1
        channel.pack(name).write_bytes(bytes(data))
    with pytest.raises(ContentMismatch):
        updated.update()
    assert updated.content() == ONE
    assert updated.leftovers == []


@pytest.mark.parametrize("values", [{"schema": 2}, {"min_app": "99.0"}])
def test_what_needs_a_newer_app_leaves_what_is_there(updated, channel, values):
    channel.publish(TWO, **values)
    with pytest.raises(AppTooOld) as caught:
        updated.update()
    assert {"needs", "have"} <= set(caught.value.details)
    assert updated.content() == ONE
    assert (updated.state.failures, updated.state.last_fault) == (0, "app_too_old")


def test_a_min_app_that_is_met_is_fine(updated, channel):
    channel.publish(TWO, min_app="0.0.9")
    assert updated.update().after == 3


def test_all_records_changed(updated, channel):
    channel.publish(records(topic("t-z", title="Alles neu")))
    assert updated.update().after == 3
    assert updated.content() == channel.states[3]


def test_an_empty_update_moves_the_version_on(updated, channel):
    updated.update()
    channel.publish(TWO)
    result = updated.update()
    assert (result.after, result.changed, result.removed) == (3, 0, 0)
    assert updated.content() == TWO


# Sticks, expiry.


def test_an_old_stick_can_be_read_on_purpose(updated):
    late = NOW + timedelta(days=90)
    with pytest.raises(MaterialExpired):
        updated.update(now=late)
    assert updated.content() == ONE
    result = updated.update(now=late, accept_expired=True)
    assert (result.after, result.valid_until) == (2, "2026-12-23")


# Cancelling, locks, disk.


def count_asked(device: Device) -> int:
    asked = 0

    def never() -> bool:
        nonlocal asked
        asked += 1
        return False

    device.update(cancelled=never)
    return asked


def test_cancelling_at_any_moment_leaves_what_was_or_what_is_new(tmp_path, channel):
    counting = Device(tmp_path / "counting", channel)
    counting.update()
    channel.publish(TWO)
    moments = count_asked(counting)
    assert moments > 8
    for moment in sorted({*range(0, moments, max(1, moments // 16)), moments - 1}):
        device = Device(tmp_path / f"laptop-{moment}", channel)
        maker = Device(tmp_path / "counting", channel)
        device.client = UpdateClient(
            home=device.home, store=device.store, seed=maker.store.earlier()[0], trust_root=device.root
        )
        left: int = moment

        def now_cancel() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        with pytest.raises(Cancelled):
            device.update(cancelled=now_cancel)
        assert device.store.current() is None
        assert [name for name in device.leftovers if not name.endswith(".part")] == []
        assert (device.state.failures, device.state.last_fault) == (0, "")
        assert device.update().after == 2
        assert device.content() == TWO
        assert device.leftovers == []


def test_two_at_once(updated):
    with FileLock(updated.home / "lock"), pytest.raises(Busy):
        updated.update()
    with updated.store.writing(), pytest.raises(Busy):
        updated.update()
    assert updated.update().after == 2


def test_a_disk_without_room_is_told_before_anything_is_fetched(updated, channel):
    channel.edit_custom = lambda _name, custom: {**custom, "raw": 10**15}
    channel.publish(THREE)
    with pytest.raises(DiskFull) as caught:
        updated.update()
    assert caught.value.details["needed"] == pytest.approx(3 * 10**15, rel=0.01)
    assert Step.DOWNLOAD not in updated.steps
    assert updated.content() == ONE


def test_a_data_directory_that_cannot_be_written_is_one_fault(tmp_path, channel):
    (tmp_path / "laptop").write_bytes(b"")
    device = Device(tmp_path / "laptop", channel)
    with pytest.raises(EnvironmentFault):
        device.update()


def test_a_store_that_cannot_be_written_is_one_fault(device, channel):
    device.update()
    channel.publish(TWO)
    shutil.rmtree(device.store.root / "gen")
    (device.store.root / "gen").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        device.update()


def test_leftovers_of_other_versions_go(updated):
    downloads = updated.home / "dl"
    downloads.mkdir(exist_ok=True)
    (downloads / f"{'0' * 64}.part").write_bytes(b"x")
    (downloads / "letter.txt").write_bytes(b"somebody else's")
    updated.update()
    assert updated.leftovers == ["letter.txt"]


def test_an_unknown_fault_of_the_source_is_not_swallowed(updated):
    class Broken(Exception):
        pass

    def progress(step: Step, _done: int, _total: int | None) -> None:
        if step is Step.APPLY:
            raise Broken

    with pytest.raises(Broken):
        updated.update(progress=progress)
    assert updated.content() == ONE
    # It counts as a fault all the same, and so would a killed process: the next try waits longer each time.
    assert (updated.state.failures, updated.state.last_attempt) == (1, NOW)
    assert updated.update().after == 2
    assert updated.state.failures == 0


def test_every_fault_is_one_of_ours(updated, channel):
    """Flip each byte of the newest timestamp: refused, or it changes nothing."""
    good = channel.metadata("timestamp").read_bytes()
    for place in range(0, len(good), 7):
        spoilt = bytearray(good)
        spoilt[place] ^= 1
        channel.metadata("timestamp").write_bytes(bytes(spoilt))
        try:
            updated.update()
        except AdvisorError:
            assert updated.content() == ONE
        else:
            pytest.fail(f"byte {place} may be anything")


# What the transport tells.


class FaultySource:
    """A folder that cannot be asked for metadata, as a server in trouble."""

    def __init__(self, folder: Path, fault: AdvisorError) -> None:
        self._folder = FolderSource(folder)
        self._fault = fault
        self.label = "updates.example.org"
        self.metadata_url = self._folder.metadata_url
        self.fetcher = SourceFetcher("file:///", self._read)
        self.bytes = self.requests = 0

    def _read(self, _path: str, _cap: int) -> bytes:
        raise self._fault

    def fetch_pack(self, path: str, **options: Any) -> Path:
        return self._folder.fetch_pack(path, **options)

    def turn_from(self, fault: AdvisorError) -> AdvisorError:
        return self._folder.turn_from(fault)

    def close(self) -> None:
        self._folder.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def test_what_a_busy_server_asks_for_is_remembered(updated, channel):
    fault = ServerRefused(where="host", reason="busy", status=503, retry_after=1234)
    with FaultySource(channel.folder, fault) as source, pytest.raises(ServerRefused) as caught:
        updated.client.update(source, now=NOW)
    assert caught.value is fault
    assert (updated.state.retry_after, updated.state.failures) == (1234, 1)
    updated.update()
    assert updated.state.retry_after == 0


def test_a_certificate_refused_under_a_wrong_clock_is_the_clock_s_fault(updated, channel):
    fault = TlsRefused(where="host", reason="not yet valid")
    with FaultySource(channel.folder, fault) as source, pytest.raises(TlsRefused):
        updated.client.update(source, now=NOW)
    with FaultySource(channel.folder, fault) as source, pytest.raises(ClockWrong) as caught:
        updated.client.update(source, now=NOW - timedelta(days=900))
    assert caught.value.details == {"today": "2024-06-06", "known": "2026-11-23"}
    assert updated.state.last_fault == "clock_wrong"


STEPS = ["publish", "update", "scheduled", "back", "damage", "forget tuf", "forget state", "replay"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_a_device_is_on_a_signed_state_and_never_behind(tmp_path, seed):
    random = Random(seed)
    channel = SmallChannel(tmp_path / "endpoint")
    channel.publish(ONE)
    old = Path(shutil.copytree(channel.folder, tmp_path / "old"))
    device = Device(tmp_path / "laptop", channel)
    device.update()
    for step in random.choices(STEPS, k=10):
        newest, before, held = max(channel.states), device.generation().version, device.store.held()
        match step:
            case "publish":
                items = [
                    topic(f"t-{number}", title=f"Titel {random.random()}") for number in range(random.randint(1, 4))
                ]
                channel.publish(records(*items))
            case "update":
                assert device.update().after == newest
            case "scheduled":
                assert device.update(scheduled=True).after == (before if held >= newest else newest)
            case "back" if others := [one for one in device.desk.earlier() if one.version != before]:
                assert device.desk.go_back(random.choice(others).name).version != before
            case "damage":
                device.generation().database.write_bytes(b"\0" * random.randint(0, 9000))
                assert device.update(repair=True).after == newest
            case "forget tuf":
                shutil.rmtree(device.home / "tuf", ignore_errors=True)
            case "forget state":
                (device.home / FILE).unlink(missing_ok=True)
            case "replay" if max([before, held, *(one.version for one in device.store.earlier())]) > 1:
                with pytest.raises(RolledBack):
                    device.update(folder=old)
        assert device.content() == channel.states[device.generation().version]
        assert device.leftovers == []


@pytest.mark.parametrize("gone", [False, True])
def test_only_who_changes_their_mind_has_tried(updated, channel, gone):
    before = updated.state
    later = NOW + timedelta(hours=30)
    with pytest.raises(Cancelled):
        updated.update(now=later, cancelled=lambda: True, abandoned=lambda: gone)
    after = updated.state
    assert after.last_attempt == (before.last_attempt if gone else later)
    assert (after.failures, after.last_fault) == (0, "")
    assert updated.update(now=later).after == 2


def test_what_expired_is_not_fresh_again_under_a_clock_that_is_behind(device, channel, tmp_path):
    device.update()
    old = Path(shutil.copytree(channel.folder, tmp_path / "old"))
    channel.now = NOW + timedelta(days=40)
    channel.publish(TWO, as_of="2027-01-02")
    device.update(now=channel.now)
    # The version itself stands against an older state: the same one, whose freshness ended, does not come back either.
    channel.now = NOW
    channel.days["timestamp"] = 35
    channel.stamp()
    with pytest.raises(ClockWrong) as caught:
        device.update(now=NOW)
    assert caught.value.details == {"today": "2026-11-23", "known": "2027-01-02"}
    with pytest.raises(RolledBack):
        device.update(folder=old, now=NOW)
    assert device.content() == TWO


@pytest.mark.parametrize("field", ["as_of", "published"])
def test_a_signed_day_far_ahead_bars_no_way(device, channel, field):
    channel.publish(TWO, **{field: "2062-11-23"})
    assert device.update().after == 2
    for days in (0, 1, 20, 29):
        assert device.update(now=NOW + timedelta(days=days)).outcome is Outcome.CURRENT
    # Renewed on each day as the publisher does; the clock of the device is right all the time.
    for days in (29, 50, 100):
        channel.now = NOW + timedelta(days=days)
        channel.refresh()
        assert device.update(now=channel.now).outcome is Outcome.CURRENT
    channel.publish(THREE)
    assert device.update(now=channel.now).after == 3
    # And what really expired is called so.
    with pytest.raises(MaterialExpired):
        device.update(now=channel.now + timedelta(days=31))
