"""What the check needs once for a state of the knowledge: its programmes with their rules, names, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import Tables
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.presenters.check_rows import ResultWords
from advisor_app.desktop.presenters.results import is_stale
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.programme import Programme

# Read at a time: about 30 ms, no longer than a search is kept waiting.
_PIECE = 200


@dataclass(frozen=True)
class Room:
    """What a state of the knowledge needs once.

    Args:
        library: the knowledge.
        adviser: its rules.
        names: of places, industries, themes and programmes.
        words: what rows of verdicts are made with.
        tables: what profile files are held against.
        geodata: folder of the tables.
        today: the day of the check.
        as_of: the day of the knowledge.
    """

    library: Library
    adviser: Adviser
    names: Names
    words: ResultWords
    tables: Tables
    geodata: Path
    today: date
    as_of: str

    @classmethod
    def of(cls, library: Library, programmes: Sequence[Programme], geodata: Path, today: date) -> Room:
        """Compile the rules of a library's programmes.

        Raises:
            AdvisorError: the knowledge or a table is missing or damaged.
        """
        themes, places = library.vocabulary("themes"), Geodata.load(geodata)
        names = Names.of(places, themes, {one.id: one.title for one in programmes})
        stale = is_stale(library, today)
        return cls(
            library=library,
            adviser=Adviser.of(programmes, today, stale=stale),
            names=names,
            words=ResultWords.of(library, names=names, today=today, stale=stale),
            tables=Tables(geodata=places, themes=frozenset(themes)),
            geodata=geodata,
            today=today,
            as_of=library.info().as_of,
        )

    @cached_property
    def editor(self) -> EditorTables:
        """Return what the editor of a fact looks things up in."""
        return EditorTables.of(self.library, self.geodata, self.today)


class Rooms:
    """Reads libraries, one at a time: jobs that read the knowledge run one after the other, so it needs no lock.

    Args:
        geodata: folder of places and industries.
        today: the day of the check.
    """

    def __init__(self, geodata: Path, today: date) -> None:
        self._geodata = geodata
        self._today = today
        self._library: Library | None = None
        self._left: list[str] = []
        self._read: list[Programme] = []
        self._room: Room | None = None

    def room(self, library: Library) -> Room:
        """Return what a library needs once; that of the library before is let go.

        Raises:
            AdvisorError: the knowledge or a table is missing or damaged.
        """
        self._begin(library)
        if self._room is None:
            self._read_on(len(self._left))
            self._room = Room.of(library, self._read, self._geodata, self._today)
        return self._room

    def prepare(self, library: Library) -> bool:
        """Read a piece ahead, so that the first opening waits for less; return whether all is ready.

        Raises:
            AdvisorError: the knowledge or a table is missing or damaged.
        """
        self._begin(library)
        if self._left:
            self._read_on(_PIECE)
            return False
        self.room(library)
        return True

    def _begin(self, library: Library) -> None:
        if self._library is not library:
            self._library, self._room, self._read = library, None, []
            self._left = [outline.id for outline in library.outlines().programmes]

    def _read_on(self, count: int) -> None:
        assert self._library is not None
        wanted, self._left = self._left[:count], self._left[count:]
        found = self._library.items(wanted)
        self._read += [item for item in found.values() if isinstance(item, Programme)]


@lru_cache(maxsize=1)
def rooms_for(geodata: Path, today: date) -> Rooms:
    """Return what reads libraries for the check; whoever reads ahead and the page share it."""
    return Rooms(geodata, today)
