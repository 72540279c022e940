"""SFTP servers that can do less than others: what is replaced is never lost."""

from __future__ import annotations

import asyncssh
import pytest

from advisor_app.errors import TransportFault
from advisor_app.publishing.destination import open_destination
from tests.remote_servers import sftp_server


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "served").mkdir()
    with sftp_server(tmp_path / "served", tmp_path / "home") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        with open_destination(server.address) as destination:
            yield destination


def names(tmp_path):
    return sorted(path.name for path in (tmp_path / "served").rglob("*") if path.is_file())


def test_a_server_without_the_posix_rename(place, tmp_path, monkeypatch):
    def unsupported(*_args):
        raise asyncssh.SFTPOpUnsupported("Operation unsupported")

    monkeypatch.setattr(asyncssh.SFTPServer, "posix_rename", unsupported)
    for data in (b"first", b"second", b"third"):
        place.write("metadata/timestamp.json", data, immutable=False)
        assert place.read("metadata/timestamp.json") == data
    assert names(tmp_path) == ["timestamp.json"]


def test_a_server_that_cannot_rename_at_all_keeps_the_old_bytes(place, tmp_path, monkeypatch):
    place.write("metadata/timestamp.json", b"old", immutable=False)
    real = asyncssh.SFTPServer.rename

    def failing(self, old, new):
        if b".part" in old and b".part" not in new:
            source = tmp_path / "served" / old.decode().lstrip("/")
            if source.read_bytes() == b"new":
                raise asyncssh.SFTPFailure("Failure")
        return real(self, old, new)

    def refused(*_args):
        raise asyncssh.SFTPFailure("Failure")

    monkeypatch.setattr(asyncssh.SFTPServer, "posix_rename", refused)
    monkeypatch.setattr(asyncssh.SFTPServer, "rename", failing)
    with pytest.raises(TransportFault):
        place.write("metadata/timestamp.json", b"new", immutable=False)
    assert place.read("metadata/timestamp.json") == b"old"
    assert names(tmp_path) == ["timestamp.json"]


def test_the_config_of_ssh_is_respected(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "served").mkdir()
    with sftp_server(tmp_path / "served", tmp_path / "home") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        login, _, port = server.address.removesuffix("/site").rpartition(":")
        config = f"Host endpoint\n  HostName 127.0.0.1\n  Port {port}\n"
        (tmp_path / "home" / ".ssh" / "config").write_text(config)
        with open_destination(f"{login.rpartition('@')[0]}@endpoint/site") as place:
            place.write("metadata/timestamp.json", b"{}", immutable=False)
            assert place.label == "sftp://endpoint/site"
    assert names(tmp_path) == ["timestamp.json"]
