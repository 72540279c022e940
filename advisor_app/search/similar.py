"""Words that look alike: stems that share four-letter runs, for words that no document spells as the question does.

`digital`, `Digitalisierung` and `digitalisieren` have different stems but much in common. The table of runs is written
with the mirror; likeness is the cosine of the run sets, each run weighted by how telling it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor_app.search.arrays import write_array
from advisor_app.search.corpus_terms import run_of

WIDTH = 4
MOST = 10
LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one segment's stems: for each run the stems that hold it, for each stem the length of its vector."""

    terms: list[str]
    ptr: NDArray[np.uint32]
    stems: NDArray[np.uint32]
    norm: NDArray[np.float32]

    def like(self, stem: str) -> list[tuple[int, float]]:
        """Return the stems most like a stem, itself excluded, as number and likeness, best first."""
        shared = np.zeros(len(self.norm), np.float32)
        own = 0.0
        for run in _runs(stem):
            number = run_of(self.terms, run)
            found = self.stems[:0] if number < 0 else self.stems[int(self.ptr[number]) : int(self.ptr[number + 1])]
            weight = _weight(len(self.norm), max(len(found), 1)) ** 2
            own += weight
            shared[found] += np.float32(weight)
        if not own:
            return []
        places = np.flatnonzero(shared > LEAST * LEAST * own)
        likeness = shared[places] / (self.norm[places] * math.sqrt(own))
        keep = (likeness >= LEAST) & (likeness < 0.9999)
        places, likeness = places[keep], likeness[keep]
        best = np.argsort(-likeness, kind="stable")[:MOST]
        return list(zip(places[best].tolist(), likeness[best].tolist(), strict=True))


def _runs(stem: str) -> set[str]:
    framed = f"^{stem}$"
    return {framed[place : place + WIDTH] for place in range(max(len(framed) - WIDTH + 1, 1))}


def _weight(count: int, frequency: int) -> float:
    return math.log1p(count / frequency)


def write_runs(stems: Sequence[str], folder: Path) -> None:
    """Write the runs of sorted stems."""
    table: dict[str, list[int]] = {}
    for number, stem in enumerate(stems):
        for run in _runs(stem):
            table.setdefault(run, []).append(number)
    terms = sorted(table)
    norm = np.zeros(len(stems), np.float32)
    for run in terms:
        norm[table[run]] += np.float32(_weight(len(stems), len(table[run])) ** 2)
    (folder / "runs.terms").write_text("\n".join(terms), encoding="utf-8", newline="\n")
    write_array(folder / "runs.ptr.npy", np.cumsum([0, *(len(table[run]) for run in terms)]).astype(np.uint32))
    write_array(folder / "runs.stems.npy", np.fromiter(chain.from_iterable(table[run] for run in terms), np.uint32))
    write_array(folder / "runs.norm.npy", np.sqrt(norm))
