"""Endpoints that lost files: brought back from what the last publish kept, or begun anew, and never made older."""

from __future__ import annotations

import shutil
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_app.errors import ContentMismatch, SignatureWrong, TrustFault
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.repair import kept_folder, mend
from advisor_app.publishing.signed import Role, path_of
from advisor_app.publishing.upkeep import read_channel
from advisor_app.publishing.upload import load_staged
from advisor_app.terminal.messages import message_for
from advisor_app.updates.format import HISTORY, SNAPSHOT, rung
from tests.channel import NOW, Channel
from tests.makers import programme

METADATA = [Role.TARGETS, Role.CONTENT, Role.APP, Role.SNAPSHOT, Role.ROOT, Role.TIMESTAMP]


def items(version):
    return [programme("p-0", f"Fassung {version}"), *(programme(f"p-{n}", f"Titel {n}") for n in range(1, 4))]


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path)
    made.publish(items(1))
    made.publish(items(2))
    return made


def repair(channel, *, now=NOW, known=None):
    return mend(channel.destination, kept_folder(channel.staging), channel.root, now=now, known=known)


def tree(channel):
    return {
        path.relative_to(channel.folder).as_posix(): path.read_bytes()
        for path in channel.folder.rglob("*")
        if path.is_file()
    }


def pack_path(channel, name):
    return hashed_path(name, channel.current().packs()[name].sha256)


def hurt(channel, path, damage):
    file = channel.folder / path
    match damage:
        case "gone":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(file.read_bytes()[:-20])
        case _:
            data = file.read_bytes()
            file.write_bytes(data[:-30] + bytes([data[-30] ^ 1]) + data[-29:])


DAMAGE = pytest.mark.parametrize("damage", ["gone", "empty", "cut", "flipped"])


def test_the_last_published_tree_is_kept_and_waits_for_no_upload(channel):
    kept = kept_folder(channel.staging)
    names = {path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()}
    current = channel.current()
    assert names >= {path_of(role, current.version(role)) for role in Role}
    assert names >= {pack_path(channel, name) for name in current.packs()}
    assert {name for name in names if name.endswith(".content.json")} == {"metadata/3.content.json"}
    assert load_staged(kept) is None
    assert load_staged(channel.staging) is None


def test_nothing_damaged_writes_nothing(channel):
    before = tree(channel)
    mended = repair(channel)
    assert (mended.written, mended.lost, mended.whole) == ((), (), True)
    assert mended.state == channel.endpoint().state
    assert tree(channel) == before


@DAMAGE
@pytest.mark.parametrize("role", METADATA)
def test_every_signed_file_is_brought_back(channel, role, damage):
    before = tree(channel)
    path = path_of(role, channel.current().version(role))
    hurt(channel, path, damage)
    mended = repair(channel)
    assert mended.written == (path,)
    assert mended.whole
    assert tree(channel) == before


@DAMAGE
@pytest.mark.parametrize("name", [SNAPSHOT, HISTORY, rung(0)])
def test_every_pack_is_brought_back(channel, name, damage):
    before = tree(channel)
    path = pack_path(channel, name)
    hurt(channel, path, damage)
    assert repair(channel).written == (path,)
    assert tree(channel) == before
    assert channel.publish(items(3)) == 3


def test_all_but_the_trusted_root_gone_is_brought_back_in_the_safe_order(channel, monkeypatch):
    before = tree(channel)
    current = channel.current()
    needed = {path_of(role, current.version(role)) for role in Role} | {
        pack_path(channel, name) for name in current.packs()
    }
    shutil.rmtree(channel.folder)
    mended = repair(channel)
    assert set(mended.written) == needed
    assert tree(channel) == {path: before[path] for path in needed}
    kinds = [path.startswith("metadata/") for path in mended.written]
    assert kinds == sorted(kinds)
    assert [path.rpartition("/")[2].removesuffix(".json").partition(".")[2] for path in mended.written[-3:-1]] == [
        "targets", "snapshot",
    ]  # fmt: skip
    assert mended.written[-1] == "metadata/timestamp.json"


def test_a_timestamp_that_was_renewed_since_stays(channel):
    later = NOW + timedelta(days=5)
    channel.resign(now=later)
    stamp = (channel.folder / "metadata/timestamp.json").read_bytes()
    hurt(channel, "metadata/3.content.json", "gone")
    assert repair(channel, now=later).written == ("metadata/3.content.json",)
    assert (channel.folder / "metadata/timestamp.json").read_bytes() == stamp


@pytest.mark.parametrize("read", ["publish", "resign"])
@DAMAGE
def test_what_refuses_a_damaged_endpoint_names_the_remedy(channel, read, damage):
    hurt(channel, "metadata/3.content.json", damage)
    reading = {
        "publish": channel.endpoint,
        "resign": lambda: read_channel(channel.destination, channel.root, now=NOW),
    }
    with pytest.raises(TrustFault) as caught:
        reading[read]()
    assert "'advisor-admin publish --repair'" in message_for(caught.value)
    assert "\n" not in message_for(caught.value)


@pytest.mark.parametrize("name", [SNAPSHOT, HISTORY])
def test_a_lost_pack_names_the_remedy(channel, name):
    hurt(channel, pack_path(channel, name), "gone")
    with pytest.raises(ContentMismatch) as caught:
        channel.endpoint()
    assert "--repair" in message_for(caught.value)


@pytest.mark.parametrize(("name", "records"), [(SNAPSHOT, 0), (HISTORY, 4)])
def test_without_what_was_kept_a_lost_past_is_told_and_nothing_written(channel, name, records):
    shutil.rmtree(kept_folder(channel.staging))
    hurt(channel, pack_path(channel, name), "flipped")
    before = tree(channel)
    mended = repair(channel)
    assert (mended.whole, mended.lost, mended.written) == (False, (name,), ())
    assert (mended.state.version, mended.state.history.oldest, len(mended.state.records)) == (2, 0, records)
    assert tree(channel) == before


def test_a_lost_rung_hinders_nobody(channel):
    shutil.rmtree(kept_folder(channel.staging))
    hurt(channel, pack_path(channel, rung(0)), "gone")
    mended = repair(channel)
    assert (mended.whole, mended.lost) == (True, (rung(0),))
    assert channel.publish(items(3)) == 3


@pytest.mark.parametrize("role", [Role.CONTENT, Role.APP, Role.SNAPSHOT])
def test_signed_files_that_are_nowhere_are_refused_with_a_remedy(channel, role):
    shutil.rmtree(kept_folder(channel.staging))
    hurt(channel, path_of(role, channel.current().version(role)), "gone")
    with pytest.raises(PublishRefused) as caught:
        repair(channel)
    assert caught.value.exit_status == 1
    assert "the machine that published last" in message_for(caught.value)


def test_what_is_kept_does_not_take_back_what_somebody_else_published(channel, tmp_path):
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    other.publish(items(3))
    hurt(channel, path_of(Role.CONTENT, 4), "gone")
    before = tree(channel)
    with pytest.raises(PublishRefused):
        repair(channel)
    hurt(channel, path_of(Role.TIMESTAMP, 0), "gone")
    with pytest.raises(PublishRefused):
        repair(channel)
    assert tree(channel) == {path: data for path, data in before.items() if path != "metadata/timestamp.json"}
    # Who published last can.
    assert set(repair(other).written) == {path_of(Role.CONTENT, 4), path_of(Role.TIMESTAMP, 0)}
    assert channel.endpoint().state.version == 3


def test_an_older_timestamp_than_was_seen_is_not_put_in_place(channel):
    known = channel.current().versions()
    channel.resign(now=NOW)
    seen = channel.current().versions()
    assert seen != known
    hurt(channel, path_of(Role.TIMESTAMP, 0), "gone")
    with pytest.raises(PublishRefused):
        repair(channel, known=seen)
    assert repair(channel, known=known).written == ("metadata/timestamp.json",)


def test_kept_files_that_somebody_changed_are_not_believed(channel):
    kept = kept_folder(channel.staging)
    path = pack_path(channel, SNAPSHOT)
    hurt(channel, path, "gone")
    (kept / path).write_bytes(b"something else")
    assert repair(channel).lost == (SNAPSHOT,)
    hurt(channel, path_of(Role.CONTENT, 3), "gone")
    (kept / path_of(Role.CONTENT, 3)).write_bytes((kept / path_of(Role.APP, 1)).read_bytes())
    with pytest.raises(PublishRefused):
        repair(channel)
    assert not (channel.folder / path_of(Role.CONTENT, 3)).exists()


def test_another_channel_is_not_mended(channel, tmp_path):
    other = Channel(tmp_path / "other")
    other.publish(items(1))
    before = tree(other)
    with pytest.raises(PublishRefused):
        mend(other.destination, kept_folder(channel.staging), channel.root, now=NOW)
    assert tree(other) == before
    with pytest.raises(SignatureWrong):
        read_channel(other.destination, channel.root, now=NOW)


def test_a_disk_that_cannot_keep_it_does_not_undo_the_publish(channel, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", full)
        assert channel.publish(items(3)) == 3
    assert list(channel.staging.iterdir()) == []
    assert channel.publish(items(4)) == 4
    assert repair(channel).whole
