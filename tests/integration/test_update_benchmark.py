"""The instruments of the update benchmark: same items everywhere, edits as promised, a relay that counts exactly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest

from advisor_app.knowledge.records import canonical, item_of
from tests.benchmarks.corpus import TooLittleMaterial
from tests.benchmarks.material import sentences_of
from tests.benchmarks.update_alternatives import Cost, file_per_record, list_of_records, measure_exchange
from tests.benchmarks.update_corpus import Items, make_items, versions_of
from tests.benchmarks.update_scale import Assumptions, ten_thousand_clients
from tests.benchmarks.update_wire import WireRelay

SIZE = 300
BODY = b"x" * 5000


@pytest.fixture(scope="module")
def sentences(root: Path) -> Sequence[str]:
    return sentences_of([root / "kb"])


@pytest.fixture(scope="module")
def items(sentences: Sequence[str]) -> Items:
    return make_items(sentences, SIZE)


def test_items_are_the_same_every_time_and_survive_their_record(sentences, items):
    assert make_items(sentences, SIZE) == items
    assert all(item_of(canonical(item)) == item for item in items.values())


def test_items_are_as_long_as_promised(items):
    mean = sum(len(canonical(item).encode()) for item in items.values()) / SIZE
    assert 3500 < mean < 4200


def test_too_few_sentences_are_refused():
    with pytest.raises(TooLittleMaterial):
        make_items(["Ein Satz."], 10)


def test_every_version_has_ten_edits_of_four_sorts(sentences, items):
    before = items
    small = new = gone = 0
    for after in islice(versions_of(items, sentences), 40):
        changed = {name for name in after if before.get(name) != after[name]}
        lost = before.keys() - after.keys()
        assert 9 <= len(changed) + len(lost) <= 10  # an edit may by chance set what was there
        new += len(after.keys() - before.keys())
        gone += len(lost)
        small += sum(
            abs(len(canonical(after[name])) - len(canonical(before[name]))) < 300 for name in changed & before.keys()
        )
        before = after
    assert 20 < new < 80
    assert 12 < gone < 60
    assert small > 200


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        known = self.headers["If-None-Match"] == '"1"'
        body = b"" if known or self.path.endswith("/") else BODY
        self.send_response_only(304 if known else 404 if self.path.endswith("/") else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_relay_counts_every_byte_and_request(port):
    request = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
    response = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 5000\r\n\r\n' + BODY
    with WireRelay(port) as relay:
        for number in (1, 2):
            with socket.create_connection(("127.0.0.1", relay.port)) as client:
                # In two pieces: the end of the headers is cut.
                client.sendall(request[:-2])
                client.sendall(request[-2:] + request)
                received = b""
                while len(received) < 2 * len(response):
                    received += client.recv(1 << 16)
            counted = relay.counted()
            assert received == 2 * response
            assert (counted.requests, counted.connections) == (2 * number, number)
            assert counted.bytes == number * 2 * (len(request) + len(response))


def test_the_relay_ends_while_clients_are_still_connected(port):
    with WireRelay(port) as relay:
        client = socket.create_connection(("127.0.0.1", relay.port))
        client.sendall(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
        assert client.recv(10)
    client.close()


def test_the_relay_survives_a_server_that_is_gone(port):
    with WireRelay(1) as relay, socket.create_connection(("127.0.0.1", relay.port), timeout=5) as client:
        assert client.recv(10) == b""
    assert relay.counted().bytes == 0


def test_alternatives_are_costed_from_real_exchanges(port, sentences, items):
    exchange = measure_exchange(port, "/record")
    assert exchange.unchanged < 250
    assert exchange.fetched < 250
    before = {name: canonical(item) for name, item in items.items()}
    after = {name: canonical(item) for name, item in next(versions_of(items, sentences)).items()}
    assert file_per_record(before, before, exchange) == Cost(SIZE, SIZE * exchange.unchanged)
    asked, listed = file_per_record(before, after, exchange), list_of_records(before, after, exchange)
    assert asked.requests == len(before.keys() | after.keys())
    assert asked.bytes > SIZE * exchange.unchanged
    assert 9 <= listed.requests <= 11
    assert 32 * SIZE < listed.bytes < asked.bytes
    assert list_of_records(before, before, exchange).requests == 1


def test_ten_thousand_clients_are_reckoned_from_what_was_measured():
    measured = {"none": Cost(2, 1000), "ten": Cost(5, 16_000), "install": Cost(5, 1_700_000)}
    told = ten_thousand_clients(measured, Assumptions(tls_bytes=0))
    assert told["bytes_per_publish"] == 160_000_000
    assert 10_000_000 < told["bytes_per_day"] < 40_000_000
    assert told["bytes_if_all_installed_without_the_seed"] == 17_000_000_000
    without = ten_thousand_clients(measured, Assumptions(tls_bytes=0, publishes_per_month=0))
    assert (without["requests_per_day"], without["bytes_per_day"]) == (20_000, 10_000_000)
