"""Everything that was read from `kb`, as the rules see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from advisor_app.content.faults import Path, dotted, error, warning
from advisor_app.content.front_matter import Document
from advisor_app.content.geodata import Geodata
from advisor_app.content.vocabulary import Vocabularies
from advisor_app.domain import Item, Kind, kind_of
from advisor_app.errors import Problem

T = TypeVar("T", bound=Item)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with the file it came from."""

    file: str
    item: Item
    document: Document

    def error(self, path: Path, code: str, message: str) -> Problem:
        """Return an error at a field of this file."""
        return error(self.file, self.document.line(path), dotted(path), code, message)

    def warning(self, path: Path, code: str, message: str) -> Problem:
        """Return a warning at a field of this file."""
        return warning(self.file, self.document.line(path), dotted(path), code, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All readable items, and what the rules compare them with.

    `lost` holds the names of files that could not be read (`broken_files`) or do not bear the id of their item: links
    to these names are no second fault.
    `release` makes what is only overdue an error.
    """

    entries: tuple[Entry, ...]
    lost: frozenset[str]
    broken_files: frozenset[str]
    geodata: Geodata
    vocabularies: Vocabularies
    today: date
    release: bool = False
    by_id: Mapping[str, Entry] = field(init=False)
    former: Mapping[str, str] = field(init=False)
    _by_kind: Mapping[Kind, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        by_id: dict[str, Entry] = {}
        former: dict[str, str] = {}
        for entry in self.entries:
            by_id.setdefault(entry.item.id, entry)
        for entry in self.entries:
            for old in entry.item.former_ids:
                former.setdefault(old, entry.item.id)
        by_kind: dict[Kind, tuple[str, ...]] = {
            kind: tuple(id_ for id_, entry in by_id.items() if kind_of(entry.item) is kind) for kind in Kind
        }
        object.__setattr__(self, "_by_kind", by_kind)
        object.__setattr__(self, "by_id", by_id)
        object.__setattr__(self, "former", former)

    def error(self, file: str, code: str, message: str) -> Problem:
        """Return an error that no single item has."""
        return error(file, 0, "", code, message)

    def warning(self, file: str, code: str, message: str) -> Problem:
        """Return a warning that no single item has."""
        return warning(file, 0, "", code, message)

    def ids_of(self, kind: Kind) -> tuple[str, ...]:
        """Return the ids of all items of a kind."""
        return self._by_kind[kind]

    def of(self, kind: type[T]) -> Iterator[tuple[Entry, T]]:
        """Return the entries of one kind with their items."""
        for entry in self.entries:
            if isinstance(entry.item, kind):
                yield entry, entry.item
