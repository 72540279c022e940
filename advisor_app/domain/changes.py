"""What changed between two states of an item, field by field: pure, without dates of its own and without words.

What only an editor notices is no change: the days of a review, ids of sources, which source a field names, the order of
things that have none. A change of how well an item is supported is one.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_type_hints

from advisor_app.domain import kind_of
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.event import Registration
from advisor_app.domain.item import (
    Conflict,
    ConflictingValue,
    Item,
    Kind,
    Quote,
    Related,
    Review,
    Section,
    Source,
)
from advisor_app.domain.natures import WEIGHT, Nature, nature_of
from advisor_app.domain.partner import Accepts, Area, Startup
from advisor_app.domain.programme import (
    Aid,
    Amounts,
    Cumulation,
    Grant,
    Legal,
    RateRow,
    Window,
)
from advisor_app.domain.topic import Effort

# Fields that say how the editors work or how records hang together, not what holds.
NOISE = frozenset(
    {
        "id",
        "former_ids",
        "fact_sources",
        "review.checked_on",
        "review.checked_against",
        "review.checked_by_role",
        "review.review_by",
    }
)
# Values that are told apart field by field; every other value is compared and told as a whole.
_PARTS = (
    Accepts, Aid, Amounts, Area, Cumulation, Effort, Grant, Legal, Registration, Related, Review, Startup, Window,
)  # fmt: skip
_ORDERED = frozenset({"entry_steps", "rate_table", "steps"})
_UNTOLD: dict[type, frozenset[str]] = {
    ConflictingValue: frozenset({"src"}),
    Quote: frozenset({"src"}),
    RateRow: frozenset({"src"}),
    Rule: frozenset({"id", "src"}),
    Source: frozenset({"id", "read_on"}),
}
# How texts name their sources, e.g. `[q1]`.
_CITATION = re.compile(r"\[([a-z][a-z0-9]*)\](?![(:])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that changed.

    `path` is the dotted path of the field; the sections of the body all have the path `body`, disputed fields the path
    `conflicts`, one change for each. `old` and `new` are domain values, None where there was or is none. `sources` are
    the sources of the new item that the field rests on.
    """

    path: str
    nature: Nature
    old: Any
    new: Any
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """What changed about an item; `old` is None for a new one, `new` for one that is gone, `fields` is empty then."""

    nature: Nature
    fields: tuple[FieldChange, ...]
    old: Item | None
    new: Item | None

    @property
    def item(self) -> Item:
        """Return the item as it is, or as it last was."""
        found = self.new or self.old
        if found is None:
            msg = "a change is about an item"
            raise ValueError(msg)
        return found

    @property
    def kind(self) -> Kind:
        """Return the kind of the item."""
        return kind_of(self.item)

    @property
    def natures(self) -> frozenset[Nature]:
        """Return everything the change means: its own nature and that of each field."""
        return frozenset({self.nature, *(field.nature for field in self.fields)})


def compare(old: Item | None, new: Item | None) -> ItemChange | None:
    """Return what changed between two states of an item, None if nothing did.

    Args:
        old: the item before; None if it was not there.
        new: the item after; None if it is gone.
    """
    if new is None:
        return None if old is None else ItemChange(nature=Nature.REMOVED, fields=(), old=old, new=None)
    if old is None or type(old) is not type(new):
        # What became another kind of thing has no fields to hold against each other.
        return ItemChange(nature=Nature.NEW, fields=(), old=None, new=new)
    fields = sorted(_changes(old, new), key=lambda change: WEIGHT[change.nature])
    if not fields:
        return None
    return ItemChange(nature=fields[0].nature, fields=tuple(fields), old=old, new=new)


def paths_of(kind: type[Item]) -> tuple[str, ...]:
    """Return the path of every field of a kind of item that a change can be told of, in their order."""
    return tuple(path for paths in _told_paths(cast("Any", kind)).values() for path in paths)


@cache
def _told_paths(kind: Any) -> dict[str, tuple[str, ...]]:
    """Return field of the item -> paths in it."""
    told = [path for path in _paths(kind, "") if path not in NOISE]
    tops = dict.fromkeys(path.partition(".")[0] for path in told)
    return {top: tuple(path for path in told if path.partition(".")[0] == top) for top in tops}


def _paths(kind: type, prefix: str) -> Iterator[str]:
    hints = _hints(kind)
    for field in dataclasses.fields(kind):
        part = _part(hints[field.name])
        if part is not None:
            yield from _paths(part, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name


def _part(hint: Any) -> type | None:
    """Return the class of a field that is compared field by field, None for any other."""
    candidates = [kind for kind in get_args(hint) if kind is not NoneType] or [hint]
    return candidates[0] if candidates[0] in _PARTS else None


def _changes(old: Item, new: Item) -> Iterator[FieldChange]:
    for top, paths in _told_paths(cast("Any", type(new))).items():
        # Most fields did not change; a plain comparison of the whole spares looking into them.
        if getattr(old, top) == getattr(new, top):
            continue
        for path in paths:
            for before, after in _pairs(path, _value(old, path), _value(new, path)):
                nature = nature_of(path, before, after, old=old, new=new)
                sources = () if nature is Nature.MINOR else _sources(new, path, after)
                yield FieldChange(path=path, nature=nature, old=_shown(before), new=_shown(after), sources=sources)


def _value(item: Item, path: str) -> Any:
    """Return the value of a field; what lies in a part that is missing has the default of that part."""
    value: Any = item
    kind: type = type(item)
    for name in path.split("."):
        value = _defaults(kind)[name] if value is None else getattr(value, name)
        kind = _part(_hints(kind)[name]) or NoneType
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _defaults(kind: type) -> dict[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(kind)}


def _pairs(path: str, old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (before, after) of what is told as one change each."""
    if path == "body":
        yield from _sections(old, new)
    elif path == "conflicts":
        yield from _conflicts(old, new)
    elif _essence(old, ordered=path in _ORDERED) != _essence(new, ordered=path in _ORDERED):
        yield old, new


def _sections(old: tuple[Section, ...], new: tuple[Section, ...]) -> Iterator[tuple[Section | None, Section | None]]:
    """Pair sections by heading, then by text: a section may get another heading or another text."""
    before, after = list(old), list(new)
    for same in (_heading, _prose):
        for section in list(after):
            match = next((entry for entry in before if same(entry) == same(section)), None)
            if match is not None:
                before.remove(match)
                after.remove(section)
                if (_heading(match), _prose(match)) != (_heading(section), _prose(section)):
                    yield match, section
    yield from ((section, None) for section in before)
    yield from ((None, section) for section in after)


def _heading(section: Section) -> str:
    return section.heading.strip()


def _prose(section: Section) -> str:
    return _words(section.markdown)


def _words(text: str) -> str:
    """Return a text without the citations in it and with single spaces."""
    return " ".join(_CITATION.sub(" ", text).split())


def _conflicts(
    old: tuple[Conflict, ...], new: tuple[Conflict, ...]
) -> Iterator[tuple[Conflict | None, Conflict | None]]:
    """Pair disputed fields: first those that stayed, then those about the same field."""
    kept = {_essence(conflict) for conflict in old} & {_essence(conflict) for conflict in new}
    before: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in old:
        if _essence(conflict) not in kept:
            before[conflict.field].append(conflict)
    for conflict in new:
        if _essence(conflict) not in kept:
            yield (before[conflict.field].pop(0) if before[conflict.field] else None), conflict
    yield from ((conflict, None) for rest in before.values() for conflict in rest)


def _essence(value: Any, *, ordered: bool = False) -> Any:
    """Reduce a value to what counts: without ids of sources and rules, lists without order unless they have one."""
    if isinstance(value, tuple):
        parts = [_essence(entry) for entry in value]
        return tuple(parts) if ordered else frozenset(parts)
    if dataclasses.is_dataclass(value):
        untold = _UNTOLD.get(type(value), frozenset())
        return tuple(
            _essence(getattr(value, field.name)) for field in dataclasses.fields(value) if field.name not in untold
        )
    if isinstance(value, bool):
        return str(value)  # True is not the number 1 here
    return _words(value) if type(value) is str else value


def _shown(value: Any) -> Any:
    return None if value in ("", ()) else value


def _sources(item: Item, path: str, value: Any) -> tuple[Source, ...]:
    """Return the sources a field rests on: those its value names, else those said of the field, else the only one."""
    ids = set(_named(value)) or set(_said(item.fact_sources or {}, path))
    found = tuple(source for source in item.sources if source.id in ids)
    if found or value in (None, "", ()):
        return found
    return item.sources if len(item.sources) == 1 else ()


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, Section):
        yield from _CITATION.findall(value.markdown)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _named(entry)
    elif dataclasses.is_dataclass(value):
        if source := getattr(value, "src", ""):
            yield source
        for field in dataclasses.fields(value):
            yield from _named(getattr(value, field.name))


def _said(fact_sources: dict[str, tuple[str, ...]], path: str) -> Iterable[str]:
    above = [key for key in fact_sources if key == path or path.startswith(f"{key}.")]
    if above:
        return fact_sources[max(above, key=len)]
    return [source for key, ids in fact_sources.items() if key.startswith(f"{path}.") for source in ids]
