"""Places, industries, themes and programmes as they are offered while one types, and what follows from a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor_app.content.profile_values import OPEN_CODE
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.presenters.partners_place import doubt_words, unknown_words
from advisor_app.directory.industries import IndustryHit
from advisor_app.directory.names import begun_key
from advisor_app.directory.place import Place, PlaceKind
from advisor_app.directory.responsible import responsible
from advisor_app.domain.region import NRW

_MOST = 8
_STATES = tuple(f"{number:02}" for number in range(1, 17) if f"{number:02}" != NRW)
_WHOLE = {"DE": "Deutschland", NRW: "Nordrhein-Westfalen"}
_LEAST_STATE = 3
_WHICH_CHAMBER = "Ob IHK oder Handwerkskammer zuständig ist, entscheidet die Handwerksrolle, nicht der Ort."
_ASK = "Die Kammer hängt von der Gemeinde ab."


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: its code, what it is called, and what tells it from others."""

    code: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a text means: the codes it stands for, or offers with a sentence why one has to choose.

    `any_of` are codes of which one is right, where nobody knows which.
    """

    code: str = ""
    offers: tuple[Offer, ...] = ()
    sentence: str = ""
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNote:
    """What follows from a place: lines, the chambers (name, id) that can be looked up, and the rule between them."""

    lines: tuple[str, ...] = ()
    chambers: tuple[tuple[str, str], ...] = ()
    rule: str = ""


def offer_places(text: str, tables: EditorTables) -> tuple[Offer, ...]:
    """Return the places that a text may be the beginning of; states outside come last."""
    hits = [_place_offer(hit.place, tables) for hit in tables.gazetteer.suggest(text, _MOST)]
    return (*hits, *_outside(text, tables))[:_MOST]


def place_of(text: str, tables: EditorTables) -> Answer:
    """Return what a text means as a place; what is not certain is asked."""
    outside = [offer for offer in _outside(text, tables) if begun_key(offer.label) == begun_key(text)]
    if outside:
        return Answer(code=outside[0].code)
    found = tables.gazetteer.resolve(text)
    if found.place is not None:
        return Answer(code=code_of(found.place))
    if found.asks:
        codes = tuple(dict.fromkeys(code_of(choice) for choice in found.choices))
        return Answer(
            offers=tuple(_place_offer(choice, tables) for choice in found.choices),
            sentence=f"{doubt_words(found)} Welcher Ort ist gemeint?",
            any_of=codes if len(codes) > 1 and not found.one_unknown else (),
        )
    return Answer(
        offers=tuple(_place_offer(hit.place, tables) for hit in found.suggestions), sentence=unknown_words(found)
    )


def chosen_place(code: str, tables: EditorTables) -> Answer:
    """Return what a place means that was picked from the offers; a doubtful postal code is asked."""
    place = tables.gazetteer.place(code)
    if place is None or not place.note:
        return Answer(code=code if place is None else code_of(place))
    return place_of(place.code, tables)


def code_of(place: Place) -> str:
    """Return the official key of a place; a postal code stands for its municipality."""
    return place.municipalities[0] if place.kind is PlaceKind.POSTAL_CODE else place.code


def place_note(codes: Sequence[str], tables: EditorTables) -> PlaceNote:
    """Return district and chambers of a place; where several are possible, only what they have in common is said."""
    places = [tables.gazetteer.place(code) for code in codes]
    known = [place for place in places if place is not None]
    if len(known) != 1 or len(places) != 1:
        return PlaceNote(lines=(_ASK,) if len(known) > 1 else ())
    place = known[0]
    district = tables.districts.get(place.district, "")
    lines = [district] if district and district != place.name else []
    found = responsible(place, tables.partners)
    titles = {partner.id: partner.title for partner in tables.partners}
    chambers = tuple((titles[item], item) for item in (*found.ihk, *found.hwk))
    if found.ambiguous and chambers:
        lines.append(_ASK)
    return PlaceNote(lines=tuple(lines), chambers=chambers, rule=_WHICH_CHAMBER if chambers else "")


def offer_industries(text: str, tables: EditorTables) -> tuple[Offer, ...]:
    """Return the industries that a text may mean."""
    return tuple(_industry_offer(hit) for hit in tables.industries.suggest(text, _MOST))


def finer_industries(code: str, tables: EditorTables) -> tuple[Offer, ...]:
    """Return the next finer industries of one."""
    return tuple(Offer(one.code, f"{one.code} {one.name}") for one in tables.industries.within(code))


def offer_themes(text: str, tables: EditorTables) -> tuple[Offer, ...]:
    """Return the themes that a text may mean; all where nothing is typed."""
    return tuple(Offer(code, tables.names.theme(code)) for code in tables.themes.suggest(text))


def offer_programmes(text: str, tables: EditorTables) -> tuple[Offer, ...]:
    """Return the programmes whose titles hold all words of a text."""
    words = begun_key(text).split()
    keys = ((begun_key(f"{title} {item_id}"), item_id, title) for item_id, title in tables.names.programmes.items())
    found = [(key, item_id, title) for key, item_id, title in keys if words and all(word in key for word in words)]
    found.sort(key=lambda one: (not one[0].startswith(words[0]), one[0]))
    return tuple(Offer(item_id, title) for _, item_id, title in found[:_MOST])


def word_offer(text: str) -> tuple[Offer, ...]:
    """Return a word that no table holds as a code, none where nothing of it can be one."""
    code = begun_key(text).replace(" ", "_")
    return (Offer(code, text.strip()),) if OPEN_CODE.fullmatch(code) else ()


def _industry_offer(hit: IndustryHit) -> Offer:
    trade = f"„{hit.trade}“" if hit.trade else ""
    return Offer(hit.industry.code, f"{hit.industry.code} {hit.industry.name}", trade or hit.division)


def _place_offer(place: Place, tables: EditorTables) -> Offer:
    kinds = {PlaceKind.DISTRICT: "Kreis" if len(place.municipalities) > 1 else "Kreisfreie Stadt"}
    district = tables.districts.get(place.district, "")
    detail = kinds.get(place.kind, "") or ("" if district == place.name else district)
    return Offer(place.code, place.label, detail)


def _outside(text: str, tables: EditorTables) -> Iterator[Offer]:
    wanted = begun_key(text)
    if len(wanted) < _LEAST_STATE:
        return
    for code, label in (*_WHOLE.items(), *((code, tables.names.place(code)) for code in _STATES)):
        if begun_key(label).startswith(wanted):
            yield Offer(code, label, "" if code in _WHOLE else "außerhalb von NRW")
