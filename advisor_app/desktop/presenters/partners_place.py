"""Who is responsible for a place, why, and who else helps; or what has to be asked or can be typed instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.partners_book import PartnerBook
from advisor_app.desktop.presenters.partners_rows import partner_row
from advisor_app.desktop.presenters.partners_views import (
    GapCard,
    OfficeCard,
    Offices,
    PlaceChoice,
    QuestionView,
    UnknownView,
)
from advisor_app.desktop.presenters.sources import item_as_of, stand_mark
from advisor_app.desktop.presenters.views import Labels, Library, Mark
from advisor_app.directory.areas import Reach
from advisor_app.directory.nearest import nearest
from advisor_app.directory.place import Doubt, Found, Place, PlaceKind
from advisor_app.directory.responsible import Office, Responsibility, responsible
from advisor_app.domain import Partner
from advisor_app.domain.outlines import PartnerOutline

_HELPFUL = 5
_SHORT_LIST = 3
# "Aus zweiter Hand belegt, Stand 10/2025" has no room beside the kind of a chamber.
_SUPPORTED = " belegt"
_OVERLINES = {
    Office.IHK: "Industrie- und Handelskammer",
    Office.HWK: "Handwerkskammer",
    Office.BUSINESS_DEVELOPMENT: "Wirtschaftsförderung",
}
_AT_CHAMBER = {Office.IHK: "zur IHK in", Office.HWK: "zur Handwerkskammer in"}
_RULES = {
    Office.IHK: "Zuständig für gewerbliche Betriebe, die nicht in der Handwerksrolle stehen.",
    Office.HWK: "Zuständig, wenn der Betrieb in der Handwerksrolle steht. "
    "Mischbetriebe können zu beiden Kammern gehören.",
}
_GAPS = {
    Office.IHK: "Für {place} ist keine Industrie- und Handelskammer hinterlegt.",
    Office.HWK: "Für {place} ist keine Handwerkskammer hinterlegt.",
    Office.BUSINESS_DEVELOPMENT: "Für {place} ist keine Wirtschaftsförderung hinterlegt. Das Rathaus nennt sie.",
}
_OWN_DEVELOPMENT = "Zuständig für diesen Ort."
_WIDE_DEVELOPMENT = "Für die ganze Region zuständig. Eine eigene Wirtschaftsförderung von {place} ist nicht hinterlegt."
_WHICH = "Die Kammer hängt von der Gemeinde ab:"
_ALSO = "Gleicher Name:"
_WHY = {
    Doubt.DISTRICT_BORDER: "Die Postleitzahl {query} liegt in zwei Kreisen.",
    Doubt.TWO_MUNICIPALITIES: "Die Postleitzahl {query} umfasst zwei Gemeinden.",
    Doubt.LARGE_RECIPIENT: "Die Postleitzahl {query} gehört zu einem Großempfänger und hat kein eigenes Gebiet.",
    Doubt.SAME_NAME: "Mehrere Orte heißen so.",
    Doubt.PART_OF: "Der Ortsteil steht in keinem Verzeichnis, der Ort schon.",
    Doubt.DISAGREE: "Postleitzahl und Name passen nicht zusammen.",
    Doubt.CODE_UNKNOWN: "Die Postleitzahl steht in keinem Verzeichnis.",
}
_ONE_UNKNOWN = (
    "Die Postleitzahl {query} umfasst zwei Gemeinden, nur eine davon ist hier bekannt. "
    "Der Betrieb kann auch in einer anderen liegen, die hier fehlt."
)
_TYPE = "Eingeben lassen sich Postleitzahl, Gemeinde oder Kreis in Nordrhein-Westfalen."
_UNKNOWN = {
    Doubt.CODE_UNKNOWN: "Diese Postleitzahl steht in keinem Verzeichnis, vielleicht ist sie ein Postfach.",
    Doubt.OUTSIDE: "Diese Postleitzahl liegt nicht in Nordrhein-Westfalen.",
}


def doubt_words(found: Found) -> str:
    """Return why it has to be asked which place is meant."""
    known = _ONE_UNKNOWN if found.one_unknown else _WHY.get(found.note, "Der Name ist nicht eindeutig.")
    return known.format(query=found.query.strip())


def unknown_words(found: Found) -> str:
    """Return why a text names no place, and what can be typed."""
    return f"{_UNKNOWN.get(found.note, 'Kein Ort heißt so.')} {_TYPE}"


def question(found: Found, book: PartnerBook) -> QuestionView:
    """Return what has to be asked back about a text."""
    return QuestionView(
        title="Welcher Ort ist gemeint?",
        sentence=f"{doubt_words(found)} Die Zuständigkeit hängt davon ab.",
        choices=tuple(choice(place, book) for place in found.choices),
    )


def unknown(found: Found, book: PartnerBook) -> UnknownView:
    """Return what is said of a text that names no place."""
    return UnknownView(
        title=f"„{found.query.strip()}“ ist nicht bekannt",
        sentence=unknown_words(found),
        suggestions=tuple(choice(hit.place, book) for hit in found.suggestions),
    )


def choice(place: Place, book: PartnerBook) -> PlaceChoice:
    """Return a place as it is offered: its name, and what tells it from others."""
    kinds = {PlaceKind.DISTRICT: "Kreis" if len(place.municipalities) > 1 else "Kreisfreie Stadt"}
    district = book.districts.get(place.district, "")
    detail = kinds.get(place.kind, "") or ("" if district == place.name else district)
    return PlaceChoice(code=place.code, label=place.label, detail=detail)


def mine(book: PartnerBook, place: Place | None) -> Responsibility | None:
    """Return who is responsible for a place."""
    return None if place is None else responsible(place, book.partners)


def offices(
    book: PartnerBook, found: Responsibility, wanted: Sequence[PartnerOutline], also: Sequence[Place],
    library: Library, today: date,
) -> Offices:  # fmt: skip
    """Return who is responsible for a place and who else helps.

    Args:
        book: what is known.
        found: who is responsible.
        wanted: partners of which the nearest are named.
        also: other places that the name brings to mind.
        library: opens the entries whose contacts are shown.
        today: the day that freshness is held against.
    """
    place = found.place
    shown = (*found.ihk, *found.hwk, *found.business_development[:1])
    items = library.items(shown)
    cards: list[OfficeCard | GapCard] = []
    for office, ids in ((Office.IHK, found.ihk), (Office.HWK, found.hwk)):
        cards += [_card(book, found, office, item, library, today) for item in _partners(items, ids)]
    cards += [
        _card(book, found, Office.BUSINESS_DEVELOPMENT, item, library, today)
        for item in _partners(items, found.business_development[:1])
    ]
    missing = {gap.office: gap.municipalities for gap in found.gaps}
    cards += [_gap(book, place, office, missing[office]) for office in Office if office in missing]
    asked = book.ground.gazetteer.municipalities(place) if found.ambiguous else ()
    others = [partner for partner in wanted if partner.id not in shown]
    near = nearest(place, others, limit=_HELPFUL)
    return Offices(
        title=f"Zuständig für {place.name}",
        subtitle=_subtitle(book, place),
        cards=tuple(cards),
        helpful=tuple(partner_row(book, book.by_id[one.id], library, km=one.km) for one in near),
        total=len(others),
        remark="Entfernungen von Ortsmitte zu Ortsmitte, Luftlinie." if any(one.km is not None for one in near) else "",
        ask=_WHICH if asked else _ALSO if also else "",
        also=tuple(PlaceChoice(code=inside.code, label=inside.name) for inside in asked)
        or tuple(choice(other, book) for other in also),
    )


def _partners(items: Mapping[str, object], ids: Sequence[str]) -> Iterator[Partner]:
    for item_id in ids:
        item = items.get(item_id)
        if isinstance(item, Partner):
            yield item


def _card(
    book: PartnerBook, found: Responsibility, office: Office, item: Partner, labels: Labels, today: date
) -> OfficeCard:
    from advisor_app.documents.business_card import mail_link  # noqa: PLC0415 - not before there is a card
    from advisor_app.documents.leaving import contacts_to_give  # noqa: PLC0415 - the same

    given = contacts_to_give(item)
    return OfficeCard(
        id=item.id,
        overline=_OVERLINES[office],
        title=item.title,
        city=item.address.city if item.address is not None else "",
        reason=_reason(book, found, office, item),
        stand=_stand(item, labels, today),
        phone=next((contact.phone for contact in given if contact.phone), ""),
        mail=next((contact.function_mailbox for contact in given if contact.function_mailbox), ""),
        mail_link=mail_link(item, f"Anfrage für einen Betrieb in {found.place.name}"),
        website=item.website,
        doubts=len(item.uncertain) + len(item.conflicts),
    )


def _stand(item: Partner, labels: Labels, today: date) -> Mark:
    """Return how well an entry is supported and since when, in one line."""
    mark = stand_mark(item, today)
    support = labels.label("certainties", item.review.certainty).removesuffix(_SUPPORTED)
    as_of = item_as_of(item)
    shown = f"Stand {formatting.as_of(as_of)}" if as_of else "undatiert"
    return Mark(icon=mark.icon, tone=mark.tone, text=f"{support}, {shown}")


def _reason(book: PartnerBook, found: Responsibility, office: Office, item: Partner) -> str:
    """Return why a partner is responsible; a split district is explained, an open choice says what decides."""
    claim = found.claim(item.id)
    if office is Office.BUSINESS_DEVELOPMENT:
        own = claim is not None and claim.reach < Reach.REGION
        return _OWN_DEVELOPMENT if own else _WIDE_DEVELOPMENT.format(place=found.place.name)
    split = split_words(book, office, found.place.district)
    inside = () if claim is None else claim.municipalities
    if len(found.ihk if office is Office.IHK else found.hwk) > 1:
        told = _names(book, inside)
        return f"Nur für {told}. {_RULES[office]}"
    return f"{split} {_RULES[office]}" if split and office is Office.HWK else split or _RULES[office]


def split_words(book: PartnerBook, office: Office, district: str) -> str:
    """Return how a district is divided between chambers, "" for one that is not."""
    ids = book.chambers[office].get(district, ()) if office in book.chambers else ()
    place = book.ground.gazetteer.place(district)
    if len(ids) < 2 or place is None:
        return ""
    claims = [claim for claim in responsible(place, book.partners).reasons if claim.id in ids]
    claims.sort(key=lambda claim: len(claim.municipalities))
    *small, rest = claims
    parts = [
        f"{_names(book, claim.municipalities)} {'gehört' if len(claim.municipalities) == 1 else 'gehören'}"
        f" {_AT_CHAMBER[office]} {book.city(claim.id)}"
        for claim in small
    ]
    count = formatting.count(len(rest.municipalities), "Gemeinde", "Gemeinden")
    last = f"die übrigen {count} {_AT_CHAMBER[office]} {book.city(rest.id)}"
    return f"Der Kreis ist geteilt: {', '.join([*parts, last])}."


def _names(book: PartnerBook, municipalities: Sequence[str]) -> str:
    names = sorted(book.ground.tables.municipalities.get(ags, ags) for ags in municipalities)
    if len(names) <= _SHORT_LIST:
        return formatting.listed(names)
    return f"{', '.join(names[:_SHORT_LIST])} und {formatting.count(len(names) - _SHORT_LIST, 'weitere', 'weitere')}"


def _gap(book: PartnerBook, place: Place, office: Office, missing: Sequence[str]) -> GapCard:
    part = _names(book, missing) if len(missing) < len(place.municipalities) else place.name
    return GapCard(overline=_OVERLINES[office], sentence=_GAPS[office].format(place=part))


def _subtitle(book: PartnerBook, place: Place) -> str:
    district = book.districts.get(place.district, "")
    if place.kind is PlaceKind.DISTRICT:
        count = len(place.municipalities)
        what = formatting.count(count, "Gemeinde", "Gemeinden") if count > 1 else "Kreisfreie Stadt"
        return formatting.joined([what, f"AGS {place.code}"])
    codes = [code for ags in place.municipalities for code in book.ground.codes_of.get(ags, ())]
    if place.kind is PlaceKind.POSTAL_CODE:
        codes = [place.code]
    span = f"{min(codes)} bis {max(codes)}" if len(codes) > 1 else "".join(codes)
    keys = f"AGS {place.municipalities[0]}" if len(place.municipalities) == 1 else ""
    return formatting.joined([span, district if district != place.name else "Kreisfreie Stadt", keys])
