"""What an endpoint offers is believed only as far as it is signed, current and not older than what was seen."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api import exceptions as tuf
from tuf.api.metadata import Targets
from tuf.ngclient.fetcher import FetcherInterface

from advisor_app.errors import (
    AdvisorError,
    AppTooOld,
    Cancelled,
    ClockWrong,
    ContentMismatch,
    DiskFull,
    EnvironmentFault,
    InputUnreadable,
    MaterialExpired,
    Offline,
    RolledBack,
    ServerRefused,
    ServerUnreachable,
    SignatureWrong,
    TooSlow,
    TransportAltered,
    TrustFault,
    TrustRootDamaged,
)
from advisor_app.updates.format import SNAPSHOT
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.faults import FetchFault
from advisor_app.updates.transport.folder import FolderSource
from advisor_app.updates.transport.source import open_source
from advisor_app.updates.trust import Offer, read_offer
from tests.unit.updates.small_channel import NOW, SmallChannel

RECORDS = {"a": '{"id":"a"}', "b": '{"id":"b"}'}


@pytest.fixture
def channel(tmp_path: Path) -> SmallChannel:
    made = SmallChannel(tmp_path / "endpoint")
    made.publish(RECORDS)
    return made


@pytest.fixture
def ask(tmp_path, channel):
    root = TrustRoot.parse(channel.root)

    def read(*, now: datetime = NOW, folder: Path | None = None, trust: TrustRoot = root, **options) -> Offer:
        with open_source(folder or channel.folder) as source:
            return read_offer(source, trust, tmp_path / "home/tuf", now=now, **options)

    (tmp_path / "home").mkdir()
    return read


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "home/tuf"


def copy_of(channel: SmallChannel, name: str) -> Path:
    return Path(shutil.copytree(channel.folder, channel.folder.parent / name))


def test_an_honest_offer(ask, channel):
    offer = ask()
    assert offer.snapshot.info.to == 1
    assert (offer.snapshot.info.n, offer.keys, offer.threshold) == (2, 1, 1)
    assert (channel.folder / offer.snapshot.path).stat().st_size == offer.snapshot.length
    assert offer.rungs == ()
    assert offer.valid_until == "2026-12-23"


def test_rungs_lead_to_what_is_offered(ask, channel):
    for number in range(2, 7):
        channel.publish({**RECORDS, "c": f'{{"id":"c","t":{number}}}'})
    rungs = ask().rungs
    assert [(one.info.since, one.info.to) for one in rungs] == [(5, 6), (4, 6), (2, 6), (1, 6)]
    assert all((channel.folder / one.path).is_file() for one in rungs)


def test_nothing_new_asks_for_two_files(tmp_path, channel, ask):
    ask()
    with open_source(channel.folder) as source:
        read_offer(source, TrustRoot.parse(channel.root), tmp_path / "home/tuf", now=NOW)
        assert source.requests == 2


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "content"])
def test_a_changed_file_is_refused(ask, channel, role):
    signed = channel.metadata(role).read_bytes()
    changed = signed.replace(b'"expires":"202', b'"expires":"203')
    assert changed != signed
    channel.metadata(role).write_bytes(changed)
    with pytest.raises((SignatureWrong, ContentMismatch)):
        ask()


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "content"])
def test_a_stranger_s_signature_is_refused(ask, channel, role):
    channel.keys[role] = CryptoSigner.generate_ed25519()
    match role:
        case "targets":
            channel.sign_targets()
        case "content":
            channel.sign_content()
    channel.refresh()
    with pytest.raises(SignatureWrong):
        ask()


def test_the_online_key_cannot_sign_content(ask, channel):
    channel.keys["content"] = channel.keys["timestamp"]
    channel.sign_content()
    channel.refresh()
    with pytest.raises(SignatureWrong):
        ask()


def test_a_root_that_trusts_others_is_refused(ask, channel):
    channel.keys["root"] = CryptoSigner.generate_ed25519()
    channel.sign_root()
    with pytest.raises(SignatureWrong):
        ask()


def test_no_link_is_needed(ask, memory):
    """Network drives and sticks may have none."""
    ask()
    assert [path for path in memory.rglob("*") if path.is_symlink() or path.stat().st_nlink > 2] == []


def test_a_rotated_root_leads_to_new_keys_and_is_remembered(ask, channel, memory):
    old = channel.keys["root"]
    channel.keys["root"] = CryptoSigner.generate_ed25519()
    channel.keys["timestamp"] = CryptoSigner.generate_ed25519()
    channel.sign_root(signers=(old,))
    channel.refresh()
    assert ask().snapshot.info.to == 1
    assert (memory / "root_history/2.root.json").is_file()


def test_an_older_state_is_a_rollback(ask, channel):
    old = copy_of(channel, "old")
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    assert ask().snapshot.info.to == 2
    with pytest.raises(RolledBack) as caught:
        ask(folder=old)
    assert (caught.value.details["offered"], caught.value.details["known"]) == (1, 2)
    assert ask().snapshot.info.to == 2


@pytest.mark.parametrize("role", ["snapshot", "content"])
def test_parts_of_two_states_do_not_mix(ask, channel, role):
    old = channel.metadata(role).read_bytes()
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    channel.metadata(role).write_bytes(old)
    with pytest.raises(TrustFault):
        ask()


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "content", "root"])
def test_expiry_names_the_role_and_the_day(tmp_path, role):
    channel = SmallChannel(
        tmp_path / "endpoint",
        days={
            **dict.fromkeys(["root", "targets"], 900),
            **dict.fromkeys(["content", "snapshot", "timestamp"], 800),
            role: 10,
        },
    )
    channel.publish(RECORDS)
    with open_source(channel.folder) as source:
        root = TrustRoot.parse(channel.root)
        assert read_offer(source, root, tmp_path / "tuf", now=NOW + timedelta(days=9)).snapshot.info.to == 1
        with pytest.raises(MaterialExpired) as caught:
            read_offer(source, root, tmp_path / "other", now=NOW + timedelta(days=11))
    assert caught.value.details["role"] == role
    assert caught.value.details["expired_on"] == "2026-12-03"


def test_a_device_that_has_seen_it_before_still_minds_expiry(ask):
    ask()
    with pytest.raises(MaterialExpired) as caught:
        ask(now=NOW + timedelta(days=31))
    assert (caught.value.details["role"], caught.value.details["expired_on"]) == ("timestamp", "2026-12-23")


def test_what_expired_can_be_read_on_purpose(ask, memory):
    late = NOW + timedelta(days=100)
    with pytest.raises(MaterialExpired):
        ask(now=late)
    offer = ask(now=late, accept_expired=True)
    assert (offer.snapshot.info.to, offer.valid_until) == (1, "2026-12-23")
    with pytest.raises(MaterialExpired):
        ask(now=late)


def test_reading_on_purpose_changes_nothing_about_what_is_current(ask):
    assert ask(accept_expired=True) == ask()


def test_reading_on_purpose_still_minds_signatures_and_versions(ask, channel):
    late = NOW + timedelta(days=100)
    old = copy_of(channel, "old")
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    assert ask(now=late, accept_expired=True).snapshot.info.to == 2
    with pytest.raises(RolledBack):
        ask(now=late, accept_expired=True, folder=old)
    channel.keys["timestamp"] = CryptoSigner.generate_ed25519()
    channel.stamp()
    with pytest.raises(SignatureWrong):
        ask(now=late, accept_expired=True)


@pytest.mark.parametrize("role", ["root", "snapshot", "targets", "content"])
def test_what_had_expired_before_the_offer_was_made_stays_refused(tmp_path, role):
    channel = SmallChannel(tmp_path / "endpoint")
    channel.days[role] = 5
    if role == "root":
        channel.sign_root()
    if role == "targets":
        channel.sign_targets()
    channel.publish(RECORDS)
    root = TrustRoot.parse(channel.root)
    with open_source(channel.folder) as source, pytest.raises(MaterialExpired) as caught:
        read_offer(source, root, tmp_path / "tuf", now=NOW + timedelta(days=300), accept_expired=True)
    assert caught.value.details["role"] == role


def test_a_clock_that_is_behind_is_told_from_expiry(tmp_path, channel):
    channel.now = NOW - timedelta(days=400)
    channel.publish(RECORDS)
    with open_source(channel.folder) as source, pytest.raises(ClockWrong) as caught:
        read_offer(
            source,
            TrustRoot.parse(channel.root),
            tmp_path / "tuf",
            now=NOW - timedelta(days=300),
            known_day="2026-11-01",
        )
    assert caught.value.details == {"today": "2026-01-27", "known": "2026-11-01"}


def test_a_clock_that_is_far_ahead_is_told_from_expiry(ask):
    with pytest.raises(ClockWrong):
        ask(now=NOW + timedelta(days=2000))


def test_a_clock_that_is_behind_locks_nobody_out(ask):
    assert ask(now=NOW - timedelta(days=900), known_day="2026-11-23").snapshot.info.to == 1


def test_a_clock_that_is_behind_makes_nothing_fresh(ask):
    reached = NOW + timedelta(days=40)
    with pytest.raises(ClockWrong):
        ask(reached=reached, known_day=reached.date().isoformat())
    assert ask(reached=NOW + timedelta(days=29)).snapshot.info.to == 1
    assert ask(reached=reached, known_day="2027-01-02", accept_expired=True).snapshot.info.to == 1


@pytest.mark.parametrize("days", [31, 70, 900])
def test_where_expiry_may_be_the_clock_both_causes_are_told(ask, days):
    with pytest.raises(MaterialExpired) as caught:
        ask(now=NOW + timedelta(days=days))
    assert "clock" in str(caught.value.details["reason"])


def test_an_endpoint_without_content(tmp_path):
    channel = SmallChannel(tmp_path / "endpoint")
    channel.sign_content()
    channel.refresh()
    with open_source(channel.folder) as source, pytest.raises(ContentMismatch):
        read_offer(source, TrustRoot.parse(channel.root), tmp_path / "tuf", now=NOW)


def test_a_newer_pack_format_asks_for_the_app(ask, channel):
    channel.edit_custom = lambda _name, custom: {"fmt": custom["fmt"] + 1, "whatever": []}
    channel.publish(RECORDS)
    with pytest.raises(AppTooOld):
        ask()


@pytest.mark.parametrize("change", [{"to": "1"}, {"to": -1}, {"kind": "other"}, {"digest": None}, {"fmt": "x"}])
def test_signed_nonsense_about_the_whole_is_refused_and_about_a_rung_passed_over(ask, channel, change):
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    channel.edit_custom = lambda name, custom: {**custom, **change} if "snapshot" not in name else custom
    channel.publish(RECORDS)
    assert ask().rungs == ()
    channel.edit_custom = lambda _name, custom: {**custom, **change}
    channel.publish(RECORDS)
    with pytest.raises(ContentMismatch):
        ask()


@pytest.mark.parametrize("name", ["/tmp/elsewhere", "../../elsewhere", "a\0b", "AB" * 32, ""])
def test_a_hash_that_is_a_path_names_no_file(ask, channel, name):
    def misname(role: str, signed: Targets) -> None:
        if role == "content":
            signed.targets[SNAPSHOT].hashes["sha256"] = name

    channel.touch = misname
    channel.publish(RECORDS)
    with pytest.raises(ContentMismatch):
        ask()


def test_a_rung_that_leads_elsewhere_is_passed_over(ask, channel):
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    channel.edit_custom = lambda name, custom: {**custom, "to": 2} if "d0" in name else custom
    channel.publish(RECORDS)
    assert [one.info.since for one in ask().rungs] == [1]


@pytest.mark.parametrize("damage", [b"", b"\0" * 300, b"{}", b"[]", b"\xff" * 40])
def test_a_damaged_memory_heals(ask, channel, memory, damage):
    ask()
    files = [path for path in memory.rglob("*.json") if path.is_file()]
    assert len(files) >= 5
    for path in files:
        path.write_bytes(damage)
    assert ask().snapshot.info.to == 1
    channel.publish({**RECORDS, "c": '{"id":"c"}'})
    assert ask().snapshot.info.to == 2


@pytest.mark.parametrize("name", ["timestamp.json", "root_history", "root_history/1.root.json", ""])
@pytest.mark.parametrize("how", ["directory", "file", "dangling"])
def test_something_else_in_place_of_the_memory_heals(ask, memory, name, how):
    ask()
    place = memory / name
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    match how:
        case "directory":
            (place / "inside").mkdir(parents=True)
        case "file":
            place.write_bytes(b"x")
        case "dangling":
            place.symlink_to("nowhere")
    assert ask().snapshot.info.to == 1


def test_a_memory_that_cannot_be_written_is_told(ask, tmp_path, monkeypatch):
    (tmp_path / "home").rmdir()
    (tmp_path / "home").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        ask()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 200,
        b"{}",
        b"[" * 50_000,
        b'{"signed": {"_type": "root", "version": 1}}',
        b"x" * 600_000,
        b'{"signed": {"_type": "root", "version": 1, "x-beratungskoffer-channel": "../.."}}',
    ],
)
def test_a_root_that_is_none_is_damaged(tmp_path, data):
    path = tmp_path / "root.json"
    path.write_bytes(data)
    with pytest.raises(TrustRootDamaged):
        TrustRoot.read(path)
    with pytest.raises(TrustRootDamaged):
        TrustRoot.read(tmp_path / "missing.json")


def test_a_root_nobody_signed_is_damaged(ask, channel):
    document = json.loads(channel.root)
    document["signatures"] = []
    with pytest.raises(TrustRootDamaged):
        ask(trust=TrustRoot.parse(json.dumps(document).encode()))


def test_the_root_tells_channel_and_development(channel):
    root = TrustRoot.parse(channel.root)
    assert (root.channel, root.development, root.version) == ("c0ffee00c0ffee00", True, 1)


def test_cancelling_stops_before_the_next_request(ask):
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        ask(cancelled=lambda: next(asked))


def test_a_missing_file_is_told_as_the_source_tells_it(ask, channel):
    channel.metadata("content").unlink()
    with pytest.raises(InputUnreadable):
        ask()


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "content"])
@pytest.mark.parametrize("garbage", [b"", b"{}", b"[]", b"\0" * 50, b'{"signed": 5}', b"<html>"])
def test_garbage_in_place_of_metadata_is_a_fault_of_ours(ask, channel, role, garbage):
    channel.metadata(role).write_bytes(garbage)
    with pytest.raises(AdvisorError):
        ask()


def test_no_more_than_metadata_is_read(ask, channel):
    path = channel.metadata("timestamp")
    with path.open("ab") as file:
        file.write(b" " * 10_000_000)
    with pytest.raises(AdvisorError):
        ask()


class Answering(FetcherInterface):
    """Answers everything in the same way."""

    def __init__(self, answer: bytes | Exception) -> None:
        self._answer = answer

    def _fetch(self, url: str) -> Iterator[bytes]:
        if isinstance(self._answer, Exception):
            raise self._answer
        if url.endswith(".root.json"):
            raise tuf.DownloadHTTPError("gone", 404)
        return iter((self._answer,))


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (FetchFault(Offline(where="x", reason="y")), Offline),
        (tuf.DownloadHTTPError("no", 503), ServerRefused),
        (tuf.DownloadLengthMismatchError("long"), ContentMismatch),
        (tuf.SlowRetrievalError("slow"), TooSlow),
        (tuf.DownloadError("broken"), ServerUnreachable),
        (b'{"signed": "in to the hotel"}', TransportAltered),
        (b"{" + b" " * 20_000, ContentMismatch),
    ],
)
def test_what_a_fetcher_tells_becomes_a_fault_of_ours(tmp_path, channel, answer, fault):
    source = FolderSource(channel.folder)
    source.fetcher, source.metadata_url = Answering(answer), "https://updates.example.org/metadata/"  # type: ignore[assignment]
    with pytest.raises(fault):
        read_offer(source, TrustRoot.parse(channel.root), tmp_path / "tuf", now=NOW)


@pytest.mark.parametrize(("number", "fault"), [(errno.ENOSPC, DiskFull), (errno.EIO, EnvironmentFault)])
def test_what_a_disk_refuses_is_told_at_once(tmp_path, channel, number, fault):
    source = FolderSource(channel.folder)
    source.fetcher = Raising(OSError(number, "refused"))  # type: ignore[assignment]
    with pytest.raises(fault):
        read_offer(source, TrustRoot.parse(channel.root), tmp_path / "tuf", now=NOW)


class Raising(Answering):
    """Lets an error of the system through, as writing the memory would."""

    def download_bytes(self, url: str, max_length: int) -> bytes:
        raise self._answer if isinstance(self._answer, Exception) else AssertionError


def test_content_that_the_highest_role_signs_itself(ask, channel):
    def undelegated(role: str, signed: Any) -> None:
        if role == "targets":
            signed.targets, signed.delegations = channel.targets, None

    channel.touch = undelegated
    channel.sign_targets()
    channel.refresh()
    offer = ask()
    assert (offer.snapshot.info.to, offer.keys, offer.threshold) == (1, 1, 1)
