"""What an update may cost at most: the budgets the project has set itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

APPLY_S = 2.0
GUI_GAP_MS = 16.0
# Collections of this size and below have a budget for their first install.
INSTALL_UP_TO = 3_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Most requests and bytes on the wire; None where nothing was promised."""

    requests: int | None
    bytes: int


BUDGETS = {
    "none": Budget(2, 1_500),
    "ten": Budget(5, 25_000),
    "fifty": Budget(5, 450_000),
    "install": Budget(None, 2_500_000),
}


def judged(figures: Mapping[str, Any], size: int) -> dict[str, bool]:
    """Return budget -> whether it is met; what was not measured is left out.

    Args:
        figures: what was measured of one collection.
        size: its number of records.
    """
    met: dict[str, bool] = {}
    for name, budget in BUDGETS.items():
        if name != "install" or size <= INSTALL_UP_TO:
            measured = figures[name]
            met[f"{name}_bytes"] = measured["bytes"] <= budget.bytes
            if budget.requests is not None:
                met[f"{name}_requests"] = measured["requests"] <= budget.requests
    met["apply_s"] = figures["apply_s"] <= APPLY_S
    if figures.get("gui_gap_ms") is not None:
        met["gui_gap_ms"] = figures["gui_gap_ms"] <= GUI_GAP_MS
    return met
