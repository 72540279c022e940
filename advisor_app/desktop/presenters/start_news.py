"""What is new, as the start page tells it: the newest changes, one line each."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.desktop.presenters.changes import ChangeLine, ChangeView
from advisor_app.desktop.presenters.feed import FeedView
from advisor_app.desktop.presenters.start import EntryLine

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """Heading, lines, and how many changes there are in all; `hint` says why there are none."""

    heading: str
    lines: tuple[EntryLine, ...] = ()
    total: int = 0
    hint_title: str = ""
    hint: str = ""


def present_news(feed: FeedView | None, since: str) -> NewsView:
    """Make the view of what is new.

    Args:
        feed: what changed, newest first; None where nothing can be received or nothing is known yet.
        since: the day since which the unread ones are new, in words; "" if unknown.
    """
    if feed is None or not feed.changes:
        return NewsView(
            heading="Was sich geändert hat",
            hint_title="Noch keine Aktualisierung empfangen",
            hint="Nach der nächsten steht hier, was sich geändert hat: vorher und jetzt, mit Quelle.",
        )
    unread = [change for change in feed.changes if change.unread]
    heading = "Zuletzt geändert"
    if unread:
        heading = f"Neu seit Ihrem Besuch am {since}" if since else "Neu für Sie"
    return NewsView(
        heading=heading,
        lines=tuple(_line(change) for change in (unread or feed.changes)[:SHOWN]),
        total=len(feed.changes),
    )


def _line(change: ChangeView) -> EntryLine:
    return EntryLine(
        id=change.item_id if change.exists else "",
        title=change.title,
        icon=change.icon,
        tone=change.tone,
        text=_words(change),
    )


def _words(change: ChangeView) -> str:
    """Return what changed in one line: the first field, or what the change is about where no field says it."""
    if not change.lines:
        return ": ".join(part for part in (change.label, change.note) if part)
    first, more = change.lines[0], len(change.lines) - 1
    return f"{_field(first)} (+{more})" if more else _field(first)


def _field(line: ChangeLine) -> str:
    return f"{line.field}: {line.old} → {line.new}" if line.old else f"{line.field}: {line.new}"
