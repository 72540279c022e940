"""The beginning of a channel: interrupted anywhere, resumed, never destroyed; upkeep and alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.errors import EnvironmentFault, InputUnreadable, RolledBack, ServerUnreachable, UsageFault
from advisor_app.publishing.alarms import Level, alarms, days_left, level_of
from advisor_app.publishing.ceremony import (
    ONLINE_HOLDER,
    People,
    Stage,
    Standing,
    begin_channel,
    begin_development,
    standing,
)
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.keys import KeyRing, KeyRole, signer_for
from advisor_app.publishing.overview import Unfit, unfit_for_release, view_of_root
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.roles import MANUAL, WITH_DAILY_JOB, Role
from advisor_app.publishing.rotation import propose_renewal
from advisor_app.publishing.signed import FRESHNESS
from advisor_app.publishing.upkeep import open_readable, publish_change, read_channel, resign
from advisor_app.updates.root import TrustRoot
from tests.signing import NOW, Channel, all_bytes, ask_client, plain_forms

PEOPLE = People(holders=("Anna Müller", "Ben", "Cem"), editors=("Ben", "Dora"))
PASSPHRASES = {
    "Anna Müller": "die erste hat vier",
    "Ben": "die zweite hat auch vier",
    "Cem": "die dritte ebenso viele",
    "Dora": "und die vierte noch mehr",
    ONLINE_HOLDER: "die Maschine merkt sich alles",
}


class Broken(Exception):
    """Somebody pulled the plug."""


class FailingDestination(LocalDestination):
    """A folder whose connection breaks after some writes."""

    def __init__(self, root, writes):
        super().__init__(root)
        self.writes = writes

    def write(self, path, data, *, immutable):
        if self.writes == 0:
            raise ServerUnreachable(where=self.label, reason="gone")
        self.writes -= 1
        super().write(path, data, immutable=immutable)


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def endpoint(tmp_path):
    return LocalDestination(tmp_path / "endpoint")


def begin(keys, endpoint, people=PEOPLE, passphrases=PASSPHRASES, **more):
    return begin_channel(keys, endpoint, people, passphrases.__getitem__, now=NOW, rounds=1, **more)


def files_of(endpoint):
    return {stored.path: endpoint.read(stored.path) for stored in endpoint.list("metadata")}


def test_a_ceremony_makes_keys_for_everybody_and_a_channel_that_clients_accept(keys, endpoint, tmp_path):
    begun = begin(keys, endpoint)
    held = {(entry.role, entry.holder) for entry in begun.ring.entries}
    assert held == {
        *((role, name) for role in (KeyRole.ROOT, KeyRole.APP) for name in PEOPLE.holders),
        (KeyRole.CONTENT, "Ben"), (KeyRole.CONTENT, "Dora"), (KeyRole.ONLINE, ONLINE_HOLDER),
    }  # fmt: skip
    for entry in begun.ring.entries:
        assert signer_for(entry, PASSPHRASES[entry.holder]).public_key.keyid == entry.key_id
    root = begun.root.read_bytes()
    assert ask_client(files_of(endpoint), root, tmp_path / "client") is None
    current = read_channel(endpoint, root, now=NOW, keys=keys)
    assert (current.channel, current.development) == (begun.channel, False)
    assert {role: current.threshold(role) for role in Role} == {
        Role.ROOT: 2, Role.TARGETS: 2, Role.CONTENT: 1, Role.APP: 2, Role.SNAPSHOT: 1, Role.TIMESTAMP: 1
    }  # fmt: skip


def test_a_ceremony_leaves_no_plain_key_and_no_passphrase(keys, endpoint, tmp_path):
    begun = begin(keys, endpoint)
    everything = all_bytes(tmp_path)
    for entry in begun.ring.entries:
        for form in plain_forms(signer_for(entry, PASSPHRASES[entry.holder])):
            assert form not in everything
    assert not any(passphrase.encode() in everything for passphrase in PASSPHRASES.values())


def test_everybody_carries_away_a_folder_that_stands_alone(keys, endpoint, tmp_path):
    begin(keys, endpoint)
    (keys / "ben").rename(tmp_path / "stick")
    ring = KeyRing.open(tmp_path / "stick")
    assert {entry.role for entry in ring.entries} == {KeyRole.ROOT, KeyRole.APP, KeyRole.CONTENT}
    assert all(entry.present for entry in ring.entries)
    assert (tmp_path / "stick" / "root.json").read_bytes() == (keys / "root.json").read_bytes()
    assert not any(entry.present for entry in KeyRing.open(keys).entries if entry.holder == "Ben")


def test_an_endpoint_is_never_replaced(keys, endpoint, tmp_path):
    begin(keys, endpoint)
    before = files_of(endpoint), {path: path.read_bytes() for path in keys.rglob("*") if path.is_file()}
    assert standing(keys, endpoint) is Standing.COMPLETE
    with pytest.raises(UsageFault):
        begin(keys, endpoint)
    with pytest.raises(UsageFault):
        begin(tmp_path / "others", endpoint)
    with pytest.raises(UsageFault):
        begin(keys, LocalDestination(tmp_path / "elsewhere"))
    assert before == (files_of(endpoint), {path: path.read_bytes() for path in keys.rglob("*") if path.is_file()})
    begin(tmp_path / "others", LocalDestination(tmp_path / "second"))
    with pytest.raises(UsageFault):
        standing(keys, LocalDestination(tmp_path / "second"))


@pytest.mark.parametrize("steps", range(11))
def test_a_ceremony_goes_on_where_it_broke_off(keys, endpoint, steps):
    left = [steps]

    def told(_stage, _what):
        if left[0] == 0:
            raise Broken
        left[0] -= 1

    with pytest.raises(Broken):
        begin(keys, endpoint, told=told)
    there = {entry.key_id for entry in KeyRing.open(keys).entries}
    assert standing(keys, endpoint) is Standing.BROKEN_OFF
    stages = []
    begun = begin(keys, endpoint, told=lambda stage, _what: stages.append(stage))
    assert there <= {entry.key_id for entry in begun.ring.entries}
    assert len(begun.ring.entries) == 9
    assert stages.count(Stage.FOUND) in (len(there), 0)
    assert len(list(keys.rglob("*.pem"))) == 9
    assert standing(keys, endpoint) is Standing.COMPLETE
    assert begun.channel == read_channel(endpoint, begun.root.read_bytes(), now=NOW).channel


@pytest.mark.parametrize("writes", range(6))
def test_a_lost_connection_is_made_up_for(keys, endpoint, tmp_path, writes):
    with pytest.raises(ServerUnreachable):
        begin(keys, FailingDestination(tmp_path / "endpoint", writes))
    assert not (keys / "root.json").exists()
    begun = begin(keys, endpoint)
    assert ask_client(files_of(endpoint), begun.root.read_bytes(), tmp_path / "client") is None


def test_a_wrong_passphrase_does_not_go_on_with_a_ceremony(keys, tmp_path, endpoint):
    with pytest.raises(ServerUnreachable):
        begin(keys, FailingDestination(tmp_path / "endpoint", 0))
    with pytest.raises(InputUnreadable):
        begin(keys, endpoint, passphrases=PASSPHRASES | {"Cem": "die falsche hat auch vier"})
    with pytest.raises(UsageFault):
        begin(keys, endpoint, people=replace(PEOPLE, holders=("Anna Müller", "Ben", "Emil")))


@pytest.mark.parametrize(
    "people",
    [
        replace(PEOPLE, holders=("Anna", "Ben")),
        replace(PEOPLE, holders=("Anna", "Ben", "anna")),
        replace(PEOPLE, holders=("Anna", "Ben", "online")),
        replace(PEOPLE, holders=("Anna", "Ben", "!!!")),
        replace(PEOPLE, holders=("Anna", "Ben", "Cem\x1b[2J")),
        replace(PEOPLE, editors=()),
    ],
)
def test_people_who_will_not_do(keys, endpoint, people):
    with pytest.raises(UsageFault):
        begin(keys, endpoint, people=people)
    assert not keys.exists()


@pytest.mark.parametrize("weak", ["kurz", PASSPHRASES["Anna Müller"]])
def test_everybody_needs_a_good_passphrase_of_their_own(keys, endpoint, weak):
    with pytest.raises(UsageFault):
        begin(keys, endpoint, passphrases=PASSPHRASES | {"Ben": weak})


def test_development_asks_nothing_and_says_what_it_is(tmp_path, endpoint):
    cache = tmp_path / ".cache"
    begun = begin_development(cache, endpoint, now=NOW, told=lambda _stage, _what: None)
    assert begun is not None
    trusted = TrustRoot.read(cache / "trust" / "root.json")
    assert trusted.development
    assert unfit_for_release(view_of_root(trusted, NOW)) == (Unfit.DEVELOPMENT,)
    assert (cache / "trust" / "passphrases.ini").stat().st_mode & 0o77 == 0
    assert {path.name for path in tmp_path.iterdir()} == {".cache", "endpoint"}
    before = files_of(endpoint)
    assert begin_development(cache, endpoint, now=NOW, told=lambda _stage, _what: None) is None
    assert files_of(endpoint) == before
    (cache / "trust" / "passphrases.ini").unlink()
    (cache / "trust" / "keys" / "root.json").unlink()
    with pytest.raises(UsageFault) as fault:
        begin_development(cache, endpoint, now=NOW, told=lambda _stage, _what: None)
    assert "delete" in str(fault.value.details["remedy"])


def test_the_root_that_ships_is_a_development_root(root):
    trusted = TrustRoot.read(root / "resources" / "trust" / "root.json")
    assert unfit_for_release(view_of_root(trusted, NOW)) == (Unfit.DEVELOPMENT,)


def test_a_release_needs_a_root_of_its_own_that_holds(keys, endpoint):
    trusted = TrustRoot.read(begin(keys, endpoint).root)
    assert unfit_for_release(view_of_root(trusted, NOW)) == ()
    assert unfit_for_release(view_of_root(trusted, NOW + timedelta(days=731))) == (Unfit.EXPIRED,)


def online_key(keys):
    [entry] = KeyRing.open(keys).of(KeyRole.ONLINE)
    return signer_for(entry, PASSPHRASES[ONLINE_HOLDER])


def test_freshness_is_not_given_to_an_older_state_that_was_put_back(keys, endpoint):
    root = begin(keys, endpoint).root.read_bytes()
    old = files_of(endpoint)
    for day in (1, 40):
        now = NOW + timedelta(days=day)
        resign(endpoint, root, online_key(keys), read_channel(endpoint, root, now=now, keys=keys), now=now, keys=keys)
    for path, data in old.items():
        endpoint.write(path, data, immutable=False)
    with pytest.raises(RolledBack):
        read_channel(endpoint, root, now=NOW, keys=keys)
    assert read_channel(endpoint, root, now=NOW).version(Role.TIMESTAMP) == 1


def test_a_published_change_hands_out_the_new_root(keys, endpoint, tmp_path):
    root = begin(keys, endpoint).root.read_bytes()
    ring = KeyRing.open(keys)
    pending = propose_renewal(read_channel(endpoint, root, now=NOW), [Role.ROOT], now=NOW, expiries=MANUAL)
    pending = pending.signed_by([signer_for(entry, PASSPHRASES[entry.holder]) for entry in ring.of(KeyRole.ROOT)[:2]])

    def online(_ids):
        return [online_key(keys)]

    with pytest.raises(ServerUnreachable):
        publish_change(FailingDestination(tmp_path / "endpoint", 1), root, pending, online, now=NOW, keys=keys)
    assert (keys / "root.json").read_bytes() == root
    after = publish_change(endpoint, root, pending, online, now=NOW, keys=keys)
    assert after is not None
    assert after.version(Role.ROOT) == 2
    assert (keys / "root.json").read_bytes() == (keys / "cem" / "root.json").read_bytes() == pending.files[Role.ROOT]
    assert publish_change(endpoint, root, pending, online, now=NOW, keys=keys) is None


class MeetingDestination(LocalDestination):
    """A folder to which somebody else publishes freshness just before a file is written here."""

    def __init__(self, root, path, meet):
        super().__init__(root)
        self.path, self.meet = path, meet

    def write(self, path, data, *, immutable):
        if path == self.path:
            self.path = ""
            self.meet()
        super().write(path, data, immutable=immutable)


def test_a_nightly_job_and_a_change_of_keys_do_not_undo_each_other(keys, endpoint, tmp_path):
    root = begin(keys, endpoint).root.read_bytes()
    late = NOW + timedelta(days=40)
    ring = KeyRing.open(keys)
    pending = propose_renewal(read_channel(endpoint, root, now=late), [Role.TARGETS], now=late, expiries=MANUAL)
    pending = pending.signed_by([signer_for(entry, PASSPHRASES[entry.holder]) for entry in ring.of(KeyRole.ROOT)[:2]])

    def job():
        resign(endpoint, root, online_key(keys), read_channel(endpoint, root, now=late), now=late)

    meeting = MeetingDestination(tmp_path / "endpoint", "metadata/2.targets.json", job)
    with pytest.raises(PublishRefused):
        publish_change(meeting, root, pending, lambda _ids: [online_key(keys)], now=late)
    after_job = read_channel(endpoint, root, now=late)
    assert (after_job.version(Role.TIMESTAMP), after_job.version(Role.TARGETS)) == (2, 1)
    publish_change(endpoint, root, pending, lambda _ids: [online_key(keys)], now=late)
    after = read_channel(endpoint, root, now=late)
    assert (after.version(Role.TIMESTAMP), after.version(Role.TARGETS)) == (3, 2)


class OvertakenDestination(LocalDestination):
    """A folder in which somebody else writes their version of a file just after it was written here."""

    def __init__(self, root, path, theirs):
        super().__init__(root)
        self.path, self.theirs = path, theirs

    def write(self, path, data, *, immutable):
        super().write(path, data, immutable=immutable)
        if path == self.path:
            super().write(path, self.theirs, immutable=immutable)


def test_freshness_does_not_point_to_somebody_elses_snapshot(keys, endpoint, tmp_path):
    root = begin(keys, endpoint).root.read_bytes()
    late = NOW + timedelta(days=80)
    before = files_of(endpoint)
    overtaken = OvertakenDestination(tmp_path / "endpoint", "metadata/2.snapshot.json", b"theirs")
    with pytest.raises(PublishRefused) as caught:
        resign(overtaken, root, online_key(keys), read_channel(endpoint, root, now=late), now=late)
    assert caught.value.exit_status == 1
    assert files_of(endpoint) == {**before, "metadata/2.snapshot.json": b"theirs"}


def test_an_endpoint_can_be_looked_at_where_it_is_published(keys, endpoint, tmp_path):
    root = begin(keys, endpoint).root.read_bytes()
    with open_readable(str(tmp_path / "endpoint")) as readable:
        assert read_channel(readable, root, now=NOW).version(Role.ROOT) == 1


def test_keys_in_a_place_that_cannot_be_written(tmp_path, endpoint):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        begin(tmp_path / "file" / "keys", endpoint)
    assert files_of(endpoint) == {}


CHANNEL = Channel().begin().current()


@given(st.integers(-40, 800), st.integers(0, 86_399))
def test_alarms_tell_what_must_be_renewed(days, seconds):
    now = NOW + timedelta(days=days, seconds=seconds)
    found = alarms(CHANNEL, now)
    assert [alarm.role for alarm in found] == sorted(
        (role for role in Role if CHANNEL.expires(role) - now <= timedelta(days=21)), key=CHANNEL.expires
    )
    for alarm in found:
        left = CHANNEL.expires(alarm.role) - now
        assert alarm.days_left == days_left(CHANNEL.expires(alarm.role), now) <= left / timedelta(days=1)
        assert (alarm.level is Level.EXPIRED) == (left <= timedelta(0)) == CHANNEL.of(alarm.role).signed.is_expired(now)
        assert alarm.pressing == (left <= timedelta(days=7))


@given(st.integers(-60 * 86_400, 60 * 86_400), st.integers(0, 10 * 86_400))
def test_an_alarm_only_ever_grows(seconds, more):
    order = [None, Level.NOTICE, Level.WARNING, Level.URGENT, Level.EXPIRED]
    earlier = level_of(NOW, NOW + timedelta(seconds=seconds))
    later = level_of(NOW, NOW + timedelta(seconds=seconds + more))
    assert order.index(earlier) <= order.index(later)


@pytest.mark.parametrize(
    ("days", "level"),
    [(22, None), (21, Level.NOTICE), (15, Level.NOTICE), (14, Level.WARNING), (8, Level.WARNING), (7, Level.URGENT),
     (1, Level.URGENT), (0, Level.EXPIRED), (-5, Level.EXPIRED)],
)  # fmt: skip
def test_the_days_of_an_alarm(days, level):
    assert level_of(NOW + timedelta(days=days), NOW) is level


def test_a_daily_job_never_rings_an_alarm_for_freshness():
    assert all(level_of(WITH_DAILY_JOB.until(role, NOW), NOW + timedelta(days=1)) is None for role in FRESHNESS)
