"""Publishing to real servers: SFTP, S3 and WebDAV behave like a folder, and say clearly what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from advisor_app.errors import ServerUnreachable, TransportFault
from advisor_app.publishing.destination import Destination, LocalDestination, Stored, open_destination
from advisor_app.publishing.publish import publish_release
from tests import makers
from tests.app_makers import publish_app
from tests.channel import Channel
from tests.faults.invariant import Device, check
from tests.remote_servers import PASSWORD, RemoteServer, s3_server, sftp_server, webdav_server

KINDS = ("sftp", "s3", "webdav")
PACK = f"targets/content/{'a' * 64}.d0.kbp"


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteServer]:
    folder = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:
        match request.param:
            case "sftp":
                running = sftp_server(folder, tmp_path_factory.mktemp("home"))
            case "s3":
                running = s3_server()
            case _:
                running = webdav_server(folder)
        yield stack.enter_context(running)


@pytest.fixture
def place(server: RemoteServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Destination]:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    with open_destination(server.address) as destination:
        yield destination
        for folder in ("metadata", "targets/content", "targets/app/linux-x86_64"):
            for stored in destination.list(folder):
                destination.delete(stored.path)


def test_what_was_written_is_read_back(place):
    data = bytes(range(256)) * 9000  # 2.3 MB, every byte value
    place.write(PACK, data, immutable=True)
    place.write("metadata/timestamp.json", b"{}", immutable=False)
    assert place.read(PACK) == data
    assert place.size(PACK) == len(data)
    assert [stored.path for stored in place.list("targets/content")] == [PACK]
    assert [(stored.path, stored.size) for stored in place.list("metadata")] == [("metadata/timestamp.json", 2)]


def test_a_file_is_replaced_whole(place):
    for data in (b"old", b"", b"new and longer"):
        place.write("metadata/timestamp.json", data, immutable=False)
        assert place.read("metadata/timestamp.json") == data
    assert len(place.list("metadata")) == 1


def test_what_is_not_there_is_no_fault(place):
    assert place.read("metadata/7.root.json") is None
    assert place.size("metadata/7.root.json") is None
    assert place.list("no-such-folder") == ()
    place.delete("metadata/7.root.json")


def test_a_removed_file_is_gone(place):
    place.write(PACK, b"pack", immutable=True)
    place.delete(PACK)
    assert place.read(PACK) is None
    assert place.list("targets/content") == ()


def test_a_channel_is_published_there_and_read_back(place, tmp_path):
    channel = Channel(tmp_path, destination=place)
    assert channel.publish([makers.programme(), makers.topic()]) == 1
    assert channel.publish([makers.programme(title="Anders"), makers.topic(), makers.partner()]) == 2
    with open_destination(tmp_path / "mirror") as mirror:
        for folder in ("metadata", "targets/content"):
            for stored in place.list(folder):
                data = place.read(stored.path)
                assert data is not None
                assert len(data) == stored.size
                mirror.write(stored.path, data, immutable=True)
    device = Device(tmp_path / "device", channel.root)
    device.update(tmp_path / "mirror", now=channel.now)
    check(device, {2})


class Breaking(LocalDestination):
    """Another destination whose connection breaks off before a number of files were written."""

    def __init__(self, inner: Destination, after: int) -> None:
        super().__init__(Path())
        self.label = inner.label
        self._inner = inner
        self._left = after

    def read(self, path: str) -> bytes | None:
        return self._inner.read(path)

    def size(self, path: str) -> int | None:
        return self._inner.size(path)

    def list(self, folder: str) -> tuple[Stored, ...]:
        return self._inner.list(folder)

    def write(self, path: str, data: bytes, *, immutable: bool) -> None:
        if self._left == 0:
            raise ServerUnreachable(where=self.label, reason="broken off")
        self._left -= 1
        self._inner.write(path, data, immutable=immutable)


def test_a_publish_that_broke_off_goes_on_and_shows_nothing_before(place, tmp_path):
    channel = Channel(tmp_path, destination=place)
    channel.publish([makers.programme()])
    release = channel.prepare([makers.programme(title="Anders"), makers.topic()])
    assert release is not None
    staged = channel.stage(release)
    with pytest.raises(ServerUnreachable):
        publish_release(staged, Breaking(place, 3), trusted_root=channel.root, now=channel.now)
    assert channel.version == 1
    done = publish_release(staged, place, trusted_root=channel.root, now=channel.now)
    assert (done.skipped, done.files) == (3, len(staged.files) - 3)
    assert channel.version == 2


def test_a_wrong_password_is_one_clear_fault_that_does_not_repeat_it(server, monkeypatch):
    for name, value in server.wrong_environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(TransportFault) as caught, open_destination(server.wrong) as destination:
        destination.write("metadata/timestamp.json", b"{}", immutable=False)
    told = f"{caught.value.details} {caught.value}"
    assert "login was refused" in told
    assert "falsch-7734" not in told


def test_the_name_of_the_place_holds_no_password(place):
    assert PASSWORD not in place.label
    assert "%" not in place.label


@pytest.mark.parametrize("address", ["sftp://u:geheim@127.0.0.1:1/x", "webdav://u:geheim@127.0.0.1:1/x"])
def test_a_server_that_is_not_there_is_unreachable(address):
    with pytest.raises(ServerUnreachable) as caught, open_destination(address) as destination:
        destination.read("metadata/timestamp.json")
    assert "geheim" not in str(caught.value.details)


def test_an_unknown_sftp_server_is_not_trusted(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    with sftp_server(tmp_path, home) as running:
        monkeypatch.setenv("HOME", str(home))
        (home / ".ssh" / "known_hosts").write_text("", encoding="utf-8")
        with pytest.raises(TransportFault) as caught, open_destination(running.address):
            pass
    assert "host key is not known" in str(caught.value.details)


def test_a_version_of_the_app_lies_beside_the_content(place, tmp_path):
    channel = Channel(tmp_path, destination=place)
    publish_app(channel, tmp_path / "out", "0.2.0", filling=bytes(range(256)) * 9000)
    (installer,) = channel.current().installers().values()
    (stored,) = place.list("targets/app/linux-x86_64")
    assert stored.size == installer.length
    channel.publish([makers.programme("p-a")])
    assert channel.endpoint().tidy(channel.now).files == 0
