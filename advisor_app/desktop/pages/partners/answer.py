"""What a worker gives the page: land and partners, read once, and the views for what was chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_app.content.geodata import PlaceTables
from advisor_app.desktop.map.paper import Sheet
from advisor_app.desktop.map.picture import Degrees
from advisor_app.desktop.map.shapes import Shapes, ShapeSet, project
from advisor_app.desktop.presenters.partners import Wish, found_again, present_partners
from advisor_app.desktop.presenters.partners_book import Ground, PartnerBook
from advisor_app.desktop.presenters.partners_sheet import sheet_of
from advisor_app.desktop.presenters.partners_views import PartnersView
from advisor_app.directory.place import Place, PlaceKind

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Library


@dataclass(frozen=True)
class Land:
    """What does not change with the knowledge: borders and places."""

    shapes: ShapeSet
    ground: Ground

    @classmethod
    @lru_cache(maxsize=1)  # once in the life of the program: before the page is wanted, if there is time for it
    def read(cls, folder: Path) -> Land:
        """Read borders and tables, unless that was done; some tens of milliseconds, so that is for a worker.

        Raises:
            EnvironmentFault: a map or table is missing or damaged.
        """
        shapes = ShapeSet.read(folder)
        shapes.middle.prepare()
        tables = PlaceTables.load(folder)

        def locate(at: Degrees) -> str:
            return shapes.middle.at(project(at))

        ground = Ground(tables=tables, locate=locate, middles=shapes.middles)
        return cls(shapes=shapes, ground=ground)


@dataclass(frozen=True)
class Answer:
    """What a worker gives: what was read, and the views for what was chosen."""

    land: Land
    book: PartnerBook
    library: Library
    wish: Wish
    view: PartnersView


@dataclass(frozen=True)
class PrintJob:
    """A sheet and the borders it is drawn from."""

    sheet: Sheet
    shapes: Shapes


def answer(library: Library, kept: Answer | None, wish: Wish, today: date, folder: Path) -> Answer:
    """Return what the page shows for what was chosen; what was read before is not read again.

    Args:
        library: the knowledge.
        kept: the answer before.
        wish: what was chosen.
        today: the day that freshness is held against.
        folder: borders and tables of places.
    """
    land = Land.read(folder) if kept is None else kept.land
    book = kept.book if kept is not None and kept.library is library else PartnerBook.of(library, land.ground, today)
    wish = replace(wish, found=found_again(wish.found, book))
    view = present_partners(library, book, wish, today)
    return Answer(land=land, book=book, library=library, wish=wish, view=view)


def sheet_for_anybody(library: Library, kept: Answer, today: date) -> PrintJob:
    """Return what is printed of what the page shows: paper leaves the house, so only what anybody may see is on it.

    Args:
        library: the knowledge.
        kept: what the page shows.
        today: the day that freshness is held against.
    """
    public = library.for_clients()
    book = PartnerBook.of(public, kept.land.ground, today)
    view = present_partners(public, book, kept.wish, today)
    return PrintJob(sheet=sheet_of(view, public.info().as_of), shapes=kept.land.shapes.middle)


def written(place: Place, book: PartnerBook) -> str:
    """Return a place as it stands in the field: "Witten, Ennepe-Ruhr-Kreis"."""
    district = "" if place.kind is PlaceKind.DISTRICT else book.districts.get(place.district, "")
    return place.label if district in ("", place.name) else f"{place.label}, {district}"
