"""Tables of places and industries as frozen values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from advisor_app.domain.region import NRW
from advisor_app.errors import EnvironmentFault

DISTRICTS = "kreise_nrw_53.csv"
MUNICIPALITIES = "gemeinden_nrw_396_lau2024.csv"
POSTAL_CODES = "plz_nrw.csv"
POSTAL_QUESTIONS = "plz_rueckfragen.csv"
FORMER_NAMES = "fruehere_namen.csv"
INDUSTRIES = "wz2008.csv"
TRADES = "gewerbe_wz2008.csv"
_FREE_CITY = "Kreisfreie Stadt"
_SECTION = re.compile(r"ABSCHNITT [A-U] – ")
_SMALL = frozenset({
    "UND", "VON", "DURCH", "FÜR", "DEN", "OHNE", "MIT", "SONSTIGEN", "PRIVATE", "FREIBERUFLICHEN", "WISSENSCHAFTLICHEN",
    "TECHNISCHEN", "WIRTSCHAFTLICHEN", "AUSGEPRÄGTEN",
})  # fmt: skip
_SELF_EXPLAINING = ("kreis", "Kreis", "Städteregion")


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A postal code with its municipality (AGS-8) and position in degrees."""

    code: str
    municipality: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class PostalQuestion:
    """A postal code that does not name one municipality: why (a code) and which (AGS-8) may be meant, where known."""

    code: str
    reason: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """The tables of places alone, without the industries, which take ten times as long to read.

    `districts` and `municipalities`: official key -> name as people say it; `free_cities`: the districts (AGS-5) that
    are one municipality; `questions`: postal codes to ask back for; `former_names`: name -> official key of today.
    """

    districts: Mapping[str, str]
    free_cities: frozenset[str]
    municipalities: Mapping[str, str]
    postal_codes: Mapping[str, PostalCode]
    questions: Mapping[str, PostalQuestion]
    former_names: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path) -> PlaceTables:
        """Read the tables.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        with _reading(folder):
            districts = list(_rows(folder / DISTRICTS))
            return cls(
                districts=_districts(districts),
                free_cities=frozenset(row["AGS"] for row in districts if row["type"] == _FREE_CITY),
                municipalities=_municipalities(folder),
                postal_codes=_postal_codes(folder),
                questions={row["plz"]: _question(row) for row in _rows(folder / POSTAL_QUESTIONS)},
                former_names={row["name"]: row["ags"] for row in _rows(folder / FORMER_NAMES)},
            )


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
        with _reading(folder):
            return cls(
                districts=_districts(_rows(folder / DISTRICTS)),
                municipalities=_municipalities(folder),
                postal_codes=_postal_codes(folder),
                industries={"2008": {row["code"]: _industry(row["bezeichnung"]) for row in _rows(folder / INDUSTRIES)}},
            )

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


@dataclass(frozen=True, slots=True)
class Industry:
    """An entry of the classification: its code, what it is called, and the code it lies in ("" for a section)."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class IndustryTable:
    """The classification of industries (WZ 2008) in its order, and the trades of everyday language.

    `industries`: code -> entry; `trades`: what people call a trade -> the codes that cover it, the likeliest first.
    """

    industries: Mapping[str, Industry]
    trades: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path) -> IndustryTable:
        """Read the tables.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        with _reading(folder):
            rows = _rows(folder / INDUSTRIES)
            industries = (Industry(row["code"], _industry(row["bezeichnung"]), row["eltern"]) for row in rows)
            return cls(
                industries={industry.code: industry for industry in industries},
                trades={
                    word.strip(): tuple(row["codes"].split())
                    for row in _rows(folder / TRADES)
                    for word in row["gewerbe"].split(";")
                },
            )


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Turn what is wrong within a table into a fault that names the folder."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        reason = f"damaged table: {fault}"
        raise EnvironmentFault(path=str(folder), reason=reason, remedy="reinstall the app") from fault


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table; lines that begin with `#` explain it."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader((line for line in lines if not line.startswith("#")), strict=True)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise EnvironmentFault(path=str(path), reason=str(fault), remedy="reinstall the app") from fault


def _districts(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {row["AGS"]: _district(row["name"], row["type"]) for row in rows}


def _municipalities(folder: Path) -> dict[str, str]:
    return {row["ags"]: _plain(row["name"]) for row in _rows(folder / MUNICIPALITIES)}


def _postal_codes(folder: Path) -> dict[str, PostalCode]:
    return {row["plz"]: _postal_code(row) for row in _rows(folder / POSTAL_CODES)}


def _question(row: Mapping[str, str]) -> PostalQuestion:
    return PostalQuestion(row["plz"], row["grund"], tuple(row["gemeinden"].split()))


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


def _industry(name: str) -> str:
    """Return an industry's name as it is written; the table has sections in capitals, and some names in quotes."""
    bare = _SECTION.sub("", name.strip('"'))
    if not bare.isupper():
        return bare
    words = [word.lower() if word.strip(",;") in _SMALL else _capital(word) for word in bare.split(" ")]
    return _capital(words[0]) + "".join(f" {word}" for word in words[1:])


def _capital(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
