"""Every rule, in the order in which problems of one line are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor_app.content.collection import Collection
from advisor_app.content.rules import areas, conditions, editorial, links, money, sources, text, windows
from advisor_app.errors import Problem

Rule = Callable[[Collection], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    links.ids,
    links.places_of_files,
    links.references,
    links.chains,
    sources.source_ids,
    sources.fact_source_paths,
    sources.conflict_paths,
    sources.numbers_have_sources,
    sources.answer_has_source,
    sources.certainty,
    sources.review_dates,
    text.headings,
    text.section_lengths,
    text.summary_sentence,
    text.markup,
    text.citations,
    windows.window_dates,
    windows.window_order,
    windows.ended_programmes,
    windows.event_times,
    windows.event_organisers,
    windows.past_events,
    money.ranges,
    money.grants,
    money.rate_tables,
    money.bagatelles,
    conditions.eligibility,
    areas.regions_exist,
    areas.industries_exist,
    areas.partial_areas,
    areas.chamber_areas,
    editorial.people,
    editorial.duplicates,
    editorial.repeated_entries,
    editorial.sizes,
)
