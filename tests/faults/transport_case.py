"""What the tests of bad ways have in common: an endpoint of two files, and the asking for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from advisor_app.errors import AdvisorError
from advisor_app.updates.transport.faults import FetchFault
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.source import Source
from tests.faults.hostile_server import HostileServer

PACK = Random(7).randbytes(120_000)
SHA = hashlib.sha256(PACK).hexdigest()
PATH = f"targets/content/{SHA}.d0.kbp"
TIMESTAMP = "metadata/timestamp.json"
# Patience of tests that expect it to end; all others have the product's, so that a busy machine fails none of them.
HASTY = Limits(connect=0.5, stagger=0.05, answer=0.5, gap=0.5, grace=0.4, rate=50_000, tick=0.02)


def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own proxy out of it."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def endpoint() -> dict[str, bytes]:
    return {TIMESTAMP: b'{"signed": 1}', PATH: PACK}


def read(source: Source, name: str = "timestamp.json", cap: int = 16_384) -> bytes:
    return source.fetcher.download_bytes(source.metadata_url + name, cap)


def fetch(source: Source, into: Path, *, cancelled: Callable[[], bool] = lambda: False) -> bytes:
    """Fetch the pack and return its bytes."""
    path = source.fetch_pack(
        PATH, length=len(PACK), sha256=SHA, into=into, progress=lambda _done, _total: None, cancelled=cancelled
    )
    return path.read_bytes()


def part(into: Path) -> Path:
    return into / f"{SHA}.part"


def fault_of(source: Source, name: str = "timestamp.json") -> AdvisorError:
    with pytest.raises(FetchFault) as raised:
        read(source, name)
    return raised.value.fault


def ranges(server: HostileServer) -> list[str]:
    return [headers.get("Range", "") for _, headers in server.requests]
