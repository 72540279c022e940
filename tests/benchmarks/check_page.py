"""An answer in the window's check at 3,000 programmes: what the window's thread does, and until the answer is painted.

`python -m tests.benchmarks.check_page [--json]` prints milliseconds. The programmes are those of `check`.

    answer_ms   taking the answer, from the key to the job that works it out
    show_ms     putting what was worked out on the page
    paint_ms    painting the page anew, all of it
    whole_ms    from the key to the painted answer, the work in the worker included
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from advisor_app.desktop.app import Face, make_app, make_face
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.desktop.settings import WindowSettings
from advisor_app.domain.profile import FactValue, Known, Profile
from tests.benchmarks.check import SIZE, collection
from tests.benchmarks.measure import percentiles
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary

BUDGET_MS = 10.0
_ROUNDS = 12
_BEGUN = {"company.headcount": 38, "company.seat_ags": "05914000", "project.kind": ("digitalisierung",)}
_ANSWERS: Sequence[tuple[str, object]] = (
    ("company.headcount", 62), ("project.order_signed", False), ("company.turnover_eur", 6_200_000),
    ("company.legal_kind", "handwerk"), ("project.themes", ("ki", "innovation")), ("company.related", ()),
    ("project.started", False), ("company.site_in_de", True), ("project.total_cost_eur", 210_000),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how long answers take."""
    found = measure()
    within = all(found[part]["p95"] <= BUDGET_MS for part in ("answer_ms", "show_ms"))
    if "--json" in (sys.argv[1:] if arguments is None else arguments):
        sys.stdout.write(json.dumps({"programmes": SIZE, **found}) + "\n")
    else:
        for part, figures in found.items():
            sys.stdout.write(f"{part:<10} p50 {figures['p50']:7.2f}  p95 {figures['p95']:7.2f}\n")
        sys.stdout.write(f"within {BUDGET_MS:g} ms\n" if within else f"more than {BUDGET_MS:g} ms\n")
    return 0 if within else 1


def measure() -> dict[str, dict[str, float]]:
    """Return the figures of answers to many facts, one after the other."""
    app = make_app([])
    with tempfile.TemporaryDirectory() as folder:
        face = make_face(app, lambda: MemoryLibrary(collection(SIZE)), resources=RESOURCES, today=TODAY,
                         settings=WindowSettings(Path(folder) / "settings.ini"), first_page="check")  # fmt: skip
        face.window.resize(1366, 768)
        face.window.show()
        _rest(face, 500)
        page = face.window.page("check")
        assert isinstance(page, CheckPage)
        facts = {name: FactValue(possible=Known(value)) for name, value in _BEGUN.items()}
        page.course.load(Profile(facts=facts), "")
        _rest(face)
        found = _answers(face, page)
        face.window.close()
    return {part: percentiles(times) for part, times in found.items()}


def _answers(face: Face, page: CheckPage) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"answer_ms": [], "show_ms": [], "paint_ms": [], "whole_ms": []}
    page.course.shown.disconnect(page.show_view)

    def show(shown: Any) -> None:
        times["show_ms"].append(_timed(lambda: page.show_view(shown)))
        times["paint_ms"].append(_timed(page.repaint))

    page.course.shown.connect(show)
    for number in range(_ROUNDS):
        for fact, value in _ANSWERS:
            answer = FactValue(possible=Known(value), note=str(number))
            begun = time.perf_counter()
            times["answer_ms"].append(_timed(lambda: page.course.answer(fact, answer)))  # noqa: B023 - called at once
            _rest(face, 0)
            times["whole_ms"].append((time.perf_counter() - begun) * 1000)
    return times


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _rest(face: Face, at_least: int = 0) -> None:
    loop = QEventLoop()
    if at_least:
        QTimer.singleShot(at_least, loop.quit)
        loop.exec()
    if face.runner.is_busy():
        face.runner.busy_changed.connect(loop.quit)
        loop.exec()


if __name__ == "__main__":
    sys.exit(main())
