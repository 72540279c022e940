"""What lies between here and a server: no network, dead addresses, mirrors, TLS, proxies."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor_app.errors import (
    AdvisorError,
    ContentMismatch,
    Offline,
    ProxyLogin,
    ServerRefused,
    ServerUnreachable,
    TlsRefused,
    TransportAltered,
)
from advisor_app.updates.transport.faults import HttpFault
from advisor_app.updates.transport.source import open_source
from tests.faults.hostile_server import (
    Behaviour,
    HostileServer,
    answering,
    cut,
    drop,
    garbage,
    gzipped,
    honest,
    page,
    redirecting,
)
from tests.faults.hostile_ways import Authority, SmallProxy, refusing, unanswering
from tests.faults.transport_case import (
    HASTY,
    PACK,
    PATH,
    TIMESTAMP,
    endpoint,
    fault_of,
    fetch,
    ranges,
    read,
)

pytestmark = pytest.mark.usefixtures("no_proxy")


@pytest.fixture
def mirror() -> Iterator[HostileServer]:
    with HostileServer() as started:
        started.files = endpoint()
        yield started


class TestNoWay:
    def test_nobody_listens(self) -> None:
        port = refusing()
        with open_source(f"http://127.0.0.1:{port}/") as source:
            fault = fault_of(source)
        assert type(fault) is ServerUnreachable
        assert fault.details["where"] == f"127.0.0.1:{port}"

    def test_nobody_answers(self) -> None:
        with unanswering() as port, open_source(f"http://127.0.0.1:{port}/", limits=HASTY) as source:
            assert type(fault_of(source)) is ServerUnreachable

    @pytest.mark.parametrize(
        ("code", "network", "fault"),
        [
            (socket.EAI_AGAIN, True, Offline),
            (socket.EAI_AGAIN, False, Offline),
            (socket.EAI_NONAME, False, Offline),
            (socket.EAI_NONAME, True, ServerUnreachable),
        ],
    )
    def test_names_that_cannot_be_resolved(self, code: int, network: bool, fault: type[AdvisorError]) -> None:  # noqa: FBT001
        def resolve(*_: Any, **__: Any) -> Any:
            raise socket.gaierror(code, "no")

        with open_source("https://updates.example.org/", resolve=resolve, network=lambda: network) as source:
            assert type(fault_of(source)) is fault

    def test_a_resolver_that_never_answers(self) -> None:
        def resolve(*_: Any, **__: Any) -> Any:
            time.sleep(2)
            return []

        with open_source("https://updates.example.org/", resolve=resolve, limits=HASTY) as source:
            assert type(fault_of(source)) is Offline

    @pytest.mark.parametrize(("network", "fault"), [(False, Offline), (True, ServerUnreachable)])
    def test_a_name_without_a_way_to_it(self, network: bool, fault: type[AdvisorError]) -> None:  # noqa: FBT001
        def resolve(*_: Any, **__: Any) -> Any:
            return []

        with open_source("https://updates.example.org/", resolve=resolve, network=lambda: network) as source:
            assert type(fault_of(source)) is fault

    def test_an_address_that_is_dead_costs_a_moment_only(self, server: HostileServer) -> None:
        with unanswering("::1") as dead:

            def resolve(*_: Any, **__: Any) -> Any:
                there = (socket.AF_INET6, socket.SOCK_STREAM, 0, "", ("::1", dead, 0, 0))
                return [*[there] * 30, (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))]

            began = time.monotonic()
            with open_source("http://updates.example.org/", resolve=resolve) as source:
                assert read(source) == b'{"signed": 1}'
        assert time.monotonic() - began < 5

    def test_an_address_that_refuses_costs_nothing(self, server: HostileServer) -> None:
        def resolve(*_: Any, **__: Any) -> Any:
            places = (("127.0.0.1", refusing()), ("255.255.255.255", 80), ("127.0.0.1", server.port))
            no_family = (9999, socket.SOCK_STREAM, 0, "", ("x", 0))
            return [no_family, *((socket.AF_INET, socket.SOCK_STREAM, 0, "", place) for place in places)]

        with open_source("http://updates.example.org/", resolve=resolve) as source:
            assert read(source) == b'{"signed": 1}'

    def test_a_new_connection_that_is_closed_is_a_fault(self, server: HostileServer) -> None:
        server.script("*", drop)
        with open_source(server.url) as source:
            assert type(fault_of(source)) is ServerUnreachable
        assert len(server.requests) == 1

    def test_a_kept_connection_that_was_closed_is_opened_again(self, server: HostileServer) -> None:
        server.script("*", honest, drop, honest)
        with open_source(server.url) as source:
            assert read(source) == read(source) == b'{"signed": 1}'
            assert source.requests == 3


class TestMirrors:
    @pytest.mark.parametrize(
        "behaviour",
        [answering(503), answering(403), drop, garbage, gzipped, page(), cut(0), redirecting("http://x.y/")],
    )
    def test_another_server_has_the_pack(
        self, server: HostileServer, mirror: HostileServer, tmp_path: Path, behaviour: Behaviour
    ) -> None:
        server.script("targets/*", behaviour)
        with open_source(server.url, mirrors=[mirror.url]) as source:
            assert fetch(source, tmp_path) == PACK

    def test_a_server_that_failed_is_not_asked_again(self, mirror: HostileServer, tmp_path: Path) -> None:
        with HostileServer() as server, open_source(server.url, mirrors=[mirror.url]) as source:
            server.script("*", answering(500))
            assert read(source) == b'{"signed": 1}'
            assert fetch(source, tmp_path) == PACK
            assert len(server.requests) == 1

    def test_all_have_failed_and_one_is_back(self, server: HostileServer, mirror: HostileServer) -> None:
        for each in (server, mirror):
            each.script("*", answering(503, b"", Retry_After="7"), honest)
        with open_source(server.url, mirrors=[mirror.url]) as source:
            fault = fault_of(source)
            assert fault.details["where"] == f"127.0.0.1:{server.port}"
            assert read(source) == b'{"signed": 1}'

    def test_what_one_server_began_another_completes(
        self, server: HostileServer, mirror: HostileServer, tmp_path: Path
    ) -> None:
        server.script("targets/*", cut(40_000), drop)
        with open_source(server.url, mirrors=[mirror.url]) as source:
            assert fetch(source, tmp_path) == PACK
        assert ranges(mirror) == ["bytes=40000-"]

    def test_the_newest_root_is_looked_for_at_one_server_only(
        self, server: HostileServer, mirror: HostileServer
    ) -> None:
        with open_source(server.url, mirrors=[mirror.url]) as source, pytest.raises(HttpFault):
            read(source, "2.root.json")
        assert not mirror.requests

    def test_a_pack_missing_here_may_be_there(
        self, server: HostileServer, mirror: HostileServer, tmp_path: Path
    ) -> None:
        del server.files[PATH]
        with open_source(server.url, mirrors=[mirror.url]) as source:
            assert fetch(source, tmp_path) == PACK
            assert read(source) == b'{"signed": 1}'
        assert server.paths == [PATH, TIMESTAMP]

    def test_nobody_has_what_was_signed(self, server: HostileServer, mirror: HostileServer, tmp_path: Path) -> None:
        for each in (server, mirror):
            each.script("targets/*", garbage)
        with open_source(server.url, mirrors=[mirror.url]) as source, pytest.raises(ContentMismatch) as raised:
            fetch(source, tmp_path)
        assert raised.value.details["where"] == f"127.0.0.1:{server.port}"


class TestTls:
    def test_an_authority_of_the_system_is_trusted(self, secure: HostileServer, tmp_path: Path) -> None:
        with open_source(secure.url) as source:
            assert read(source) == b'{"signed": 1}'
            assert fetch(source, tmp_path) == PACK
            assert source.bytes < len(PACK) + 2000
        assert secure.connections == 1

    def test_an_unknown_authority_is_not(self, secure: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SSL_CERT_FILE")
        with open_source(secure.url) as source:
            assert type(fault_of(source)) is TlsRefused
        assert not secure.requests

    def test_a_certificate_that_has_expired(self, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        context = authority.server("127.0.0.1", valid=timedelta(days=-1))
        with HostileServer(context=context) as server, open_source(server.url) as source:
            fault = fault_of(source)
        assert type(fault) is TlsRefused
        assert "expired" in str(fault.details["reason"])

    def test_the_certificate_of_somebody_else(self, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with HostileServer(context=authority.server("other.example.org")) as server, open_source(server.url) as source:
            assert type(fault_of(source)) is TlsRefused

    def test_no_tls_at_all(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]

            def resolve(*_: Any, **__: Any) -> Any:
                return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]

            def greet() -> None:
                sock, _ = listener.accept()
                with sock:
                    sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                    sock.recv(10_000)

            greeting = threading.Thread(target=greet)
            greeting.start()
            with open_source("https://updates.example.org/", resolve=resolve) as source:
                assert type(fault_of(source)) is TransportAltered
            greeting.join()

    def test_no_cipher_in_common(self, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        context = authority.server("127.0.0.1")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")  # the key is not RSA
        with HostileServer(context=context) as server, open_source(server.url) as source:
            assert type(fault_of(source)) is TlsRefused

    def test_hung_up_during_the_handshake(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def hang_up() -> None:
                sock, _ = listener.accept()
                with sock:
                    sock.recv(10_000)

            hanging = threading.Thread(target=hang_up)
            hanging.start()
            with open_source(f"https://127.0.0.1:{listener.getsockname()[1]}/") as source:
                assert type(fault_of(source)) is ServerUnreachable
            hanging.join()

    def test_cut_off_within_tls(self, secure: HostileServer, tmp_path: Path) -> None:
        secure.script("targets/*", cut(50_000))
        with open_source(secure.url) as source:
            assert fetch(source, tmp_path) == PACK
        assert len(secure.requests) == 3


class TestProxy:
    def test_plain(self, server: HostileServer, tmp_path: Path) -> None:
        with SmallProxy(login="anna:s p@ss") as proxy:
            proxy.hosts["updates.example.org"] = ("127.0.0.1", server.port)
            with open_source("http://updates.example.org/", proxy=proxy.url("anna:s%20p%40ss")) as source:
                assert read(source) == b'{"signed": 1}'
                assert fetch(source, tmp_path) == PACK
            assert proxy.requests[0] == f"GET http://updates.example.org/{TIMESTAMP} HTTP/1.1"
        assert "Proxy-Authorization" not in server.requests[0][1]

    def test_tunnel(self, secure: HostileServer, tmp_path: Path) -> None:
        with SmallProxy(login="anna:secret") as proxy:
            proxy.hosts["updates.example.org"] = ("127.0.0.1", secure.port)
            with open_source("https://updates.example.org/", proxy=proxy.url("anna:secret")) as source:
                assert read(source) == b'{"signed": 1}'
                assert fetch(source, tmp_path) == PACK
            assert proxy.requests == ["CONNECT updates.example.org:443 HTTP/1.0"]

    def test_tunnel_of_a_proxy_with_tls(self, secure: HostileServer, authority: Authority, tmp_path: Path) -> None:
        with SmallProxy(login="anna:secret", context=authority.server("127.0.0.1")) as proxy:
            proxy.hosts["updates.example.org"] = ("127.0.0.1", secure.port)
            with open_source("https://updates.example.org/", proxy=proxy.url("anna:secret")) as source:
                assert read(source) == b'{"signed": 1}'
                assert fetch(source, tmp_path) == PACK
                assert len(PACK) < source.bytes < 1.1 * len(PACK)

    def test_a_proxy_whose_certificate_is_unknown(self, authority: Authority) -> None:
        with (
            SmallProxy(context=authority.server("127.0.0.1")) as proxy,
            open_source("https://updates.example.org/", proxy=proxy.url()) as source,
        ):
            fault = fault_of(source)
        assert type(fault) is TlsRefused
        assert fault.details["where"] == f"Proxy {proxy.address}"

    @pytest.mark.parametrize("scheme", ["http", "https"])
    @pytest.mark.parametrize("login", ["", "anna:wrong-one"])
    def test_a_login_is_wanted(self, scheme: str, login: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with (
            SmallProxy(login="anna:secret") as proxy,
            open_source(f"{scheme}://updates.example.org/", proxy=proxy.url(login)) as source,
        ):
            fault = fault_of(source)
        assert type(fault) is ProxyLogin
        assert fault.details["where"] == "updates.example.org"
        assert fault.details["proxy"] == proxy.address
        assert "wrong-one" not in repr(fault) + caplog.text

    def test_a_login_wanted_by_nobody_we_know(self, server: HostileServer) -> None:
        server.script("*", answering(407))
        with open_source(server.url) as source:
            assert type(fault_of(source)) is ProxyLogin

    @pytest.mark.parametrize(
        ("status", "fault"), [(403, ServerRefused), (502, ServerUnreachable), (504, ServerUnreachable)]
    )
    def test_a_tunnel_that_is_refused(self, status: int, fault: type[AdvisorError]) -> None:
        with (
            SmallProxy(refuse=status) as proxy,
            open_source("https://updates.example.org/", proxy=proxy.url()) as source,
        ):
            assert type(fault_of(source)) is fault

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_a_dead_proxy_is_named(self, scheme: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        address = f"127.0.0.1:{refusing()}"
        with open_source(f"{scheme}://updates.example.org/", proxy=f"http://anna:secret@{address}") as source:
            fault = fault_of(source)
        assert type(fault) is ServerUnreachable
        assert fault.details["where"] == f"Proxy {address}"
        assert "secret" not in repr(fault) + caplog.text

    def test_a_silent_proxy(self) -> None:
        with HostileServer() as server, open_source("https://a.example.org/", proxy=server.url, limits=HASTY) as source:
            # It answers CONNECT with 501: no tunnels here.
            assert type(fault_of(source)) is ServerRefused

    def test_the_environment_names_one(self, server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
        with SmallProxy() as proxy:
            proxy.hosts["updates.example.org"] = ("127.0.0.1", server.port)
            monkeypatch.setenv("http_proxy", proxy.url())
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            with open_source("http://updates.example.org/") as source:
                assert read(source) == b'{"signed": 1}'
            with open_source(server.url) as source:
                assert read(source) == b'{"signed": 1}'
            assert len(proxy.requests) == 1

    def test_switched_off(self, server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{refusing()}")
        with open_source(server.url, proxy="none") as source:
            assert read(source) == b'{"signed": 1}'

    @pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "http://", "http://host:port", "http://[broken"])
    def test_one_that_is_not_understood(self, address: str) -> None:
        with open_source("https://updates.example.org/", proxy=address) as source:
            assert type(fault_of(source)) is ServerUnreachable
