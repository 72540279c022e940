"""What many tests of faults start from: a channel with a device, and servers that a test can make hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crash_runs import Runs
from tests.faults.crash_trace import refusal
from tests.faults.crash_world import World, make_world, swift_folder
from tests.faults.hostile_server import HostileServer
from tests.faults.hostile_ways import Authority
from tests.faults.stand import Stand
from tests.faults.transport_case import endpoint, without_proxy


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Build what `stand` is copied from, once."""
    return Stand.build(tmp_path_factory.mktemp("stand"))


@pytest.fixture
def stand(template: Stand, tmp_path: Path) -> Stand:
    """Return a channel with two versions and a device that has the second."""
    return template.copy(tmp_path)


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own proxy out of it."""
    without_proxy(monkeypatch)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """Serve an endpoint of two files."""
    with HostileServer() as started:
        started.files = endpoint()
        yield started


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return somebody who signs certificates."""
    return Authority.create(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def secure(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """Serve over TLS, with an authority that only the system's certificate store knows."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with HostileServer(context=authority.server("127.0.0.1", "updates.example.org")) as started:
        started.files = endpoint()
        yield started


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Lend a folder in which flushing costs nothing."""
    with swift_folder() as lent:
        yield lent


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Return states of a device, to be copied, and what updates it."""
    with swift_folder() as own:
        yield make_world(own)


@pytest.fixture(scope="session")
def runs(world: World) -> Iterator[Runs]:
    """Return updates that can be stopped at any of their system calls."""
    if why := refusal():
        pytest.skip(why)
    with Runs(world.source, world.root) as running:
        yield running
