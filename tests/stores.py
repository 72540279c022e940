"""Knowledge stores with a few records in them."""

from __future__ import annotations

from collections.abc import Sequence

from advisor_app.domain import Item
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.writer import prepare, write_knowledge
from advisor_app.search.index import INDEX_FORMAT
from advisor_app.search.library_documents import index_library


def fill(
    store: KnowledgeStore,
    items: Sequence[Item],
    *,
    version: int = 0,
    index_format: str = INDEX_FORMAT,
    channel: str = "",
) -> Generation:
    """Write records as the store's new current generation and return it."""
    prepared = prepare(items, {}, version=version)
    with store.writing():
        path = store.new_directory(prepared.info)
        write_knowledge(path / "kb.sqlite", prepared)
        index_library(items, {}, path / "index")
        return store.activate(path, prepared.info, index_format=index_format, channel=channel)
