"""Speed of the search, side by side with SQLite FTS5, tantivy and stock Whoosh on the same generated collections.

    python -m tests.benchmarks.search [--sizes 3000,20000] [--engines NAMES] [--material DIR]... [--quick] [--json]
    python -m tests.benchmarks.search --baselines DIR [--json]

The second form compares what is found instead: DIR holds docs.jsonl, queries.jsonl and qrels.tsv.
Times are milliseconds. Messages go to stderr, the result to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor_app.errors import InputUnreadable
from tests.benchmarks.corpus import Corpus, TooLittleMaterial, make_corpus
from tests.benchmarks.engines.registry import NAMES, OWN, engine, installed
from tests.benchmarks.indexes import ROOT, Indexes, versions
from tests.benchmarks.material import sentences_of
from tests.benchmarks.measure import interleaved, percentiles
from tests.benchmarks.quality import compare
from tests.benchmarks.queries import Query, Sort, make_queries

# Stock Whoosh needs hundreds of milliseconds a question at 20,000 documents: one pass tells enough.
_SLOW = frozenset({"whoosh"})
_TIMED = (
    ("keystroke", Sort.KEYSTROKE, False),
    ("keystroke_snippets", Sort.KEYSTROKE, True),
    ("phrase", Sort.PHRASE, False),
    ("fuzzy", Sort.FUZZY, False),
)
# A fresh process is asked this many questions: enough to fill what an engine keeps in memory.
_ASKED_FRESH = 40
_SINGLE = ("build_s", "update60_s", "memory_mb")

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: questions per metric, passes over them, fresh processes for opening."""

    queries: int = 200
    repetitions: int = 5
    openings: int = 9


QUICK = Plan(queries=60, repetitions=3, openings=3)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    given = _arguments(argv)
    try:
        return _report_quality(given.baselines, as_json=given.json) if given.baselines else _report_speed(given)
    except (TooLittleMaterial, InputUnreadable) as fault:
        say(f"bench search: {fault}")
        return 2


def _report_speed(given: argparse.Namespace) -> int:
    names = [name for name in NAMES if name in given.engines and _there(name)]
    sentences = sentences_of([ROOT / "kb", *given.material])
    started = os.getloadavg() if hasattr(os, "getloadavg") else ()
    corpora = {size: make_corpus(sentences, size) for size in given.sizes}
    result: Figures = {name: {} for name in names}
    for size, corpus in corpora.items():
        for name, figures in measure(corpus, names, QUICK if given.quick else Plan()).items():
            result[name][str(size)] = figures
    if OWN in names:
        result["ratios"] = ratios(result, [name for name in names if name != OWN])
    result["about"] = _about(corpora, len(sentences), started)
    if given.json:
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
    else:
        _print_table(result, names)
    return 0


def measure(corpus: Corpus, names: Sequence[str], plan: Plan, cache: Path | None = None) -> dict[str, Figures]:
    """Measure all engines on one collection.

    Args:
        corpus: the collection.
        names: which engines.
        plan: how much.
        cache: where indexes are kept; the cache of the checkout by default.
    """
    size = len(corpus.documents)
    queries = make_queries(corpus, count=plan.queries)
    asked = queries[Sort.KEYSTROKE][:_ASKED_FRESH]
    indexes = Indexes(corpus, asked, cache) if cache else Indexes(corpus, asked)
    figures: dict[str, Figures] = {}
    for name in names:
        say(f"{size} documents: {name}: build, update, memory")
        figures[name] = {**indexes.build(name), **indexes.update(name), **indexes.memory(name)}
    _time_openings(indexes, names, plan, figures)
    _time_questions(indexes, queries, plan, figures)
    return figures


def ratios(result: Mapping[str, Figures], others: Sequence[str]) -> Figures:
    """Return how many times as much each alternative needs; above 1 the product is ahead."""
    own = result[OWN]
    return {
        other: {
            size: {
                metric: (
                    {part: _ratio(theirs[part], own[size][metric][part]) for part in ("p50", "p95")}
                    if isinstance(theirs, dict)
                    else _ratio(theirs, own[size][metric])
                )
                for metric, theirs in figures.items()
                if metric in own[size] and (isinstance(theirs, dict) or metric in _SINGLE)
            }
            for size, figures in result[other].items()
        }
        for other in others
    }


def say(text: str) -> None:
    """Tell what is going on, on stderr."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


def _time_openings(indexes: Indexes, names: Sequence[str], plan: Plan, figures: Mapping[str, Figures]) -> None:
    say("opening in fresh processes")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(plan.openings):
        for name in names:
            runs[name].append(indexes.opening(name))
    for name, measured in runs.items():
        for metric in ("open", "open_with_import"):
            figures[name][metric] = percentiles([run[metric] for run in measured])


def _time_questions(
    indexes: Indexes, queries: Mapping[Sort, Sequence[Query]], plan: Plan, figures: Mapping[str, Figures]
) -> None:
    sessions = {name: engine(name).open(indexes.directory(name)) for name in figures}
    try:
        for metric, sort, snippets in _TIMED:
            measured = interleaved(
                sessions,
                queries[sort],
                snippets=snippets,
                repetitions=lambda name: 1 if name in _SLOW else plan.repetitions,
                rest=lambda text, metric=metric: say(f"{metric}: {text}"),  # type: ignore[misc]
            )
            for name, found in measured.items():
                figures[name][metric] = found
    finally:
        for session in sessions.values():
            session.close()


def _ratio(theirs: float | None, own: float | None) -> float | None:
    return round(theirs / own, 2) if theirs is not None and own else None


def _about(corpora: Mapping[int, Corpus], sentences: int, load: Sequence[float]) -> Figures:
    """Tell what the figures hold for."""
    words = {
        str(size): round(sum(document.body.count(" ") + 1 for document in corpus.documents) / size)
        for size, corpus in corpora.items()
    }
    return {
        "sentences": sentences,
        "words_per_document": words,
        "collections": {str(size): corpus.digest for size, corpus in corpora.items()},
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "versions": versions(),
        "load_at_start": [round(value, 2) for value in load],
    }


def _report_quality(folder: Path, *, as_json: bool) -> int:
    found = compare(folder)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return 0
    columns = list(next(iter(found.values())))
    sys.stdout.write(f"{'':18}" + "".join(f"{column:>12}" for column in columns) + "\n")
    for name, figures in found.items():
        sys.stdout.write(f"{name:18}" + "".join(f"{figures[column]:12.3f}" for column in columns) + "\n")
    return 0


def _print_table(result: Figures, names: Sequence[str]) -> None:
    metrics = [*(metric for metric, _sort, _snippets in _TIMED), "open"]
    for size in result[names[0]]:
        sys.stdout.write(f"\n{size} documents: p50 / p95 in ms, then seconds and MiB\n{'':18}")
        sys.stdout.write("".join(f"{metric:>20}" for metric in (*metrics, *_SINGLE)) + "\n")
        for name in names:
            figures = result[name][size]
            pairs = [f"{figures[metric]['p50']:.2f} / {figures[metric]['p95']:.2f}" for metric in metrics]
            singles = ["-" if figures[metric] is None else f"{figures[metric]:.2f}" for metric in _SINGLE]
            sys.stdout.write(f"{name:18}" + "".join(f"{cell:>20}" for cell in (*pairs, *singles)) + "\n")


def _there(name: str) -> bool:
    if installed(name):
        return True
    say(f"{name} is not installed and is left out")
    return False


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_sizes, default=[3000, 20000], help="numbers of documents")
    parser.add_argument("--engines", type=_engines, default=NAMES, help=f"some of {','.join(NAMES)}")
    parser.add_argument("--material", type=_folder, action="append", default=[], help="more German texts; repeatable")
    parser.add_argument("--quick", action="store_true", help="fewer questions and passes")
    parser.add_argument("--baselines", type=_folder, help="compare what is found on the collection in this folder")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args(argv)


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if any(size < 100 for size in sizes):
        raise argparse.ArgumentTypeError("at least 100 documents")
    return sizes


def _engines(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(NAMES):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    return names


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{folder} is no folder")
    return folder.resolve()


if __name__ == "__main__":
    sys.exit(main())
