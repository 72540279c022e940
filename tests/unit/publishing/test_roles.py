"""What is signed: accepted by python-tuf's client, refused by us where anything is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tuf.api.metadata import Snapshot

from advisor_app.errors import ContentMismatch, RolledBack, SignatureWrong, TrustFault, TrustRootDamaged, UsageFault
from advisor_app.publishing.keys import new_key
from advisor_app.publishing.roles import (
    MANUAL,
    WITH_DAILY_JOB,
    Current,
    Expiries,
    PackFile,
    Role,
    initial_metadata,
    resigned,
    with_content,
)
from advisor_app.publishing.signed import decode, encode
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD, PackInfo, PackKind
from tests.signing import FIRST_ROOT, NOW, PACKS, Channel, ask_client

INFO = PackInfo(
    kind=PackKind.SNAPSHOT, since=0, to=7, raw=9, up=1, down=0, n=1, digest="d" * 64, as_of="2026-11-01",
    published="2026-11-23",
)  # fmt: skip


@pytest.fixture
def channel():
    return Channel().begin()


def publish(channel, packs=PACKS, now=NOW):
    files = with_content(
        channel.current(now), packs, content_signers=channel.content, online_signer=channel.online, now=now
    )
    channel.files.update(files)
    return files


def test_a_new_channel_is_accepted_by_the_client_and_has_no_content(channel, tmp_path):
    assert ask_client(channel.files, channel.first_root, tmp_path) is None
    current = channel.current()
    assert (current.channel, current.development, current.content_version) == (channel.name, False, 0)
    assert current.expired == ()


def test_published_content_reaches_the_client_with_what_is_signed_about_it(channel, tmp_path):
    assert ask_client(channel.files, channel.first_root, tmp_path) is None
    publish(channel, {"content/snapshot.kbp": PackFile(length=9, sha256="ab" * 32, info=INFO)})
    target = ask_client(channel.files, channel.first_root, tmp_path)
    assert target is not None
    assert (target.length, PackInfo.from_custom(target.custom)) == (9, INFO)
    assert channel.current().content_version == 7


def test_what_is_published_replaces_what_was(channel):
    publish(channel, {"content/d0.kbp": PackFile(length=1, sha256="cd" * 32)})
    publish(channel)
    assert channel.current().packs() == PACKS


def test_the_timestamp_is_written_last_and_small(channel):
    files = publish(channel)
    assert list(files) == ["metadata/2.content.json", "metadata/2.snapshot.json", "metadata/timestamp.json"]
    assert len(files["metadata/timestamp.json"]) <= 450


@pytest.mark.parametrize("missing", ["root", "app", "content", "online"])
def test_the_thresholds_are_really_needed(missing):
    channel = Channel()
    present = {name: list(getattr(channel, name)) for name in ("root", "app", "content")} | {"online": [channel.online]}
    present[missing] = present[missing][:1] if missing in ("root", "app") else []
    signers = [key for own in present.values() for key in own]
    with pytest.raises(UsageFault) as fault:
        initial_metadata(channel.keys, signers, channel=channel.name, development=False, now=NOW)
    assert " of the " in str(fault.value.details["what"])


@pytest.mark.parametrize(("content", "online"), [("app", "online"), ("content", "content")])
def test_a_key_of_another_role_cannot_publish(channel, content, online):
    keys = {"app": channel.app, "content": channel.content, "online": [channel.online]}
    with pytest.raises(UsageFault):
        with_content(channel.current(), PACKS, content_signers=keys[content], online_signer=keys[online][0], now=NOW)


def test_the_content_key_cannot_answer_for_the_app(channel, tmp_path):
    publish(channel, {**PACKS, "app/setup.exe": PackFile(length=3, sha256="ef" * 32)})
    assert ask_client(channel.files, channel.first_root, tmp_path, "app/setup.exe") is None
    assert ask_client(channel.files, channel.first_root, tmp_path) is not None


def test_marks_of_the_channel_are_signed(channel):
    signed = json.loads(channel.first_root)["signed"]
    assert (signed[CHANNEL_FIELD], signed[DEVELOPMENT_FIELD], signed["consistent_snapshot"]) == (
        channel.name,
        False,
        True,
    )


@pytest.mark.parametrize(
    "path",
    [FIRST_ROOT, *(f"metadata/{n}.{r}.json" for n, r in ((2, "snapshot"), (1, "targets"), (2, "content"), (1, "app")))],
)
def test_a_changed_byte_is_noticed(channel, path):
    publish(channel)
    trusted = channel.first_root
    text = channel.files[path].decode()
    document = json.loads(text)
    document["signed"]["expires"] = "2099-01-01T00:00:00Z"
    channel.files[path] = json.dumps(document, separators=(",", ":")).encode()
    root = channel.files[FIRST_ROOT] if path == FIRST_ROOT else trusted
    with pytest.raises(TrustRootDamaged if path == FIRST_ROOT else SignatureWrong):
        Current.read(channel.files.get, root, now=NOW)


def test_another_file_with_good_signatures_is_noticed(channel):
    """A stolen content key alone changes nothing: the snapshot says which file it is."""
    publish(channel)
    before = channel.files["metadata/2.content.json"]
    other = Channel(root=channel.root, app=channel.app, content=channel.content, online=channel.online).begin()
    publish(other, {"content/snapshot.kbp": PackFile(length=4, sha256="cd" * 32)})
    channel.files["metadata/2.content.json"] = other.files["metadata/2.content.json"]
    assert channel.files["metadata/2.content.json"] != before
    with pytest.raises(ContentMismatch):
        channel.current()


def test_an_older_file_in_the_place_of_a_newer_is_noticed(channel):
    publish(channel)
    channel.files["metadata/2.snapshot.json"] = channel.files["metadata/1.snapshot.json"]
    with pytest.raises(RolledBack) as fault:
        channel.current()
    assert (fault.value.details["offered"], fault.value.details["known"]) == (1, 2)


def test_a_whole_older_state_is_noticed_by_who_remembers(channel):
    old = dict(channel.files)
    publish(channel)
    known = channel.current().versions()
    assert Current.read(old.get, channel.first_root, now=NOW).version(Role.CONTENT) == 1
    with pytest.raises(RolledBack):
        Current.read(old.get, channel.first_root, now=NOW, known=known)


@pytest.mark.parametrize("path", ["metadata/1.snapshot.json", "metadata/1.targets.json", "metadata/1.content.json"])
def test_a_missing_file_is_noticed(channel, path):
    del channel.files[path]
    with pytest.raises(ContentMismatch) as fault:
        channel.current()
    assert path in str(fault.value.details["where"])


def test_an_endpoint_without_a_channel_says_how_to_make_one(channel):
    with pytest.raises(UsageFault) as fault:
        Current.read(dict[str, bytes]().get, channel.first_root, now=NOW)
    assert "keys init" in str(fault.value.details["remedy"])


def test_another_channel_is_not_signed_on_top_of(channel):
    other = Channel(name="cd" * 16).begin()
    with pytest.raises(SignatureWrong):
        Current.read(other.files.get, channel.first_root, now=NOW)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b'{"signed":{"_type":"root"}}'])
def test_what_is_no_metadata_is_refused(channel, data):
    with pytest.raises(TrustRootDamaged):
        Current.read(channel.files.get, data, now=NOW)
    channel.files["metadata/timestamp.json"] = data
    with pytest.raises(TrustFault):
        channel.current()


def test_one_role_cannot_pass_for_another(channel):
    channel.files["metadata/1.snapshot.json"] = channel.files["metadata/1.targets.json"]
    with pytest.raises(TrustFault):
        channel.current()


def test_a_list_of_files_that_leaves_one_out_is_noticed(channel):
    snapshot = decode(Role.SNAPSHOT, channel.files["metadata/1.snapshot.json"], "snapshot", Snapshot)
    del snapshot.signed.meta["app.json"]
    snapshot.sign(channel.online)
    channel.files["metadata/1.snapshot.json"] = encode(snapshot)
    with pytest.raises(ContentMismatch) as fault:
        channel.current()
    assert "app.json" in str(fault.value.details["reason"])


def test_a_pack_of_which_nonsense_is_signed_is_told(channel):
    publish(channel, {"content/snapshot.kbp": PackFile(length=9, sha256="ab" * 32, info=replace(INFO, n=-1))})
    with pytest.raises(ContentMismatch):
        channel.current().packs()


def test_what_has_expired_can_be_read_and_made_fresh_again(channel, tmp_path):
    late = NOW + timedelta(days=100)
    current = channel.current(late)
    assert current.expired == (Role.SNAPSHOT, Role.TIMESTAMP)
    files = resigned(current, channel.online, late)
    assert list(files) == ["metadata/2.snapshot.json", "metadata/timestamp.json"]
    channel.files.update(files)
    assert channel.current(late).expired == ()


def test_a_daily_job_signs_a_new_snapshot_only_when_it_is_due(channel):
    channel.files.update(resigned(channel.current(), channel.online, NOW + timedelta(days=61)))
    snapshots = 0
    for day in range(62, 162):
        now = NOW + timedelta(days=day)
        files = resigned(channel.current(now), channel.online, now)
        snapshots += len(files) - 1
        channel.files.update(files)
        current = channel.current(now)
        assert current.expires(Role.SNAPSHOT) >= current.expires(Role.TIMESTAMP) == now + timedelta(days=30)
    assert 2 <= snapshots <= 4


def test_freshness_needs_the_online_key(channel):
    with pytest.raises(UsageFault):
        resigned(channel.current(), new_key(), NOW)


def test_how_long_signatures_hold(channel):
    current = channel.current()
    days = {role: (current.expires(role) - NOW).days for role in Role}
    assert days == {
        Role.ROOT: 730, Role.TARGETS: 730, Role.CONTENT: 180, Role.APP: 730, Role.SNAPSHOT: 90, Role.TIMESTAMP: 60
    }  # fmt: skip
    assert (WITH_DAILY_JOB.snapshot, WITH_DAILY_JOB.timestamp) == (60, 30)
    assert replace(MANUAL, content=3).until(Role.CONTENT, NOW) == NOW + timedelta(days=3)


ONE = Channel()


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 400))
def test_a_timestamp_never_outlives_its_snapshot(snapshot, timestamp, gap):
    expiries = Expiries(snapshot=max(snapshot, timestamp), timestamp=timestamp)
    channel = Channel(root=ONE.root, app=ONE.app, content=ONE.content, online=ONE.online).begin()
    now = NOW + timedelta(days=gap)
    channel.files.update(resigned(channel.current(now), channel.online, now, expiries))
    current = channel.current(now)
    assert current.expires(Role.SNAPSHOT) >= current.expires(Role.TIMESTAMP)


@pytest.mark.parametrize("sha256", ["", "AB" * 32, "../" + "a" * 61, "ab" * 31, "ab" * 32 + "\n"])
def test_a_hash_that_is_none_is_not_built_upon(channel, sha256):
    publish(channel, {"content/d0.kbp": PackFile(length=1, sha256=sha256)})
    with pytest.raises(ContentMismatch):
        channel.current().packs()
