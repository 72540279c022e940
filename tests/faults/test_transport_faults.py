"""What servers and those who pose as one can do: portals, refusals, broken, slow and lying answers."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from advisor_app.errors import (
    AdvisorError,
    Cancelled,
    ContentMismatch,
    DiskFull,
    ServerRefused,
    ServerUnreachable,
    TooSlow,
    TransportAltered,
)
from advisor_app.updates.transport.faults import HttpFault, PackGone
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.source import open_source
from tests.faults.hostile_server import (
    Behaviour,
    HostileServer,
    answering,
    cut,
    drip,
    drip_headers,
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
    raw,
    redirecting,
    shorter,
    wrong_range,
)
from tests.faults.hostile_ways import unanswering
from tests.faults.transport_case import (
    HASTY,
    PACK,
    PATH,
    SHA,
    TIMESTAMP,
    fault_of,
    fetch,
    part,
    ranges,
    read,
)

pytestmark = pytest.mark.usefixtures("no_proxy")


class TestSomethingElseAnswers:
    @pytest.mark.parametrize(
        "behaviour",
        [
            page(),
            page(kind=""),
            answering(204),
            answering(511, b"login"),
            answering(304),
            raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
            gzipped,
            labelled("br"),
            redirecting("http://login.example.org/hotspot"),
            redirecting("ftp://127.0.0.1/"),
            redirecting("https://[broken/"),
            redirecting("https://exa mple.org/"),
            redirecting("/metadata/timestamp.json"),
        ],
    )
    def test_metadata(self, server: HostileServer, behaviour: Behaviour) -> None:
        server.script("*", behaviour)
        with open_source(server.url) as source:
            assert type(fault_of(source)) is TransportAltered

    @pytest.mark.parametrize("behaviour", [page(), gzipped, answering(204), redirecting("http://login.example.org/")])
    def test_pack_keeps_what_has_arrived(self, server: HostileServer, tmp_path: Path, behaviour: Behaviour) -> None:
        part(tmp_path).write_bytes(PACK[:5000])
        server.script("*", behaviour)
        with open_source(server.url) as source:
            with pytest.raises(TransportAltered):
                fetch(source, tmp_path)
            assert part(tmp_path).read_bytes() == PACK[:5000]
            server.calm()
            assert fetch(source, tmp_path) == PACK
        assert ranges(server)[-1] == "bytes=5000-"

    def test_a_label_that_changes_nothing_is_harmless(self, server: HostileServer, tmp_path: Path) -> None:
        server.script("*", labelled("zstd"))
        with open_source(server.url) as source:
            assert read(source) == b'{"signed": 1}'
            assert fetch(source, tmp_path) == PACK

    def test_https_never_redirects_to_http(self, secure: HostileServer, server: HostileServer) -> None:
        secure.script("*", redirecting(f"{server.url}{TIMESTAMP}"))
        with open_source(secure.url) as source:
            assert isinstance(fault_of(source), TransportAltered)
        assert not server.requests

    def test_http_may_redirect_to_https_or_to_itself(self, secure: HostileServer, server: HostileServer) -> None:
        server.script(TIMESTAMP, redirecting("/elsewhere.json", 301))
        server.script("elsewhere.json", redirecting(f"{secure.url}{TIMESTAMP}", 308))
        with open_source(server.url) as source:
            assert read(source) == b'{"signed": 1}'
            assert source.requests == 3

    def test_a_portal_behind_https_is_told_by_its_page(self, secure: HostileServer, server: HostileServer) -> None:
        server.script("*", redirecting(f"{secure.url}login"))
        secure.script("login", page())
        with open_source(server.url) as source:
            assert isinstance(fault_of(source), TransportAltered)


class TestRefusals:
    @pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
    def test_errors_are_told_with_their_status(self, server: HostileServer, tmp_path: Path, status: int) -> None:
        server.script("*", answering(status, b"no\n"))
        with open_source(server.url) as source:
            fault = fault_of(source)
            assert type(fault) is ServerRefused
            assert (fault.details["status"], fault.details["retry_after"]) == (status, 0)
            assert fault.details["where"] == f"127.0.0.1:{server.port}"
            with pytest.raises(ServerRefused) as raised:
                fetch(source, tmp_path)
            assert raised.value.details["status"] == status

    def test_the_server_says_when_to_come_back(self, server: HostileServer) -> None:
        later = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
        times = ["120", later, "9999999999", "-5", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"]
        server.script("*", *[answering(503, b"", Retry_After=text) for text in times])
        with open_source(server.url) as source:
            waits = [fault_of(source).details["retry_after"] for _ in times]
        assert waits[0] == 120
        assert isinstance(waits[1], int)
        assert 250 < waits[1] <= 300
        assert waits[2:] == [86_400, 0, 0, 0]

    @pytest.mark.parametrize("status", [403, 404])
    def test_the_newest_root_ends_the_search_for_roots(self, server: HostileServer, status: int) -> None:
        server.script("metadata/2.root.json", answering(status, b"no\n"))
        with open_source(server.url) as source, pytest.raises(HttpFault) as raised:
            read(source, "2.root.json")
        assert raised.value.status_code == status

    def test_a_large_error_page_is_not_read(self, server: HostileServer) -> None:
        server.script("metadata/2.root.json", answering(404, b"x" * 10_000_000))
        with open_source(server.url) as source:
            with pytest.raises(HttpFault):
                read(source, "2.root.json")
            assert source.bytes < 1_000_000
            assert read(source) == b'{"signed": 1}'

    def test_half_published(self, server: HostileServer, tmp_path: Path) -> None:
        del server.files[PATH]
        with open_source(server.url) as source:
            fault = fault_of(source, "3.snapshot.json")
            assert isinstance(fault, ServerRefused)
            assert fault.details["status"] == 404
            with pytest.raises(PackGone):
                fetch(source, tmp_path)
        assert not list(tmp_path.iterdir())


class TestBrokenPacks:
    def test_cut_off_each_time_is_taken_up_again(self, server: HostileServer, tmp_path: Path) -> None:
        server.script("targets/*", cut(25_000))
        told: list[tuple[int, int]] = []
        with open_source(server.url) as source:
            path = source.fetch_pack(
                PATH,
                length=len(PACK),
                sha256=SHA,
                into=tmp_path,
                progress=lambda done, total: told.append((done, total)),
                cancelled=lambda: False,
            )
        assert path.read_bytes() == PACK
        assert ranges(server) == ["", "bytes=25000-", "bytes=50000-", "bytes=75000-", "bytes=100000-"]
        assert told == sorted(told)
        assert told[-1] == (len(PACK), len(PACK))

    def test_cut_off_for_ever_ends_and_keeps_what_has_arrived(self, server: HostileServer, tmp_path: Path) -> None:
        server.script("targets/*", cut(10))
        with open_source(server.url) as source:
            with pytest.raises(ServerUnreachable):
                fetch(source, tmp_path)
            assert part(tmp_path).stat().st_size == 10 * Limits().resumes
            server.calm()
            assert fetch(source, tmp_path) == PACK

    def test_a_pause_in_the_middle_as_after_sleep(self, server: HostileServer, tmp_path: Path) -> None:
        server.script("targets/*", cut(30_000, pause=0.4), honest)
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK

    def test_a_server_without_ranges(self, server: HostileServer, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(b"something else altogether")
        server.script("targets/*", ignore_range)
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK
            assert source.requests == 1

    def test_a_server_without_ranges_that_breaks_off(self, server: HostileServer, tmp_path: Path) -> None:
        def broken(exchange: Any) -> None:
            exchange.head(200, len(PACK))
            exchange.send(PACK[:50_000])
            exchange.drop()

        server.script("targets/*", broken)
        with open_source(server.url) as source, pytest.raises(ServerUnreachable):
            fetch(source, tmp_path)
        assert len(server.requests) == 2
        assert part(tmp_path).read_bytes() == PACK[:50_000]

    @pytest.mark.parametrize(
        ("left", "behaviours"),
        [
            (PACK[:1000], [wrong_range(), honest]),
            (PACK[:1000], [wrong_range(-7), honest]),
            (PACK[:1000], [answering(416), honest]),
            (PACK[:1000], [answering(206, b"", Content_Range=f"bytes 1000-{len(PACK) - 1}/{len(PACK)}"), honest]),
            (PACK[:1000], [answering(206, PACK[1000:]), honest]),
            (PACK[:1000], [answering(206, PACK[1000:], Content_Range=f"bytes 1000-{len(PACK) - 1}/999999"), honest]),
            (b"", [answering(206, PACK[:500], Content_Range=f"bytes 0-499/{len(PACK)}"), honest]),
            (b"", [longer(), honest]),
            (b"", [shorter(), honest]),
            (b"", [garbage, honest]),
            (Random(2).randbytes(1000), [honest]),
            (Random(2).randbytes(len(PACK)), [honest]),
            (PACK + b"tail", [honest]),
        ],
    )
    def test_wrong_bytes_are_dropped_and_asked_for_afresh(
        self, server: HostileServer, tmp_path: Path, left: bytes, behaviours: list[Behaviour]
    ) -> None:
        if left:
            part(tmp_path).write_bytes(left)
        server.script("targets/*", *behaviours)
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK
            assert source.requests <= 2

    @pytest.mark.parametrize(
        "behaviour",
        [
            wrong_range(),
            wrong_range(-7),
            ignore_range,
            answering(206, PACK[1000:]),
            answering(206, PACK[1000:], Content_Range=f"bytes 1000-{len(PACK) - 1}/999999"),
        ],
    )
    def test_an_odd_part_is_not_even_read(self, server: HostileServer, tmp_path: Path, behaviour: Behaviour) -> None:
        part(tmp_path).write_bytes(PACK[:1000])
        server.script("targets/*", behaviour, honest)
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK
            assert source.requests == (1 if behaviour is ignore_range else 2)
            assert source.bytes < len(PACK) + 20_000

    def test_too_much_left_is_dropped_before_anything_is_asked(self, server: HostileServer, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(PACK + b"tail")
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK
        assert ranges(server) == [""]

    def test_a_disk_that_fills_up_is_left_empty(
        self, server: HostileServer, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
        if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("a small file system cannot be mounted here")
        request.addfinalizer(lambda: subprocess.run(["umount", "-l", str(tmp_path)], check=True))
        with open_source(server.url) as source, pytest.raises(DiskFull):
            fetch(source, tmp_path)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("behaviour", [garbage, longer(), shorter(), endless, wrong_range()])
    def test_wrong_bytes_each_time_are_refused(
        self, server: HostileServer, tmp_path: Path, behaviour: Behaviour
    ) -> None:
        server.script("targets/*", behaviour)
        with open_source(server.url) as source:
            with pytest.raises(ContentMismatch):
                fetch(source, tmp_path)
            assert source.requests == 2
        assert server.requests[1][1]["Cache-Control"] == "no-cache"
        assert not list(tmp_path.iterdir())

    def test_a_pack_that_is_there_already_costs_nothing(self, server: HostileServer, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(PACK)
        with open_source(server.url) as source:
            assert fetch(source, tmp_path) == PACK
            assert source.requests == source.bytes == 0

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
    def test_full_disk(self, server: HostileServer, tmp_path: Path) -> None:
        part(tmp_path).symlink_to("/dev/full")
        with open_source(server.url) as source, pytest.raises(DiskFull):
            fetch(source, tmp_path)
        assert not list(tmp_path.iterdir())


class TestPatience:
    @pytest.mark.parametrize(
        ("behaviour", "fault"),
        [
            (drip(), TooSlow),
            (drip_headers(), ServerUnreachable),
            (hang(), ServerUnreachable),
            (drop, ServerUnreachable),
            (cut(5), ServerUnreachable),
            (answering(200, b""), TransportAltered),
            (endless, TransportAltered),
        ],
    )
    def test_metadata(self, server: HostileServer, behaviour: Behaviour, fault: type[AdvisorError]) -> None:
        server.files[TIMESTAMP] = b"{" + b" " * 10_000
        server.script("*", behaviour)
        began = time.monotonic()
        with open_source(server.url, limits=HASTY) as source:
            assert type(fault_of(source)) is fault
        assert time.monotonic() - began < 5

    def test_a_file_longer_than_signed_is_not_read(self, server: HostileServer) -> None:
        server.files[TIMESTAMP] = b"{" + b" " * 500_000
        with open_source(server.url) as source:
            assert isinstance(fault_of(source), TransportAltered)
            assert source.bytes < 100_000

    @pytest.mark.parametrize(("behaviour", "fault"), [(drip(100), TooSlow), (hang(5000), ServerUnreachable)])
    def test_pack(self, server: HostileServer, tmp_path: Path, behaviour: Behaviour, fault: type[AdvisorError]) -> None:
        server.script("targets/*", behaviour)
        began = time.monotonic()
        with open_source(server.url, limits=HASTY) as source, pytest.raises(fault):
            fetch(source, tmp_path)
        assert time.monotonic() - began < 5
        assert PACK.startswith(part(tmp_path).read_bytes())
        assert part(tmp_path).stat().st_size

    def test_an_error_page_that_drips_does_not_hide_the_error(self, server: HostileServer) -> None:
        def slow_error(exchange: Any) -> None:
            exchange.head(503, 1000, Retry_After="60")
            exchange.stopping.wait(60)

        server.script("*", slow_error)
        with open_source(server.url, limits=HASTY) as source:
            assert fault_of(source).details["retry_after"] == 60

    @pytest.mark.parametrize("behaviour", [hang(), hang(3), drip(), drip_headers()])
    def test_cancel_does_not_wait_for_the_server(self, server: HostileServer, behaviour: Behaviour) -> None:
        server.script("*", behaviour)
        assert self.seconds_to_cancel(server.url) < 3

    def test_cancel_while_connecting(self) -> None:
        with unanswering() as port:
            assert self.seconds_to_cancel(f"http://127.0.0.1:{port}/") < 3

    def test_cancel_during_the_handshake(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            assert self.seconds_to_cancel(f"https://127.0.0.1:{silent.getsockname()[1]}/") < 3

    def test_cancel_while_a_name_is_looked_up(self, server: HostileServer) -> None:
        def resolve(*_: Any, **__: Any) -> Any:
            time.sleep(4)
            return []

        assert self.seconds_to_cancel("http://updates.example.org/", resolve=resolve) < 3

    def test_cancel_keeps_what_has_arrived(self, server: HostileServer, tmp_path: Path) -> None:
        server.script("targets/*", hang(9000))
        with open_source(server.url) as source, pytest.raises(Cancelled):
            fetch(source, tmp_path, cancelled=lambda: part(tmp_path).stat().st_size == 9000)
        assert part(tmp_path).read_bytes() == PACK[:9000]

    @staticmethod
    def seconds_to_cancel(url: str, **options: Any) -> float:
        """Cancel a fifth of a second after the start; return when it took effect."""
        began = time.monotonic()
        with open_source(url, cancelled=lambda: time.monotonic() - began > 0.2, **options) as source:
            assert isinstance(fault_of(source), Cancelled)
        return time.monotonic() - began
