"""What the map of partners shows: whose area it is, how many there are, or where each one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from advisor_app.desktop import formatting
from advisor_app.desktop.map.picture import (
    Degrees,
    DistrictLook,
    DistrictWords,
    LegendEntry,
    MapPicture,
    Name,
    Rank,
    Spot,
    Swatch,
)
from advisor_app.desktop.presenters.partners_book import CHAMBERS, PartnerBook
from advisor_app.desktop.presenters.views import Labels
from advisor_app.directory.place import Place, PlaceKind
from advisor_app.directory.responsible import Office
from advisor_app.domain.outlines import PartnerOutline

_STEPS = 5
OFFICE_NAMES = {Office.IHK: "IHK", Office.HWK: "HWK"}


class MapMode(StrEnum):
    """What the map tells of the districts."""

    OFFICES = "offices"
    PARTNERS = "partners"
    EVENTS = "events"
    SPOTS = "spots"


MODE_NAMES = {
    MapMode.OFFICES: "Zuständigkeit der Kammern",
    MapMode.PARTNERS: "Anzahl der Partner",
    MapMode.EVENTS: "Anzahl der Termine",
    MapMode.SPOTS: "Partner als Punkte",
}


def office_picture(book: PartnerBook, office: Office, place: Place | None, mine: Sequence[str]) -> MapPicture:
    """Return the areas of the chambers of a kind.

    Args:
        book: what is known.
        office: which kind of chamber.
        place: where the company is, None before that is known.
        mine: ids of the chambers responsible for it; their areas are filled.
    """
    areas = book.chambers[office]
    split = {ags for ags, ids in areas.items() if len(ids) > 1}
    own = {ags for ags, ids in areas.items() if set(ids) & set(mine)}
    hatched = split & own if mine else split
    looks = {
        ags: DistrictLook(fill="map_sel" if ags in own and ags not in hatched else "", hatched=ags in hatched)
        for ags in own | hatched
    }
    name = OFFICE_NAMES[office]
    title = f"Zuständige {name}" if mine else f"Bezirke der {name}"
    return MapPicture(
        title=title,
        description=_office_words(book, name, place, mine, areas),
        looks=looks,
        groups=areas,
        outlined=(frozenset(own), *(frozenset({ags}) for ags in sorted(hatched))) if mine else (),
        names=(*_place_name(place), *_seat_names(book, office, mine)),
        legend=tuple(_office_legend(book, name, place, mine, hatched)),
    )


def count_picture(
    book: PartnerBook, mode: MapMode, partners: Sequence[PartnerOutline], place: Place | None, *, narrowed: bool
) -> MapPicture:
    """Return the districts coloured by how many partners or events they have, with the number in each.

    Args:
        book: what is known.
        mode: `PARTNERS` or `EVENTS`.
        partners: those that are wanted.
        place: where the company is.
        narrowed: `partners` are a choice of all there are.
    """
    events = mode is MapMode.EVENTS
    counts: Mapping[str, int] = book.held if events else book.seated(partners)
    one, many = ("Termin", "Termine") if events else ("Partner", "Partner")
    steps = steps_of(counts.values())
    looks = {ags: DistrictLook(fill=_fill_of(count, steps)) for ags, count in counts.items() if count}
    title = "Termine je Kreis" if events else "Partner mit Sitz im Kreis" + (", Auswahl" if narrowed else "")
    apart = _apart(book, partners, events=events)
    best = sorted(counts, key=lambda ags: (-counts[ags], book.districts[ags]))[:5]
    told = [f"{book.districts[ags]} {formatting.number(counts[ags])}" for ags in best if counts[ags]]
    return MapPicture(
        title=title,
        description=" ".join(
            [f"{title}. Am meisten: {formatting.listed(told)}." if told else f"{title}: keine.", apart]
        ),
        looks=looks,
        names=(*_place_name(place), *_numbers(book, counts)),
        legend=(
            LegendEntry(swatch=Swatch.FILL, colour="map_land", text=f"keine {many}"),
            *_step_legend(steps, one, many),
            *_place_legend(place),
            *((LegendEntry(swatch=Swatch.NOTE, colour="text3", text=apart),) if apart else ()),
        ),
    )


def spot_picture(
    book: PartnerBook, partners: Sequence[PartnerOutline], place: Place | None, labels: Labels, *, narrowed: bool
) -> MapPicture:
    """Return where partners have their seat.

    Args:
        book: what is known.
        partners: those that are wanted.
        place: where the company is.
        labels: knows the words behind codes.
        narrowed: `partners` are a choice of all there are.
    """
    spots = tuple(
        Spot(
            id=partner.id,
            title=partner.title,
            note=formatting.joined([labels.label("partner_kinds", partner.partner_kind), book.city(partner.id)]),
            at=(partner.geo.lon, partner.geo.lat),
        )
        for partner in partners
        if partner.geo is not None
    )
    title = "Partner als Punkte" + (", Auswahl" if narrowed else "")
    apart = _apart(book, partners, events=False)
    return MapPicture(
        title=title,
        description=f"{title}: {formatting.count(len(spots), 'Partner', 'Partner')}. Die Liste nennt alle. {apart}",
        names=_place_name(place),
        spots=spots,
        legend=(
            LegendEntry(swatch=Swatch.SPOT, colour="accent", text="Partner, Ort genau bis zur Stadtmitte"),
            LegendEntry(swatch=Swatch.COUNT, colour="accent", text="mehrere, ein Klick zeigt sie näher"),
            *_place_legend(place),
            *((LegendEntry(swatch=Swatch.NOTE, colour="text3", text=apart),) if apart else ()),
        ),
    )


def district_words(book: PartnerBook) -> Mapping[str, DistrictWords]:
    """Return what is said of each district: its chambers, and how many partners and events it has."""
    seated = book.seated(book.partners)
    return {
        ags: DistrictWords(title=name, lines=tuple(_lines(book, ags, seated.get(ags, 0))))
        for ags, name in book.districts.items()
    }


def steps_of(counts: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the steps of a colour scale as (from, to), at most five, each with about as many numbers.

    Nought has no step: it is shown as land.
    """
    distinct = sorted({count for count in counts if count > 0})
    if len(distinct) <= _STEPS:
        return tuple((value, value) for value in distinct)
    bounds = [distinct[len(distinct) * step // _STEPS - 1] for step in range(1, _STEPS + 1)]
    first = [distinct[0], *(bound + 1 for bound in bounds[:-1])]
    return tuple(zip(first, bounds, strict=True))


def _fill_of(count: int, steps: Sequence[tuple[int, int]]) -> str:
    """Return the colour of a number; fewer steps are spread over the whole scale."""
    for number, (low, high) in enumerate(steps):
        if low <= count <= high:
            return _step_colour(number, len(steps))
    return ""


def _step_colour(number: int, steps: int) -> str:
    return f"map_step{1 + round(number * (_STEPS - 1) / max(steps - 1, 1))}" if steps > 1 else "map_step2"


def _step_legend(steps: Sequence[tuple[int, int]], one: str, many: str) -> Iterator[LegendEntry]:
    for number, (low, high) in enumerate(steps):
        shown = formatting.number(low) if low == high else f"{formatting.number(low)} bis {formatting.number(high)}"
        noun = f" {one if high == 1 else many}" if number in {0, len(steps) - 1} else ""
        yield LegendEntry(swatch=Swatch.FILL, colour=_step_colour(number, len(steps)), text=shown + noun)


def _apart(book: PartnerBook, partners: Sequence[PartnerOutline], *, events: bool) -> str:
    """Return in words what the map does not show, "" if it shows everything."""
    if events:
        missing = book.placeless_events
        return f"Ohne {formatting.count(missing, 'Termin', 'Termine')}, online oder landesweit" if missing else ""
    missing = sum(partner.id not in book.seats for partner in partners)
    return f"{formatting.count(missing, 'Partner', 'Partner')} ohne Ortsangabe, nur in der Liste" if missing else ""


def _lines(book: PartnerBook, ags: str, seated: int) -> Iterator[str]:
    for office in CHAMBERS:
        ids = book.chambers[office].get(ags, ())
        names = formatting.listed([book.title(item_id) for item_id in ids])
        split = " (geteilter Kreis)" if len(ids) > 1 else ""
        yield f"{OFFICE_NAMES[office]}: {names}{split}" if ids else f"{OFFICE_NAMES[office]}: keine hinterlegt"
    here = formatting.count(seated, "Partner", "Partner")
    yield f"{here} mit Sitz hier, {formatting.number(book.serving[ags])} zuständig"
    if book.held[ags]:
        yield formatting.count(book.held[ags], "Termin", "Termine")


def _office_words(
    book: PartnerBook, name: str, place: Place | None, mine: Sequence[str], areas: Mapping[str, Sequence[str]]
) -> str:
    if place is None or not mine:
        split = [book.districts[ags] for ags, ids in sorted(areas.items()) if len(ids) > 1]
        shared = f" Geteilt: {formatting.listed(split)}." if split else ""
        count = len({item_id for ids in areas.values() for item_id in ids})
        return f"Karte der Kreise in Nordrhein-Westfalen mit den Bezirken von {count} {name}s.{shared}"
    told = []
    for item_id in mine:
        served = [book.districts[ags] for ags, ids in sorted(areas.items()) if item_id in ids]
        told.append(f"{book.title(item_id)}: {formatting.listed(served)}.")
    return f"Zuständig für {place.name}: {' '.join(told)}"


def _office_legend(
    book: PartnerBook, name: str, place: Place | None, mine: Sequence[str], hatched: Iterable[str]
) -> Iterator[LegendEntry]:
    if mine:
        titles = formatting.listed([book.title(item_id) for item_id in mine])
        yield LegendEntry(swatch=Swatch.FILL, colour="map_sel", text=titles)
    for ags in sorted(hatched):
        count = {2: "zwei", 3: "drei"}.get(len(book.chambers[_office(name)][ags]), "mehrere")
        yield LegendEntry(swatch=Swatch.HATCH, colour="map_hatch", text=f"{book.districts[ags]}, {count} {name}s")
    if not mine:
        yield LegendEntry(swatch=Swatch.LINE, colour="map_edge", text=f"Grenze zwischen zwei {name}-Bezirken")
        yield LegendEntry(swatch=Swatch.DOT, colour="text3", text=f"Sitz einer {name}")
    yield from _place_legend(place)


def _office(name: str) -> Office:
    return next(office for office, known in OFFICE_NAMES.items() if known == name)


def _place_legend(place: Place | None) -> Iterator[LegendEntry]:
    if place is not None and place.point is not None and place.kind is not PlaceKind.DISTRICT:
        yield LegendEntry(swatch=Swatch.DOT, colour="bad", text="Ort des Betriebs")


def _place_name(place: Place | None) -> tuple[Name, ...]:
    """Return the company's place; a district has no point of its own."""
    if place is None or place.point is None or place.kind is PlaceKind.DISTRICT:
        return ()
    return (Name(text=place.name, at=(place.point[1], place.point[0]), rank=Rank.PLACE),)


def _seat_names(book: PartnerBook, office: Office, mine: Sequence[str]) -> Iterator[Name]:
    """Yield the towns of the chambers: the responsible ones, then those of this kind, then the others."""
    own = book.chambers[office]
    same = {item_id for ids in own.values() for item_id in ids}
    every = {item_id for areas in book.chambers.values() for ids in areas.values() for item_id in ids}
    told: set[str] = set()
    for item_id in (*mine, *sorted(same - set(mine)), *sorted(every - same)):
        partner, city = book.by_id.get(item_id), book.city(item_id)
        if partner is not None and partner.geo is not None and city and city not in told:
            told.add(city)
            at: Degrees = (partner.geo.lon, partner.geo.lat)
            yield Name(text=city, at=at, rank=Rank.SEAT if item_id in mine else Rank.CITY)


def _numbers(book: PartnerBook, counts: Mapping[str, int]) -> Iterator[Name]:
    """Yield the number of each district that has any, the largest first."""
    for ags in sorted(counts, key=lambda key: (-counts[key], key)):
        if counts[ags]:
            yield Name(text=formatting.number(counts[ags]), at=book.ground.middles[ags], rank=Rank.NUMBER)
