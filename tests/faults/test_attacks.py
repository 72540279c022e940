"""Attacks on updates and slips of publishers: what each of them ends in, and that it leaves no trace on the device."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile
from tuf.ngclient import Updater

from advisor_app.errors import (
    AdvisorError,
    ClockWrong,
    ContentMismatch,
    InputUnreadable,
    MaterialExpired,
    RolledBack,
    SignatureWrong,
    TransportAltered,
)
from advisor_app.publishing.keys import new_key
from advisor_app.updates.model import Outcome
from advisor_app.updates.state import load_state
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.source import open_source
from tests.channel import NOW, Channel
from tests.faults.hostile_server import HostileServer, endless, garbage, honest
from tests.faults.invariant import Device, check, check_recovers
from tests.faults.stand import FIRST, SECOND, THIRD, Stand

DAY = timedelta(days=1)
QUICK = Limits(connect=2, answer=2, gap=1, grace=1, rate=1000)


# --- rollback


def test_an_older_timestamp_is_a_rollback(stand):
    shutil.copy(stand.first / "metadata/timestamp.json", stand.endpoint / "metadata/timestamp.json")
    stand.refused(RolledBack)
    stand.recover()


def test_the_whole_older_state_is_a_rollback(stand):
    stand.refused(RolledBack, where=stand.first)
    stand.recover()


def test_an_older_snapshot_under_a_new_timestamp_is_a_rollback(stand):
    old = int(max((stand.first / "metadata").glob("*.snapshot.json")).name.partition(".")[0])
    stand.tampering.forge("timestamp", lambda stamp: setattr(stamp, "snapshot_meta", MetaFile(old)))
    stand.refused(RolledBack)
    stand.recover()


def test_older_content_under_a_new_snapshot_is_a_rollback(stand):
    data = stand.tampering.path("content", 2).read_bytes()
    older = MetaFile.from_data(2, data, ["sha256"])
    stand.tampering.forge("snapshot", lambda shot: shot.meta.__setitem__("content.json", older))
    stand.refused(RolledBack)
    stand.recover()


def test_a_snapshot_that_forgets_the_content_is_refused(stand):
    stand.tampering.forge("snapshot", lambda shot: shot.meta.pop("content.json"))
    stand.refused(SignatureWrong)
    stand.recover()


def test_older_content_that_the_editors_key_signs_anew_is_a_rollback(stand):
    old: Any = Metadata.from_bytes(stand.tampering.path("content", 2).read_bytes())
    stand.tampering.forge("content", lambda content: setattr(content, "targets", old.signed.targets))
    fault = stand.refused(RolledBack)
    assert (fault.details["offered"], fault.details["known"]) == (1, 2)
    stand.recover()


@pytest.mark.parametrize(
    "wiped",
    [("tuf",), ("tuf", "state.json"), ("tuf", "state.json", "dl", "lock")],
    ids=" and ".join,
)
def test_a_replay_after_the_memory_of_metadata_was_wiped_is_a_rollback(stand, wiped):
    for name in wiped:
        place = stand.device.home / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    fault = stand.refused(RolledBack, where=stand.first)
    assert (fault.details["offered"], fault.details["known"]) == (1, 2)
    stand.recover()


def test_a_replay_after_going_back_is_a_rollback(stand):
    (earlier,) = stand.device.store.earlier()
    stand.device.store.go_back(earlier.name)
    shutil.rmtree(stand.device.home)
    with pytest.raises(RolledBack):
        stand.device.update(stand.first, now=NOW)
    check(stand.device, {1})
    stand.recover()


def test_a_replay_to_a_new_installation_is_bounded_by_its_seed(stand, tmp_path):
    fresh = Device(tmp_path / "fresh", stand.channel.root, seed=stand.device.generation)
    with pytest.raises(RolledBack):
        fresh.update(stand.first, now=NOW)
    check(fresh, {0})
    assert fresh.update(stand.second, now=NOW).outcome is Outcome.CURRENT
    stand.channel.publish(THIRD)
    check_recovers(fresh, stand.endpoint, 3, now=NOW)


def test_a_new_installation_without_a_seed_can_be_held_back_but_not_for_long(stand, tmp_path):
    fresh = Device(tmp_path / "fresh", stand.channel.root)
    assert fresh.update(stand.first, now=NOW).after == 1
    check(fresh, {1})
    with pytest.raises(MaterialExpired):
        fresh.update(stand.first, now=NOW + 31 * DAY)
    check_recovers(fresh, stand.second, 2, now=NOW)


# --- freeze, expiry, clocks


def test_a_frozen_endpoint_is_current_until_its_freshness_ends(stand):
    stand.channel.publish(THIRD)
    result = stand.device.update(stand.second, now=NOW + 29 * DAY)
    assert (result.outcome, result.after, result.valid_until) == (Outcome.CURRENT, 2, "2026-12-23")
    state = load_state(stand.device.home, stand.channel.id)
    assert state.expires == "2026-12-23"
    fault = stand.refused(MaterialExpired, where=stand.second, now=NOW + 31 * DAY)
    assert (fault.details["role"], fault.details["expired_on"]) == ("timestamp", "2026-12-23")
    assert load_state(stand.device.home, stand.channel.id).last_fault == "material_expired"
    check_recovers(stand.device, stand.endpoint, 3, now=NOW + 2 * DAY)


@pytest.mark.parametrize("role", ["targets", "content", "snapshot", "timestamp"])
def test_any_role_that_expired_stops_updates_and_nothing_else(stand, role):
    stand.tampering.forge(role, days=1)
    fault = stand.refused(MaterialExpired, now=NOW + 2 * DAY)
    assert (fault.details["role"], fault.details["expired_on"]) == (role, "2026-11-24")
    stand.recover()


def test_an_expired_root_stops_updates_and_a_new_one_mends_it(stand):
    stand.tampering.forge("root", days=1)
    fault = stand.refused(MaterialExpired, now=NOW + 2 * DAY)
    assert fault.details["role"] == "root"
    stand.tampering.forge("root", days=400)
    later = NOW + 2 * DAY
    stand.channel.publish(THIRD, now=later)
    check_recovers(stand.device, stand.endpoint, 3, now=later)


def test_a_clock_two_years_behind_locks_nobody_out(stand):
    stand.channel.publish(THIRD)
    result = stand.device.update(stand.endpoint, now=NOW - 730 * DAY)
    assert (result.outcome, result.after) == (Outcome.UPDATED, 3)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_clock_forty_days_ahead_cannot_be_told_from_expiry_and_leaves_nothing_behind(stand):
    stand.refused(MaterialExpired, now=NOW + 40 * DAY)
    stand.recover()


def test_a_clock_years_ahead_is_called_wrong(stand):
    fault = stand.refused(ClockWrong, now=NOW + 5 * 365 * DAY)
    assert fault.details["today"] > fault.details["known"]
    stand.recover()


# --- mixed and foreign states


@pytest.mark.parametrize(
    ("role", "fault"),
    [("content", ContentMismatch), ("snapshot", RolledBack)],
)
def test_parts_of_two_states_do_not_mix(stand, role, fault):
    stand.channel.publish(THIRD)
    newest = stand.tampering.path(role)
    older = max((stand.first / "metadata").glob(f"*.{role}.json"))
    newest.write_bytes(older.read_bytes())
    stand.refused(fault)
    stand.recover()


@pytest.mark.parametrize("role", ["targets", "content", "snapshot"])
def test_a_file_of_another_role_in_its_place_is_refused(stand, role):
    stand.channel.publish(THIRD)
    stand.tampering.forge("targets")
    stand.tampering.path(role).write_bytes(stand.tampering.path("app").read_bytes())
    stand.refused(SignatureWrong if role == "snapshot" else ContentMismatch)
    stand.recover()


def test_the_state_of_another_channel_is_refused(stand, tmp_path):
    stranger = Channel(tmp_path / "stranger")
    for _ in range(5):
        stranger.publish(FIRST)
        stranger.publish(SECOND)
    stand.refused(SignatureWrong, where=stranger.folder)
    stand.recover()


# --- packs


def test_an_arbitrary_rung_is_passed_over_for_the_snapshot(stand):
    stand.channel.publish(THIRD)
    for rung in stand.tampering.packs("d*"):
        rung.write_bytes(bytes(rung.stat().st_size))
    result = stand.device.update(stand.endpoint, now=NOW)
    assert (result.outcome, result.after) == (Outcome.UPDATED, 3)
    check(stand.device, {3})
    assert stand.device.downloads() == []


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: bytes(len(data)),
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:-7],
        lambda data: data + b"more",
        lambda data: b"",
    ],
    ids=["zeros", "one bit", "short", "long", "empty"],
)
def test_arbitrary_packs_are_refused_and_removed(stand, alter):
    stand.channel.publish(THIRD)
    for pack in stand.tampering.packs():
        pack.write_bytes(alter(pack.read_bytes()))
    stand.refused(ContentMismatch)
    assert stand.device.downloads() == []
    stand.recover()


def test_arbitrary_packs_of_a_server_are_refused_and_removed(stand):
    stand.channel.publish(THIRD)
    with HostileServer(stand.endpoint) as server:
        server.script("targets/*", garbage)
        stand.refused(ContentMismatch, where=server.url, options={"limits": QUICK})
        assert stand.device.downloads() == []
        server.calm()
        assert stand.device.update(server.url, now=NOW, options={"limits": QUICK}).after == 3
    check(stand.device, {3})


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("metadata/2.root.json", TransportAltered),
        ("metadata/timestamp.json", TransportAltered),
        ("metadata/*.snapshot.json", TransportAltered),
        ("metadata/*.content.json", TransportAltered),
        ("targets/*", ContentMismatch),
    ],
)
def test_data_without_end_is_cut_off(stand, path, fault):
    stand.channel.publish(THIRD)
    with HostileServer(stand.endpoint) as server:
        server.script(path, endless)
        stand.refused(fault, where=server.url, options={"limits": QUICK})
        assert stand.device.downloads() == []
        server.script(path, honest)
        assert stand.device.update(server.url, now=NOW, options={"limits": QUICK}).after == 3
    check(stand.device, {3})


# --- stolen keys


def test_a_stolen_online_key_cannot_sign_content(stand):
    stand.tampering.forge("content", lambda content: content.targets.clear(), signers=[stand.channel.online])
    stand.refused(SignatureWrong)
    stand.recover()


def test_a_stolen_online_key_cannot_sign_who_may_sign(stand):
    stand.tampering.forge("targets", signers=[stand.channel.online])
    stand.refused(SignatureWrong)
    stand.recover()


def test_a_stolen_online_key_cannot_bring_back_old_content(stand):
    older = MetaFile(2)
    stand.tampering.forge("snapshot", lambda shot: shot.meta.__setitem__("content.json", older))
    stand.refused(RolledBack)
    stand.recover()


def test_a_stolen_editors_key_reaches_nobody_without_the_online_key(stand):
    stand.tampering.forge("content", lambda content: content.targets.clear(), listed=False)
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    check(stand.device, {2})
    number = stand.tampering.newest("content").signed.version
    # Put in place of the file that is named, it is not the file that was named.
    stand.tampering.path("content", number - 1).write_bytes(stand.tampering.path("content").read_bytes())
    shutil.rmtree(stand.device.home / "tuf")
    stand.refused(ContentMismatch)
    stand.recover()


def test_an_editors_key_cannot_speak_for_the_app(stand, tmp_path):
    tampering = stand.tampering
    setup = tampering.newest("content").signed.targets["content/snapshot.kbp"]
    path = "app/setup"
    tampering.forge("content", lambda content: content.targets.__setitem__(path, setup))

    def asked(folder: str) -> Any:
        with open_source(stand.endpoint) as source:
            updater = Updater(
                str(tmp_path / folder), source.metadata_url, fetcher=source.fetcher, bootstrap=stand.channel.root
            )
            updater._trusted_set.reference_time = NOW
            return updater.get_targetinfo(path)

    assert asked("one") is None
    tampering.forge("app", lambda app: app.targets.__setitem__(path, setup), signers=[stand.channel.content])
    with pytest.raises(UnsignedMetadataError):
        asked("two")
    # Whoever asks for knowledge is not held up by it.
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    check(stand.device, {2})


# --- the root


def replaced_keys(role: str, *keys: CryptoSigner, threshold: int = 0) -> Any:
    """Return a change of a root that puts other keys in the place of a role's."""

    def change(root: Any) -> None:
        for keyid in list(root.roles[role].keyids):
            root.revoke_key(keyid, role)
        for key in keys:
            root.add_key(key.public_key, role)
        root.roles[role].threshold = threshold or root.roles[role].threshold

    return change


def test_a_root_that_was_rotated_many_times_is_followed(stand):
    tampering, keys = stand.tampering, list(stand.channel.roots)
    for _ in range(6):
        # One person after the other gets a new key: two of the old three and two of the new three sign.
        following = [*keys[1:], new_key()]
        tampering.forge("root", replaced_keys("root", *following), signers=keys[1:])
        keys = following
    tampering.forge("root", replaced_keys("targets", *keys), signers=keys[:2])
    tampering.signers |= {"root": tuple(keys), "targets": tuple(keys)}
    tampering.forge("targets", signers=keys[:2])
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    check_recovers(stand.device, stand.endpoint, 2, now=NOW)
    fresh = Device(stand.folder / "fresh", stand.channel.root)
    check_recovers(fresh, stand.endpoint, 2, now=NOW)


def test_seventy_rotations_are_followed_in_the_end(stand):
    for _ in range(70):
        stand.tampering.forge("root")
    stand.device.update(stand.endpoint, now=NOW)
    check_recovers(stand.device, stand.endpoint, 2, now=NOW)


@pytest.mark.parametrize("case", ["one of the old", "none of the old", "one of the new", "two strangers"])
def test_a_root_below_its_threshold_is_refused(stand, case):
    old, new = list(stand.channel.roots), [new_key() for _ in range(3)]
    signers = {
        "one of the old": [old[0], *new],
        "none of the old": new,
        "one of the new": [*old, new[0]],
        "two strangers": [new_key(), new_key()],
    }[case]
    stand.tampering.forge("root", replaced_keys("root", *new), signers=signers)
    stand.refused(SignatureWrong)
    stand.recover()


def test_one_signature_twice_is_one_signature(stand):
    stand.tampering.forge("root", signers=stand.channel.roots[:1])
    path = stand.tampering.path("root")
    document = json.loads(path.read_bytes())
    document["signatures"] *= 2
    path.write_bytes(json.dumps(document).encode())
    stand.refused(SignatureWrong)
    stand.recover()


def test_a_root_that_skips_a_number_is_refused(stand):
    stand.tampering.forge("root", version=3)
    stand.tampering.path("root", 3).rename(stand.tampering.path("root", 2))
    stand.refused(SignatureWrong)
    stand.recover()


def test_a_root_of_another_channel_does_not_get_in_between(stand, tmp_path):
    stranger = Channel(tmp_path / "stranger")
    stand.tampering.path("root", 2).write_bytes(stranger.root)
    stand.refused(SignatureWrong)
    stand.recover()


def test_a_revoked_editors_key_signs_nothing_any_more(stand):
    tampering, fresh = stand.tampering, new_key()

    def delegate(targets: Any) -> None:
        targets.revoke_key(stand.channel.content.public_key.keyid, "content")
        targets.add_key(fresh.public_key, "content")

    tampering.forge("targets", delegate)
    tampering.forge("content", lambda content: content.targets.clear())
    stand.refused(SignatureWrong)
    tampering.put_back(stand.second)
    tampering.forge("targets", delegate)
    tampering.forge("content", signers=[fresh])
    tampering.forge("content", signers=[fresh])
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    stand.channel.content = fresh
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def rotate_online(stand: Stand) -> None:
    """Give the endpoint back to the publisher, with another online key and numbers that go on from before the theft."""
    tampering, fresh = stand.tampering, new_key()
    tampering.put_back(stand.second)

    def change(root: Any) -> None:
        for role in ("snapshot", "timestamp"):
            replaced_keys(role, fresh)(root)

    tampering.forge("root", change)
    stand.channel.online = fresh
    stand.tampering.forge("snapshot")


def test_a_revoked_online_key_signs_nothing_any_more(stand):
    stolen = stand.channel.online
    rotate_online(stand)
    stand.tampering.forge("timestamp", signers=[stolen])
    stand.refused(SignatureWrong)
    rotated = stand.tampering
    rotated.forge("timestamp")
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_numbers_driven_up_with_a_stolen_online_key_are_forgotten_with_the_key(stand):
    far = 2**30
    stand.tampering.forge("snapshot", version=far)
    stand.tampering.forge("timestamp", version=far)
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    stand.tampering.put_back(stand.second)
    stand.refused(RolledBack)
    rotate_online(stand)
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_numbers_of_content_driven_up_with_both_keys_are_forgotten_with_the_online_key(stand):
    stand.tampering.forge("content", version=2**30)
    assert stand.device.update(stand.endpoint, now=NOW).outcome is Outcome.CURRENT
    rotate_online(stand)
    stand.channel.publish(THIRD)
    check_recovers(stand.device, stand.endpoint, 3, now=NOW)


def test_a_content_version_driven_up_with_both_keys_is_led_on_by_a_higher_one(stand):
    far = 10**9
    stand.tampering.publish_badly(stand.records, have=stand.records, version=far)
    assert stand.device.update(stand.endpoint, now=NOW).after == far
    check(stand.device, {far})
    rotate_online(stand)
    stand.channel.publish(THIRD)
    with pytest.raises(RolledBack):
        stand.device.update(stand.endpoint, now=NOW)
    check(stand.device, {far})
    stand.tampering.publish_badly(stand.records, have=stand.records, version=far + 1)
    check_recovers(stand.device, stand.endpoint, far + 1, now=NOW)


# --- sticks


@pytest.fixture
def stick(stand: Stand, tmp_path: Path) -> Path:
    """Return a bundle of version 3."""
    stand.channel.publish(THIRD)
    return stand.tampering.bundle(tmp_path / "stick.kbz")


def test_a_stick_is_as_good_as_the_endpoint(stand, stick):
    assert stand.device.update(stick, now=NOW).after == 3
    check_recovers(stand.device, stick, 3, now=NOW)


def test_an_expired_stick_is_refused_unless_it_is_wanted(stand, stick):
    late = NOW + 100 * DAY
    fault = stand.refused(MaterialExpired, where=stick, now=late)
    assert fault.details["role"] == "timestamp"
    assert stand.device.update(stick, now=late, accept_expired=True).after == 3
    check(stand.device, {3})
    stand.channel.resign(now=late)
    check_recovers(stand.device, stand.endpoint, 3, now=late)


def test_a_wanted_expired_stick_still_has_to_be_signed(stand, tmp_path):
    stand.channel.publish(THIRD)
    stand.tampering.forge("content", signers=[stand.channel.online])
    stick = stand.tampering.bundle(tmp_path / "forged.kbz")
    stand.refused(SignatureWrong, where=stick, now=NOW + 100 * DAY, accept_expired=True)
    stand.recover()


def test_a_wanted_expired_stick_still_cannot_lead_back(stand, tmp_path):
    stand.tampering.put_back(stand.first)
    stick = stand.tampering.bundle(tmp_path / "old.kbz")
    stand.refused(RolledBack, where=stick, now=NOW + 100 * DAY, accept_expired=True)
    shutil.rmtree(stand.device.home)
    stand.refused(RolledBack, where=stick, now=NOW + 100 * DAY, accept_expired=True)
    stand.recover()


@pytest.mark.parametrize("cut", [0, 10, 2000, -30])
def test_a_stick_that_was_pulled_too_early_is_unreadable(stand, stick, cut):
    stick.write_bytes(stick.read_bytes()[:cut])
    stand.refused(InputUnreadable, where=stick)
    stand.recover()


def test_a_stick_whose_packs_are_altered_is_refused(stand, tmp_path):
    stand.channel.publish(THIRD)
    for pack in stand.tampering.packs():
        pack.write_bytes(bytes(pack.stat().st_size))
    stand.refused(ContentMismatch, where=stand.tampering.bundle(tmp_path / "altered.kbz"))
    stand.recover()


def test_every_fault_of_trust_has_a_code_of_its_own():
    faults = (RolledBack, SignatureWrong, ContentMismatch, MaterialExpired, ClockWrong)
    assert len({fault.code for fault in faults}) == len(faults)
    assert all(issubclass(fault, AdvisorError) and fault.exit_status == 4 for fault in faults)
