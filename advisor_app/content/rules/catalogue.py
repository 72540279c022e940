"""Every rule, in the order in which problems of one line are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor_app.content.collection import Collection
from advisor_app.content.rules import links, sources, text
from advisor_app.errors import Problem

Rule = Callable[[Collection], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    links.ids,
    links.places_of_files,
    links.references,
    links.chains,
    sources.source_ids,
    sources.fact_source_paths,
    sources.numbers_have_sources,
    sources.answer_has_source,
    sources.certainty,
    sources.review_dates,
    text.headings,
    text.section_lengths,
    text.summary_sentence,
    text.markup,
    text.citations,
)
