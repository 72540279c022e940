"""Uploads: killed anywhere, taken up again, never over somebody else's."""

from __future__ import annotations

import os
import time
from copy import copy
from datetime import timedelta

import pytest

from advisor_app.errors import Busy, EnvironmentFault, SignatureWrong
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.destination import Destination, LocalDestination, Stored
from advisor_app.publishing.publish import publish_release
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.upload import clear, follows, load_staged, staging, staging_folder
from advisor_app.terminal.messages import message_for
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source
from tests.channel import NOW, Channel
from tests.makers import programme


class Killed(BaseException):
    """The process is gone; nothing can catch it."""


class Mortal(Destination):
    """A destination whose publisher dies at a certain write, before it or just after it."""

    def __init__(self, inner: Destination, *, writes: int, after: bool = False) -> None:
        self.inner = inner
        self.label = inner.label
        self.left = writes
        self.after = after
        self.written: list[str] = []

    def read(self, path: str) -> bytes | None:
        return self.inner.read(path)

    def write(self, path: str, data: bytes, *, immutable: bool) -> None:
        if self.left == 0 and not self.after:
            raise Killed
        self.inner.write(path, data, immutable=immutable)
        self.written.append(path)
        if self.left == 0:
            raise Killed
        self.left -= 1

    def size(self, path: str) -> int | None:
        return self.inner.size(path)

    def list(self, folder: str) -> tuple[Stored, ...]:
        return self.inner.list(folder)

    def delete(self, path: str) -> None:
        self.inner.delete(path)

    def close(self) -> None:
        self.inner.close()


def items(version):
    return [programme("p-0", f"Fassung {version}"), *(programme(f"p-{n}", f"Titel {n}") for n in range(1, 4))]


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path)
    made.publish(items(1))
    return made


@pytest.fixture
def client(channel, tmp_path):
    root = tmp_path / "root.json"
    root.write_bytes(channel.root)
    home = tmp_path / "client"

    def update():
        one = UpdateClient(
            home=home / "updates", store=KnowledgeStore(home / "knowledge"), seed=None, trust_root=TrustRoot.read(root)
        )
        with open_source(channel.folder) as source:
            return one.update(source, now=NOW).after

    return update


def staged(channel, version=2):
    release = channel.prepare(items(version))
    assert release is not None
    return channel.stage(release)


def go(channel, one, destination=None, **options):
    place = destination or channel.destination
    return publish_release(one, place, trusted_root=channel.root, now=NOW, **options)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("writes", range(6))
def test_killed_at_any_write_clients_see_one_state_and_the_next_run_completes(channel, client, writes, after):
    one = staged(channel)
    assert len(one.files) == 6
    with pytest.raises(Killed):
        go(channel, one, Mortal(channel.destination, writes=writes, after=after))
    up = writes == 5 and after
    assert client() == (2 if up else 1)
    again = load_staged(channel.staging)
    assert again == one
    done = go(channel, again)
    assert done.skipped == writes + after
    assert done.files == 6 - done.skipped
    assert load_staged(channel.staging) is None
    assert client() == 2
    assert channel.endpoint().state.version == 2


def test_the_order_is_safe(channel):
    place = Mortal(channel.destination, writes=99)
    go(channel, staged(channel), place)
    assert [path.rpartition("/")[2].split(".", 1)[1] for path in place.written] == [
        "snapshot.kbp", "d0.kbp", "history.kbp", "content.json", "snapshot.json", "json",
    ]  # fmt: skip
    assert place.written[-1] == "metadata/timestamp.json"


def test_progress_counts_bytes(channel):
    told = []
    one = staged(channel)
    go(channel, one, progress=lambda *step: told.append(step))
    assert told[0] == ("upload", 0, one.size)
    assert told[-1] == ("upload", one.size, one.size)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_a_lost_race_overwrites_nothing(channel, client, tmp_path):
    mine = staged(channel)
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    assert other.publish(items(7)) == 2
    before = {path: path.read_bytes() for path in channel.folder.rglob("*") if path.is_file()}
    with pytest.raises(PublishRefused) as caught:
        go(channel, mine)
    assert caught.value.exit_status == 1
    assert "publish again" in message_for(caught.value)
    assert {path: path.read_bytes() for path in channel.folder.rglob("*") if path.is_file()} == before
    assert not follows(mine, channel.destination)
    assert client() == 2


class Overtaken(Mortal):
    """A destination to which somebody else publishes after so many writes of ours."""

    def __init__(self, inner: Destination, *, writes: int, overtake) -> None:
        super().__init__(inner, writes=99)
        self.overtake, self.at = overtake, writes

    def write(self, path: str, data: bytes, *, immutable: bool) -> None:
        super().write(path, data, immutable=immutable)
        if len(self.written) == self.at:
            self.overtake()


def test_a_race_lost_in_the_middle_leaves_theirs_whole(channel, client, tmp_path):
    mine = staged(channel)
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    place = Overtaken(channel.destination, writes=2, overtake=lambda: other.publish(items(7)))
    with pytest.raises(PublishRefused):
        go(channel, mine, place)
    assert client() == 2
    assert "Fassung 7" in channel.endpoint().state.records["p-0"]


@pytest.mark.parametrize("name", ["3.content.json", "3.snapshot.json"])
@pytest.mark.parametrize("writes", [4, 5])
def test_who_is_written_over_while_writing_gives_way(channel, client, tmp_path, name, writes):
    """Both looked before either wrote: whoever finds the other's file in place of their own stops."""
    mine = staged(channel)
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    theirs = staged(other, 7)
    [file] = [file for file in theirs.files if file.path.endswith(name)]

    def overtake():
        channel.destination.write(file.path, theirs.data(file), immutable=True)

    place = Overtaken(channel.destination, writes=writes, overtake=overtake)
    with pytest.raises(PublishRefused) as caught:
        go(channel, mine, place)
    assert caught.value.exit_status == 1
    assert place.written[-1] != "metadata/timestamp.json"
    assert channel.destination.read(file.path) == theirs.data(file)
    assert client() == 1
    # They go on and win.
    go(other, theirs, take_over=True)
    assert client() == 2
    assert "Fassung 7" in channel.endpoint().state.records["p-0"]


def test_what_somebody_else_is_just_writing_is_not_overwritten(channel, tmp_path):
    mine = staged(channel)
    other = copy(channel)
    other.staging = tmp_path / "elsewhere"
    theirs = staged(other, 7)
    with pytest.raises(Killed):
        go(other, theirs, Mortal(channel.destination, writes=4))
    now = time.time()
    half = channel.folder / "metadata" / "3.content.json"
    os.utime(half, (now, NOW.timestamp()))
    with pytest.raises(PublishRefused) as caught:
        go(channel, mine)
    assert "--force" in message_for(caught.value)
    assert half.read_bytes() == theirs.data(next(file for file in theirs.files if file.path.endswith(half.name)))
    # They go on and win; or they gave up, and who insists (or waits for an hour) may write over it.
    go(channel, mine, take_over=True)
    assert channel.version == 2
    with pytest.raises(PublishRefused):
        go(other, theirs)


def test_what_was_given_up_long_ago_is_overwritten(channel, tmp_path):
    mine = staged(channel)
    half = channel.folder / "metadata" / "3.content.json"
    half.write_bytes(b"half")
    long_ago = (NOW - timedelta(hours=2)).timestamp()
    os.utime(half, (long_ago, long_ago))
    go(channel, mine)
    assert channel.version == 2


@pytest.mark.parametrize("damage", ["list", "file", "missing", "format", "order"])
def test_a_damaged_staging_folder_is_made_anew(channel, damage):
    one = staged(channel)
    listed = channel.staging / "upload.json"
    match damage:
        case "list":
            listed.write_bytes(listed.read_bytes()[:-5])
        case "file":
            (channel.staging / one.files[0].path).write_bytes(b"x")
        case "missing":
            (channel.staging / one.files[0].path).unlink()
        case "format":
            listed.write_text(listed.read_text().replace('"format": 1', '"format": 2'))
        case _:
            listed.write_text(listed.read_text().replace("metadata/timestamp.json", "metadata/9.timestamp.json"))
    assert load_staged(channel.staging) is None
    clear(channel.staging)
    assert list(channel.staging.iterdir()) == []
    assert channel.publish(items(2)) == 2


def test_nothing_staged_is_nothing_to_do(tmp_path):
    assert load_staged(tmp_path / "none") is None
    clear(tmp_path / "none")


def test_a_state_of_another_channel_is_refused_before_anything_is_written(channel, tmp_path):
    other = Channel(tmp_path / "other")
    other.publish(items(1))
    foreign = staged(other)
    before = sorted(channel.folder.rglob("*"))
    with pytest.raises(SignatureWrong):
        go(channel, foreign)
    assert sorted(channel.folder.rglob("*")) == before


def test_one_publish_at_a_time(tmp_path):
    folder = staging_folder(tmp_path, "sftp://host/kb")
    assert folder == staging_folder(tmp_path, "sftp://host/kb")
    assert folder != staging_folder(tmp_path, "sftp://host/other")
    with staging(folder), pytest.raises(Busy), staging(folder):
        pass
    with staging(folder):
        assert folder.is_dir()


def test_clients_take_a_version_after_a_skip_as_any_other(channel, client):
    assert client() == 1
    assert channel.publish(items(1), at_least=1000) == 1000
    assert client() == 1000
    assert channel.publish(items(2)) == 1001
    assert client() == 1001


def test_a_full_disk_at_the_destination_is_told_and_taken_up_again(channel, monkeypatch):
    one = staged(channel)

    def full(self, path, data, *, immutable):
        raise EnvironmentFault(path=path, reason="No space left on device", remedy="free disk space")

    with monkeypatch.context() as patched:
        patched.setattr(LocalDestination, "write", full)
        with pytest.raises(EnvironmentFault):
            go(channel, one)
    assert channel.version == 1
    assert go(channel, load_staged(channel.staging)).files == 6
