"""The feed of changes as the page shows it: the views and what they can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from advisor_app.desktop.presenters.changes import GROUP_LABELS, ChangeView, present_feed
from advisor_app.desktop.presenters.views import Library

if TYPE_CHECKING:
    from advisor_app.updates.feed import FeedEntry

ALL = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """The feed with the labels of its topics and regions, most frequent first."""

    changes: tuple[ChangeView, ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    regions: tuple[tuple[str, str], ...] = ()

    def all_read(self) -> FeedView:
        """Return the feed with nothing new in it."""
        return replace(self, changes=tuple(replace(change, unread=False) for change in self.changes))

    @property
    def newest(self) -> int:
        """Return the newest version told of, 0 if there is none."""
        return max((change.version for change in self.changes), default=0)

    @property
    def unread(self) -> int:
        """Return how many changes the user has not seen."""
        return sum(change.unread for change in self.changes)


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """What part of the feed is shown; "" for all."""

    group: str = ALL
    theme: str = ALL
    region: str = ALL

    def lets(self, change: ChangeView) -> bool:
        """Tell whether a change is shown."""
        return (
            (not self.group or self.group in change.groups)
            and (not self.theme or self.theme in change.themes)
            and (not self.region or self.region in change.regions)
        )


def make_feed(entries: Sequence[FeedEntry], library: Library, *, today: date, read_up_to: int) -> FeedView:
    """Return the feed; meant for a worker thread.

    Args:
        entries: what changed.
        library: knows labels and items.
        today: the day that deadlines are held against.
        read_up_to: version up to which the user has seen what changed.
    """
    changes = present_feed(entries, library, today, read_up_to)
    return FeedView(
        changes=changes,
        themes=_labelled([code for change in changes for code in change.themes], library, "themes"),
        regions=_labelled([code for change in changes for code in change.regions], library, "regions"),
    )


def group_counts(feed: FeedView, chosen: FeedFilter) -> tuple[tuple[str, str, int], ...]:
    """Return code, label and count of each group under the chosen topic and region, the groups there are only."""
    others = replace(chosen, group=ALL)
    left = [change for change in feed.changes if others.lets(change)]
    counts = Counter(group for change in left for group in change.groups)
    there = {group for change in feed.changes for group in change.groups}
    named = tuple((code, label, counts[code]) for code, label in GROUP_LABELS.items() if code in there)
    return ((ALL, "Alle", len(left)), *named)


def _labelled(codes: Sequence[str], library: Library, vocabulary: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, library.label(vocabulary, code)) for code, _ in Counter(codes).most_common())
