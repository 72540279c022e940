"""Answers of the search as the search page shows them: headline, rows, facets, chips, ways out."""

from __future__ import annotations

from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.rows import present_row
from advisor_app.desktop.presenters.views import (
    Baseline,
    ChipView,
    FacetGroup,
    FacetOption,
    Labels,
    Library,
    ResultView,
    StatusView,
    WayOut,
)
from advisor_app.desktop.presenters.words import KIND_PLURALS
from advisor_app.domain.freshness import stale_days
from advisor_app.search.model import SearchRequest, SearchResult

FACETS: dict[str, tuple[str, str]] = {
    "kind": ("Art", "kinds"),
    "foerderart": ("Förderart", "funding_types"),
    "ebene": ("Ebene", "levels"),
    "fenster": ("Antragsfenster", "window_states"),
    "beginn": ("Vorhabenbeginn", "start_rules"),
    "partnerart": ("Art der Einrichtung", "partner_kinds"),
    "reife": ("Reife", "maturities"),
    "format": ("Format", "event_formats"),
    "thema": ("Thema", "themes"),
    "groesse": ("Unternehmensgröße", "company_sizes"),
    "phase": ("Phase", "phases"),
    "branche": ("Branche", "sectors"),
    "aktivitaet": ("Vorhaben", "activities"),
    "zielgruppe": ("Zielgruppe", "target_groups"),
    "beihilfe": ("Beihilfe", "aid_bases"),
    "weg": ("Weg", "routes"),
    "region": ("Region", "regions"),
    "stand": ("Beleg", "certainties"),
}
_PROGRAMME = ("foerderart", "ebene", "fenster", "beginn", "thema", "groesse", "phase", "branche", "aktivitaet",
              "zielgruppe", "beihilfe", "weg", "region", "stand")  # fmt: skip
_SHOWN = {
    "": ("foerderart", "ebene", "fenster", "thema", "partnerart", "reife", "region", "stand"),
    "programme": _PROGRAMME,
    "topic": ("reife", "thema", "stand"),
    "partner": ("partnerart", "thema", "region", "stand"),
    "event": ("format", "thema", "zielgruppe", "region", "stand"),
}


def run_search(library: Library, request: SearchRequest, *, baseline: Baseline, today: date) -> ResultView:
    """Answer a request and make its view; meant for a worker thread.

    Args:
        library: the knowledge.
        request: what is asked.
        baseline: facet counts of the whole collection; they give the values and their stable order.
        today: the day freshness and windows are held against.
    """
    result = library.search(request)
    items = library.items([hit.id for hit in result.hits])
    stale = is_stale(library, today)
    rows = tuple(
        present_row(items[hit.id], hit, labels=library, today=today, stale=stale)
        for hit in result.hits
        if hit.id in items
    )
    return ResultView(
        request=request,
        total=result.total,
        headline=headline(result.total, request),
        remark=remark(result),
        rows=rows,
        groups=facet_groups(result, request, baseline or result.facets, library),
        chips=chips(request, library),
        suggestion=result.suggestion,
        ways_out=ways_out(result, library),
    )


def is_stale(library: Library, today: date) -> bool:
    """Tell whether the knowledge as a whole is too old to promise anything."""
    return stale_days(formatting.earliest(library.info().as_of), today) > 0


def remark(result: SearchResult) -> str:
    """Return what stands beside the headline: typed filters that are none, else how long it took."""
    if result.notes:
        return f"Kein Filter: {', '.join(result.notes)}"
    return f"{max(1, round(result.took_ms))}\u00a0ms"


def headline(total: int, request: SearchRequest) -> str:
    """Return what was found: `14 Programme` if one kind is chosen, else `14 Treffer`; all of them are `Einträge`."""
    kinds = request.filters.get("kind", ())
    if len(kinds) == 1 and kinds[0] in KIND_PLURALS:
        return formatting.count(total, *KIND_PLURALS[kinds[0]])
    if not request.text.strip() and not request.filters:
        return formatting.count(total, "Eintrag", "Einträge")
    return formatting.count(total, "Treffer", "Treffer")


def facet_groups(
    result: SearchResult, request: SearchRequest, baseline: Baseline, labels: Labels
) -> tuple[FacetGroup, ...]:
    """Return the facets that make sense for the kinds asked for, each in the order of the whole collection."""
    kinds = request.filters.get("kind", ())
    shown = ["kind", *_SHOWN[kinds[0] if len(kinds) == 1 and kinds[0] in _SHOWN else ""]]
    shown += [facet for facet in request.filters if facet in FACETS and facet not in shown]
    groups = [_group(facet, result, request, baseline, labels) for facet in shown]
    return tuple(group for group in groups if group.options)


def _group(facet: str, result: SearchResult, request: SearchRequest, baseline: Baseline, labels: Labels) -> FacetGroup:
    label, vocabulary = FACETS[facet]
    counts = result.facets.get(facet, {})
    chosen = request.filters.get(facet, ())
    known = baseline.get(facet, {})
    order = sorted({*known, *counts, *chosen}, key=lambda code: (-known.get(code, 0), code))
    if facet == "kind":
        order = list(KIND_PLURALS)
    return FacetGroup(
        facet=facet,
        label=label,
        options=tuple(
            FacetOption(
                code=code,
                label=KIND_PLURALS[code][1] if facet == "kind" else labels.label(vocabulary, code),
                count=counts.get(code, 0),
                chosen=code in chosen,
            )
            for code in order
        ),
    )


def chip_label(facet: str, code: str, labels: Labels) -> str:
    """Return how a filter is named outside its group."""
    if facet == "kind" and code in KIND_PLURALS:
        return KIND_PLURALS[code][1]
    label = labels.label(FACETS[facet][1], code) if facet in FACETS else code
    return f"Region: {label}" if facet == "region" else label


def chips(request: SearchRequest, labels: Labels) -> tuple[ChipView, ...]:
    """Return the active filters in the order in which they were chosen."""
    return tuple(
        ChipView(facet=facet, code=code, label=chip_label(facet, code, labels))
        for facet, codes in request.filters.items()
        for code in codes
    )


def ways_out(result: SearchResult, labels: Labels) -> tuple[WayOut, ...]:
    """Return what to drop when nothing was found, the most helpful first."""
    ways = [
        WayOut(
            label=chip_label(way.facet, way.code, labels) if way.facet else f"„{way.drop}“",
            facet=way.facet,
            code=way.code if way.facet else way.drop,
            total=way.total,
        )
        for way in result.relax
        if way.total > 0
    ]
    return tuple(sorted(ways, key=lambda way: -way.total))


def present_status(library: Library, *, today: date) -> StatusView:
    """Return freshness and size of the knowledge in words."""
    info = library.info()
    day = formatting.earliest(info.as_of)
    counts = [(kind, plural, info.items.get(kind, 0)) for kind, (_, plural) in KIND_PLURALS.items()]
    return StatusView(
        as_of=formatting.as_of(info.as_of),
        age=formatting.age(day, today) if day else "ohne Datum",
        counts=formatting.joined([formatting.count(value, *KIND_PLURALS[kind]) for kind, _, value in counts if value]),
        counts_by_kind=tuple(counts),
        version=str(info.version),
        digest=info.digest,
        stale_days=stale_days(day, today),
    )
