"""Publishing to real servers: SFTP, S3 and WebDAV behave like a folder, and say clearly what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from advisor_app.errors import ServerUnreachable, TransportFault
from advisor_app.publishing.destination import Destination, open_destination
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
        for folder in ("metadata", "targets/content"):
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
