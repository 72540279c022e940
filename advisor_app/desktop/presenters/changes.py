"""What changed, in plain German: one view for each item, one line for each field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.change_words import Field, Words, field_of, linked_ids, name_of
from advisor_app.desktop.presenters.outside import may_go_out
from advisor_app.domain.changes import FieldChange, ItemChange
from advisor_app.domain.item import Conflict, Item, Section, Source
from advisor_app.domain.natures import Nature
from advisor_app.domain.partner import Partner
from advisor_app.domain.programme import Budget

if TYPE_CHECKING:
    # The feed loads the database; the presenter only names its entries.
    from advisor_app.desktop.presenters.views import Labels
    from advisor_app.updates.feed import FeedEntry

CHANGED = "geändert"
GONE = "entfällt"
MAX_LINES = 8
NO_SUCCESSOR = "none"
# Groups to filter by, in the order in which they are offered.
GROUP_LABELS = {
    "deadline": "Fristen",
    "amount": "Beträge",
    "ended": "Beendet",
    "new": "Neu",
    "support": "Beleglage",
    "other": "Weitere",
    "minor": "Kleinigkeiten",
}
_NAMED = 3
_LONG_TITLE = 48
_LONG_TEXT = 80
_EXCERPT_WORDS = 14
_CONTEXT_WORDS = 3
_MARKDOWN = re.compile(
    r"\[([a-z][a-z0-9]*)\](?![(:])|(?<=\])\([^)]*\)|[*_`#<>\[\]|]|^\s*(?:[-+]|\d+\.)\s", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Look:
    label: str
    tone: str
    icon: str
    group: str


_LOOKS = {
    Nature.ENDED: _Look("Beendet", "mute", "ban", "ended"),
    Nature.DEADLINE: _Look("Frist geändert", "warn", "pencil", "deadline"),
    Nature.PAUSED: _Look("Zurzeit kein Antrag", "warn", "player-pause", "deadline"),
    Nature.AMOUNT: _Look("Betrag geändert", "info", "pencil", "amount"),
    Nature.START: _Look("Vorhabenbeginn geändert", "warn", "pencil", "other"),
    Nature.CONFLICT: _Look("Widerspruch", "warn", "zoom-question", "support"),
    Nature.REOPENED: _Look("Wieder offen", "ok", "circle-check", "deadline"),
    Nature.SUCCESSOR: _Look("Nachfolger", "info", "arrow-right", "ended"),
    Nature.NEW: _Look("Neu", "ok", "star", "new"),
    Nature.REMOVED: _Look("Nicht mehr im Bestand", "mute", "ban", "ended"),
    Nature.CONDITIONS: _Look("Bedingungen geändert", "info", "pencil", "other"),
    Nature.RESPONSIBILITY: _Look("Zuständigkeit", "info", "users", "other"),
    Nature.CONTACT: _Look("Kontakt geändert", "info", "pencil", "other"),
    Nature.CERTAINTY: _Look("Beleglage geändert", "info", "pencil", "support"),
    Nature.CHANGED: _Look("Geändert", "info", "pencil", "other"),
    Nature.TEXT: _Look("Text überarbeitet", "mute", "pencil", "other"),
    Nature.MINOR: _Look("Kleine Änderung", "mute", "pencil", "minor"),
}
_LAST_DAYS = frozenset({"window.open_to", "registration.until", "valid_to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One field: its name, what it was ("" if nothing was there) and what it is."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What changed about one item.

    `label` with `tone` and `icon` says what the change means; `note` is the source, the conflict or the summary of what
    is new. `themes` and `regions` are codes to filter by, `group` the code of the main group, `groups` of all it
    belongs to (`GROUP_LABELS`). `day` is the day it was received, in words; `exists` tells whether the item can still
    be opened. `may_leave` tells whether anybody may see it, `outside` are the lines as they may leave the window.
    """

    item_id: str
    kind: str
    title: str
    label: str
    tone: str
    icon: str
    lines: tuple[ChangeLine, ...]
    note: str
    themes: tuple[str, ...]
    regions: tuple[str, ...]
    group: str
    groups: frozenset[str]
    unread: bool
    version: int
    day: str
    exists: bool = True
    may_leave: bool = False
    outside: tuple[ChangeLine, ...] = ()


def present_feed(entries: Sequence[FeedEntry], labels: Labels, today: date, read_up_to: int) -> tuple[ChangeView, ...]:
    """Make the views of a feed, in its order.

    Args:
        entries: the feed.
        labels: knows the words behind codes and the items that changes point to.
        today: the day that deadlines are held against.
        read_up_to: version up to which the user has seen what changed.
    """
    ids = dict.fromkeys(
        item_id
        for entry in entries
        for change in entry.change.fields
        for value in (change.old, change.new)
        for item_id in linked_ids(change.path, value)
    )
    linked = labels.items(tuple(ids))
    words = Words(labels=labels, titles={item_id: item.title for item_id, item in linked.items()})
    public = {item_id: item.title for item_id, item in linked.items() if may_go_out(item)}
    outside = Words(labels=labels, titles=public, public=True)
    return tuple(_view(entry, words, outside, today, read_up_to) for entry in entries)


def _view(entry: FeedEntry, words: Words, outside: Words, today: date, read_up_to: int) -> ChangeView:
    change = entry.change
    look = _look(change, today)
    told = [field for field in change.fields if field.nature is not Nature.MINOR] or list(change.fields)
    may_leave = all(may_go_out(item) for item in (change.old, change.new) if item is not None)
    return ChangeView(
        item_id=entry.id,
        kind=entry.kind.value,
        title=entry.title,
        label=look.label,
        tone=look.tone,
        icon=look.icon,
        lines=_lines(told, change.item, words),
        note=_note(change, told),
        themes=_codes(change, "themes", "competences"),
        regions=_codes(change, "region"),
        group=look.group,
        groups=_groups(change),
        # What only search and links are made of is no news to wait for anybody.
        unread=entry.version > read_up_to and change.nature is not Nature.MINOR,
        version=entry.version,
        day=_day(entry.received),
        exists=change.new is not None,
        may_leave=may_leave,
        outside=_lines(told, change.item, outside) if may_leave else (),
    )


def _look(change: ItemChange, today: date) -> _Look:
    """Return what the change is called; the weightiest field may have a better word for it."""
    look = _LOOKS[change.nature]
    first = change.fields[0] if change.fields else None
    if first is None:
        return look
    if first.path == "cancelled":
        return _Look("Abgesagt" if first.new else "Findet doch statt", look.tone, look.icon, look.group)
    if first.nature is Nature.PAUSED and first.new is Budget.EXHAUSTED:
        return _Look("Mittel ausgeschöpft", look.tone, look.icon, look.group)
    if first.path in _LAST_DAYS and isinstance(first.new, str):
        last = formatting.earliest(first.new)
        if first.nature is Nature.DEADLINE and last is not None and last < today:
            return _Look("Frist verstrichen", "mute", "ban", look.group)
    return look


def _groups(change: ItemChange) -> frozenset[str]:
    """Return the groups a change is found in; among the small ones only if it is nothing else."""
    if change.nature is Nature.MINOR:
        return frozenset({_LOOKS[Nature.MINOR].group})
    return frozenset(_LOOKS[nature].group for nature in change.natures if nature is not Nature.MINOR)


def _codes(change: ItemChange, *fields: str) -> tuple[str, ...]:
    """Return the codes of an item before and after: who looks for either is to find the change."""
    items = [item for item in (change.new, change.old) if item is not None]
    return tuple(dict.fromkeys(code for item in items for field in fields for code in getattr(item, field, ())))


def _day(received: str) -> str:
    try:
        return formatting.as_of(datetime.fromisoformat(received).astimezone().date().isoformat())
    except (ValueError, OverflowError):
        return ""


def _lines(changes: Sequence[FieldChange], item: Item, words: Words) -> tuple[ChangeLine, ...]:
    lines = dict.fromkeys(_line(change, item, words) for change in changes)
    # Where a partner is responsible stands in its area; the region repeats it.
    if isinstance(item, Partner) and any(change.path.startswith("serves.") for change in changes):
        lines = {line: None for line in lines if line.field != name_of("region", item)}
    shown = list(lines)
    if len(shown) > MAX_LINES:
        more = len(shown) - MAX_LINES + 1
        shown = [*shown[: MAX_LINES - 1], ChangeLine(field="Außerdem", old="", new=f"{more} weitere Angaben")]
    return tuple(shown)


def _line(change: FieldChange, item: Item, words: Words) -> ChangeLine:
    name = name_of(change.path, item)
    if change.path == "body":
        return _section_line(change.old, change.new)
    if change.path == "conflicts":
        return _conflict_line(change.old, change.new, item)
    if change.path == "successor":
        return ChangeLine(field=name, old="", new=_successor(change.new, words))
    field = field_of(change.path)
    old, new = (_values if field.parts is None else _parts)(field, change, words)
    return ChangeLine(field=name, old=old, new=new)


def _values(field: Field, change: FieldChange, words: Words) -> tuple[str, str]:
    old = field.text(change.old, words) if change.old is not None else ""
    new = field.text(change.new, words) if change.new is not None else formatting.MISSING
    if old == new or not new or (change.old is not None and not old):
        return "", CHANGED
    return excerpts(old, new)


def _parts(field: Field, change: FieldChange, words: Words) -> tuple[str, str]:
    """Return what went and what came."""
    before, after = (
        list(dict.fromkeys(text for part in (field.parts(value) if field.parts and value is not None else ())
                           if (text := field.text(part, words))))
        for value in (change.old, change.new)
    )  # fmt: skip
    gone = [text for text in before if text not in after]
    come = [text for text in after if text not in before]
    if len(gone) == len(come) == 1:
        return excerpts(gone[0], come[0])
    if come:
        return _some(gone), _some(come) if gone or not before else f"zusätzlich {_some(come)}"
    return (_some(gone), GONE) if gone else ("", CHANGED)


def _some(texts: list[str]) -> str:
    # One that is left over takes no more room than saying so.
    shown = [_shortened(text) for text in (texts if len(texts) == _NAMED + 1 else texts[:_NAMED])]
    more = len(texts) - len(shown)
    # Texts that hold commas of their own are kept apart by semicolons.
    if any("," in text or len(text) > _LONG_TITLE for text in shown):
        return "; ".join([*shown, f"{more} weitere"] if more else shown)
    return formatting.listed([*shown, f"{more} weitere"] if more else shown)


def _shortened(text: str) -> str:
    if len(text) <= _LONG_TEXT:
        return text
    return text[:_LONG_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return both texts, cut down to where they differ and a few words around if they are long."""
    if max(len(old), len(new)) <= _LONG_TEXT:
        return old, new
    before, after = old.split(), new.split()
    shortest = min(len(before), len(after))
    start = next((place for place in range(shortest) if before[place] != after[place]), shortest)
    rest = range(1, shortest - start + 1)
    end = next((place - 1 for place in rest if before[-place] != after[-place]), shortest - start)
    return _cut(before, start, end), _cut(after, start, end)


def _cut(words: list[str], start: int, end: int) -> str:
    first = max(0, start - _CONTEXT_WORDS)
    last = min(len(words), len(words) - end + _CONTEXT_WORDS)
    shown = words[first:last][:_EXCERPT_WORDS]
    lead = "… " if first else ""
    trail = " …" if first + len(shown) < len(words) else ""
    return f"{lead}{' '.join(shown)}{trail}"


def _section_line(old: Section | None, new: Section | None) -> ChangeLine:
    if new is None or old is None:
        told = new or old
        heading = told.heading if told is not None else ""
        return ChangeLine(field=f"Abschnitt „{heading}“", old="", new="neu" if new is not None else GONE)
    before, after = _prose(old.markdown), _prose(new.markdown)
    if before == after:
        same = old.heading == new.heading
        return ChangeLine(field="Überschrift" if not same else f"Abschnitt „{new.heading}“",
                          old="" if same else old.heading, new=CHANGED if same else new.heading)  # fmt: skip
    shown = excerpts(before, after)
    return ChangeLine(field=f"Abschnitt „{new.heading}“", old=shown[0], new=shown[1])


def _prose(markdown: str) -> str:
    return " ".join(_MARKDOWN.sub(" ", markdown).split()).replace(" .", ".").replace(" ,", ",")


def _conflict_line(old: Conflict | None, new: Conflict | None, item: Item) -> ChangeLine:
    told = new or old
    name = name_of(told.field, item) if told is not None else ""
    old_text, new_text = (
        " oder ".join(_shortened(entry.value) for entry in conflict.values) if conflict is not None else ""
        for conflict in (old, new)
    )
    return ChangeLine(field=name, old=old_text, new=new_text or "Widerspruch geklärt")


def _successor(ids: Iterable[str] | None, words: Words) -> str:
    named = tuple(ids or ())
    titles = [title for item_id in named if (title := words.title(item_id))]
    if titles:
        return f"Zeigt jetzt auf {formatting.listed(titles)}"
    return "Einen Nachfolger gibt es nicht" if named == (NO_SUCCESSOR,) else "Nicht bekannt"


def _note(change: ItemChange, told: Sequence[FieldChange]) -> str:
    if change.nature is Nature.NEW:
        return change.item.summary
    if change.nature is Nature.REMOVED:
        return "Der Eintrag ist im neuen Stand nicht mehr enthalten."
    disputed = [field.new for field in told if isinstance(field.new, Conflict)]
    if disputed:
        return _claims(disputed[0], change.item)
    sources = dict.fromkeys(source for field in told for source in field.sources)
    named = formatting.listed([_named(source) for source in list(sources)[:2]])
    checked = f"Geprüft {formatting.as_of(change.item.review.checked_on)}"
    return f"{'Quellen' if len(sources) > 1 else 'Quelle'} {named}" if named else checked


def _claims(conflict: Conflict, item: Item) -> str:
    """Return who says what: `Land NRW (Stand 2026) nennt 45 %; ...`."""
    by_id: Mapping[str, Source] = {source.id: source for source in item.sources}
    return "; ".join(f"{_claimant(by_id.get(entry.src))} nennt {_shortened(entry.value)}" for entry in conflict.values)


def _claimant(source: Source | None) -> str:
    if source is None:
        return "Eine Quelle"
    return f"{_name(source)} ({_stand(source)})"


def _named(source: Source) -> str:
    return f"{_name(source)}, {_stand(source)}"


def _name(source: Source) -> str:
    title = source.title if len(source.title) <= _LONG_TITLE else ""
    return title or formatting.host(source.url).split("/")[0] or "ohne Namen"


def _stand(source: Source) -> str:
    return f"Stand {formatting.as_of(source.as_of)}" if source.as_of else "undatiert"
