"""What other ways of distributing the same data would cost, computed from the same records and from real exchanges.

Each way is given the benefit of the doubt: the leanest headers, compressed bodies, no TLS, and new ids known for free.
"""

from __future__ import annotations

import hashlib
import http.client
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.update_wire import WireRelay

Records = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests and bytes on the wire, headers of both directions included."""

    requests: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Bytes of an exchange of one small file, without its body: fetched, asked about and unchanged, not there."""

    fetched: int
    unchanged: int
    missing: int


def measure_exchange(port: int, path: str) -> Exchange:
    """Measure real exchanges with a server.

    Args:
        port: where it listens on this machine.
        path: a file that it has and that does not change.
    """
    with WireRelay(port) as relay:
        connection = http.client.HTTPConnection("127.0.0.1", relay.port, timeout=10)

        def ask(place: str, headers: Mapping[str, str]) -> tuple[http.client.HTTPResponse, int]:
            before = relay.counted()
            connection.request("GET", place, headers=dict(headers))
            response = connection.getresponse()
            body = response.read()
            return response, (relay.counted() - before).bytes - len(body)

        try:
            response, fetched = ask(path, {})
            _, unchanged = ask(path, {"If-None-Match": response.headers["ETag"]})
            _, missing = ask(f"{path}x/", {})
        finally:
            connection.close()
    return Exchange(fetched, unchanged, missing)


def file_per_record(before: Records, after: Records, exchange: Exchange) -> Cost:
    """Return the cost of asking about every record's own file (If-None-Match) and fetching those that changed."""
    changed = [record for record_id, record in after.items() if before.get(record_id) != record]
    gone = len(before.keys() - after.keys())
    same = len(after) - len(changed)
    bodies = sum(len(_compressed(record)) for record in changed)
    return Cost(
        requests=len(before.keys() | after.keys()),
        bytes=same * exchange.unchanged + len(changed) * exchange.fetched + gone * exchange.missing + bodies,
    )


def list_of_records(before: Records, after: Records, exchange: Exchange) -> Cost:
    """Return the cost of one list with the hash of every record, and of fetching the files of those that changed.

    Without a change the list is not sent again; one question for it is counted.
    """
    changed = [record for record_id, record in after.items() if before.get(record_id) != record]
    if not changed and before.keys() == after.keys():
        return Cost(requests=1, bytes=exchange.unchanged)
    listed = "".join(f"{name} {hashlib.sha256(text.encode()).hexdigest()}\n" for name, text in sorted(after.items()))
    bodies = len(_compressed(listed)) + sum(len(_compressed(record)) for record in changed)
    return Cost(requests=1 + len(changed), bytes=(1 + len(changed)) * exchange.fetched + bodies)


def _compressed(text: str) -> bytes:
    """Compress as a web server does on the way."""
    return zlib.compress(text.encode(), 9, wbits=31)
