"""Values that go into and come out of the search; no Whoosh, no NumPy, cheap to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor_app.search.sort import Sort

__all__ = [
    "FACET_VOCABULARY",
    "Hit",
    "Relaxation",
    "SearchDocument",
    "SearchRequest",
    "SearchResult",
    "Snippet",
    "Sort",
]

# Facet name (also the field one types: `foerderart:zuschuss`) -> vocabulary that labels its codes.
FACET_VOCABULARY: Mapping[str, str] = {
    "kind": "kinds",
    "foerderart": "funding_types",
    "ebene": "levels",
    "fenster": "window_states",
    "beginn": "start_rules",
    "thema": "themes",
    "region": "regions",
    "zielgruppe": "target_groups",
    "groesse": "company_sizes",
    "branche": "sectors",
    "phase": "phases",
    "aktivitaet": "activities",
    "beihilfe": "aid_bases",
    "weg": "routes",
    "partnerart": "partner_kinds",
    "reife": "maturities",
    "format": "event_formats",
    "stand": "certainties",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """What the index holds of one item.

    Args:
        id: id of the item.
        kind: kind code; also the facet `kind`.
        title: title as shown.
        aliases: old names, numbers and abbreviations; a hit here ranks like a title hit.
        keywords: words that are searched but not shown (keywords, synonyms, names of linked items).
        body: plain text (no Markdown), the source of snippets.
        facets: facet name -> codes (several allowed).
        as_of: ISO date (possibly partial) for sorting.
        window_model: code of the window model ("" for items without a window).
        opens: first ISO day of the window or "".
        closes: last ISO day of the window or "".
    """

    id: str
    kind: str
    title: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    as_of: str = ""
    window_model: str = ""
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question to the index.

    `filters` is facet name -> wanted codes: codes of one facet are alternatives, facets narrow each other.
    The same filters may be typed in `text` (`region:05 foerderart:zuschuss -kredit "de minimis"`).
    `growing` is true while the last word is still being typed: it is then completed as a prefix.
    `snippets` says for how many of the hits a snippet is made.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    snippets: int = 20
    growing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of text with the places (start, end) that matched, in characters of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One found item. `title_marks` are the matched places in the title."""

    id: str
    kind: str
    title: str
    score: float
    snippet: Snippet
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A way out of an empty result: what to drop and how many hits that gives.

    `facet` and `code` name a filter; for a word of the query `facet` is "" and `drop` the word.
    """

    drop: str
    total: int
    facet: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The answer: hits of the page asked for, total, live facet counts, and help when nothing was found.

    A facet's counts hold with all other filters applied but not its own, so that every alternative shows what it
    would give. `suggestion` is a spelling that finds more ("" if none). `notes` are typed filters that were not
    understood and taken as words (`region:entenhausen`). `complete` of the `total` hits hold every word of the query;
    the rest comes close.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    suggestion: str = ""
    relax: tuple[Relaxation, ...] = ()
    notes: tuple[str, ...] = ()
    complete: int = 0
    took_ms: float = 0.0
