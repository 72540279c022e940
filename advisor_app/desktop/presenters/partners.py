"""Everything that the page of partners shows, from what is known and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from advisor_app.desktop import formatting
from advisor_app.desktop.map.picture import MapPicture
from advisor_app.desktop.presenters import partners_place as places
from advisor_app.desktop.presenters.partners_book import CHAMBERS, PartnerBook
from advisor_app.desktop.presenters.partners_filter import (
    GROUPS,
    PartnerFilter,
    chips,
    facet_groups,
    filtered,
    groups_with_counts,
)
from advisor_app.desktop.presenters.partners_map import (
    OFFICE_NAMES,
    MapMode,
    count_picture,
    district_words,
    office_picture,
    spot_picture,
)
from advisor_app.desktop.presenters.partners_rows import rows
from advisor_app.desktop.presenters.partners_views import GroupCount, ListView, Overview, PartnersView, Side
from advisor_app.desktop.presenters.views import Library
from advisor_app.directory.place import Found, Place
from advisor_app.directory.responsible import Office, Responsibility
from advisor_app.domain.outlines import PartnerOutline

_NAMED_GAPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was chosen on the page: the place as it was found, the filter, and what the map is to tell."""

    found: Found | None = None
    wanted: PartnerFilter = field(default_factory=PartnerFilter)
    mode: MapMode | None = None
    office: Office = Office.IHK

    @property
    def place(self) -> Place | None:
        """Return the place that is certain."""
        return None if self.found is None else self.found.place

    @property
    def shown_mode(self) -> MapMode:
        """Return what the map tells: what was chosen, or what suits best."""
        if self.mode is not None:
            return self.mode
        return MapMode.OFFICES if self.place is not None else MapMode.PARTNERS


def present_partners(library: Library, book: PartnerBook, wish: Wish, today: date) -> PartnersView:
    """Return what the page shows at first sight; called in a worker.

    Args:
        library: opens entries and knows the words behind codes.
        book: partners, events and the land.
        wish: what was chosen.
        today: the day that freshness is held against.
    """
    partners = filtered(book, wish.wanted)
    responsible = places.mine(book, wish.place)
    return PartnersView(
        picture=_picture(library, book, wish, partners, responsible),
        side=_side(library, book, wish, partners, responsible, today),
        chips=chips(book, wish.wanted, library),
    )


def present_list(library: Library, book: PartnerBook, wish: Wish) -> ListView:
    """Return the list and the filters; called in a worker, after what is seen at first.

    Args:
        library: knows the words behind codes.
        book: partners, events and the land.
        wish: what was chosen.
    """
    partners = filtered(book, wish.wanted)
    return ListView(
        title=_list_title(wish, len(partners)),
        rows=rows(book, partners, wish.place, library),
        facets=partial(facet_groups, book, wish.wanted, library),
        words=district_words(book),
    )


def found_again(found: Found | None, book: PartnerBook) -> Found | None:
    """Return a place as the tables have it now; what was chosen stays chosen."""
    if found is None or found.place is None:
        return found
    place = book.ground.gazetteer.place(found.place.code)
    return found if place is None else replace(found, place=place)


def _picture(
    library: Library, book: PartnerBook, wish: Wish, partners: tuple[PartnerOutline, ...], own: Responsibility | None
) -> MapPicture:
    narrowed = not wish.wanted.is_empty
    match wish.shown_mode:
        case MapMode.OFFICES:
            ids = () if own is None else own.ihk if wish.office is Office.IHK else own.hwk
            return office_picture(book, wish.office, wish.place, ids)
        case MapMode.SPOTS:
            return spot_picture(book, partners, wish.place, library, narrowed=narrowed)
        case mode:
            return count_picture(book, mode, partners, wish.place, narrowed=narrowed)


def _side(
    library: Library, book: PartnerBook, wish: Wish, partners: tuple[PartnerOutline, ...],
    own: Responsibility | None, today: date,
) -> Side:  # fmt: skip
    found = wish.found
    if found is None:
        return overview(book)
    if own is not None:
        return places.offices(book, own, partners, found.also, library, today)
    return places.question(found, book) if found.asks else places.unknown(found, book)


def overview(book: PartnerBook) -> Overview:
    """Return what there is to find before a place is named."""
    groups = tuple(
        GroupCount(code=group.code, label=group.label, count=count, icon=group.icon)
        for group, count in groups_with_counts(book)
        if group.kinds
    )
    return Overview(
        title="Wer ist zuständig?",
        sentence="Postleitzahl, Gemeinde oder Kreis eingeben oder einen Kreis auf der Karte wählen: Dann stehen hier "
        "die Kammern, die Wirtschaftsförderung und die nächsten Partner.",
        groups=groups,
        gaps=tuple(_gaps(book)),
    )


def _gaps(book: PartnerBook) -> list[str]:
    """Return what is known to be missing: districts without a chamber, groups without a partner."""
    told = []
    for office in CHAMBERS:
        missing = [name for ags, name in book.districts.items() if ags not in book.chambers[office]]
        if missing:
            names = formatting.listed(missing[:_NAMED_GAPS])
            rest = len(missing) - _NAMED_GAPS
            more = f" und {formatting.count(rest, 'weiterer Kreis', 'weitere Kreise')}" if rest > 0 else ""
            told.append(f"Keine {OFFICE_NAMES[office]} hinterlegt: {names}{more}.")
    return told


def _list_title(wish: Wish, count: int) -> str:
    group = next((group for group in GROUPS if group.code == wish.wanted.group), GROUPS[0])
    label = group.label if wish.wanted.group else formatting.count(count, "Partner", "Partner")
    counted = formatting.joined([label, formatting.number(count)]) if wish.wanted.group else label
    return f"{counted}, nach Nähe zu {wish.place.name}" if wish.place is not None else counted
