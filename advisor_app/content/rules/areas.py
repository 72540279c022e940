"""Rules about places: keys exist, and the chambers cover the state exactly once (rule 18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import Path
from advisor_app.content.geodata import Geodata
from advisor_app.content.places import region_fault
from advisor_app.domain import Event, Item, Partner
from advisor_app.domain.partner import Area, PartnerKind
from advisor_app.domain.region import NRW
from advisor_app.errors import Problem

CHAMBERS = (PartnerKind.IHK, PartnerKind.HWK)
WZ_EDITION = "2008"
_NAMED = 6


def regions_exist(content: Collection) -> Iterator[Problem]:
    """Every region, district and municipality stands in the tables."""
    for entry in content.entries:
        for path, code in _codes(entry.item):
            message = region_fault(code, content.geodata)
            if message:
                yield entry.error(path, "unknown_region", message)


def industries_exist(content: Collection) -> Iterator[Problem]:
    """Every industry a partner accepts or refuses stands in the table of WZ 2008."""
    table = content.geodata.industries[WZ_EDITION]
    for entry, partner in content.of(Partner):
        for name in ("wz_in", "wz_not_in"):
            for index, code in enumerate(getattr(partner.accepts, name) if partner.accepts else ()):
                if code not in table:
                    message = f"WZ {WZ_EDITION} has no code {code}; look it up in the table"
                    yield entry.error(("accepts", name, index), "unknown_industry", message)


def partial_areas(content: Collection) -> Iterator[Problem]:
    """A district served in part names municipalities of its own, and is not served as a whole too."""
    for entry, partner in content.of(Partner):
        for index, part in enumerate(partner.serves.partial):
            path: Path = ("serves", "partial", index)
            if part.ags in partner.serves.ags:
                message = f"{part.ags} stands under ags and under partial; remove one"
                yield entry.error((*path, "ags"), "area_twice", message)
            for place, only in enumerate(part.only):
                if not only.startswith(part.ags):
                    message = f"{only} does not lie in the district {part.ags}; correct one"
                    yield entry.error((*path, "only", place), "wrong_district", message)


def chamber_areas(content: Collection) -> Iterator[Problem]:
    """The areas of the chambers of each kind cover every municipality of the state exactly once."""
    for kind in CHAMBERS:
        chambers = [
            (entry, item) for entry, item in content.of(Partner) if item.partner_kind is kind and not item.parent
        ]
        covering: dict[str, list[Entry]] = defaultdict(list)
        for entry, chamber in chambers:
            for ags in area_municipalities(chamber.serves, content.geodata):
                covering[ags].append(entry)
        yield from _overlaps(content, kind, covering)
        yield from _gaps(content, kind, covering, found=bool(chambers))


def area_municipalities(area: Area, geodata: Geodata) -> frozenset[str]:
    """Return the municipalities (AGS-8) of an area."""
    whole = {ags for code in area.ags for ags in geodata.municipalities_of(NRW if code in ("DE", "EU") else code)}
    return frozenset(whole | {ags for part in area.partial for ags in part.only})


def _overlaps(content: Collection, kind: PartnerKind, covering: dict[str, list[Entry]]) -> Iterator[Problem]:
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ags, entries in sorted(covering.items()):
        for other in entries[1:]:
            shared[(entries[0].file, other.file)].append(ags)
    for (first, second), places in shared.items():
        entry = next(entry for entry in content.entries if entry.file == second)
        message = f"{kind} area overlaps with {first}: {_names(content.geodata, places)}; each place has one {kind}"
        yield entry.error(("serves",), "area_overlap", message)


def _gaps(
    content: Collection, kind: PartnerKind, covering: dict[str, list[Entry]], *, found: bool
) -> Iterator[Problem]:
    """Tell what nobody covers; while chambers are still being written that is a warning only."""
    missing = [ags for ags in sorted(content.geodata.municipalities) if ags not in covering]
    unread = any(file.startswith("partners/") for file in content.broken_files)
    if not missing or unread or not (found or content.release):
        return
    message = f"no {kind} is responsible for {_names(content.geodata, missing)}; complete serves of the {kind} items"
    told = content.error if content.release else content.warning
    yield told("partners", "area_gap", message)


def _names(geodata: Geodata, places: list[str]) -> str:
    """Name districts where all of a district is meant, else municipalities."""
    wanted = set(places)
    names: list[str] = []
    for district, name in sorted(geodata.districts.items()):
        inside = set(geodata.municipalities_of(district))
        touched = sorted(inside & wanted)
        names += [name] if touched and inside <= wanted else [geodata.municipalities[ags] for ags in touched]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _codes(item: Item) -> Iterator[tuple[Path, str]]:
    for index, code in enumerate(item.region):
        yield ("region", index), code
    if isinstance(item, Partner):
        for index, code in enumerate(item.serves.ags):
            yield ("serves", "ags", index), code
        for index, part in enumerate(item.serves.partial):
            yield ("serves", "partial", index, "ags"), part.ags
            for place, only in enumerate(part.only):
                yield ("serves", "partial", index, "only", place), only
    if isinstance(item, Event) and item.place and item.place.ags:
        yield ("place", "ags"), item.place.ags
