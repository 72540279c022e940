"""What a knowledge database holds, and what in it has gone stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor_app.domain import Certainty, Item, Programme, kind_of
from advisor_app.domain.window import WindowState, window_state

DUE_SOON_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleItem:
    """An item an editor should look at. `reason` is a code: review_overdue, review_due_soon, window_ended."""

    id: str
    title: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeStats:
    """Counts and the editor's work list."""

    items: Mapping[str, int]
    certainty: Mapping[str, Mapping[str, int]]
    levels: Mapping[str, int]
    windows: Mapping[str, int]
    with_rules: int
    rules: int
    sources: int
    sources_read: int
    uncertain: int
    conflicts: int
    stale: tuple[StaleItem, ...]


def knowledge_stats(items: Iterable[Item], *, today: date) -> KnowledgeStats:
    """Count what is there and list what is stale on a day, the most overdue first."""
    everything = list(items)
    programmes = [item for item in everything if isinstance(item, Programme)]
    stale = [entry for item in everything for entry in _stale(item, today)]
    return KnowledgeStats(
        items=_counted(str(kind_of(item)) for item in everything),
        certainty=_certainty_by_kind(everything),
        levels=_counted(str(programme.level) for programme in programmes),
        windows=_counted(str(_state(programme, today)) for programme in programmes),
        with_rules=sum(programme.eligibility is not None for programme in programmes),
        rules=sum(len(programme.eligibility.leaves()) for programme in programmes if programme.eligibility is not None),
        sources=sum(len(item.sources) for item in everything),
        sources_read=sum(bool(source.read_on) for item in everything for source in item.sources),
        uncertain=sum(len(item.uncertain) for item in everything),
        conflicts=sum(len(item.conflicts) for item in everything),
        stale=tuple(sorted(stale, key=lambda entry: (entry.since, entry.id))),
    )


def _certainty_by_kind(items: Iterable[Item]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for item in items:
        row = counts.setdefault(str(kind_of(item)), {str(level): 0 for level in Certainty})
        row[str(item.review.certainty)] += 1
    return counts


def _counted(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))


def _state(programme: Programme, today: date) -> WindowState:
    window = programme.window
    return window_state(window.model, window.open_from, window.open_to, today)


def _stale(item: Item, today: date) -> list[StaleItem]:
    """Tell why an item wants an editor: its review, and a window that ended without a word about it."""
    found: list[StaleItem] = []
    due = date.fromisoformat(item.review.review_by)
    if due < today:
        found.append(StaleItem(id=item.id, title=item.title, reason="review_overdue", since=due.isoformat()))
    elif due <= today + timedelta(days=DUE_SOON_DAYS):
        found.append(StaleItem(id=item.id, title=item.title, reason="review_due_soon", since=due.isoformat()))
    if isinstance(item, Programme) and item.window.open_to and not item.valid_to:
        ended = date.fromisoformat(item.window.open_to)
        if ended < today:
            found.append(StaleItem(id=item.id, title=item.title, reason="window_ended", since=ended.isoformat()))
    return found
