"""The verdicts in a window: opened, and after one more answer, for collections of several sizes.

`python -m tests.benchmarks.check_window` prints milliseconds of the window's own thread: what the reader waits for once
the check is there. `open_ms` is the first paint of all verdicts, `answer_ms` from the new check to its paint (scrolled
into the middle, a row chosen), `present_ms` the grouping that a worker does. Times are of the processor, so that a busy
machine counts less.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.session import Session
from advisor_app.desktop.app import make_app
from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.jobs import JobRunner
from advisor_app.desktop.keeper import open_item
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.marks import Marks
from advisor_app.desktop.pages.check.result_panel import ResultPanel
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_results import present_results
from advisor_app.desktop.presenters.check_rows import ResultWords
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import StyleKeeper
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.domain import Programme
from advisor_app.domain.profile import FactValue, Known
from tests.benchmarks.check import collection
from tests.benchmarks.measure import percentiles

SIZES = (3000, 20_000)
TODAY = date(2026, 11, 23)
_ROOT = Path(__file__).resolve().parents[2]
_RESOURCES = _ROOT / "resources"
_MIDDLE = 4000
_ANSWERS: tuple[tuple[str, object], ...] = (
    ("company.headcount", 38),
    ("company.seat_ags", "05914000"),
    ("company.legal_kind", "handwerk"),
    ("project.order_signed", False),
    ("project.kind", ("digitalisierung", "investition")),
    ("project.total_cost_eur", 210_000),
    ("company.turnover_eur", 6_200_000),
    ("project.themes", ("digitalisierung",)),
    ("company.headcount", 62),
    ("project.order_signed", True),
)


def _painted(panel: ResultPanel, view: ResultsView) -> float:
    """Return how long a view takes until it is painted, in ms."""
    started = time.thread_time()
    panel.show_view(view)
    panel.list.viewport().repaint()
    return (time.thread_time() - started) * 1000


@contextmanager
def window(folder: Path) -> Iterator[PageTools]:
    """Give what a panel needs to stand in a window of the product's look.

    Args:
        folder: for settings.
    """
    app = QApplication.instance() or make_app([])
    assert isinstance(app, QApplication)
    theme = Theme(icons=IconSet(_RESOURCES / "icons"), appearance=Appearance.LIGHT)
    keeper = StyleKeeper(app=app, theme=theme, resources=_RESOURCES)
    runner = JobRunner()
    marks = Marks(WindowSettings(folder / "settings.ini"))
    yield PageTools(theme=theme, runner=runner, today=TODAY, geodata=_RESOURCES / "geodata", marks=marks,
                    open_item=open_item)  # fmt: skip
    runner.shut_down()
    keeper.deleteLater()


def measure(programmes: Sequence[Programme], tools: PageTools, runs: int = 3) -> dict[str, object]:
    """Return the times in ms for one collection."""
    words = ResultWords(vocabularies={}, today=tools.today)
    times: dict[str, list[float]] = {"open_ms": [], "answer_ms": [], "present_ms": []}
    adviser = Adviser.of(programmes, tools.today)
    for _ in range(runs):
        panel = ResultPanel(tools=tools)
        panel.resize(960, 640)
        panel.show()
        QApplication.processEvents()
        session = Session()
        findings = adviser.first(session)
        view = present_results(findings, words)
        times["open_ms"].append(_painted(panel, view))
        panel.list.verticalScrollBar().setValue(_MIDDLE)
        panel.list.move_current(20)
        for name, value in _ANSWERS:
            session = session.answered(name, FactValue(possible=Known(value)))
            findings = adviser.next(findings, session)
            started = time.thread_time()
            view = present_results(findings, words)
            times["present_ms"].append((time.thread_time() - started) * 1000)
            times["answer_ms"].append(_painted(panel, view))
            QApplication.processEvents()
        panel.close()
        panel.deleteLater()
        QApplication.processEvents()
    return {name: percentiles(values) for name, values in times.items()}


def main() -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder, window(Path(folder)) as tools:
        json.dump({str(size): measure(collection(size), tools) for size in SIZES}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
