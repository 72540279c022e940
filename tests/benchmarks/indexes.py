"""Indexes under test: built in processes of their own; those of the alternatives are kept for the next run."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines.registry import engine, sources
from tests.benchmarks.queries import Query

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
_LIBRARIES = ("tantivy", "whoosh3", "PyStemmer")
_KEPT_DAYS = 7


class Indexes:
    """Builds the indexes of one collection and measures what a fresh process tells.

    Args:
        corpus: the collection.
        queries: what the fresh processes ask.
        cache: where built indexes are kept.
    """

    def __init__(self, corpus: Corpus, queries: Sequence[Query], cache: Path = CACHE) -> None:
        self._folder = cache / corpus.digest
        self._folder.mkdir(parents=True, exist_ok=True)
        os.utime(self._folder)
        _forget_unused(cache)
        self._corpus = self._folder / "corpus.pickle"
        self._queries = self._folder / "queries.pickle"
        self._corpus.write_bytes(pickle.dumps(corpus))
        self._queries.write_bytes(pickle.dumps(list(queries)))

    def build(self, name: str) -> dict[str, float]:
        """Build the index of an engine, unless it is kept from an earlier run, and return what building took."""
        figures = self.directory(name).parent / "build.json"
        if engine(name).keeps and figures.is_file():
            kept: dict[str, float] = json.loads(figures.read_text(encoding="utf-8"))
            return kept
        shutil.rmtree(figures.parent, ignore_errors=True)
        figures.parent.mkdir(parents=True)
        measured = self._probe("build", name, self._corpus)
        # Written last: an index whose build was interrupted has no figures and is built anew.
        figures.write_text(json.dumps(measured), encoding="utf-8")
        return measured

    def update(self, name: str) -> dict[str, float]:
        """Return how long replacing the changed documents takes."""
        return self._probe("update", name, self._corpus)

    def opening(self, name: str) -> dict[str, float]:
        """Return how long opening and the first question take."""
        return self._probe("opening", name, self._queries)

    def memory(self, name: str) -> dict[str, float]:
        """Return what an opened index needs."""
        return self._probe("memory", name, self._queries)

    def directory(self, name: str) -> Path:
        """Return where the index of an engine lies."""
        return self._folder / f"{name}-{_fingerprint(name)}" / "index"

    def _probe(self, probe: str, name: str, given: Path) -> dict[str, float]:
        command = [sys.executable, "-m", "tests.benchmarks.probe", probe, name, str(given), str(self.directory(name))]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def versions() -> dict[str, str]:
    """Return the versions of the libraries that matter here."""
    found: dict[str, Any] = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def _fingerprint(name: str) -> str:
    """Name the adapter and the library versions: an index built by others is not taken."""
    digest = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in sources(name):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forget_unused(cache: Path) -> None:
    """Remove the indexes of collections that no run has used for some days: content changes, and they are large."""
    oldest = time.time() - _KEPT_DAYS * 86_400
    for folder in cache.iterdir():
        if folder.is_dir() and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
