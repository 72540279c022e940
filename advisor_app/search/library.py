"""The opened knowledge: one database with its index, and how an index that is lost is made anew.

Cheap to import; the database and the index are loaded when a library is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Self

from advisor_app.errors import AdvisorError, EnvironmentFault, KnowledgeDamaged

if TYPE_CHECKING:
    from advisor_app.domain import Item
    from advisor_app.domain.outlines import Outlines
    from advisor_app.knowledge.generations import Generation
    from advisor_app.knowledge.info import KnowledgeInfo
    from advisor_app.knowledge.reader import KnowledgeReader
    from advisor_app.search.index import SearchIndex
    from advisor_app.search.model import SearchRequest, SearchResult

_TEMPORARY = "beratungskoffer-"


class Origin(StrEnum):
    """Where knowledge came from."""

    OWN = "own"  # received, or built, into the user's data directory
    BROUGHT = "brought"  # came with the installation


class Library:
    """The knowledge as the faces use it: one database and its index. Safe to call from any thread.

    Advisors see what is public and what is for the network; what is for editors only does not ship, and stays hidden
    where it should arrive all the same.

    Args:
        reader: the database; closed with the library.
        index: the index built from it; closed with the library.
        origin: where it came from.
        instead_of: why other knowledge, which would have come first, was not opened; None if nothing would have.
        scratch: folder of the index, where that could be built in no lasting place; goes with the library.
        public_only: whether it shows what anybody may see, instead of what advisors may; then it closes nothing.
    """

    def __init__(
        self,
        *,
        reader: KnowledgeReader,
        index: SearchIndex,
        origin: Origin = Origin.OWN,
        instead_of: AdvisorError | None = None,
        scratch: TemporaryDirectory[str] | None = None,
        public_only: bool = False,
    ) -> None:
        from advisor_app.domain.audience import Audience, Sight  # noqa: PLC0415 (not before it is wanted)

        audience = Audience.ANYBODY if public_only else Audience.NETWORK
        self.origin = origin
        self.instead_of = instead_of
        self._reader = reader
        self._whole = index
        self._index = index.seen_by(audience)
        self._sight = Sight(audience, self._index.hidden)
        self._public_only = public_only
        self._scratch = scratch
        self._lock = Lock()
        self._outlines: Outlines | None = None
        self._clients: Library | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release database and index."""
        if self._public_only:
            return
        if self._clients is not None:
            self._clients._index.close()  # noqa: SLF001 (its own close() leaves all to this one)
        self._index.close()
        self._whole.close()
        self._reader.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    def for_clients(self) -> Library:
        """Return the same knowledge as anybody may see it, closed with this one.

        What is not public can be reached in none of its answers: not found, counted, suggested, linked or named.
        """
        if self._public_only:
            return self
        with self._lock:
            if self._clients is None:
                self._clients = Library(
                    reader=self._reader,
                    index=self._whole,
                    origin=self.origin,
                    instead_of=self.instead_of,
                    public_only=True,
                )
            return self._clients

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""
        return self._index.search(request)

    def item(self, item_id: str) -> Item | None:
        """Return an item by its id or a former one, None if there is none."""
        item = self._reader.get(item_id)
        return None if item is None else self._sight.item(item)

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the items with these ids, in the order asked for; unknown ids are left out."""
        found = self._reader.get_many(ids)
        return {item_id: seen for item_id, item in found.items() if (seen := self._sight.item(item)) is not None}

    def outlines(self) -> Outlines:
        """Return what lists, maps and calendars need of every item; read once, so ask in a worker."""
        whole = self._reader.outlines()
        if not self._sight.hidden:
            return whole
        with self._lock:
            if self._outlines is None:
                self._outlines = self._sight.outlines(whole)
            return self._outlines

    def label(self, vocabulary: str, code: str) -> str:
        """Return the German label of a code."""
        return self._reader.label(vocabulary, code)

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """Return code -> German label of a vocabulary."""
        return self._reader.vocabulary(name)

    def info(self) -> KnowledgeInfo:
        """Return version, digest, as-of day and counts."""
        info = self._reader.info()
        return replace(info, items=dict(sorted(self._index.counts().items()))) if self._sight.hidden else info


def open_generation(
    generation: Generation, *, spare: Path, today: date, origin: Origin, instead_of: AdvisorError | None = None
) -> Library:
    """Open a generation for reading and searching.

    Args:
        generation: what to open.
        spare: folder that receives a new index where the generation's own cannot be used.
        today: the day that windows and deadlines are held against.
        origin: where the generation came from.
        instead_of: why it is not the one that would have come first; None if it is.

    Raises:
        KnowledgeMissing: the database is gone.
        KnowledgeDamaged: the database cannot be read.
        KnowledgeTooNew: a newer app wrote it.
        EnvironmentFault: its index is lost and can be rebuilt nowhere.
    """
    from advisor_app.knowledge.reader import KnowledgeReader  # noqa: PLC0415 (not before it is wanted)

    reader = KnowledgeReader(generation.database)
    try:
        # Asked now: what is damaged here shows before anybody relies on it. Both are asked for later anyway.
        reader.info()
        reader.vocabularies()
        index, scratch = _index_of(generation, reader, spare, today)
    except AdvisorError:
        reader.close()
        raise
    return Library(reader=reader, index=index, origin=origin, instead_of=instead_of, scratch=scratch)


def _index_of(
    generation: Generation, reader: KnowledgeReader, spare: Path, today: date
) -> tuple[SearchIndex, TemporaryDirectory[str] | None]:
    """Open the index of a generation; one that is lost, damaged or of another format is replaced by a rebuilt one.

    The generation itself may lie where the user cannot write, so the replacement lies in the spare folder; where that
    cannot be written either, in a temporary one, which is returned too.
    """
    from advisor_app.search.index import INDEX_FORMAT, SearchIndex  # noqa: PLC0415 (as above)

    if generation.index_format == INDEX_FORMAT:
        with suppress(KnowledgeDamaged):
            return SearchIndex.open(generation.index, today=today), None
    rebuilt = spare / "rebuilt-index" / f"{generation.digest[:16]}-{INDEX_FORMAT}"
    with suppress(KnowledgeDamaged):
        return SearchIndex.open(rebuilt, today=today), None
    try:
        with _rebuilding(rebuilt.parent):
            # Another window may have done it meanwhile.
            with suppress(KnowledgeDamaged):
                return SearchIndex.open(rebuilt, today=today), None
            _rebuild_index(reader, rebuilt)
            return SearchIndex.open(rebuilt, today=today), None
    except EnvironmentFault as fault:
        scratch = _scratch(fault)
        try:
            place = Path(scratch.name) / rebuilt.name
            _rebuild_index(reader, place)
            return SearchIndex.open(place, today=today), scratch
        except AdvisorError:
            scratch.cleanup()
            raise fault from None


@contextmanager
def _rebuilding(folder: Path) -> Iterator[None]:
    """Let one process at a time replace what lies in a folder: each would sweep the unfinished work of the others."""
    from filelock import FileLock  # noqa: PLC0415 (hardly ever needed)

    lock = FileLock(folder.with_name(f"{folder.name}.lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    try:
        yield
    finally:
        lock.release()


def _rebuild_index(reader: KnowledgeReader, target: Path) -> None:
    """Build an index from a database beside its place and put it there in one step."""
    from advisor_app.search.library_documents import index_library  # noqa: PLC0415 (the same)

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent) as folder:
            fresh = Path(folder) / "index"
            index_library(list(reader.items()), reader.vocabularies(), fresh)
            rmtree(target, ignore_errors=True)
            fresh.rename(target)
        for other in target.parent.iterdir():
            if other != target:
                rmtree(other, ignore_errors=True)
    except OSError as exc:
        raise _unwritable(target, exc) from exc


def _unwritable(path: Path, exc: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        path=path, reason=exc.strerror or str(exc), remedy="free disk space or name another folder with --data-dir"
    )


def _scratch(fault: EnvironmentFault) -> TemporaryDirectory[str]:
    """Return a temporary folder; where there is no place for one, what was wrong with the lasting place is told."""
    try:
        return TemporaryDirectory(prefix=_TEMPORARY, ignore_cleanup_errors=True)
    except OSError:
        raise fault from None
