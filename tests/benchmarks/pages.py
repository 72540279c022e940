"""Opening the pages: from the click on the rail to everything painted, the first time and later, at two sizes.

    python -m tests.benchmarks.pages [--sizes 3000,20000] [--starts 3] [--runs 7] [--only PAGES] [--json]

`first_ms` is the median of the first openings in fresh processes, a moment after the start, what each imports and
builds included; `first_cpu_ms` is what all threads were at work for it, which a busy machine changes less. `at_once_ms`
is the first opening by who clicks as soon as the start page stands. `again_ms` are the p50 and p95 of all later ones.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor_app.desktop.page_makers import MAKERS, START
from tests.benchmarks.corpus import TooLittleMaterial
from tests.benchmarks.material import sentences_of
from tests.benchmarks.measure import percentiles
from tests.benchmarks.pages_corpus import DAY, knowledge_items

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
SIZES = (3_000, 20_000)
PAGES = (START, "search", *(name for name in MAKERS if name != START), "freshness", "options", "about")
BUDGET_MS = 100.0
AT_ONCE = "at-once"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="bench pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of entries")
    parser.add_argument("--starts", type=int, default=3, help="fresh processes")
    parser.add_argument("--runs", type=int, default=7, help="later openings of each page in each process")
    parser.add_argument("--only", default=",".join(PAGES), help="names of pages")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(argv)
    try:
        found = {
            size: measure(build(int(size)), given.only.split(","), starts=max(1, given.starts), runs=max(1, given.runs))
            for size in given.sizes.split(",")
        }
    except TooLittleMaterial as fault:
        sys.stderr.write(f"bench pages: {fault}\n")
        return 1
    except subprocess.CalledProcessError as fault:
        sys.stderr.write(f"bench pages: {' '.join(map(str, fault.cmd))} ended with status {fault.returncode}\n")
        return 1
    sys.stdout.write(json.dumps(found) + "\n" if given.json else table(found))
    return 0


def measure(data: Path, pages: Sequence[str], *, starts: int, runs: int) -> dict[str, Any]:
    """Return page -> figures in ms.

    Args:
        data: data directory with the knowledge.
        pages: names of pages.
        starts: how many fresh processes.
        runs: later openings in each.

    Raises:
        subprocess.CalledProcessError: the window did not open a page.
    """
    told = [_probe(data, str(runs), *pages) for _ in range(starts)]
    at_once = {page: [_probe(data, AT_ONCE, page)[page] for _ in range(starts)] for page in pages if page != START}
    return {
        page: {
            "first_ms": round(statistics.median(one[page]["first_ms"] for one in told), 1),
            "first_cpu_ms": round(statistics.median(one[page]["first_cpu_ms"] for one in told), 1),
            "at_once_ms": round(statistics.median(at_once[page]), 1) if page in at_once else None,
            "again_ms": percentiles([value for one in told for value in one[page]["again_ms"]]),
        }
        for page in pages
    }


def _probe(data: Path, *words: str) -> dict[str, Any]:
    """Return what a fresh process measures."""
    # As in an installation: what was compiled once is kept.
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "tests.benchmarks.pages_probe", str(data), *words]
    done = subprocess.run(command, cwd=ROOT, env=compiled, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def build(size: int, cache: Path = CACHE) -> Path:
    """Return a data directory with a knowledge base of a size, kept for the next run as long as it is the same.

    Raises:
        TooLittleMaterial: there are too few sentences.
    """
    from advisor_app.content.geodata import Geodata
    from advisor_app.content.load import load_content, published
    from advisor_app.knowledge.generations import KnowledgeStore
    from advisor_app.knowledge.writer import prepare, write_knowledge
    from advisor_app.search.index import INDEX_FORMAT
    from advisor_app.search.library_documents import index_library

    geodata = Geodata.load(ROOT / "resources" / "geodata")
    content = load_content(ROOT / "kb", geodata, today=DAY)
    labels = {**content.vocabularies, "regions": geodata.region_labels()}
    codes = {name: sorted(labels[name]) for name in ("themes", "ris_fields")}
    codes["districts"] = sorted(code for code in labels["regions"] if len(code) == len("05111") and code.isdigit())
    items = knowledge_items(published(content), sentences_of([ROOT / "kb"]), size, codes)
    prepared = prepare(items, labels, version=1)
    store = KnowledgeStore(cache / f"pages-{size}" / "knowledge")
    with store.writing():
        current = store.current()
        if current is None or (current.digest, current.index_format) != (prepared.info.digest, INDEX_FORMAT):
            path = store.new_directory(prepared.info)
            write_knowledge(path / "kb.sqlite", prepared)
            index_library(items, labels, path / "index")
            store.activate(path, prepared.info, index_format=INDEX_FORMAT)
    return cache / f"pages-{size}"


def table(found: dict[str, dict[str, Any]]) -> str:
    """Return the figures as they are read; what is over the budget is marked."""
    lines = []
    for size, pages in found.items():
        lines.append(f"{size} entries{'':14}first      cpu  at once      p50      p95 ms   (budget {BUDGET_MS:.0f})")
        for page, figures in pages.items():
            again = figures["again_ms"]
            values = (figures["first_ms"], figures["first_cpu_ms"], figures["at_once_ms"], again["p50"], again["p95"])
            over = "  over" if max(value for value in values if value is not None) > BUDGET_MS else ""
            shown = "".join(f"{'':9}" if value is None else f"{value:9.1f}" for value in values)
            lines.append(f"  {page:20}{shown}{over}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
