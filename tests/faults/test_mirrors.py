"""Mirrors that lag behind: honest, only late. They lock nobody out and raise no false alarm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_app.errors import RolledBack, ServerRefused, ServerUnreachable, SignatureWrong
from advisor_app.updates.model import Outcome
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source
from advisor_app.updates.trust import read_offer
from tests.channel import NOW
from tests.faults.hostile_server import HostileServer, answering, drop, honest
from tests.faults.hostile_ways import refusing
from tests.faults.invariant import check
from tests.faults.stand import THIRD, Stand
from tests.faults.transport_case import without_proxy
from tests.unit.updates.small_channel import SmallChannel


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Build a device at version 2 and an endpoint at version 3, once."""
    stand = Stand.build(tmp_path_factory.mktemp("stand"))
    stand.channel.publish(THIRD)
    return stand


@pytest.fixture
def stand(built: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    without_proxy(monkeypatch)
    return built.copy(tmp_path / "stand")


@pytest.fixture
def server(stand: Stand) -> Iterator[HostileServer]:
    with HostileServer(stand.endpoint) as started:
        yield started


@pytest.fixture
def behind(stand: Stand) -> Iterator[HostileServer]:
    """Serve what was there a publish before what the device has."""
    with HostileServer(stand.first) as started:
        yield started


def place(server: HostileServer) -> str:
    return f"127.0.0.1:{server.port}"


def forget(stand: Stand) -> None:
    """Take the device's memory of metadata: only its version guards it against older states."""
    shutil.rmtree(stand.device.home / "tuf")


def forged_copy(stand: Stand, folder: Path) -> Path:
    """Return a copy of the endpoint with a timestamp that nobody signed."""
    copied = Path(shutil.copytree(stand.endpoint, folder / "forged"))
    timestamp = copied / "metadata/timestamp.json"
    document = json.loads(timestamp.read_bytes())
    for signature in document["signatures"]:
        signature["sig"] = "00" * 64
    timestamp.write_text(json.dumps(document))
    return copied


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_a_mirror_behind_is_passed_over_for_the_next(
    stand: Stand, server: HostileServer, behind: HostileServer, memory: str
) -> None:
    if memory == "lost":
        forget(stand)
    result = stand.device.update(behind.url, now=NOW, options={"mirrors": [server.url]})
    assert (result.outcome, result.after, result.source) == (Outcome.UPDATED, 3, place(server))
    # One address an attempt: nothing newer was asked of the one that is behind.
    assert not [path for path in behind.paths if path.startswith("targets/")]
    check(stand.device, {3})


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_a_server_that_is_down_is_the_fault_and_not_the_mirror_behind(
    stand: Stand, behind: HostileServer, memory: str
) -> None:
    if memory == "lost":
        forget(stand)
    port = refusing()
    fault = stand.refused(
        ServerUnreachable, where=f"http://127.0.0.1:{port}/", options={"mirrors": [behind.url, behind.url]}
    )
    assert fault.details["where"] == f"127.0.0.1:{port}"


def test_a_server_that_breaks_off_in_the_middle_is_the_fault(
    stand: Stand, server: HostileServer, behind: HostileServer
) -> None:
    server.script("metadata/*.snapshot.json", drop)
    fault = stand.refused(ServerUnreachable, where=server.url, options={"mirrors": [behind.url]})
    assert fault.details["where"] == place(server)
    # The attempt was begun anew at the mirror, from its timestamp on.
    assert "metadata/timestamp.json" in behind.paths
    assert not [path for path in behind.paths if "snapshot" in path]


def test_a_server_that_refuses_in_the_middle_is_the_fault(
    stand: Stand, server: HostileServer, behind: HostileServer
) -> None:
    server.script("metadata/timestamp.json", answering(503))
    fault = stand.refused(ServerRefused, where=server.url, options={"mirrors": [behind.url]})
    assert (fault.details["where"], fault.details["status"]) == (place(server), 503)


def test_when_all_are_behind_the_fault_names_who_answered(stand: Stand, behind: HostileServer) -> None:
    with HostileServer(stand.first) as other:
        fault = stand.refused(RolledBack, where=behind.url, options={"mirrors": [other.url]})
        assert fault.details["where"] == place(behind)
        assert other.paths == [path for path in behind.paths if not path.startswith("targets/")]


def test_a_mirror_that_is_down_does_not_excuse_a_server_behind(stand: Stand, behind: HostileServer) -> None:
    options = {"mirrors": [f"http://127.0.0.1:{refusing()}/"]}
    fault = stand.refused(RolledBack, where=behind.url, options=options)
    assert fault.details["where"] == place(behind)


def test_a_mirror_somebody_tampered_with_is_passed_over(stand: Stand, server: HostileServer, tmp_path: Path) -> None:
    folder = forged_copy(stand, tmp_path)
    with HostileServer(folder) as forged:
        assert stand.device.update(forged.url, now=NOW, options={"mirrors": [server.url]}).after == 3
    check(stand.device, {3})


def test_forged_everywhere_is_a_wrong_signature(stand: Stand, tmp_path: Path) -> None:
    folder = forged_copy(stand, tmp_path)
    with HostileServer(folder) as forged, HostileServer(folder) as other:
        fault = stand.refused(SignatureWrong, where=forged.url, options={"mirrors": [other.url]})
        assert fault.details["where"] == place(forged)


def test_a_pack_comes_from_any_server(stand: Stand, server: HostileServer, behind: HostileServer) -> None:
    with HostileServer(stand.endpoint) as whole:
        server.script("targets/*", answering(404))
        options = {"mirrors": [behind.url, whole.url]}
        assert stand.device.update(server.url, now=NOW, options=options).after == 3
        assert [path for path in whole.paths if path.startswith("targets/")] == whole.paths
    check(stand.device, {3})


def test_nothing_new_still_takes_two_requests(stand: Stand, server: HostileServer, behind: HostileServer) -> None:
    stand.device.update(server.url, now=NOW)
    server.script("*", honest)
    result = stand.device.update(server.url, now=NOW, options={"mirrors": [behind.url]})
    assert (result.outcome, result.requests, result.source) == (Outcome.CURRENT, 2, place(server))
    assert not behind.paths


def test_a_mirror_given_up_years_ago_makes_no_clock_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxy(monkeypatch)
    channel = SmallChannel(tmp_path / "endpoint")
    root = TrustRoot.parse(channel.root)
    channel.publish({"a": '{"id":"a"}'})
    given_up = Path(shutil.copytree(channel.folder, tmp_path / "old"))
    channel.now = NOW + timedelta(days=5 * 365)
    channel.sign_root()
    channel.sign_targets()
    channel.publish({"a": '{"id":"a","n":1}'})
    with (
        HostileServer(given_up) as old,
        HostileServer(channel.folder) as new,
        open_source(old.url, mirrors=[new.url]) as source,
    ):
        offer = read_offer(source, root, tmp_path / "tuf", now=channel.now)
        assert source.label == place(new)
    assert offer.snapshot.info.to == 2
