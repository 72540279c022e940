"""Changes of keys: signed one after the other, published without harm wherever it breaks off."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tuf.api.exceptions import RepositoryError

from advisor_app.errors import InputUnreadable, RolledBack, SignatureWrong, TrustFault, UsageFault
from advisor_app.publishing.chain import Current
from advisor_app.publishing.keys import KeyRole, new_key
from advisor_app.publishing.pending import EffectKind, Pending
from advisor_app.publishing.roles import MANUAL, Role, resigned, with_content
from advisor_app.publishing.rotation import (
    KeyChange,
    finish,
    propose_renewal,
    propose_rotation,
    read_base,
)
from tests.signing import FIRST_ROOT, NOW, PACKS, Channel, ask_client

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
def channel():
    made = Channel().begin()
    files = with_content(made.current(), PACKS, content_signers=made.content, online_signer=made.online, now=NOW)
    made.files.update(files)
    return made


def renewed(current, roles, signers, *, online_signers, now):
    """Return the files of a renewal whose signers are all present."""
    pending = propose_renewal(current, roles, now=now, expiries=MANUAL).signed_by(signers)
    return finish(current, pending, online_signers, now=now, expiries=MANUAL)


def rotated(current, change, signers, *, online_signers, now, expiries=MANUAL):
    """Return the files of a change of keys whose signers are all present."""
    pending = propose_rotation(current, change, now=now, expiries=expiries).signed_by(signers)
    return finish(current, pending, online_signers, now=now, expiries=expiries)


def replacing(channel, kind):
    """Return the change that replaces a key, who signs it, and the online keys to finish it with; keys move over."""
    new = new_key()
    if kind is KeyRole.ONLINE:
        old, channel.online = channel.online, new
        signers, online = channel.root[:2], [new, old]
    else:
        keys = getattr(channel, kind)
        old, keys[0] = keys[0], new
        online = [channel.online]
        signers = {KeyRole.ROOT: keys, KeyRole.CONTENT: channel.root[:2] + keys, KeyRole.APP: channel.root[:2] + keys}[
            kind
        ]
    return KeyChange(kind=kind, remove=old.public_key.keyid, add=new.public_key), signers, online


def rotate(channel, kind, **keywords):
    change, signers, online = replacing(channel, kind)
    files = rotated(channel.current(), change, signers, online_signers=online, now=LATER, **keywords)
    channel.files.update(files)
    return files


def needs_of(pending):
    return [(need.role, need.have, need.threshold) for need in pending.needs()]


@pytest.mark.parametrize("kind", list(KeyRole))
def test_clients_follow_every_rotation_and_the_old_key_no_longer_counts(channel, kind, tmp_path):
    assert ask_client(channel.files, channel.first_root, tmp_path / "old") is not None
    keys = {**channel.__dict__}
    old = {
        "root": list(channel.root),
        "content": list(channel.content),
        "app": list(channel.app),
        "online": channel.online,
    }
    rotate(channel, kind)
    assert ask_client(channel.files, channel.first_root, tmp_path / "old") is not None
    assert ask_client(channel.files, channel.first_root, tmp_path / "new") is not None
    if kind is KeyRole.CONTENT:
        with pytest.raises(UsageFault):
            with_content(
                channel.current(), PACKS, content_signers=old["content"], online_signer=channel.online, now=LATER
            )
    if kind is KeyRole.ONLINE:
        with pytest.raises(UsageFault):
            resigned(channel.current(), old["online"], LATER)
    assert keys["files"] is channel.files


def test_the_whole_root_can_be_replaced_key_by_key(channel, tmp_path):
    first = {key.public_key.keyid for key in channel.root}
    for turn in range(3):
        rotate(channel, KeyRole.ROOT)
        channel.root.append(channel.root.pop(0))
        assert ask_client(channel.files, channel.first_root, tmp_path / str(turn)) is not None
    current = channel.current()
    assert current.version(Role.ROOT) == 4
    assert not first & {key.keyid for key in (*current.keys(Role.ROOT), *current.keys(Role.TARGETS))}
    assert current.channel == channel.name
    assert len(current.root.signed.keys) == 4


@pytest.mark.parametrize("kind", list(KeyRole))
def test_every_moment_of_a_rotation_leaves_clients_at_work(channel, kind, tmp_path):
    """With the old online key at hand there is no moment at which a client is refused."""
    before = dict(channel.files)
    assert ask_client(before, channel.first_root, tmp_path / "known") is not None
    files = rotate(channel, kind)
    for count in range(len(files) + 1):
        state = before | dict(list(files.items())[:count])
        assert ask_client(state, channel.first_root, tmp_path / f"new{count}") is not None
        assert ask_client(state, channel.first_root, tmp_path / "known") is not None


@pytest.mark.parametrize("kind", list(KeyRole))
@pytest.mark.parametrize("with_old", [True, False])
def test_publishing_can_break_off_anywhere_and_be_run_again(channel, kind, with_old, tmp_path):
    before, root = dict(channel.files), channel.first_root
    change, signers, online = replacing(channel, kind)
    pending = propose_rotation(channel.current(), change, now=LATER, expiries=MANUAL).signed_by(signers)
    online = online if with_old else online[:1]
    whole = finish(channel.current(), pending, online, now=LATER, expiries=MANUAL)
    for count in range(len(whole) + 1):
        state = before | dict(list(whole.items())[:count])
        base = read_base(state.get, root, pending, now=LATER, where="endpoint")
        assert (base is None) == (count == len(whole))
        if base is not None:
            state |= finish(base, pending, online, now=LATER + timedelta(seconds=count), expiries=MANUAL)
        after = Current.read(state.get, root, now=LATER)
        assert change.add.keyid in {key.keyid for role in Role for key in after.keys(role)}
        assert change.remove not in {key.keyid for role in Role for key in after.keys(role)}
        assert ask_client(state, root, tmp_path / str(count)) is not None


def test_one_root_key_alone_changes_nothing(channel):
    change, _signers, online = replacing(channel, KeyRole.CONTENT)
    thief = channel.root[0]
    with pytest.raises(UsageFault):
        rotated(channel.current(), change, [thief], online_signers=online, now=LATER)
    with pytest.raises(UsageFault):
        renewed(channel.current(), [Role.ROOT], [thief], online_signers=online, now=LATER)


def test_a_root_needs_the_old_and_the_new_keys(channel, tmp_path):
    """Two thieves' keys in a new root that only they signed, and an old key that signs for two."""
    fresh = Channel(root=channel.root[:1], app=channel.app, content=channel.content, online=channel.online)
    fresh.root = [channel.root[0], new_key(), new_key()]
    fresh.begin()
    forged = json.loads(fresh.first_root)
    forged["signed"]["version"] = 2
    files = dict(channel.files)
    files["metadata/2.root.json"] = json.dumps(forged).encode()
    with pytest.raises(SignatureWrong):
        Current.read(files.get, channel.first_root, now=NOW)
    with pytest.raises(RepositoryError):
        ask_client(files, channel.first_root, tmp_path)


def test_a_change_is_signed_one_after_the_other(channel):
    change, _signers, online = replacing(channel, KeyRole.ROOT)
    pending = propose_rotation(channel.current(), change, now=LATER, expiries=MANUAL)
    assert needs_of(pending)[:2] == [(Role.ROOT, 0, 2), (Role.ROOT, 0, 2)]
    first = Pending.from_bytes(pending.signed_by([channel.root[1]]).to_bytes(), "change")
    assert not first.complete
    with pytest.raises(UsageFault):
        finish(channel.current(), first, online, now=LATER, expiries=MANUAL)
    with pytest.raises(UsageFault):
        first.signed_by([channel.root[1]])
    with pytest.raises(UsageFault):
        first.signed_by(channel.app)
    second = Pending.from_bytes(first.signed_by([channel.root[2]]).to_bytes(), "change")
    assert second.complete
    channel.files.update(finish(channel.current(), second, online, now=LATER, expiries=MANUAL))
    assert channel.current().version(Role.ROOT) == 2


def test_content_may_be_published_while_a_change_waits(channel):
    pending = propose_renewal(channel.current(), [Role.ROOT, Role.TARGETS], now=LATER, expiries=MANUAL)
    channel.files.update(
        with_content(channel.current(), {}, content_signers=channel.content, online_signer=channel.online, now=LATER)
    )
    base = read_base(channel.files.get, channel.first_root, pending, now=LATER, where="endpoint")
    assert base is not None
    channel.files.update(
        finish(base, pending.signed_by(channel.root[1:]), [channel.online], now=LATER, expiries=MANUAL)
    )
    current = channel.current()
    assert (current.version(Role.ROOT), current.version(Role.CONTENT), current.packs()) == (2, 3, {})


def test_a_change_for_a_state_that_is_no_more_is_refused(channel):
    stale = propose_renewal(channel.current(), [Role.CONTENT], now=LATER, expiries=MANUAL).signed_by(channel.content)
    channel.files.update(
        with_content(channel.current(), {}, content_signers=channel.content, online_signer=channel.online, now=LATER)
    )
    with pytest.raises(RolledBack):
        read_base(channel.files.get, channel.first_root, stale, now=LATER, where="endpoint")


def test_a_change_for_another_channel_is_refused(channel):
    other = Channel(name="cd" * 16).begin()
    pending = propose_renewal(other.current(), [Role.ROOT], now=LATER, expiries=MANUAL).signed_by(other.root)
    with pytest.raises(UsageFault):
        read_base(channel.files.get, channel.first_root, pending, now=LATER, where="endpoint")
    with pytest.raises(SignatureWrong):
        pending.check_base(channel.first_root)


def test_renewal_changes_the_end_and_nothing_else(channel):
    much_later = NOW + timedelta(days=50)
    pending = propose_renewal(channel.current(), list(Role), now=much_later, expiries=MANUAL)
    assert {effect.kind for effect in pending.effects()} == {EffectKind.EXPIRY}
    assert set(pending.files) == {Role.ROOT, Role.TARGETS, Role.CONTENT, Role.APP}
    files = renewed(channel.current(), list(Role), channel.everybody, online_signers=[channel.online], now=much_later)
    channel.files.update(files)
    after = channel.current(much_later)
    assert after.expires(Role.ROOT) == much_later + timedelta(days=730)
    assert after.packs() == PACKS
    with pytest.raises(UsageFault):
        propose_renewal(channel.current(), [Role.TIMESTAMP], now=NOW, expiries=MANUAL)


def test_a_change_tells_which_keys_go_and_come(channel):
    change, _signers, _online = replacing(channel, KeyRole.CONTENT)
    pending = propose_rotation(channel.current(), change, now=LATER, expiries=MANUAL)
    told = {(effect.kind, effect.subject, effect.before or effect.after) for effect in pending.effects()}
    assert (EffectKind.KEY_REMOVED, "content", change.remove) in told
    assert (EffectKind.KEY_ADDED, "content", change.add.keyid) in told
    assert EffectKind.OTHER not in {kind for kind, _subject, _key in told}


def tampered(pending, role, alter):
    document = json.loads(pending.to_bytes())
    file = json.loads(document["files"][role])
    alter(file["signed"])
    document["files"][role] = json.dumps(file)
    return Pending.from_bytes(json.dumps(document).encode(), "change")


def widen(signed):
    signed["delegations"]["roles"][0]["paths"] = ["*"]


def open_wide(signed):
    signed["delegations"]["roles"][0]["terminating"] = False


def lower(signed):
    signed["delegations"]["roles"][1]["threshold"] = 1


def swap_value(signed):
    keys = signed["delegations"]["keys"]
    keys[next(iter(keys))]["keyval"]["public"] = new_key().public_key.keyval["public"]


def add_target(signed):
    signed["targets"]["content/x"] = {"length": 1, "hashes": {"sha256": "ab" * 32}}


def leap(signed):
    signed["version"] = 2**31


@pytest.mark.parametrize(
    ("alter", "kind"),
    [
        (leap, EffectKind.OTHER),
        (widen, EffectKind.OTHER),
        (open_wide, EffectKind.OTHER),
        (lower, EffectKind.THRESHOLD),
        (swap_value, EffectKind.OTHER),
        (add_target, EffectKind.OTHER),
    ],
)
def test_nothing_in_a_change_passes_unseen(channel, alter, kind):
    pending = propose_renewal(channel.current(), [Role.TARGETS], now=LATER, expiries=MANUAL)
    assert kind not in {effect.kind for effect in pending.effects()}
    assert kind in {effect.kind for effect in tampered(pending, "targets", alter).effects()}


def test_a_change_that_alters_the_channel_is_not_published(channel):
    pending = propose_renewal(channel.current(), [Role.ROOT], now=LATER, expiries=MANUAL)

    def rename(signed):
        signed["x-beratungskoffer-channel"] = "cd" * 16

    altered = tampered(pending, "root", rename).signed_by(channel.root)
    assert EffectKind.OTHER in {effect.kind for effect in altered.effects()}
    with pytest.raises(TrustFault):
        finish(channel.current(), altered, [channel.online], now=LATER, expiries=MANUAL)


def test_nobody_signs_on_top_of_a_base_that_was_made_up(channel):
    pending = propose_renewal(channel.current(), [Role.TARGETS], now=LATER, expiries=MANUAL)
    pending.check_base(channel.first_root)
    document = json.loads(pending.to_bytes())
    base = json.loads(document["base"]["targets"])
    base["signed"]["delegations"]["roles"][0]["paths"] = ["*"]
    document["base"]["targets"] = json.dumps(base)
    with pytest.raises(SignatureWrong):
        Pending.from_bytes(json.dumps(document).encode(), "change").check_base(channel.first_root)


def test_a_holder_with_an_old_root_can_check_a_change(channel):
    first = channel.first_root
    for _ in range(2):
        rotate(channel, KeyRole.ROOT)
        channel.root.append(channel.root.pop(0))
    pending = propose_renewal(channel.current(), [Role.ROOT, Role.CONTENT], now=LATER, expiries=MANUAL)
    pending.check_base(first)
    pending.check_base(channel.files["metadata/2.root.json"])
    pending.check_base(channel.files["metadata/3.root.json"])


def test_changes_that_make_no_sense_are_refused(channel):
    current, known = channel.current(), channel.content[0].public_key
    refused = [
        KeyChange(kind=KeyRole.CONTENT),
        KeyChange(kind=KeyRole.CONTENT, remove="ff" * 32, add=new_key().public_key),
        KeyChange(kind=KeyRole.CONTENT, add=known),
        KeyChange(kind=KeyRole.CONTENT, remove=known.keyid),
        KeyChange(kind=KeyRole.ONLINE, remove=channel.online.public_key.keyid),
    ]
    for change in refused:
        with pytest.raises(UsageFault):
            propose_rotation(current, change, now=LATER, expiries=MANUAL)


def test_keys_can_be_added_and_taken_out(channel):
    second = new_key()
    change = KeyChange(kind=KeyRole.CONTENT, add=second.public_key)
    files = rotated(channel.current(), change, channel.root[:2], online_signers=[channel.online], now=LATER)
    assert "metadata/3.content.json" not in files
    channel.files.update(files)
    channel.files.update(
        with_content(channel.current(), PACKS, content_signers=[second], online_signer=channel.online, now=LATER)
    )
    drop = KeyChange(kind=KeyRole.CONTENT, remove=channel.content[0].public_key.keyid)
    channel.files.update(rotated(channel.current(), drop, channel.root[1:], online_signers=[channel.online], now=LATER))
    assert [key.keyid for key in channel.current().keys(Role.CONTENT)] == [second.public_key.keyid]
    assert channel.current().packs() == PACKS


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"format": 2}', b'{"format": 1, "created": ""}', b"\xff"])
def test_what_is_no_change_is_refused(data):
    with pytest.raises(InputUnreadable):
        Pending.from_bytes(data, "change.json")


def test_a_change_without_files_is_refused(channel):
    document = json.loads(propose_renewal(channel.current(), [Role.ROOT], now=NOW, expiries=MANUAL).to_bytes())
    document["files"] = {}
    with pytest.raises(InputUnreadable):
        Pending.from_bytes(json.dumps(document).encode(), "change.json")
    assert FIRST_ROOT in channel.files
