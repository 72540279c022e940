"""The nginx configuration of the README, in a real nginx: headers, ranges, what is not served, an update."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisor_app.updates.model import Outcome
from tests import makers, nginx
from tests.benchmarks.update_budgets import BUDGETS
from tests.benchmarks.update_device import BenchDevice
from tests.benchmarks.update_wire import WireRelay
from tests.channel import Channel
from tests.nginx import Nginx

PACK = b"pack " * 5000
PACK_PATH = f"/targets/content/{hashlib.sha256(PACK).hexdigest()}.d0.kbp"
YEAR = "public, max-age=31536000, immutable"

pytestmark = pytest.mark.skipif(nginx.program() is None, reason=nginx.MISSING)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    root = tmp_path_factory.mktemp("site mit Leerzeichen")
    files = {
        "/metadata/timestamp.json": b"{}",
        "/metadata/1.root.json": b'{"root": 1}',
        "/metadata/12.content.json": b"{" + b" " * 4000 + b"}",
        PACK_PATH: PACK,
        "/metadata/root.pem": b"key",
        "/targets/content/part.kbp.upload": b"half",
        "/.well-known/note.txt": b"note",
        "/index.html": b"<p>",
    }
    for name, data in files.items():
        path = root / name[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with nginx.serving(root, tmp_path_factory.mktemp("nginx")) as running:
        yield running


def ask(
    server: Nginx, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/metadata/timestamp.json", "application/json", "no-cache"),
        ("/metadata/1.root.json", "application/json", YEAR),
        ("/metadata/12.content.json", "application/json", YEAR),
        (PACK_PATH, "application/octet-stream", YEAR),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_published_is_served_as_it_lies_there(server, path, kind, caching, method):
    response, body = ask(server, path, method, {"Accept-Encoding": "gzip, br, zstd"})
    assert response.status == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == caching
    assert response.headers["Content-Encoding"] is None
    assert response.headers["Accept-Ranges"] == "bytes"
    assert len(body) == (int(response.headers["Content-Length"]) if method == "GET" else 0)


def test_the_next_root_that_is_not_there_yet_is_told_briefly_and_never_cached(server):
    response, body = ask(server, "/metadata/2.root.json")
    assert (response.status, response.headers["Cache-Control"]) == (404, "no-store")
    whole = len(body) + sum(len(f"{name}: {value}\r\n") for name, value in response.getheaders())
    assert whole < 250


def test_a_download_resumes_where_it_broke_off(server):
    response, body = ask(server, PACK_PATH, headers={"Range": "bytes=20000-"})
    assert response.status == 206
    assert response.headers["Content-Range"] == f"bytes 20000-{len(PACK) - 1}/{len(PACK)}"
    assert body == PACK[20000:]
    beyond, told = ask(server, PACK_PATH, headers={"Range": f"bytes={len(PACK)}-"})
    assert (beyond.status, told) == (416, b"416\n")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.html",
        "/metadata/",
        "/metadata",
        "/targets/content/",
        "/metadata/root.pem",
        "/metadata/1.root.json/",
        "/metadata/../../../../etc/passwd",
        "/metadata/%2e%2e/%2e%2e/etc/passwd",
        "/targets/content/part.kbp.upload",
        "/.well-known/note.txt",
        "//etc/passwd",
        f"{PACK_PATH}/x",
    ],
)
def test_nothing_else_can_be_reached(server, path):
    response, body = ask(server, path)
    assert (response.status, len(body) < 200) in {(404, True), (400, True)}
    assert b"root:" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "MKCOL", "TRACE"])
@pytest.mark.parametrize("path", ["/metadata/timestamp.json", "/metadata/1.root.json", PACK_PATH, "/"])
def test_nothing_but_reading_is_allowed(server, method, path):
    response, _body = ask(server, path, method)
    assert response.status in {403, 404, 405}


def test_one_connection_serves_many_requests(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        for path in ("/metadata/timestamp.json", "/metadata/2.root.json", PACK_PATH):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            # A 404 must not end the connection either: a new TLS handshake would cost more than the answer.
            assert not response.will_close
    finally:
        connection.close()


@dataclass(frozen=True)
class Published:
    """A channel with two versions behind nginx, and a device that has the first."""

    channel: Channel
    server: Nginx
    device: BenchDevice


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Published]:
    # The client goes by the machine's clock here.
    channel = Channel(tmp_path, now=datetime.now(tz=UTC).replace(microsecond=0))
    first = [makers.programme(f"programm-{number}", f"Programm {number}") for number in range(30)]
    channel.publish(first)
    device = BenchDevice(tmp_path / "device", channel.root)
    device.prepare(channel.folder)
    channel.publish([*first[:-1], makers.topic(), makers.partner("partner-neu", "Neuer Partner")])
    folder = tmp_path / "nginx"
    folder.mkdir()
    with nginx.serving(channel.folder, folder) as running:
        yield Published(channel, running, device)


def test_an_update_comes_through(published):
    with WireRelay(published.server.port) as relay:
        measured = published.device.update(relay, Outcome.UPDATED)
        assert published.device.version == 2
        assert (measured.requests, measured.connections) == (5, 1)
        quiet = published.device.update(relay, Outcome.CURRENT)
    assert (quiet.requests, quiet.connections) == (2, 1)
    assert quiet.bytes <= BUDGETS["none"].bytes
    statuses = [line.split('" ')[1].split()[0] for line in published.server.asked()]
    assert statuses == ["404", "200", "200", "200", "200", "404", "200"]


def test_an_update_that_broke_off_goes_on_with_a_range(published):
    pack = published.channel.current().packs()["content/d0.kbp"]
    whole = (published.channel.folder / "targets" / "content" / f"{pack.sha256}.d0.kbp").read_bytes()
    part = published.device.data / "updates" / "dl" / f"{pack.sha256}.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(whole[:300])
    with WireRelay(published.server.port) as relay:
        published.device.update(relay, Outcome.UPDATED)
    assert published.device.version == 2
    last = published.server.asked()[-1]
    assert f'.d0.kbp HTTP/1.1" 206 {len(whole) - 300} ' in last
