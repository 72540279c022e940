"""The web server as a source of updates, where all goes well; what it costs; which proxy; how it waits."""

from __future__ import annotations

import hashlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from urllib3.exceptions import HTTPError

from advisor_app import __version__
from advisor_app.errors import Cancelled, ServerUnreachable, TooSlow
from advisor_app.updates.transport.connect import has_route
from advisor_app.updates.transport.faults import FetchFault, HttpFault
from advisor_app.updates.transport.http import HttpSource
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.proxy import proxy_for
from advisor_app.updates.transport.source import open_source
from advisor_app.updates.transport.telling import told
from advisor_app.updates.transport.wire import Wire, wire_context
from tests.faults.hostile_server import HostileServer, honest
from tests.faults.hostile_ways import Authority

PACK = Random(7).randbytes(300_000)
SHA = hashlib.sha256(PACK).hexdigest()
NO_FAMILY = 9999  # no system has that many
PATH = f"targets/content/{SHA}.d0.kbp"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    for name, data in {"kb/metadata/timestamp.json": b'{"signed": 1}', f"kb/{PATH}": PACK}.items():
        file = tmp_path / "www" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    with HostileServer(tmp_path / "www") as started:
        yield started


class TestEndpoint:
    @pytest.mark.parametrize("path", ["kb", "kb/", "kb/?old=1#part"])
    def test_one_connection_and_few_bytes(self, server: HostileServer, tmp_path: Path, path: str) -> None:
        told: list[tuple[int, int]] = []
        with open_source(server.url + path) as source:
            with pytest.raises(HttpFault):
                source.fetcher.download_bytes(f"{source.metadata_url}2.root.json", 1000)
            assert source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000) == b'{"signed": 1}'
            small = source.bytes
            got = source.fetch_pack(
                PATH,
                length=len(PACK),
                sha256=SHA,
                into=tmp_path / "dl",
                progress=lambda done, total: told.append((done, total)),
                cancelled=lambda: False,
            )
            assert got == tmp_path / "dl" / f"{SHA}.part"
            assert source.requests == 3
            assert len(PACK) < source.bytes - small < len(PACK) + 600
        assert got.read_bytes() == PACK
        assert small < 800
        assert server.connections == 1
        assert server.paths == ["kb/metadata/2.root.json", "kb/metadata/timestamp.json", f"kb/{PATH}"]
        assert told[-1] == (len(PACK), len(PACK))

    def test_what_is_sent(self, server: HostileServer) -> None:
        with open_source(f"{server.url}kb/") as source:
            source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000)
        sent = server.requests[0][1]
        assert sent == {
            "Host": f"127.0.0.1:{server.port}",
            "User-Agent": f"Beratungskoffer/{__version__}",
            "Accept-Encoding": "identity",
        }

    def test_a_login_is_sent_and_never_shown(self, server: HostileServer) -> None:
        address = server.url.replace("//", "//anna:s%20cret@")
        with open_source(f"{address}kb/") as source:
            assert source.label == f"127.0.0.1:{server.port}"
            assert "cret" not in source.metadata_url
            source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000)
        assert server.requests[0][1]["Authorization"] == "Basic YW5uYTpzIGNyZXQ="

    def test_umlauts_in_its_name(self, server: HostileServer) -> None:
        asked: list[Any] = []

        def resolve(*place: Any, **_: Any) -> Any:
            asked.append(place)
            return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))]

        with open_source("http://anna:x@förderung.example.org:8080/kb", resolve=resolve) as source:
            source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000)
        assert asked == [("xn--frderung-n4a.example.org", 8080)]
        assert server.requests[0][1]["Host"] == "xn--frderung-n4a.example.org:8080"

    def test_other_files_than_metadata_are_read_as_well(self, server: HostileServer) -> None:
        with open_source(f"{server.url}kb/") as source:
            base = source.metadata_url.removesuffix("metadata/")
            assert source.fetcher.download_bytes(base + PATH, len(PACK)) == PACK

    def test_addresses_of_somebody_else_are_not_read(self, server: HostileServer) -> None:
        with open_source(server.url) as source, pytest.raises(FetchFault):
            source.fetcher.download_bytes("https://elsewhere.example.org/timestamp.json", 1000)
        assert not server.requests

    def test_tls_counts_apart(self, tmp_path: Path, server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
        authority = Authority.create(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with HostileServer(server.tree, context=authority.server("127.0.0.1")) as secure:
            sizes = []
            for each in (server, secure):
                with open_source(f"{each.url}kb/") as source:
                    source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000)
                    assert isinstance(source, HttpSource)
                    sizes.append((source.bytes, source.total_bytes))
        plain, tls = sizes
        assert plain[0] == plain[1] == tls[0]
        assert 1000 < tls[1] - tls[0] < 6000

    def test_a_chunked_answer(self, server: HostileServer) -> None:
        def chunked(exchange: object) -> None:
            exchange.head(200, None, Transfer_Encoding="chunked")  # type: ignore[attr-defined]
            exchange.send(b'4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n')  # type: ignore[attr-defined]

        server.script("*timestamp.json", chunked, honest)
        with open_source(f"{server.url}kb/") as source:
            assert source.fetcher.download_bytes(f"{source.metadata_url}timestamp.json", 1000) == b'{"a":1}'


class TestProxy:
    def test_set(self) -> None:
        proxy = proxy_for("https://a.example.org/x", "http://anna:s%40@proxy.example.org:3128/")
        assert proxy is not None
        assert (proxy.address, proxy.login) == ("http://proxy.example.org:3128", "anna:s@")
        assert "anna" not in repr(proxy) + str(proxy) + proxy.label

    def test_without_scheme(self) -> None:
        proxy = proxy_for("https://a.example.org/x", "proxy:3128")
        assert proxy is not None
        assert proxy.address == "http://proxy:3128"

    def test_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("https_proxy", "http://proxy:3128")
        assert proxy_for("https://a.example.org/", "none") is None

    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("https://a.example.org/", "http://secure:1"),
            ("http://a.example.org/", "http://every:2"),
            ("https://inside.example.net/", None),
            ("https://b.example.org:8443/", None),
            ("https://anna:secret@inside.example.net/", None),
        ],
    )
    def test_environment(self, monkeypatch: pytest.MonkeyPatch, url: str, address: str | None) -> None:
        monkeypatch.setenv("https_proxy", "http://secure:1")
        monkeypatch.setenv("all_proxy", "http://every:2")
        monkeypatch.setenv("no_proxy", "example.net,b.example.org:8443")
        proxy = proxy_for(url, "system")
        assert (proxy.address if proxy else None) == address


class TestWaiting:
    """With a clock of its own, so that hours pass in no time."""

    class Clock:
        def __init__(self, *steps: float) -> None:
            self.now = 1000.0
            self.steps = list(steps)

        def __call__(self) -> float:
            self.now += self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
            return self.now

    @pytest.fixture
    def pair(self) -> Iterator[tuple[socket.socket, socket.socket]]:
        here, there = socket.socketpair()
        with here, there:
            yield here, there

    def wire(self, *steps: float, cancelled: bool = False) -> Wire:
        return Wire(limits=Limits(tick=0.001), clock=self.Clock(*steps), cancelled=lambda: cancelled)

    def test_what_is_there_is_not_waited_for(self, pair: tuple[socket.socket, socket.socket]) -> None:
        pair[1].send(b"x")
        wire = self.wire(1.0)
        wire.expect_body()
        wire.wait(pair[0])

    def test_silence_ends(self, pair: tuple[socket.socket, socket.socket]) -> None:
        wire = self.wire(1.0)
        wire.expect_body()
        with pytest.raises(ServerUnreachable):
            wire.wait(pair[0])
        assert 19 <= wire.awake <= 22

    def test_headers_must_come_in_time(self, pair: tuple[socket.socket, socket.socket]) -> None:
        wire = self.wire(1.0)
        wire.expect_answer("server")
        with pytest.raises(ServerUnreachable) as raised:
            wire.wait(pair[0])
        assert raised.value.details["where"] == "server"

    def test_a_trickle_ends(self, pair: tuple[socket.socket, socket.socket]) -> None:
        pair[1].send(b"x")
        wire = self.wire(0.5)
        wire.expect_body()
        with pytest.raises(TooSlow):  # noqa: PT012 (each round brings a little)
            for _ in range(100):
                wire.wait(pair[0])
                wire.count(400, arrived=True)
        assert 20 <= wire.awake <= 22

    def test_enough_never_ends(self, pair: tuple[socket.socket, socket.socket]) -> None:
        pair[1].send(b"x")
        wire = self.wire(0.5)
        wire.expect_body()
        for _ in range(400):
            wire.wait(pair[0])
            wire.count(600, arrived=True)

    def test_a_trickle_after_a_flood_ends(self, pair: tuple[socket.socket, socket.socket]) -> None:
        pair[1].send(b"x")
        wire = self.wire(0.5)
        wire.expect_body()
        wire.count(10_000_000, arrived=True)
        with pytest.raises(TooSlow):  # noqa: PT012 (each round brings a little)
            for _ in range(200):
                wire.wait(pair[0])
                wire.count(100, arrived=True)

    @pytest.mark.parametrize("body", [True, False])
    def test_sleep_is_nobodys_fault(self, pair: tuple[socket.socket, socket.socket], body: bool) -> None:  # noqa: FBT001
        wire = self.wire(1.0, 1.0, 1.0, 28_800.0, 1.0)
        (wire.expect_body if body else lambda: wire.expect_answer("server"))()
        with pytest.raises(ServerUnreachable):
            wire.wait(pair[0])
        assert 19 <= wire.awake <= 25

    def test_cancel_comes_first(self, pair: tuple[socket.socket, socket.socket]) -> None:
        pair[1].send(b"x")
        wire = self.wire(1.0, cancelled=True)
        with pytest.raises(Cancelled):
            wire.wait(pair[0])


class TestRoute:
    def test_this_machine_is_always_reached(self) -> None:
        assert has_route([(socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1")])

    def test_no_way(self) -> None:
        assert not has_route([(socket.AF_INET, "::1"), (NO_FAMILY, "nowhere")])


def test_tls_is_new_and_certificates_count() -> None:
    context = wire_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_what_nobody_foresaw_is_told_too() -> None:
    with pytest.raises(ServerUnreachable), told("server", None):
        raise HTTPError
