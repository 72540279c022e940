"""Interleaved timing: every question goes to all engines in turn, so that a busy moment hits them alike."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

from tests.benchmarks.engines.base import Session
from tests.benchmarks.queries import Query

_WARM_UP = 5


def interleaved(
    sessions: Mapping[str, Session],
    queries: Sequence[Query],
    *,
    snippets: bool,
    repetitions: Callable[[str], int],
    rest: Callable[[str], None] = lambda _text: None,
) -> dict[str, dict[str, float]]:
    """Time all engines on the same questions.

    Args:
        sessions: engine name -> open index.
        queries: what is asked.
        snippets: make twenty snippets.
        repetitions: how often an engine answers each question.
        rest: told about each pass.

    Returns:
        Engine name -> p50 and p95 in ms over the questions (each the median of its repetitions), the same for the
        first pass alone (where nothing can come from a cache), and the share of questions with hits.
    """
    for session in sessions.values():
        for query in queries[:_WARM_UP]:
            session.ask(query, snippets=snippets)
    times: dict[str, list[list[float]]] = {name: [[] for _ in queries] for name in sessions}
    found = dict.fromkeys(sessions, 0)
    # What the engines hold is not looked through again by every collection that happens to fall into a question.
    gc.collect()
    gc.freeze()
    for repetition in range(max(map(repetitions, sessions))):
        rest(f"pass {repetition + 1}")
        asked = [name for name in sessions if repetition < repetitions(name)]
        for number, query in enumerate(queries):
            turn = (number + repetition) % len(asked)
            for name in asked[turn:] + asked[:turn]:
                started = time.perf_counter()
                answer = sessions[name].ask(query, snippets=snippets)
                times[name][number].append((time.perf_counter() - started) * 1000)
                found[name] += repetition == 0 and answer.total > 0
    gc.unfreeze()
    return {name: _figures(times[name], found[name]) for name in sessions}


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return p50 and p95 (nearest rank)."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 3),
        "p95": round(ordered[math.ceil(len(ordered) * 0.95) - 1], 3),
    }


def _figures(times: Sequence[Sequence[float]], found: int) -> dict[str, float]:
    first = percentiles([samples[0] for samples in times])
    return {
        **percentiles([statistics.median(samples) for samples in times]),
        "first_p50": first["p50"],
        "first_p95": first["p95"],
        "found": round(found / len(times), 3),
    }
