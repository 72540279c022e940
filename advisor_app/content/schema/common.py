"""Fields that all four kinds share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from advisor_app.content.schema.types import (
    AsOf,
    CodeOf,
    Day,
    FieldPath,
    FileModel,
    Line,
    Many,
    OptionalDay,
    OptionalLine,
    OptionalUrl,
    Paragraph,
    Region,
    Slug,
    Some,
    SourceId,
    Summary,
    Title,
    Word,
)

Theme = Annotated[str, CodeOf("themes")]


class SourceFile(FileModel):
    """Where facts come from."""

    id: SourceId
    url: OptionalUrl
    title: OptionalLine = ""
    as_of: AsOf
    kind: Annotated[str, CodeOf("source_kinds")] = "secondary"
    note: OptionalLine = ""
    read_on: OptionalDay = ""


class ReviewFile(FileModel):
    """Who checked the item, when, against what and until when."""

    checked_on: Day
    checked_by_role: Word = "redaktion"
    checked_against: Annotated[str, CodeOf("checked_against")]
    review_by: Day
    certainty: Annotated[str, CodeOf("certainties")]


class ConflictingValueFile(FileModel):
    """One of several values."""

    value: Line
    src: SourceId


class ConflictFile(FileModel):
    """A field for which sources disagree."""

    field: FieldPath
    values: Annotated[Many[ConflictingValueFile], Field(min_length=2)]
    note: OptionalLine = ""


class RelatedFile(FileModel):
    """Links to other items."""

    programmes: Many[Slug] = ()
    topics: Many[Slug] = ()
    partners: Many[Slug] = ()
    events: Many[Slug] = ()


class QuoteFile(FileModel):
    """Verbatim text of others."""

    text: Paragraph
    attribution: Line
    src: SourceId
    licence: OptionalLine = ""


class ItemFile(FileModel):
    """What every file begins with."""

    schema_: Annotated[str, Field(alias="schema")]
    id: Slug
    title: Title
    aliases: Many[Word] = ()
    former_ids: Many[Slug] = ()
    summary: Summary
    keywords: Many[Word] = ()
    synonyms: Many[Word] = ()
    themes: Some[Theme]
    region: Some[Region]
    status: Annotated[str, CodeOf("statuses")]
    sources: Some[SourceFile]
    fact_sources: dict[FieldPath, Some[SourceId]] | None = None
    review: ReviewFile
    uncertain: Many[Line] = ()
    conflicts: Many[ConflictFile] = ()
    visibility: Annotated[str, CodeOf("visibilities")] = "public"
    related: RelatedFile = RelatedFile()
    quotes: Many[QuoteFile] = ()
    licence: Word = "own"
