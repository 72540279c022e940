"""Does the window stand still while it is updated? A heartbeat in a real window during a real update.

    python -m tests.benchmarks.update_gui DATA_DIR ROOT SOURCE

opens the window on the knowledge of a data directory, updates it from a source by its own means, and waits until
the new knowledge is shown. Prints one JSON object: the longest gap between two beats of a timer in the window's thread
(ms), the most the thread itself was busy in one, the gaps longer than the budget (step, ms, ms busy), and the version
that is then shown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.update_budgets import GUI_GAP_MS

ROOT = Path(__file__).resolve().parents[2]
_BEAT_MS = 1
# Before the update and after it, until everything has come to rest.
_SETTLE_MS = 1_500
_PATIENCE_MS = 300_000


def measure_gaps(data: Path, root: Path, source: str) -> dict[str, Any]:
    """Measure in a process of its own.

    Args:
        data: data directory of a device that is behind; it is updated.
        root: file of the root of trust.
        source: where the update comes from.

    Raises:
        subprocess.CalledProcessError: the window did not get through the update.
    """
    command = [sys.executable, "-m", "tests.benchmarks.update_gui", str(data), str(root), source]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Open the window, update it, tell the gaps."""
    from advisor_app.desktop.app import make_app, make_face
    from advisor_app.desktop.settings import WindowSettings
    from advisor_app.workspace import Workspace

    data, root, source = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    resources = ROOT / "resources"
    workspace = Workspace(data_dir=data, seed=data / "no-seed", kb=None, resources=resources)
    app = make_app(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        face = make_face(
            app,
            workspace.open_library,
            resources=resources,
            settings=WindowSettings(Path(scratch) / "settings.ini"),
            today=datetime.now(tz=UTC).date(),
            updates=_desk(workspace, root, source, Path(scratch)),
        )
        watch = _Watch(face.window)
        face.window.show()
        status = app.exec()
    sys.stdout.write(json.dumps({**watch.beats.told(), "version": workspace.knowledge().version}) + "\n")
    return status


class _Watch:
    """Leads a window through an update: opened, on the page of freshness, updated, new knowledge shown, closed.

    Args:
        window: the window, not yet shown.
    """

    def __init__(self, window: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.beats = _Beats()
        self._window = window
        self._later = QTimer.singleShot
        self._timer = QTimer(window)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self.beats.beat)
        window.library_opened.connect(self._opened)
        self._later(_PATIENCE_MS, self._give_up)

    def _opened(self) -> None:
        if self._timer.isActive():
            self.beats.step = "shown"
            self._later(_SETTLE_MS, self._leave)
        else:
            self._window.show_freshness()
            self._later(_SETTLE_MS, self._update)

    def _update(self) -> None:
        from advisor_app.desktop.presenters.update_steps import Job

        receiving = self._window.updates.receiving
        receiving.changed.connect(lambda: self.beats.enter(receiving.run))
        self.beats.start()
        self._timer.start()
        receiving.start(Job())

    def _leave(self) -> None:
        self._timer.stop()
        self._window.close()

    def _give_up(self) -> None:
        from PySide6.QtCore import QCoreApplication

        QCoreApplication.exit(1)


class _Beats:
    """The beats of a timer and the gaps between them."""

    def __init__(self) -> None:
        self.step = "start"
        self._last = self._spent = 0.0
        self._beats = 0
        self._longest = self._busiest = 0.0
        self._gaps: list[tuple[str, float, float]] = []

    def start(self) -> None:
        """Begin to count."""
        self._last, self._spent = time.perf_counter(), time.thread_time()

    def enter(self, run: Any) -> None:
        """Be told how far the update is."""
        step = getattr(run, "step", None)
        self.step = str(step) if step is not None else self.step if run is not None else "switched"

    def beat(self) -> None:
        """Be called by the timer."""
        now, spent = time.perf_counter(), time.thread_time()
        gap, busy = (now - self._last) * 1000, (spent - self._spent) * 1000
        self._last, self._spent = now, spent
        self._beats += 1
        self._longest, self._busiest = max(self._longest, gap), max(self._busiest, busy)
        if gap > GUI_GAP_MS:
            self._gaps.append((self.step, round(gap, 1), round(busy, 1)))

    def told(self) -> dict[str, Any]:
        """Return what was counted."""
        return {
            "gui_gap_ms": round(self._longest, 1),
            "gui_busy_ms": round(self._busiest, 1),
            "beats": self._beats,
            "gaps": self._gaps,
        }


def _desk(workspace: Any, root: Path, source: str, scratch: Path) -> Any:
    """Return a desk whose worker trusts the channel that is measured."""
    from advisor_app.updates.desk import UpdateDesk
    from advisor_app.updates.policy import load_policy

    policy = scratch / "policy.ini"
    policy.write_text(f"[updates]\nendpoint = {source}\ntrust_root = {root}\ncheck = off\n", encoding="utf-8")
    program = [sys.executable, str(ROOT / "tests" / "desktop" / "real_worker.py"), str(policy)]
    return UpdateDesk(
        home=workspace.update_home,
        store=workspace.own_store(),
        seed=None,
        trust_root=root,
        policy=load_policy(workspace.settings_file, (policy,)),
        command=[*program, "--data-dir", str(workspace.data_dir)],
    )


if __name__ == "__main__":
    sys.exit(main())
