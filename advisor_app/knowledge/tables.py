"""Tables of the knowledge database. Rows never leave this room."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, String, Table, Text

from advisor_app.knowledge.info import FORMAT

__all__ = ["FORMAT", "former_id", "link", "meta", "metadata", "record"]

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", String, primary_key=True),
    # Kind of the item, or "vocabulary".
    Column("kind", String, nullable=False),
    # ISO day of the last editorial check, "" for a vocabulary; stands before the text so that reading it is cheap.
    Column("checked_on", String, nullable=False),
    # The record as it was published, verbatim: what its digest is taken of.
    Column("canonical", Text, nullable=False),
)

former_id = Table(
    "former_id",
    metadata,
    Column("former_id", String, primary_key=True),
    Column("id", String, nullable=False),
)

# Which item names which other one: what has to follow when the other one changes.
link = Table(
    "link",
    metadata,
    Column("id", String, primary_key=True),
    Column("relation", String, primary_key=True),
    Column("target", String, primary_key=True),
)

Index("link_to", link.c.target, link.c.relation)
Index("record_kind", record.c.kind)
Index("former_id_of", former_id.c.id)
