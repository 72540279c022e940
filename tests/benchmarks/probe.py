"""One figure measured in a process of its own, where no other engine has warmed or filled anything.

Started by `tests.benchmarks.indexes`; prints one JSON object.
"""

from __future__ import annotations

import json
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines.registry import engine
from tests.benchmarks.queries import Query, Sort

_MIB = 1024
_CHANGED = Query(Sort.PHRASE, '"Neu gefasst am 23. November"', ("Neu", "gefasst", "am", "23", "November"))


def build(name: str, corpus: Corpus, directory: Path) -> Mapping[str, float | None]:
    """Build an index."""
    subject = engine(name)
    started = time.perf_counter()
    subject.build(corpus.documents, directory)
    return {"build_s": round(time.perf_counter() - started, 3), "disk_mb": round(_size(directory) / 2**20, 1)}


def update(name: str, corpus: Corpus, directory: Path) -> Mapping[str, float | None]:
    """Replace the changed documents in a copy of an index.

    Raises:
        AssertionError: the new texts are not found afterwards, so that the time would mean nothing.
    """
    subject = engine(name)
    with tempfile.TemporaryDirectory(dir=directory.parent) as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(directory, copy)
        started = time.perf_counter()
        subject.update(copy, corpus.changed)
        spent = time.perf_counter() - started
        session = subject.open(copy)
        found = session.ask(_CHANGED).total
        session.close()
    if found != len(corpus.changed):
        raise AssertionError(f"{name}: {found} of {len(corpus.changed)} changed documents are found")
    return {"update60_s": round(spent, 3)}


def opening(name: str, queries: Sequence[Query], directory: Path) -> Mapping[str, float | None]:
    """Open an index and answer the first question; once with the import of the engine and once without."""
    started = time.perf_counter()
    subject = engine(name)
    imported = time.perf_counter()
    session = subject.open(directory)
    session.ask(queries[0], snippets=True)
    ended = time.perf_counter()
    session.close()
    return {"open": (ended - imported) * 1000, "open_with_import": (ended - started) * 1000}


def memory(name: str, queries: Sequence[Query], directory: Path) -> Mapping[str, float | None]:
    """Tell what opening an index and answering all questions adds to the process; `library_mb` is the import alone."""
    bare = _resident()
    subject = engine(name)
    imported = _resident()
    session = subject.open(directory)
    for query in queries:
        session.ask(query, snippets=True)
    used = _resident()
    session.close()
    if bare is None or imported is None or used is None:
        return {"memory_mb": None, "library_mb": None}
    return {"memory_mb": round(used - imported, 1), "library_mb": round(imported - bare, 1)}


def _resident() -> float | None:
    """Return the resident memory of this process in MiB; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / _MIB


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def main() -> None:
    """Run the probe that the arguments name: probe, engine, pickled corpus or queries, index directory."""
    probe, name, given, directory = sys.argv[1:]
    # Written by the benchmark itself a moment ago, into the cache of this checkout.
    subject = pickle.loads(Path(given).read_bytes())
    probes: dict[str, Callable[..., Mapping[str, float | None]]] = {
        "build": build,
        "update": update,
        "opening": opening,
        "memory": memory,
    }
    sys.stdout.write(json.dumps(probes[probe](name, subject, Path(directory))) + "\n")


if __name__ == "__main__":
    main()
