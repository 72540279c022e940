"""Partners as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.partners_book import PartnerBook
from advisor_app.desktop.presenters.partners_views import PartnerRow
from advisor_app.desktop.presenters.views import Labels
from advisor_app.directory.nearest import nearest
from advisor_app.directory.place import Place
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.partner import PartnerKind

_ICONS = {
    PartnerKind.IHK: "building",
    PartnerKind.HWK: "hammer",
    PartnerKind.HANDWERKSORGANISATION: "hammer",
    PartnerKind.HOCHSCHULTRANSFER: "school",
    PartnerKind.FORSCHUNGSEINRICHTUNG: "school",
    PartnerKind.FOERDERBANK: "building-bank",
    PartnerKind.FINANZIERUNG: "building-bank",
    PartnerKind.STARTUP: "rocket",
    PartnerKind.STARTUP_HUB: "rocket",
    PartnerKind.LANDESEINRICHTUNG: "bulb",
    PartnerKind.KOMPETENZZENTRUM: "bulb",
}
_OTHER_ICON = "users"
_FEW = 2


def icon_of(kind: PartnerKind) -> str:
    """Return the icon of a kind of partner."""
    return _ICONS.get(kind, _OTHER_ICON)


def partner_row(book: PartnerBook, partner: PartnerOutline, labels: Labels, *, km: float | None = None) -> PartnerRow:
    """Return a partner as a row; `km` is the distance between the middles of the towns."""
    return PartnerRow(
        id=partner.id,
        icon=icon_of(partner.partner_kind),
        title=partner.title,
        meta=formatting.joined([labels.label("partner_kinds", partner.partner_kind), book.city(partner.id)]),
        area=_area(book, partner),
        distance=distance(km),
    )


def rows(
    book: PartnerBook, partners: Sequence[PartnerOutline], place: Place | None, labels: Labels
) -> LazyRows[PartnerRow]:
    """Return partners by name; seen from a place, those that serve it first and then by distance."""
    far: dict[str, float | None] = {}
    if place is None:
        ordered = [partner.id for partner in sorted(partners, key=lambda partner: partner.title.casefold())]
    else:
        far = {one.id: one.km for one in nearest(place, partners)}
        ordered = list(far)

    def row(item_id: str) -> PartnerRow:
        return partner_row(book, book.by_id[item_id], labels, km=far.get(item_id))

    return LazyRows(ordered, row)


def distance(km: float | None) -> str:
    """Return a distance as it is shown: whole kilometres, "" where it is not known."""
    if km is None:
        return ""
    return "im Ort" if km < 1 else f"etwa {formatting.number(round(km))}{formatting.NBSP}km"


def _area(book: PartnerBook, partner: PartnerOutline) -> str:
    """Return in a few words where a partner is responsible."""
    if partner.id in book.statewide:
        return "landesweit"
    names = sorted(book.districts.get(ags, ags) for ags in book.served.get(partner.id, ()))
    if len(names) <= _FEW:
        return formatting.listed(names)
    return f"{', '.join(names[:_FEW])} und {formatting.number(len(names) - _FEW)} weitere"
