"""Who serves which district with which competence, and where nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.directory.areas import Reach, covered, reach_of
from advisor_app.directory.place import Place
from advisor_app.domain.outlines import PartnerOutline


class Lack(StrEnum):
    """What a district lacks for a competence, the worst first."""

    NOBODY = "nobody"
    PARTS_UNSERVED = "parts_unserved"  # nobody serves some of its municipalities
    ONLY_STATEWIDE = "only_statewide"  # served, but by nobody of the region


@dataclass(frozen=True, slots=True)
class Cell:
    """Who serves a district with a competence from the region: `whole` all of it, `parts` some municipalities."""

    district: str
    competence: str
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    lack: Lack | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Districts x competences.

    `cells` holds every pair, by district and then in the order of the competences. Who serves the whole state or more
    stands once in `statewide` (competence -> ids) and serves every district beside those in its cells.
    """

    districts: tuple[Place, ...]
    competences: tuple[str, ...]
    statewide: dict[str, tuple[str, ...]]
    cells: tuple[Cell, ...]

    def gaps(self, *lacks: Lack) -> Iterator[Cell]:
        """Yield the cells that lack something: these things, or anything if none is named."""
        yield from (cell for cell in self.cells if cell.lack is not None and (not lacks or cell.lack in lacks))


def coverage(partners: Iterable[PartnerOutline], districts: Sequence[Place], themes: Sequence[str]) -> Coverage:
    """Return who serves each district with each competence.

    Args:
        partners: all that are known.
        districts: the districts with their municipalities.
        themes: the competences to ask for.
    """
    wanted = frozenset(themes)
    statewide: dict[str, list[str]] = {theme: [] for theme in themes}
    served: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for partner in partners:
        known = [theme for theme in partner.competences if theme in wanted]
        if reach_of(partner.serves) >= Reach.STATE:
            for theme in known:
                statewide[theme].append(partner.id)
            continue
        for district in _touched(partner, districts) if known else ():
            inside = covered(partner.serves, district.municipalities)
            for theme in known:
                served[district.code, theme].append((partner.id, inside))
    return Coverage(
        districts=tuple(districts),
        competences=tuple(themes),
        statewide={theme: tuple(sorted(ids)) for theme, ids in statewide.items()},
        cells=tuple(
            _cell(district, theme, served[district.code, theme], statewide=bool(statewide[theme]))
            for district in districts
            for theme in themes
        ),
    )


def _touched(partner: PartnerOutline, districts: Iterable[Place]) -> Iterator[Place]:
    """Yield the districts in which a partner serves anybody."""
    named = {code[:5] for code in (*partner.serves.ags, *(part.ags for part in partner.serves.partial))}
    yield from (district for district in districts if district.code in named)


def _cell(district: Place, theme: str, served: Collection[tuple[str, tuple[str, ...]]], *, statewide: bool) -> Cell:
    every = len(district.municipalities)
    whole = tuple(sorted(partner for partner, inside in served if len(inside) == every))
    parts = tuple(sorted(partner for partner, inside in served if len(inside) < every))
    reached = {ags for _, inside in served for ags in inside}
    return Cell(district.code, theme, whole, parts, _lack(len(reached), every, statewide=statewide))


def _lack(reached: int, every: int, *, statewide: bool) -> Lack | None:
    if reached == every:
        return None
    if statewide:
        return Lack.ONLY_STATEWIDE
    return Lack.PARTS_UNSERVED if reached else Lack.NOBODY
