"""What the page of partners knows of a library and of the land, gathered once in a worker and then only looked up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from advisor_app.content.geodata import PlaceTables
from advisor_app.desktop.presenters.views import Library
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.responsible import OFFICE_OF_KIND, Office
from advisor_app.domain.outlines import EventOutline, PartnerOutline
from advisor_app.domain.region import NRW

Degrees = tuple[float, float]
_DISTRICT_KEY = 5
_OUTSIDE = frozenset({NRW, "DE", "EU"})
CHAMBERS = (Office.IHK, Office.HWK)


@dataclass(frozen=True)
class Ground:
    """The land: its tables, and what tells the district of a position.

    `locate` takes (longitude, latitude) in degrees and gives the district's key, "" outside the state; `middles` has a
    position well inside of each district.
    """

    tables: PlaceTables
    locate: Callable[[Degrees], str]
    middles: Mapping[str, Degrees]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Return what finds places, made when the first is looked for."""
        return Gazetteer(self.tables)

    @cached_property
    def codes_of(self) -> Mapping[str, tuple[str, ...]]:
        """Return municipality (AGS-8) -> its postal codes, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, row in sorted(self.tables.postal_codes.items()):
            found[row.municipality].append(code)
        return {ags: tuple(codes) for ags, codes in found.items()}


@dataclass(frozen=True)
class PartnerBook:
    """The partners and events of a library, and where they are.

    `statewide` are ids of partners that serve the whole state or more; `served` has the districts of all others, also
    those served in part; `seats` the district of a partner's position, for those that have one.
    """

    ground: Ground
    partners: tuple[PartnerOutline, ...]
    events: tuple[EventOutline, ...]
    statewide: frozenset[str]
    served: Mapping[str, frozenset[str]]
    seats: Mapping[str, str]

    @classmethod
    def of(cls, library: Library, ground: Ground, today: date) -> PartnerBook:
        """Gather what there is; called in a worker.

        Args:
            library: the knowledge.
            ground: the land.
            today: events before this day are left out.
        """
        outlines = library.outlines()
        reach = {partner.id: _reach(partner) for partner in outlines.partners}
        return cls(
            ground=ground,
            partners=outlines.partners,
            events=tuple(event for event in outlines.events if _is_coming(event, today)),
            statewide=frozenset(item_id for item_id, districts in reach.items() if districts is None),
            served={item_id: districts for item_id, districts in reach.items() if districts is not None},
            seats=_seats(outlines.partners, ground),
        )

    @cached_property
    def by_id(self) -> Mapping[str, PartnerOutline]:
        """Return id -> partner."""
        return {partner.id: partner for partner in self.partners}

    @cached_property
    def chambers(self) -> Mapping[Office, Mapping[str, tuple[str, ...]]]:
        """Return office -> district -> ids of the chambers that it belongs to; more than one where it is split.

        The branch of a chamber (a partner with a parent) is none of its own.
        """
        found: dict[Office, dict[str, list[str]]] = {office: defaultdict(list) for office in CHAMBERS}
        for partner in self.partners:
            office = OFFICE_OF_KIND.get(partner.partner_kind)
            if office in found and not partner.parent:
                for ags in self.served.get(partner.id, ()):
                    found[office][ags].append(partner.id)
        return {
            office: {ags: tuple(sorted(ids)) for ags, ids in districts.items()} for office, districts in found.items()
        }

    @property
    def districts(self) -> Mapping[str, str]:
        """Return district key -> name as people say it."""
        return self.ground.tables.districts

    def serves(self, partner: PartnerOutline, ags: str) -> bool:
        """Tell whether a partner serves a district, or a part of it."""
        return partner.id in self.statewide or ags in self.served.get(partner.id, ())

    def title(self, item_id: str) -> str:
        """Return the name of a partner, its id if there is none."""
        partner = self.by_id.get(item_id)
        return item_id if partner is None else partner.title

    def city(self, item_id: str) -> str:
        """Return the town of a partner, "" if that is not known."""
        partner = self.by_id.get(item_id)
        return partner.address.city if partner is not None and partner.address is not None else ""

    def seated(self, partners: Iterable[PartnerOutline]) -> Counter[str]:
        """Return district -> how many of some partners have their seat there."""
        return Counter(seat for partner in partners if (seat := self.seats.get(partner.id)))

    @cached_property
    def serving(self) -> Counter[str]:
        """Return district -> how many partners serve it or a part of it, those for the whole state included."""
        found = Counter(ags for districts in self.served.values() for ags in districts)
        return Counter({ags: found[ags] + len(self.statewide) for ags in self.districts})

    @cached_property
    def held(self) -> Counter[str]:
        """Return district -> how many events are held there or meant for it, without those for the whole state."""
        return Counter(ags for event in self.events for ags in _districts_of(event, self.ground))

    @cached_property
    def placeless_events(self) -> int:
        """Return how many events belong to no district: online, or for the whole state."""
        return sum(not _districts_of(event, self.ground) for event in self.events)


def _reach(partner: PartnerOutline) -> frozenset[str] | None:
    """Return the districts that a partner serves, None for one that serves the whole state or more."""
    if not _OUTSIDE.isdisjoint(partner.serves.ags):
        return None
    named = (*partner.serves.ags, *(part.ags for part in partner.serves.partial))
    return frozenset(code[:_DISTRICT_KEY] for code in named)


def _seats(partners: Iterable[PartnerOutline], ground: Ground) -> Mapping[str, str]:
    """Return id -> district of each partner with a position; many share the middle of a town."""
    known: dict[Degrees, str] = {}
    found = {}
    for partner in partners:
        if partner.geo is not None:
            at = (partner.geo.lon, partner.geo.lat)
            if at not in known:
                known[at] = ground.locate(at)
            if known[at]:
                found[partner.id] = known[at]
    return found


def _is_coming(event: EventOutline, today: date) -> bool:
    """Tell whether an event lies ahead, or comes again without a fixed day."""
    last = (event.ends_at or event.starts_at).partition("T")[0]
    return not event.cancelled and (not last or last >= today.isoformat())


def _districts_of(event: EventOutline, ground: Ground) -> frozenset[str]:
    """Return the districts of an event: where it is held, otherwise those that it is meant for."""
    place = event.place
    if place is not None and place.ags.startswith(NRW) and len(place.ags) >= _DISTRICT_KEY:
        return frozenset({place.ags[:_DISTRICT_KEY]})
    if place is not None and place.geo is not None:
        ags = ground.locate((place.geo.lon, place.geo.lat))
        return frozenset({ags} if ags else ())
    if event.online or not _OUTSIDE.isdisjoint(event.region):
        return frozenset()
    return frozenset(code[:_DISTRICT_KEY] for code in event.region if len(code) >= _DISTRICT_KEY)
