"""A folder as an endpoint, and what is said about places that cannot be one."""

from __future__ import annotations

import sys

import pytest

from advisor_app.errors import EnvironmentFault, ServerUnreachable, TransportFault, UsageFault
from advisor_app.publishing.destination import LocalDestination, open_destination
from advisor_app.terminal.messages import message_for

PACK = f"targets/content/{'a' * 64}.d0.kbp"


@pytest.fixture
def place(tmp_path):
    return LocalDestination(tmp_path / "end point ä")


def test_what_is_written_is_there(place):
    place.write(PACK, b"pack", immutable=True)
    place.write("metadata/timestamp.json", b"old", immutable=False)
    place.write("metadata/timestamp.json", b"newer", immutable=False)
    assert place.read(PACK) == b"pack"
    assert place.read("metadata/timestamp.json") == b"newer"
    assert place.size("metadata/timestamp.json") == 5
    [stored] = place.list("metadata")
    assert (stored.path, stored.size, stored.modified is not None) == ("metadata/timestamp.json", 5, True)


def test_what_is_not_there_is_no_fault(place):
    assert place.read(PACK) is None
    assert place.size(PACK) is None
    assert place.list("metadata") == ()
    place.delete(PACK)


def test_deleted_is_gone(place):
    place.write(PACK, b"pack", immutable=True)
    place.delete(PACK)
    assert place.list("targets/content") == ()


def test_a_failed_write_leaves_the_old_bytes(place, monkeypatch):
    place.write("metadata/timestamp.json", b"old", immutable=False)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFault):
        place.write("metadata/timestamp.json", b"new", immutable=False)
    monkeypatch.undo()
    assert place.read("metadata/timestamp.json") == b"old"
    assert [stored.path for stored in place.list("metadata")] == ["metadata/timestamp.json"]


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "metadata/../../x", "metadata//x", "a\\b", "", ".", ".."])
def test_paths_do_not_lead_out(place, path):
    with pytest.raises(ValueError):
        place.read(path)


def test_a_file_address_names_a_folder(tmp_path):
    folder = tmp_path / "kanal ü"
    with open_destination(folder.as_uri()) as place:
        place.write("metadata/timestamp.json", b"{}", immutable=False)
    assert (folder / "metadata" / "timestamp.json").read_bytes() == b"{}"


def test_a_plain_path_names_a_folder(tmp_path):
    with open_destination(str(tmp_path)) as place:
        assert place.label == str(tmp_path)


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "metadata").write_text("file")
    place = LocalDestination(tmp_path)
    assert place.read("metadata/timestamp.json") is None
    with pytest.raises(EnvironmentFault):
        place.write("metadata/timestamp.json", b"{}", immutable=False)


@pytest.mark.parametrize(
    ("where", "word"),
    [
        ("", "empty"),
        ("https://example.org/kb", "only be read"),
        ("gopher://example.org/kb", "gopher"),
        ("sftp:///folder", "names no server"),
        ("sftp://host:99999/folder", "cannot be read"),
        ("sftp://[::1/folder", "cannot be read"),
        ("webdavs://host/folder#part", "names no server"),
        ("file://other-host/folder", "not name a folder"),
        ("file:folder", "not name a folder"),
        ("s3://anna:geheim@bucket/folder", "bucket and folder only"),
        ("s3://bucket:80/folder", "bucket and folder only"),
        ("s3://bucket/folder?geheim=1", "no option"),
    ],
)
def test_addresses_that_cannot_be_used_are_told_in_one_line(where, word):
    with pytest.raises(UsageFault) as caught:
        open_destination(where)
    told = message_for(caught.value)
    assert word in told
    assert "\n" not in told
    assert "anna:geheim" not in told


@pytest.mark.parametrize("scheme", ["sftp", "webdav"])
def test_a_server_that_is_not_there(scheme):
    with (
        pytest.raises(ServerUnreachable) as caught,
        open_destination(f"{scheme}://anna:geheim@127.0.0.1:1/kb") as place,
    ):
        place.read("metadata/timestamp.json")
    assert "geheim" not in message_for(caught.value)
    assert "127.0.0.1:1/kb" in message_for(caught.value)


def test_s3_without_credentials_says_how_to_log_in(monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    place = open_destination("s3://bucket/kb?endpoint_url=http://127.0.0.1:1")
    with place, pytest.raises(TransportFault) as caught:
        place.read("metadata/timestamp.json")
    assert "AWS_ACCESS_KEY_ID" in message_for(caught.value)


@pytest.mark.parametrize(
    ("scheme", "package"), [("sftp", "paramiko"), ("s3", "s3fs"), ("webdavs", "httpx"), ("webdav", "webdav4.fsspec")]
)
def test_a_missing_package_is_named_with_the_remedy(monkeypatch, scheme, package):
    for name in ("remote_sftp", "remote_s3", "remote_webdav"):
        monkeypatch.delitem(sys.modules, f"advisor_app.publishing.{name}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageFault) as caught:
        open_destination(f"{scheme}://host/kb")
    assert package in message_for(caught.value)
    assert "pip install 'beratungskoffer[admin]'" in message_for(caught.value)
