"""Tables of the knowledge database. Rows never leave this room."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

# Raised when an older app could not read the file any more.
FORMAT = 1

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
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    # Content version of the last change; 0 in a database that was built locally and never published.
    Column("seq", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("canonical", Text, nullable=False),
)

former_id = Table(
    "former_id",
    metadata,
    Column("former_id", String, primary_key=True),
    Column("id", String, nullable=False),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("name", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", String, nullable=False),
)

Index("record_kind", record.c.kind)
