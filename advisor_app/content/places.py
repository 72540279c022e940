"""Whether a region exists, as far as the tables reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from advisor_app.content.faults import shown
from advisor_app.domain.region import NRW, is_region_code


class Places(Protocol):
    """Tables of districts and municipalities."""

    @property
    def districts(self) -> Mapping[str, str]:
        """Return key (AGS-5) -> name."""

    @property
    def municipalities(self) -> Mapping[str, str]:
        """Return key (AGS-8) -> name."""


def region_fault(code: str, places: Places | None) -> str:
    """Return what is wrong with a region code, or "".

    Outside the state only the form can be checked, and inside as well where there are no tables.
    """
    if not is_region_code(code):
        return f'{shown(code)} is no region; use "EU", "DE", "05", AGS-5 or AGS-8 in quotes'
    if places is None or not code.startswith(NRW) or code == NRW:
        return ""
    if code in places.districts or code in places.municipalities:
        return ""
    what = "district" if len(code) == 5 else "municipality"
    return f"no {what} of Nordrhein-Westfalen has the key {shown(code)}; look it up in the table"
