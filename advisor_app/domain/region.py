"""Regions by official key: "EU" > "DE" > "05" (state) > AGS-5 (district) > AGS-8 (municipality)."""

from __future__ import annotations

import re

NRW = "05"
_CODE = re.compile(r"EU|DE|0[1-9]|1[0-6]|(?:0[1-9]|1[0-6])\d{3}|(?:0[1-9]|1[0-6])\d{6}")


def is_region_code(code: str) -> bool:
    """Tell whether a code has the form of a region (existence is checked against the tables)."""
    return _CODE.fullmatch(code) is not None


def is_within(place: str, region: str) -> bool:
    """Tell whether `place` lies in `region` (or is it): official keys nest by prefix below DE and EU."""
    if region == "EU":
        return True
    if region == "DE":
        return place != "EU"
    return place.startswith(region)
