"""What must hold on a device after anything that can go wrong: told by reading its files, not by asking the product.

The database is sound and holds what its digests say, the index covers it and opens, both are of a version that was
published, nothing half-finished lies about, and what belongs to the user is byte for byte what it was.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.search.index import SearchIndex
from advisor_app.search.model import SearchRequest
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.model import Outcome, UpdateResult
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

TODAY = date(2026, 11, 23)
USER_BYTES = b"notes of the user, which no update may touch\n" * 50


class Device:
    """A data directory that receives updates, with a file of the user's beside.

    Args:
        path: its data directory; made if missing.
        root: the root file that came with the installation.
        seed: the knowledge that came with the installation.
    """

    def __init__(self, path: Path, root: bytes, *, seed: Generation | None = None) -> None:
        self.path = path
        self.home = path / "updates"
        self.store = KnowledgeStore(path / "knowledge")
        self.user_file = path / "user.sqlite"
        self._root = root
        self._seed = seed
        path.mkdir(parents=True, exist_ok=True)
        if not self.user_file.exists():
            self.user_file.write_bytes(USER_BYTES)

    def copy(self, path: Path) -> Self:
        """Return another device in the same state."""
        shutil.copytree(self.path, path)
        return type(self)(path, self._root, seed=self._seed)

    def update(
        self, where: str | Path, *, now: datetime, options: dict[str, Any] | None = None, **wishes: Any
    ) -> UpdateResult:
        """Do one update; raises what the client raises."""
        client = UpdateClient(home=self.home, store=self.store, seed=self._seed, trust_root=TrustRoot.parse(self._root))
        with open_source(where, **(options or {})) as source:
            return client.update(source, now=now, **wishes)

    @property
    def version(self) -> int:
        """Return the version in use, 0 without any."""
        current = self.store.current()
        return 0 if current is None else current.version

    @property
    def generation(self) -> Generation:
        """Return the generation in use."""
        current = self.store.current()
        assert current is not None
        return current

    def pointed_to(self) -> list[str]:
        """Return the names in the pointer, read as plain text."""
        pointer = self.store.root / "current"
        return pointer.read_text(encoding="utf-8").split() if pointer.exists() else []

    def downloads(self) -> list[str]:
        """Return what lies in the directory of downloads."""
        return sorted(path.name for path in (self.home / "dl").glob("*"))


def check(device: Device, versions: Collection[int]) -> None:
    """Assert the invariant.

    Args:
        device: what to look at.
        versions: the versions that may be in use; 0 for no knowledge at all.
    """
    assert device.user_file.read_bytes() == USER_BYTES
    names = device.pointed_to()
    if not names:
        assert 0 in versions
        assert not list(device.store.root.glob("gen/*"))
        return
    there = {path.name for path in (device.store.root / "gen").iterdir()}
    assert there == set(names), "generations that nobody points to"
    assert not list(device.path.rglob("*.new")), "half-written files"
    check_generation(device.store.root / "gen" / names[0], versions)


def check_generation(path: Path, versions: Collection[int]) -> None:
    """Assert that a generation is complete: database, digests, index."""
    stamp = json.loads((path / "VERSION").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"{(path / 'kb.sqlite').as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        meta = dict(database.execute("select key, value from meta"))
        records = database.execute("select id, canonical from record order by id").fetchall()
    digest = hashlib.sha256(f"kb-state-v1\0{stamp['version']}\0".encode())
    for record_id, text in records:
        digest.update(f"{record_id}\0{hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    assert digest.hexdigest() == meta["digest"] == stamp["digest"]
    assert int(meta["version"]) == stamp["version"]
    assert stamp["version"] in versions
    assert {file.name for file in path.iterdir()} <= {"kb.sqlite", "index", "VERSION", "changes"}, "leftovers"
    items = [record_id for record_id, _ in records if "/" not in record_id]
    with KnowledgeReader(path / "kb.sqlite") as reader:
        assert sorted(item.id for item in reader.items()) == items
    index = SearchIndex.open(path / "index", today=TODAY)
    try:
        found = index.search(SearchRequest(limit=len(items) + 10, snippets=0))
    finally:
        index.close()
    assert found.total == len(items)
    assert {hit.id for hit in found.hits} == set(items)


def check_recovers(device: Device, where: Path, version: int, *, now: datetime) -> UpdateResult:
    """Assert that an honest update from a folder leads to a version, and that the one after it finds nothing to do."""
    result = device.update(where, now=now)
    assert device.version == version
    check(device, {version})
    again = device.update(where, now=now)
    assert replace(again, seconds=0, bytes=0, requests=0).outcome is Outcome.CURRENT
    assert device.downloads() == []
    return result
