"""Opens every page of a real window in turn and tells how long each took; started by `bench pages`.

    python -m tests.benchmarks.pages_probe DATA_DIR ROUNDS [PAGE ..]
    python -m tests.benchmarks.pages_probe DATA_DIR at-once PAGE

The window stands on the knowledge below a data directory. A page is opened when its last job is done and everything it
changed is painted: whatever it reads after that would show as well. Prints one JSON object: page -> ms of the first
opening and of the later ones; or of the one opening by who clicks as soon as the start page stands.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 60_000
_SETTLE_MS = 300
# So long somebody has looked at the first page: what the window does behind it by itself is done.
_LOOK_MS = 1_500
# Marked, so that the comparison has something to compare.
_COMPARED = ("zim-einzel", "zim-kooperation", "mid-digitalisierung", "forschungszulage")
AT_ONCE = "at-once"
# The slot of the window's jobs that nobody waits for; others of that sort have none.
_AHEAD = "ahead"
# A page none of whose parts belongs to another one; the window begins here, and no page is opened from itself.
_BESIDE = "options"


def main() -> int:
    """Measure and print."""
    data, rounds, wanted = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    at_once = rounds == AT_ONCE
    from advisor_app.desktop.app import make_app, make_face
    from advisor_app.desktop.settings import WindowSettings
    from advisor_app.workspace import Workspace
    from tests.benchmarks.pages_corpus import DAY

    workspace = Workspace(data_dir=data, seed=data / "no-seed", kb=None, resources=ROOT / "resources")
    app = make_app(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        settings = WindowSettings(Path(scratch) / "settings.ini")
        face = make_face(
            app,
            lambda: workspace.open_library(today=DAY),
            resources=workspace.resources,
            settings=settings,
            today=DAY,
            first_page="" if at_once else _BESIDE,
        )
        face.window.tools.marks.add(_COMPARED)
        face.window.resize(1366, 768)
        openings = _Openings(face)
        told = openings.measure_at_once(wanted[0]) if at_once else openings.measure(wanted, int(rounds))
        face.window.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


class _Openings:
    """Opens the pages of a window.

    Args:
        face: window and runner, not yet shown.
    """

    def __init__(self, face: Any) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        self._window = face.window
        self._runner = face.runner
        self._loop = QEventLoop()
        self._runner.ended.connect(self._loop.quit)
        self._guard = QTimer()
        self._guard.setSingleShot(True)
        self._guard.timeout.connect(self._give_up)
        self._later = QTimer.singleShot

    def measure(self, pages: list[str], rounds: int) -> dict[str, Any]:
        """Return page -> first opening and later ones in ms."""
        self._begin()
        self._rest(_LOOK_MS)
        told: dict[str, Any] = {}
        for page in pages:
            self._go_beside(page)
            worked = time.process_time()
            told[page] = {"first_ms": self._open(page), "again_ms": []}
            told[page]["first_cpu_ms"] = round((time.process_time() - worked) * 1000, 2)
        for _ in range(rounds):
            for page in pages:
                self._go_beside(page)
                told[page]["again_ms"].append(self._open(page))
        return told

    def measure_at_once(self, page: str) -> dict[str, Any]:
        """Return page -> ms of its opening as soon as the first page stands."""
        self._begin()
        while self._reads():
            self._loop.exec()
        return {page: self._open(page)}

    def _begin(self) -> None:
        """Show the window and wait for its first answer."""
        self._window.library_opened.connect(self._loop.quit)
        self._window.show()
        self._guard.start(PATIENCE_MS)
        self._loop.exec()
        self._guard.stop()

    def _go_beside(self, page: str) -> None:
        """Go away from a page and wait until there is rest."""
        self._window.show_page("about" if page == _BESIDE else _BESIDE)
        self._rest()

    def _open(self, page: str) -> float:
        """Open a page and return the ms until it is painted with all it has."""
        from PySide6.QtWidgets import QApplication

        begin = time.perf_counter()
        self._window.show_page(page)
        QApplication.processEvents()
        while self._reads():
            self._guard.start(PATIENCE_MS)
            self._loop.exec()
            self._guard.stop()
            QApplication.processEvents()
        return round((time.perf_counter() - begin) * 1000, 2)

    def _rest(self, least_ms: int = _SETTLE_MS) -> None:
        """Let jobs and painting come to rest, so that nothing of one page is counted with the next."""
        from PySide6.QtCore import QEventLoop

        pause = QEventLoop()
        self._later(least_ms, pause.quit)
        pause.exec()
        while self._runner.is_busy():
            self._guard.start(PATIENCE_MS)
            self._loop.exec()
            self._guard.stop()

    def _reads(self) -> bool:
        """Tell whether somebody waits for an answer: what is done ahead, nobody does."""
        return any(slot not in {"", _AHEAD} for slot in self._runner._running.values())

    def _give_up(self) -> None:
        sys.exit("bench pages: the window did not come to rest")


if __name__ == "__main__":
    sys.exit(main())
