"""Whole updates over bad ways: the fault is told, the knowledge stays, the next honest try gets through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_app.errors import (
    AdvisorError,
    ContentMismatch,
    ProxyLogin,
    ServerRefused,
    ServerUnreachable,
    TooSlow,
    TransportAltered,
)
from advisor_app.updates.model import Outcome
from advisor_app.updates.transport.faults import PackGone
from advisor_app.updates.transport.limits import Limits
from tests.channel import NOW
from tests.faults.hostile_server import (
    Behaviour,
    HostileServer,
    answering,
    cut,
    drip,
    drop,
    endless,
    garbage,
    gzipped,
    hang,
    honest,
    ignore_range,
    labelled,
    longer,
    page,
    redirecting,
    wrong_range,
)
from tests.faults.hostile_ways import Authority, SmallProxy
from tests.faults.invariant import check
from tests.faults.stand import THIRD, Stand

pytestmark = pytest.mark.usefixtures("no_proxy")

HASTY = Limits(connect=2.0, answer=0.5, gap=0.5, grace=0.4, rate=50_000, tick=0.02)


@pytest.fixture(scope="module")
def built(template: Stand) -> Stand:
    """Build a device at version 2 and an endpoint at version 3, once."""
    template.channel.publish(THIRD)
    return template


@pytest.fixture
def stand(built: Stand, tmp_path: Path) -> Stand:
    return built.copy(tmp_path / "stand")


@pytest.fixture
def server(stand: Stand) -> Iterator[HostileServer]:
    with HostileServer(stand.endpoint) as started:
        yield started


class TestHonest:
    def test_bytes_and_requests(self, stand: Stand, server: HostileServer) -> None:
        result = stand.device.update(server.url, now=NOW)
        assert (result.outcome, result.after) == (Outcome.UPDATED, 3)
        assert result.requests == len(server.requests) == 5
        again = stand.device.update(server.url, now=NOW)
        assert again.outcome is Outcome.CURRENT
        assert again.requests == 2
        assert again.bytes <= 1500
        assert server.connections == 2

    def test_behind_a_proxy_with_tls(self, stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        authority = Authority.create(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with (
            HostileServer(stand.endpoint, context=authority.server("updates.example.org")) as secure,
            SmallProxy(login="anna:secret") as proxy,
        ):
            proxy.hosts["updates.example.org"] = ("127.0.0.1", secure.port)
            options = {"proxy": proxy.url("anna:secret")}
            assert stand.device.update("https://updates.example.org/", now=NOW, options=options).after == 3
        check(stand.device, {3})


@pytest.mark.parametrize(
    ("pattern", "behaviour", "fault"),
    [
        ("*", page(), TransportAltered),
        ("*", redirecting("http://login.example.org/"), TransportAltered),
        ("*", gzipped, TransportAltered),
        ("targets/*", gzipped, TransportAltered),
        ("targets/*", page(), TransportAltered),
        ("*", answering(401), ServerRefused),
        ("*", answering(403), ServerRefused),
        ("*", answering(407), ProxyLogin),
        ("*", answering(503), ServerRefused),
        ("targets/*", answering(503), ServerRefused),
        ("metadata/*.snapshot.json", answering(404), PackGone),
        ("metadata/*.content.json", answering(404), PackGone),
        ("targets/*", answering(404), PackGone),
        ("*", drop, ServerUnreachable),
        ("targets/*", cut(0), ServerUnreachable),
        ("targets/*", garbage, ContentMismatch),
        ("targets/*", longer(), ContentMismatch),
        ("targets/*", endless, ContentMismatch),
    ],
)
def test_the_old_knowledge_stays(
    stand: Stand, server: HostileServer, pattern: str, behaviour: Behaviour, fault: type[AdvisorError]
) -> None:
    server.script(pattern, behaviour)
    told = stand.refused(fault, where=server.url)
    assert f":{server.port}" in str(told.details["where"])
    server.calm()
    assert stand.device.update(server.url, now=NOW).after == 3
    check(stand.device, {3})


@pytest.mark.parametrize(
    ("pattern", "behaviour", "fault"),
    [
        ("*", hang(), ServerUnreachable),
        ("metadata/timestamp.json", drip(), TooSlow),
        ("targets/*", drip(), TooSlow),
        ("targets/*", hang(20), ServerUnreachable),
    ],
)
def test_nobody_waits_for_ever(
    stand: Stand, server: HostileServer, pattern: str, behaviour: Behaviour, fault: type[AdvisorError]
) -> None:
    server.script(pattern, behaviour)
    stand.refused(fault, where=server.url, options={"limits": HASTY})
    server.calm()
    assert stand.device.update(server.url, now=NOW).after == 3
    check(stand.device, {3})


@pytest.mark.parametrize(
    "behaviours",
    [
        [labelled("zstd")],
        [cut(200)],
        [cut(100), ignore_range],
        [cut(100), wrong_range(), honest],
        [cut(100), answering(416), honest],
        [garbage, honest],
        [longer(), honest],
        [cut(300, pause=0.3), honest],
    ],
)
def test_what_can_be_mended_is_mended(stand: Stand, server: HostileServer, behaviours: list[Behaviour]) -> None:
    server.script("targets/*", *behaviours)
    assert stand.device.update(server.url, now=NOW).after == 3
    check(stand.device, {3})


def test_a_rung_that_is_missing_leads_to_the_snapshot(stand: Stand, server: HostileServer) -> None:
    server.script("targets/content/*.d?.kbp", answering(404))
    assert stand.device.update(server.url, now=NOW).after == 3
    assert server.paths[-1].endswith(".snapshot.kbp")
    check(stand.device, {3})


@pytest.mark.parametrize("behaviour", [answering(500), drop, page(), gzipped, redirecting("ftp://x.example.org/")])
@pytest.mark.parametrize("pattern", ["*", "targets/*", "metadata/*.content.json"])
def test_a_mirror_takes_over(stand: Stand, server: HostileServer, pattern: str, behaviour: Behaviour) -> None:
    server.script(pattern, behaviour)
    with HostileServer(stand.endpoint) as mirror:
        result = stand.device.update(server.url, now=NOW, options={"mirrors": [mirror.url]})
    assert result.after == 3
    check(stand.device, {3})
