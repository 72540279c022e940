"""Bundles: everything a laptop needs in one file, and nothing that it would refuse."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from threading import Thread

import pytest

from advisor_app.errors import (
    ContentMismatch,
    EnvironmentFault,
    MaterialExpired,
    SignatureWrong,
    TrustFault,
    UsageFault,
)
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.bundle import write_bundle
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.reading import open_tree
from advisor_app.publishing.serve import EndpointServer
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source
from tests.channel import NOW, Channel
from tests.makers import programme


def items(version):
    return [programme(f"p-{n}", f"Titel {n}, Fassung {version if n == 0 else 1}") for n in range(5)]


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path)
    for version in range(1, 4):
        made.publish(items(version))
    return made


def bundled(channel, path, *, root=None, now=NOW):
    return write_bundle(channel.destination, root or channel.root, path, now=now)


def test_a_laptop_updates_from_it(channel, tmp_path):
    done = bundled(channel, tmp_path / "kb.kbz")
    assert (done.version, done.as_of, done.records, done.bytes) == (
        3, "2026-11-23", 5, (tmp_path / "kb.kbz").stat().st_size,
    )  # fmt: skip
    assert done.valid_until == (NOW + timedelta(days=60)).date().isoformat()
    root = tmp_path / "root.json"
    root.write_bytes(channel.root)
    home = tmp_path / "client"
    client = UpdateClient(
        home=home / "updates", store=KnowledgeStore(home / "knowledge"), seed=None, trust_root=TrustRoot.read(root)
    )
    with open_source(tmp_path / "kb.kbz") as source:
        assert client.update(source, now=NOW).after == 3


def test_it_holds_snapshot_and_rungs_stored_but_no_history(channel, tmp_path):
    done = bundled(channel, tmp_path / "kb.kbz")
    with zipfile.ZipFile(done.path) as bundle:
        assert bundle.testzip() is None
        assert {info.compress_type for info in bundle.infolist()} == {zipfile.ZIP_STORED}
        names = bundle.namelist()
    assert len(names) == done.files
    packs = {name.rpartition("/")[2].split(".", 1)[1] for name in names if name.endswith(".kbp")}
    assert packs == {"snapshot.kbp", "d0.kbp", "d1.kbp"}
    assert {"metadata/1.root.json", "metadata/timestamp.json", "metadata/4.content.json"} <= set(names)


def test_the_same_state_gives_the_same_file(channel, tmp_path):
    first = bundled(channel, tmp_path / "a.kbz").path.read_bytes()
    assert bundled(channel, tmp_path / "b.kbz", now=NOW + timedelta(days=3)).path.read_bytes() == first


def test_it_can_be_made_from_the_web_and_from_another_bundle(channel, tmp_path):
    first = bundled(channel, tmp_path / "a.kbz")
    with EndpointServer(channel.folder) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with open_tree(server.url) as tree:
                write_bundle(tree, channel.root, tmp_path / "b.kbz", now=NOW)
        finally:
            server.shutdown()
            thread.join()
    with open_tree(str(first.path)) as tree:
        write_bundle(tree, channel.root, tmp_path / "c.kbz", now=NOW)
    assert (tmp_path / "b.kbz").read_bytes() == first.path.read_bytes() == (tmp_path / "c.kbz").read_bytes()


def test_what_has_expired_is_refused(channel, tmp_path):
    with pytest.raises(MaterialExpired) as caught:
        bundled(channel, tmp_path / "kb.kbz", now=NOW + timedelta(days=61))
    assert caught.value.details["role"] == "timestamp"
    assert not (tmp_path / "kb.kbz").exists()


@pytest.mark.parametrize("what", ["pack altered", "pack gone", "metadata altered", "app gone", "root gone"])
def test_what_was_tampered_with_is_refused_and_the_old_file_stays(channel, tmp_path, what):
    old = bundled(channel, tmp_path / "kb.kbz").path.read_bytes()
    pack = channel.folder / hashed_path("content/d1.kbp", channel.current().packs()["content/d1.kbp"].sha256)
    match what:
        case "pack altered":
            pack.write_bytes(pack.read_bytes()[:-1] + b"x")
        case "pack gone":
            pack.unlink()
        case "metadata altered":
            content = channel.folder / "metadata" / "4.content.json"
            content.write_bytes(content.read_bytes().replace(b'"n":5', b'"n":6'))
        case "app gone":
            (channel.folder / "metadata" / "1.app.json").unlink()
        case _:
            (channel.folder / "metadata" / "1.root.json").unlink()
    with pytest.raises(TrustFault):
        bundled(channel, tmp_path / "kb.kbz")
    assert (tmp_path / "kb.kbz").read_bytes() == old


def test_a_snapshot_that_is_signed_but_wrong_is_refused(tmp_path, monkeypatch):
    channel = Channel(tmp_path / "wrong")
    with monkeypatch.context() as patched:
        patched.setattr("advisor_app.publishing.release.state_digest", lambda *_: "0" * 64)
        patched.setattr("advisor_app.knowledge.writer.state_digest", lambda *_: "0" * 64)
        channel.publish(items(1))
    with pytest.raises(ContentMismatch):
        bundled(channel, tmp_path / "kb.kbz")


def test_another_channel_is_refused(channel, tmp_path):
    other = Channel(tmp_path / "other")
    with pytest.raises(SignatureWrong):
        bundled(channel, tmp_path / "kb.kbz", root=other.root)


def test_wrong_calls_are_told(channel, tmp_path):
    with pytest.raises(UsageFault):
        bundled(channel, tmp_path / "kb.zip")
    with pytest.raises(UsageFault):
        bundled(channel, tmp_path / "none" / "kb.kbz")
    with pytest.raises(UsageFault):
        bundled(Channel(tmp_path / "empty"), tmp_path / "kb.kbz")
    (tmp_path / "folder.kbz").mkdir()
    with pytest.raises(EnvironmentFault):
        bundled(channel, tmp_path / "folder.kbz")
