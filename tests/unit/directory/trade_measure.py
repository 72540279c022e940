"""How often what people call a trade leads to its industry, compared with looking for the letters in the names.

Run `python -m tests.unit.directory.trade_measure` to see the figures and what is missed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor_app.content.geodata import IndustryTable
from advisor_app.directory.industries import IndustryIndex
from advisor_app.directory.names import begun_key

GEODATA = Path(__file__).parents[3] / "resources" / "geodata"
_MOST = 5
Find = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """A trade, and the codes within which its industry lies."""

    trade: str
    codes: tuple[str, ...]

    def fits(self, code: str) -> bool:
        return code.startswith(self.codes)


@dataclass(frozen=True)
class Figures:
    """Shares of the questions that the first answer, and one of the first five, gets right; and what is missed."""

    asked: int
    first: float
    five: float
    missed: tuple[str, ...]


def questions() -> tuple[Asked, ...]:
    """Return all trades that are asked for."""
    with Path(__file__).with_name("trades.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Asked(row["trade"], tuple(row["codes"].split())) for row in csv.DictReader(lines))


def measure(asked: Sequence[Asked], find: Find) -> Figures:
    """Return how well a way of looking does."""
    found = {one: list(find(one.trade)[:_MOST]) for one in asked}
    first = [one for one, codes in found.items() if codes and one.fits(codes[0])]
    five = [one for one, codes in found.items() if any(map(one.fits, codes))]
    missed = tuple(f"{one.trade}: {' '.join(found[one])}" for one in asked if one not in first)
    return Figures(len(asked), len(first) / len(asked), len(five) / len(asked), missed)


def by_index(index: IndustryIndex) -> Find:
    """Return the search of the program."""
    return lambda text: [hit.industry.code for hit in index.suggest(text, limit=_MOST)]


def by_letters(table: IndustryTable) -> Find:
    """Return the plain way: every word stands somewhere in the name, in the order of the table."""

    def find(text: str) -> list[str]:
        words = text.casefold().split()
        return [code for code, one in table.industries.items() if all(word in one.name.casefold() for word in words)]

    return find


def in_table(table: IndustryTable) -> Callable[[Asked], bool]:
    """Return what tells whether a trade stands in the table of everyday names."""
    known = {begun_key(name) for name in table.trades}
    return lambda one: begun_key(one.trade) in known


def main() -> None:
    """Write the figures."""
    table = IndustryTable.load(GEODATA)
    stands, asked = in_table(table), questions()
    groups = {
        "all": asked,
        "in the table": [one for one in asked if stands(one)],
        "not in the table": [one for one in asked if not stands(one)],
    }
    for name, some in groups.items():
        for way, find in (("index", by_index(IndustryIndex(table))), ("letters", by_letters(table))):
            figures = measure(some, find)
            sys.stdout.write(
                f"{name:17} {way:8} n={figures.asked:3} hit@1 {figures.first:.2f} hit@5 {figures.five:.2f}\n"
            )
    sys.stdout.writelines(f"  {line}\n" for line in measure(asked, by_index(IndustryIndex(table))).missed)


if __name__ == "__main__":
    main()
