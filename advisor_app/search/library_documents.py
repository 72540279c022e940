"""A knowledge base, or some items of it, as search documents, synonym groups and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from advisor_app.domain import Event, Item, Programme, Topic
from advisor_app.domain.audience import may_name
from advisor_app.domain.item import Visibility
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import Relation
from advisor_app.search.documents import document_of
from advisor_app.search.model import FACET_VOCABULARY, SearchDocument
from advisor_app.search.writer import build_index

Vocabularies = Mapping[str, Mapping[str, str]]

DISTRICT = 5  # digits of a district's code, with which the codes of its municipalities begin


def index_library(
    items: Sequence[Item],
    vocabularies: Vocabularies,
    directory: Path,
    *,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Build the index of a whole knowledge base.

    Args:
        items: every published item.
        vocabularies: vocabulary -> code -> German label.
        directory: where the index lies.
        progress: told (documents done, documents in all).
        cancelled: asked now and then.

    Raises:
        Cancelled: `cancelled` said so.
        EnvironmentFault: the files could not be written.
    """
    build_index(
        documents_of(items, vocabularies),
        directory,
        synonyms=synonyms_of(items),
        labels=labels_of(vocabularies),
        progress=progress,
        cancelled=cancelled,
    )


def documents_of(items: Sequence[Item], vocabularies: Vocabularies) -> Iterator[SearchDocument]:
    """Yield the search documents of all items, each with the names of the programmes it replaces.

    Args:
        items: every published item.
        vocabularies: vocabulary -> code -> German label.
    """
    return _documents(items, items, vocabularies)


def documents_for(ids: Iterable[str], reader: KnowledgeReader) -> Iterator[SearchDocument]:
    """Yield the search documents of some items, the same that `documents_of` yields for them among all others.

    Args:
        ids: which items; unknown ones are left out.
        reader: the knowledge they are part of.
    """
    wanted = reader.get_many(sorted(ids))
    around = {target for item in wanted.values() for target in _named_by(item)}
    around |= reader.linking_to(list(wanted), [Relation.SUCCESSOR])
    known = {**wanted, **reader.get_many(sorted(around - wanted.keys()))}
    return _documents(list(wanted.values()), [known[one] for one in sorted(known)], reader.vocabularies())


def synonyms_of(items: Iterable[Item]) -> tuple[tuple[str, ...], ...]:
    """Return groups of words that mean the same: a topic with its other names.

    They hold for every question, whoever asks it, so topics that not everybody may see make none.
    """
    groups = []
    for item in items:
        if isinstance(item, Topic) and item.visibility is Visibility.PUBLIC:
            names = tuple(dict.fromkeys(name for name in (item.title, *item.aliases, *item.synonyms) if name))
            if len(names) > 1:
                groups.append(names)
    return tuple(groups)


def labels_of(vocabularies: Vocabularies) -> dict[str, Mapping[str, str]]:
    """Return facet -> code -> label, so that filters can be typed with labels."""
    return {facet: vocabularies[name] for facet, name in FACET_VOCABULARY.items() if name in vocabularies}


def _documents(items: Iterable[Item], known: Sequence[Item], vocabularies: Vocabularies) -> Iterator[SearchDocument]:
    """Yield the documents of items; `known` are all that these name or that name them as successors.

    A document holds names of others only where everybody who may see it may see these too.
    """
    others = {item.id: item for item in known}
    before = _predecessors(known)
    regions = vocabularies.get("regions", {})
    for item in items:
        yield document_of(
            item,
            label=lambda vocabulary, code: vocabularies.get(vocabulary, {}).get(code, ""),
            title_of=partial(_title, item, others),
            predecessors=[old for old in before.get(item.id, ()) if may_name(item, old)],
            places_of=lambda code: _places(code, regions),
        )


def _title(item: Item, others: Mapping[str, Item], identity: str) -> str:
    """Return the title of another item, "" if an item may not hold it."""
    other = others.get(identity)
    return other.title if other is not None and may_name(item, other) else ""


def _named_by(item: Item) -> Iterator[str]:
    """Yield the ids of the items whose names the document of an item holds."""
    yield from item.related.topics
    if isinstance(item, Event):
        yield item.organiser
    elif isinstance(item, Programme):
        yield from item.predecessor


def _predecessors(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return id -> the programmes it replaces, told from either side."""
    programmes = {item.id: item for item in items if isinstance(item, Programme)}
    found: dict[str, dict[str, Item]] = {}
    for item in programmes.values():
        for old in item.predecessor:
            if old in programmes:
                found.setdefault(item.id, {})[old] = programmes[old]
        for new in item.successor:
            if new in programmes:
                found.setdefault(new, {})[item.id] = item
    return {identity: list(ones.values()) for identity, ones in found.items()}


def _places(code: str, regions: Mapping[str, str]) -> Iterator[str]:
    if len(code) == DISTRICT:
        yield from (label for other, label in regions.items() if other.startswith(code) and other != code)
