"""From an item of the knowledge to what the index holds of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from advisor_app.content.markdown import plain_text
from advisor_app.domain import Event, Item, Partner, Programme, Topic, kind_of
from advisor_app.domain.item import Visibility
from advisor_app.search import fields
from advisor_app.search.model import FACET_VOCABULARY, SearchDocument

Label = Callable[[str, str], str]

# facets whose labels are searched as words; the others would make every item match
SPOKEN = ("foerderart", "thema", "branche", "phase", "aktivitaet", "partnerart", "format")
_NUMBERS = re.compile(r"(?P<name>[^\W\d_]+)\s+(?P<first>\d+)(?P<rest>(?:\s*[/,-]\s*\d+)+)")


def document_of(
    item: Item,
    *,
    label: Label,
    title_of: Callable[[str], str],
    predecessors: Sequence[Item] = (),
    places_of: Callable[[str], Iterable[str]] = lambda _code: (),
) -> SearchDocument:
    """Return what the index holds of an item.

    Args:
        item: a published item.
        label: vocabulary and code -> German label.
        title_of: id -> title of a linked item ("" if unknown).
        predecessors: programmes this one replaces; their names lead here.
        places_of: region code -> names of the places in it.
    """
    facets = {name: tuple(dict.fromkeys(codes)) for name, codes in _facets(item) if codes}
    window = item.window if isinstance(item, Programme) else None
    return SearchDocument(
        id=item.id,
        kind=kind_of(item).value,
        title=item.title,
        aliases=_distinct(name for name in _names(item) if name != item.title),
        keywords=_distinct(_keywords(item, facets, label, title_of, places_of, predecessors)),
        body="\n".join(filter(None, _body(item, label))),
        facets=facets,
        as_of=max((source.as_of for source in item.sources), default=""),
        window_model=window.model.value if window else "",
        opens=window.open_from if window else "",
        closes=_closes(item),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _closes(item: Item) -> str:
    if isinstance(item, Programme):
        return item.window.open_to
    return item.ends_at[:10] or item.starts_at[:10] if isinstance(item, Event) else ""


def _facets(item: Item) -> Iterator[tuple[str, Sequence[str]]]:
    yield "stand", [item.review.certainty.value]
    yield fields.VISIBILITY, [] if item.visibility is Visibility.PUBLIC else [item.visibility.value]
    if isinstance(item, Programme):
        yield "thema", item.themes
        yield "region", item.region
        yield from _programme_facets(item)
    elif isinstance(item, Partner):
        served = [*item.serves.ags, *(code for area in item.serves.partial for code in area.only)]
        yield "thema", [*item.themes, *item.competences]
        yield "region", served or item.region
        yield "partnerart", [item.partner_kind.value]
        yield "groesse", item.accepts.sizes if item.accepts else ()
    elif isinstance(item, Topic):
        yield "thema", item.themes
        yield "region", item.region
        yield "reife", [item.maturity.value] if item.maturity else []
        yield "branche", [case.sector for case in item.typical_use_cases]
    elif isinstance(item, Event):
        yield "thema", item.themes
        yield "region", [item.place.ags] if item.place and item.place.ags else item.region
        yield "format", [item.format.value]
        yield "zielgruppe", item.target_groups


def _programme_facets(item: Programme) -> Iterator[tuple[str, Sequence[str]]]:
    yield "foerderart", [one.value for one in item.funding_types]
    yield "ebene", [item.level.value]
    yield "zielgruppe", item.target_groups
    yield "groesse", item.company_sizes
    yield "branche", item.sectors
    yield "phase", item.phases
    yield "aktivitaet", item.activities
    yield "beihilfe", [one.value for one in item.aid.basis] if item.aid else []
    yield "beginn", [item.start_rule.value]
    yield "weg", [item.route.value] if item.route else []


def _names(item: Item) -> Iterator[str]:
    """Yield everything an item is called."""
    for name in (item.title, *item.aliases):
        yield name
        yield from _single_numbers(name)


def _single_numbers(name: str) -> Iterator[str]:
    """Yield `KfW 511` and `KfW 512` for `KfW 511/512`."""
    for match in _NUMBERS.finditer(name):
        for number in re.findall(r"\d+", match["first"] + match["rest"]):
            yield f"{match['name']} {number}"


def _keywords(
    item: Item,
    facets: dict[str, tuple[str, ...]],
    label: Label,
    title_of: Callable[[str], str],
    places_of: Callable[[str], Iterable[str]],
    predecessors: Sequence[Item],
) -> Iterator[str]:
    for old in predecessors:
        yield from _names(old)
    yield from item.keywords
    yield from item.synonyms
    for name in SPOKEN:
        for code in facets.get(name, ()):
            yield label(FACET_VOCABULARY[name], code)
    for topic in item.related.topics:
        yield title_of(topic)
    if isinstance(item, Partner):
        yield from _places(item, label, places_of)
    elif isinstance(item, Programme):
        yield item.funder.name
        yield item.operator.name if item.operator else ""
    elif isinstance(item, Event):
        yield title_of(item.organiser)
        yield item.place.name if item.place else ""


def _places(item: Partner, label: Label, places_of: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Yield the names of the places a partner serves; a whole state is no place."""
    yield item.address.city if item.address else ""
    districts = [code for code in item.serves.ags if len(code) > 2]
    served = [code for area in item.serves.partial for code in (area.ags, *area.only)]
    for code in (*districts, *served):
        yield label("regions", code)
    for code in districts:
        yield from places_of(code)


def _body(item: Item, label: Label) -> Iterator[str]:
    yield item.summary
    for section in item.body:
        yield plain_text(section.markdown)
    if isinstance(item, Programme):
        yield from _programme_words(item, label)
    elif isinstance(item, Topic):
        yield from item.diagnostic_questions
        yield from (case.text for case in item.typical_use_cases)
        yield from item.entry_steps
        yield from item.risks
        yield from (f"{hook.name}: {hook.applies_when}" for hook in item.legal_hooks)
    elif isinstance(item, Partner):
        yield from (offer.text for offer in item.offers)
    elif isinstance(item, Event):
        yield item.recurrence
    yield from (quote.text for quote in item.quotes)


def _programme_words(item: Programme, label: Label) -> Iterator[str]:
    yield label("start_answers", item.start_rule.value)
    yield item.start_event
    yield item.amounts.note if item.amounts else ""
    yield item.window.note
    yield item.cumulation.note if item.cumulation else ""
    yield from (step.what for step in item.steps)
    yield from item.not_funded
    yield item.legal.guideline_title if item.legal else ""
