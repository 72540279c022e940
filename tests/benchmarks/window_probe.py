"""The window as `advisor-app` opens it, but it tells when it stands and then closes; started by `bench start`.

    python -m tests.benchmarks.window_probe DATA_DIR SETTLE_SECONDS

Prints one JSON object: `painted` and `ready` (knowledge opened and first answer shown) on the system's monotonic
clock, the modules imported before the window was painted, resident memory and the share of it that is the program's
own. With SETTLE_SECONDS above zero it stays that long after the first answer, else it leaves once its window was
painted and could be seen from outside. Nothing is imported here that the program itself does not import.
"""

from __future__ import annotations

import sys
import time
from functools import partial

# Without knowledge there is no first answer to wait for.
PATIENCE_MS = 10_000
# So long a painted window can be seen from outside.
SEEN_MS = 150


def main() -> int:
    """Run the program with a listener on its first paint."""
    import advisor_app.__main__ as entry
    from advisor_app.desktop import app

    data_dir, settle = sys.argv[1], float(sys.argv[2])
    told: dict[str, float | list[str] | None] = {"painted": None, "ready": None, "memory_mib": None, "pss_mib": None}

    def painted() -> None:
        told["painted"] = time.monotonic()
        told["modules"] = sorted(sys.modules)
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        for window in QApplication.topLevelWidgets():
            if hasattr(window, "library_opened"):
                window.library_opened.connect(ready)
        QTimer.singleShot(PATIENCE_MS if settle else SEEN_MS, leave)

    def ready() -> None:
        from PySide6.QtCore import QTimer

        told["ready"] = time.monotonic()
        QTimer.singleShot(round(settle * 1000), leave)

    def leave() -> None:
        from PySide6.QtWidgets import QApplication

        told["memory_mib"], told["pss_mib"] = _memory()
        QApplication.closeAllWindows()
        QApplication.quit()

    app.run_window = partial(app.run_window, on_first_paint=painted)
    status = entry.main(["--data-dir", data_dir])
    import json

    sys.stdout.write(json.dumps(told) + "\n")
    return status


def _memory() -> tuple[float | None, float | None]:
    """Return resident memory and the proportional share of it in MiB, None where the system does not tell."""
    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as lines:  # noqa: PTH123 (pathlib is not needed otherwise)
            found = {line.partition(":")[0]: int(line.split()[1]) / 1024 for line in lines if "kB" in line}
    except OSError:
        return None, None
    return found.get("Rss"), found.get("Pss")


if __name__ == "__main__":
    sys.exit(main())
