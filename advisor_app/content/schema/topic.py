"""The file format of a topic."""

from __future__ import annotations

from typing import Annotated

from advisor_app.content.schema.common import ItemFile
from advisor_app.content.schema.types import AsOf, CodeOf, FileModel, Line, Many, OptionalLine, Word


class UseCaseFile(FileModel):
    """A typical application in a sector."""

    sector: Annotated[str, CodeOf("sectors")]
    text: Line
    effort: OptionalLine = ""


class EffortFile(FileModel):
    """Order of magnitude of a first step."""

    cost_band: Annotated[str, CodeOf("cost_bands")]
    weeks: OptionalLine = ""


class LegalHookFile(FileModel):
    """A law that makes the topic a duty for some."""

    name: Word
    applies_when: Line
    date: AsOf = ""


class TopicFile(ItemFile):
    """A file below `kb/topics`."""

    ris_field: Annotated[str, CodeOf("ris_fields")]
    maturity: Annotated[str, CodeOf("maturities")] | None = None
    diagnostic_questions: Many[Line] = ()
    typical_use_cases: Many[UseCaseFile] = ()
    entry_steps: Many[Line] = ()
    effort: EffortFile | None = None
    risks: Many[Line] = ()
    legal_hooks: Many[LegalHookFile] = ()
