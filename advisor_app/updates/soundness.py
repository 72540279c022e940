"""Whether the knowledge on this device is still what was signed: every record read again, the index opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advisor_app.errors import KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.records import record_digest, state_digest
from advisor_app.search import manifest
from advisor_app.search.index import INDEX_FORMAT, SearchIndex
from advisor_app.search.model import SearchRequest

if TYPE_CHECKING:
    from advisor_app.knowledge.generations import Generation


def is_sound(generation: Generation, today: date) -> bool:
    """Tell whether database and index of a generation are whole and belong together.

    Args:
        generation: what to check.
        today: the day the index is opened for.
    """
    if generation.index_format != INDEX_FORMAT:
        return False
    try:
        with KnowledgeReader(generation.database) as reader:
            texts = reader.canonical_records()
            digest = state_digest(generation.version, ((name, record_digest(text)) for name, text in texts))
            info, intact = reader.info(), reader.is_intact()
        claimed = (info.version, info.digest)
        if not intact or digest != generation.digest or claimed != (generation.version, generation.digest):
            return False
        return _indexed(generation, today) == sum(info.items.values())
    except (KnowledgeDamaged, KnowledgeMissing, KnowledgeTooNew, UnicodeError, OSError, ValueError):
        return False


def _indexed(generation: Generation, today: date) -> int:
    """Return how many items the index knows, once its files have been compared with their digests."""
    manifest.verify_whoosh(generation.index, manifest.read(generation.index))
    index = SearchIndex.open(generation.index, today=today)
    try:
        return index.search(SearchRequest(limit=1, snippets=0)).total
    finally:
        index.close()
