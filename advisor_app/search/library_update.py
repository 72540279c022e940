"""The index of a new state of knowledge, made from the index of the state before instead of anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from advisor_app.domain import Item, Kind, Programme
from advisor_app.errors import KnowledgeDamaged
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import VOCABULARY_PREFIX, Relation, is_vocabulary
from advisor_app.search.documents import SPOKEN
from advisor_app.search.library_documents import (
    DISTRICT,
    documents_for,
    index_library,
    labels_of,
    synonyms_of,
)
from advisor_app.search.model import FACET_VOCABULARY
from advisor_app.search.writer import Progress, share_index, update_index

_REGIONS = "regions"
# Vocabularies whose labels are words of documents; the labels of the others only name filters.
_IN_DOCUMENTS = frozenset({*(FACET_VOCABULARY[name] for name in SPOKEN), _REGIONS, "start_answers"})
# Codes that stand in a record only where they are not the default.
_UNWRITTEN = frozenset({"start_answers"})
# More codes than that are not looked for one by one.
_MANY_CODES = 100
_NAMING = (Relation.RELATED, Relation.ORGANISER, Relation.PREDECESSOR)


def update_library(
    base_index: Path | None,
    index: Path,
    *,
    before: KnowledgeReader | None,
    after: KnowledgeReader,
    changed: Collection[str],
    removed: Collection[str],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the index of a state of knowledge, from the index of the state before where there is a good one.

    Args:
        base_index: index of the state before, which stays as it is; None to build anew.
        index: where the new one will lie; must not exist.
        before: the state before; None to build anew.
        after: the new state.
        changed: ids of the records that are new or differ.
        removed: ids of the records that are gone.
        progress: told (documents done, documents in all).
        cancelled: asked now and then.

    Raises:
        Cancelled: `cancelled` said so; what was written is to be thrown away.
        KnowledgeDamaged: a state cannot be read.
        EnvironmentFault: the files could not be written; `DiskFull` if there is no room.
    """
    if base_index is not None and before is not None:
        with suppress(KnowledgeDamaged):  # of the state before
            # Shared only within one store: what lies elsewhere may be written over by who owns it.
            share_index(base_index, index, link=base_index.parent.parent == index.parent.parent)
            if _updated(index, before, after, changed, removed, progress, cancelled):
                return
    index_library(list(after.items()), after.vocabularies(), index, progress=progress, cancelled=cancelled)


def _updated(
    index: Path,
    before: KnowledgeReader,
    after: KnowledgeReader,
    changed: Collection[str],
    removed: Collection[str],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> bool:
    """Bring an index from one state to the other; tell whether that was possible and holds every item now."""
    ids = {*changed, *removed}
    touched = _touched(before, after, ids)
    if touched is None:
        return False
    count = update_index(
        index,
        documents_for(touched, after),
        removed,
        synonyms=_synonyms(before, after, ids),
        labels=labels_of(after.vocabularies()),
        progress=progress,
        cancelled=cancelled,
    )
    return count == sum(after.info().items.values())


def _touched(before: KnowledgeReader, after: KnowledgeReader, ids: Collection[str]) -> set[str] | None:
    """Return the ids of all items whose documents may differ, None if that may be any.

    A document holds names of others: the titles of linked topics and of the organiser, all names of the programmes that
    are replaced, the labels of codes.
    """
    codes = _changed_codes(before, after, [one for one in ids if is_vocabulary(one)])
    if codes is None:
        return None
    own = [one for one in ids if not is_vocabulary(one)]
    old, new = before.get_many(own), after.get_many(own)
    renamed = [one for one in own if _names(old.get(one)) != _names(new.get(one))]
    touched = {*new, *after.linking_to(renamed, _NAMING)}
    for one in own:
        if one in renamed or _successors(old.get(one)) != _successors(new.get(one)):
            touched.update(_successors(old.get(one)), _successors(new.get(one)))
    return touched | _mentioning(codes, after)


def _names(item: Item | None) -> object:
    return None if item is None else (type(item), item.title, item.aliases, item.visibility)


def _successors(item: Item | None) -> tuple[str, ...]:
    return item.successor if isinstance(item, Programme) else ()


def _changed_codes(before: KnowledgeReader, after: KnowledgeReader, records: Collection[str]) -> set[str] | None:
    """Return the codes whose labels differ and are words of documents, None if they cannot be looked for in records."""
    codes: set[str] = set()
    for name in (one.removeprefix(VOCABULARY_PREFIX) for one in records):
        old, new = before.vocabulary(name), after.vocabulary(name)
        changed = {code for code in {*old, *new} if old.get(code, "") != new.get(code, "")}
        if changed and name in _UNWRITTEN:
            return None
        if name in _IN_DOCUMENTS:
            codes |= changed
        if name == _REGIONS:
            # Who serves a district is found by the names of its municipalities.
            codes |= {code[:DISTRICT] for code in changed}
    return None if len(codes) > _MANY_CODES else codes


def _mentioning(codes: Collection[str], reader: KnowledgeReader) -> set[str]:
    if not codes:
        return set()
    written = [json.dumps(code, ensure_ascii=False) for code in codes]
    return {
        one
        for one, record in reader.canonical_records()
        if not is_vocabulary(one) and any(code in record for code in written)
    }


def _synonyms(
    before: KnowledgeReader, after: KnowledgeReader, ids: Collection[str]
) -> tuple[tuple[str, ...], ...] | None:
    """Return the synonym groups of the new state, None if they are those of the old one."""
    own = [one for one in ids if not is_vocabulary(one)]
    old, new = before.get_many(own), after.get_many(own)
    if all(
        synonyms_of([old[one]] if one in old else []) == synonyms_of([new[one]] if one in new else []) for one in own
    ):
        return None
    return synonyms_of(after.items(Kind.TOPIC))
