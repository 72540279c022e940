"""Whether the map of the districts is whole."""

from __future__ import annotations

import csv
from pathlib import Path

from advisor_app.content.geodata import DISTRICTS, Geodata
from advisor_app.content.topology import MIDDLE, SMALL, Topology
from advisor_app.domain.checks import CheckFailed

# The simplified borders of 2013 differ from today's figures by less than this.
_SURFACE_DIFFERS = 0.03
_POINTS_INSIDE = 0.9


def check_map(geodata: Path) -> str:
    """Decode the districts' borders and hold them against the tables: closed, of the right size, in the right place."""
    places = Geodata.load(geodata)
    with (geodata / DISTRICTS).open(encoding="utf-8", newline="") as lines:
        sizes = {row["AGS"]: float(row["area_km2"]) for row in csv.DictReader(lines)}
    for file in (MIDDLE, SMALL):
        topology = Topology.read(geodata / file)
        if topology.areas.keys() != sizes.keys():
            raise CheckFailed(f"{file}: {len(topology.areas)} districts, the table has {len(sizes)}")
        for ags, size in sizes.items():
            _check_district(topology, ags, size, places, file)
        if any(len(sides) > 2 for sides in topology.sides.values()):
            raise CheckFailed(f"{file}: a border belongs to three districts")
    shared = sum(len(sides) == 2 for sides in topology.sides.values())
    return f"{len(sizes)} districts closed, of the right size and in their place, {shared} shared borders"


def _check_district(topology: Topology, ags: str, size: float, places: Geodata, file: str) -> None:
    surface = topology.surface(ags)
    if abs(surface / size - 1) > _SURFACE_DIFFERS:
        raise CheckFailed(f"{file}: {ags} measures {surface:.0f} km2, the table says {size:.0f}")
    if not topology.neighbours(ags):
        raise CheckFailed(f"{file}: {ags} shares no border with any other district")
    points = [(one.lon, one.lat) for one in places.postal_codes.values() if one.municipality.startswith(ags)]
    inside = sum(topology.contains(ags, point) for point in points)
    if inside < len(points) * _POINTS_INSIDE:
        raise CheckFailed(f"{file}: {len(points) - inside} of {len(points)} places of {ags} lie outside of it")
