"""The window as `advisor-app` opens it, but it tells when it stands and then closes; started by `bench start`.

    python -m tests.benchmarks.window_probe DATA_DIR SETTLE_SECONDS

Prints one JSON object: `painted` and `ready` (knowledge opened and first answer shown) on the system's monotonic
clock, and the resident memory. With SETTLE_SECONDS above zero it stays that long after the first answer, else it leaves
as soon as it is painted. Nothing is imported here that the program itself does not import.
"""

from __future__ import annotations

import sys
import time
from functools import partial

# Without knowledge there is no first answer to wait for.
PATIENCE_MS = 10_000


def main() -> int:
    """Run the program with a listener on its first paint."""
    import advisor_app.__main__ as entry
    from advisor_app.desktop import app

    data_dir, settle = sys.argv[1], float(sys.argv[2])
    told: dict[str, float | None] = {"painted": None, "ready": None, "memory_mib": None}

    def painted() -> None:
        told["painted"] = time.monotonic()
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        for window in QApplication.topLevelWidgets():
            if hasattr(window, "library_opened"):
                window.library_opened.connect(ready)
        QTimer.singleShot(PATIENCE_MS if settle else 0, leave)

    def ready() -> None:
        from PySide6.QtCore import QTimer

        told["ready"] = time.monotonic()
        QTimer.singleShot(round(settle * 1000), leave)

    def leave() -> None:
        from PySide6.QtWidgets import QApplication

        told["memory_mib"] = _resident()
        QApplication.closeAllWindows()
        QApplication.quit()

    app.run_window = partial(app.run_window, on_first_paint=painted)
    status = entry.main(["--data-dir", data_dir])
    import json

    sys.stdout.write(json.dumps(told) + "\n")
    return status


def _resident() -> float | None:
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 (pathlib is not needed otherwise)
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
