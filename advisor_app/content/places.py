"""Whether a region exists, as far as the tables reach."""

from __future__ import annotations

from advisor_app.content.faults import shown
from advisor_app.content.geodata import Geodata
from advisor_app.domain.region import NRW, is_region_code


def region_fault(code: str, geodata: Geodata) -> str:
    """Return what is wrong with a region code, or "". Outside the state only the form can be checked."""
    if not is_region_code(code):
        return f'{shown(code)} is no region; use "EU", "DE", "05", AGS-5 or AGS-8 in quotes'
    if not code.startswith(NRW) or code == NRW:
        return ""
    if code in geodata.districts or code in geodata.municipalities:
        return ""
    what = "district" if len(code) == 5 else "municipality"
    return f"no {what} of Nordrhein-Westfalen has the key {shown(code)}; look it up in the table"
