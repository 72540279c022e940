"""Tables of places and industries as frozen values."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor_app.domain.region import NRW
from advisor_app.errors import EnvironmentFault

DISTRICTS = "kreise_nrw_53.csv"
MUNICIPALITIES = "gemeinden_nrw_396_lau2024.csv"
POSTAL_CODES = "plz_nrw.csv"
INDUSTRIES = "wz2008.csv"
_FREE_CITY = "Kreisfreie Stadt"
_SELF_EXPLAINING = ("kreis", "Kreis", "Städteregion")


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A postal code with its municipality (AGS-8) and position in degrees."""

    code: str
    municipality: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Geodata:
    """Districts and municipalities (official key -> name as people say it), postal codes, industries by edition."""

    districts: Mapping[str, str]
    municipalities: Mapping[str, str]
    postal_codes: Mapping[str, PostalCode]
    industries: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> Geodata:
        """Read the tables.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        try:
            return cls(
                districts={row["AGS"]: _district(row["name"], row["type"]) for row in _rows(folder / DISTRICTS)},
                municipalities={row["ags"]: _plain(row["name"]) for row in _rows(folder / MUNICIPALITIES)},
                postal_codes={row["plz"]: _postal_code(row) for row in _rows(folder / POSTAL_CODES)},
                industries={"2008": {row["code"]: row["bezeichnung"] for row in _rows(folder / INDUSTRIES)}},
            )
        except (KeyError, TypeError, ValueError) as fault:
            reason = f"damaged table: {fault}"
            raise EnvironmentFault(path=str(folder), reason=reason, remedy="reinstall the app") from fault

    def region_labels(self) -> dict[str, str]:
        """Return the label of every region an item can name, the widest first."""
        return {
            "EU": "Europäische Union",
            "DE": "Deutschland",
            NRW: "Nordrhein-Westfalen",
            **self.districts,
            **self.municipalities,
        }

    def municipalities_of(self, district: str) -> tuple[str, ...]:
        """Return the keys (AGS-8) of a district's municipalities, in order."""
        return tuple(sorted(ags for ags in self.municipalities if ags.startswith(district)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, strict=True)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise EnvironmentFault(path=str(path), reason=str(fault), remedy="reinstall the app") from fault


def _postal_code(row: Mapping[str, str]) -> PostalCode:
    return PostalCode(row["plz"], row["gemeinde_ags"], float(row["lat"]), float(row["lon"]))


def _plain(name: str) -> str:
    """Return a place's name without its title: "Nideggen, Stadt" -> "Nideggen"."""
    return name.split(",", 1)[0].strip()


def _district(name: str, kind: str) -> str:
    """Return a district's name as it is said: "Kreis Gütersloh", "Märkischer Kreis", "Bielefeld"."""
    plain = _plain(name)
    if kind == _FREE_CITY or any(part in plain for part in _SELF_EXPLAINING):
        return plain
    return f"Kreis {plain}"
