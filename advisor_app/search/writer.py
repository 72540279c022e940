"""Writing an index: from scratch, or the changed documents only.

An index has one large segment and at most one small one with what changed since. An update writes a new generation
folder that shares the large segment's files (hard links where the file system has them) and writes the small segment
anew; when the changes outgrow a quarter of the collection, everything is written afresh from the stored documents.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from advisor_app.errors import Cancelled, KnowledgeDamaged
from advisor_app.knowledge.disk import fault_of
from advisor_app.search import fields, manifest
from advisor_app.search.analysis.compounds import Splitter
from advisor_app.search.analysis.words import WORD, shapes
from advisor_app.search.manifest import BASE, DELTA, PARTS, WHOOSH, Manifest
from advisor_app.search.mirror import Segment, read_mirror, write_mirror
from advisor_app.search.model import SearchDocument
from advisor_app.search.prepare import Prepared, prepare

Progress = Callable[[int, int | None], None]
_REMEDY = "free space or check permissions"
_REWRITE_SHARE = 0.25
# Shares of the time that reading the documents and all before writing take.
_READ, _PREPARED = 0.2, 0.45


class _Work:
    """Tells how far a piece of work is, in documents, and breaks it off when asked to."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._total = 0

    def read(self, done: int, total: int | None) -> None:
        """Tell how many documents have been read."""
        self._total = total or 0
        self._tell(done * _READ)

    def written(self, share: float) -> None:
        """Tell how much has been written of what is to be written.

        Raises:
            Cancelled: the work is not wanted any more.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        self._tell(self._total * (_PREPARED + (1 - _PREPARED) * share))

    def _tell(self, done: float) -> None:
        if self._progress is not None:
            self._progress(round(done), self._total)


def build_index(
    documents: Iterable[SearchDocument],
    directory: Path,
    *,
    synonyms: Sequence[tuple[str, ...]] = (),
    labels: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Build an index from scratch; an index that is there stays in use until the new one is complete.

    Args:
        documents: everything to be found.
        directory: where the index lies; made if missing.
        synonyms: groups of words or phrases that mean the same.
        labels: facet -> code -> label, so that filters can be typed with labels.
        progress: called with documents done and total.
        cancelled: asked now and then; true ends the work.

    Raises:
        Cancelled: `cancelled` returned true; nothing was changed.
        EnvironmentFault: the files could not be written.
    """
    work = _Work(progress, cancelled)
    prepared = prepare(documents, progress=work.read, cancelled=cancelled)
    state = Manifest(
        generation="",
        segments=(BASE,),
        average=_averages(prepared),
    )
    _write_base(prepared, directory, _with_words(state, synonyms, labels or {}), work)


def share_index(base: Path, directory: Path, *, link: bool) -> None:
    """Give a directory an index of its own that is the same as another one.

    Files of an index are written once and never changed, so that two indexes may share them on the disk.

    Args:
        base: an index written by `build_index`.
        directory: where the new one will lie; made if missing.
        link: whether files may be shared; else, and where the file system cannot, they are copied.

    Raises:
        KnowledgeDamaged: the index is missing or its manifest cannot be read: build it anew.
        EnvironmentFault: the files could not be written.
    """
    with _damage_told(base):
        state = manifest.parse(base)
        names = [f"{state.generation}/{name}" for name in state.files]
        for name in names:
            if not (base / name).is_file():
                raise ValueError(name)
    try:
        for name in names:
            (_share if link else _copy)(base / name, directory / name)
        shutil.copyfile(base / manifest.NAME, directory / manifest.NAME)
    except OSError as exc:
        raise fault_of(exc, directory, remedy=_REMEDY) from exc


def update_index(
    directory: Path,
    changed: Iterable[SearchDocument],
    removed: Iterable[str],
    *,
    synonyms: Sequence[tuple[str, ...]] | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Bring an index up to date; readers that have it open keep the state they opened.

    Args:
        directory: an index written by `build_index`.
        changed: new and changed documents.
        removed: ids that are gone; unknown ones are ignored.
        synonyms: groups of words or phrases that mean the same; None to keep those of the index.
        labels: facet -> code -> label; None to keep those of the index.
        progress: called with documents done and total.
        cancelled: asked now and then; true ends the work.

    Returns:
        How many documents the index holds now.

    Raises:
        Cancelled: `cancelled` returned true; nothing was changed.
        KnowledgeDamaged: the index is missing or not as it was written: build it anew.
        EnvironmentFault: the files could not be written.
    """
    work = _Work(progress, cancelled)
    with _damage_told(directory):
        state = _with_words(manifest.read(directory), synonyms, labels)
        base = read_mirror(directory / state.generation / BASE)
        later = _stored(directory, state, DELTA) if DELTA in state.segments else []
    fresh = {document.id: document for document in changed}
    gone = {*removed, *fresh}
    current = [document for document in later if document.id not in gone] + list(fresh.values())
    hidden = {*gone, *(document.id for document in later)}
    dead = sorted({doc for doc in state.deleted if doc < base.size} | _numbers(base, hidden))
    if len(current) + len(dead) > max(_REWRITE_SHARE * base.size, 200):
        with _damage_told(directory):
            kept = [one for doc, one in enumerate(_stored(directory, state, BASE)) if doc not in set(dead)]
        _write_base(prepare([*kept, *current], progress=work.read, cancelled=cancelled), directory, state, work)
        return len(kept) + len(current)
    splitter = Splitter.parse((directory / state.generation / PARTS).read_bytes())
    prepared = prepare(current, splitter=splitter, progress=work.read, cancelled=cancelled)
    _write_delta(prepared, directory, state, dead, work)
    return base.size - len(dead) + len(current)


def _with_words(
    state: Manifest, synonyms: Sequence[tuple[str, ...]] | None, labels: Mapping[str, Mapping[str, str]] | None
) -> Manifest:
    """Return a manifest with these synonyms and labels; with those it has where None is given."""
    if synonyms is not None:
        stems = [[[shapes(word)[2] for word in WORD.findall(one)] for one in group] for group in synonyms]
        state = replace(state, synonyms=stems)
    if labels is not None:
        state = replace(state, labels={name: dict(table) for name, table in labels.items()})
    return state


def _averages(prepared: Prepared) -> dict[str, float]:
    return {
        name: float(np.mean(lengths)) if len(lengths) else 1.0
        for name, lengths in (
            (fields.STEM, prepared.lengths),
            (fields.FORM, prepared.lengths),
            (fields.TITLE, prepared.title_lengths),
        )
    }


def _numbers(segment: Segment, ids: set[str]) -> set[int]:
    return {doc for doc, known in enumerate(segment.ids) if known in ids}


def _stored(directory: Path, state: Manifest, segment: str) -> list[SearchDocument]:
    """Return the documents of a segment from Whoosh's stored fields, after comparing the files' digests."""
    from advisor_app.search import whoosh_store  # noqa: PLC0415 - Whoosh is loaded for writing only

    folder, number = directory / state.generation / WHOOSH, state.segments.index(segment)
    manifest.verify_toc(directory, state)
    manifest.verify_segment(directory, state, whoosh_store.segment_name(folder, number))
    return whoosh_store.stored_documents(folder, number)


def _write_base(prepared: Prepared, directory: Path, state: Manifest, work: _Work) -> None:
    from advisor_app.search import whoosh_store  # noqa: PLC0415 - Whoosh is loaded for writing only

    with _new_generation(directory) as folder:
        (folder / BASE).mkdir()
        (folder / WHOOSH).mkdir()
        average = _averages(prepared)
        write_mirror(prepared, folder / BASE, average=average)
        prepared.splitter.write(folder / PARTS)
        whoosh_store.create(folder / WHOOSH, prepared, work.written)
        work.written(1)
        files = manifest.seal(folder)
        manifest.write(
            directory,
            replace(state, generation=folder.name, segments=(BASE,), deleted=[], average=average, files=files),
        )


def _write_delta(prepared: Prepared, directory: Path, state: Manifest, dead: list[int], work: _Work) -> None:
    from advisor_app.search import whoosh_store  # noqa: PLC0415 - Whoosh is loaded for writing only

    old = directory / state.generation
    with _damage_told(directory):
        manifest.verify_toc(directory, state)
    with _new_generation(directory) as folder:
        for name in state.files:
            if not name.startswith(DELTA + "/"):
                _share(old / name, folder / name)
        segments = (BASE, DELTA) if prepared.documents else (BASE,)
        if prepared.documents:
            (folder / DELTA).mkdir()
            write_mirror(prepared, folder / DELTA, average=state.average)
        whoosh_store.replace_delta(folder / WHOOSH, prepared, dead, work.written)
        work.written(1)
        files = manifest.seal(folder, known=state.files)
        manifest.write(directory, replace(state, generation=folder.name, segments=segments, deleted=dead, files=files))


def _share(old: Path, new: Path) -> None:
    """Give a file to the new generation without copying it where that is possible."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copyfile(old, new)


def _copy(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(old, new)


@contextlib.contextmanager
def _new_generation(directory: Path) -> Iterator[Path]:
    """Lend a new generation folder; it goes if writing fails, the older ones go if it succeeds."""
    folder = directory / ("g" + secrets.token_hex(6))
    done = False
    try:
        folder.mkdir(parents=True)
        yield folder
        done = True
    except OSError as exc:
        raise fault_of(exc, directory, remedy=_REMEDY) from exc
    finally:
        if not done:
            shutil.rmtree(folder, ignore_errors=True)
    for path in directory.glob("g*"):
        if path.is_dir() and path != folder:  # what a reader still holds open goes next time
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _damage_told(directory: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError) as exc:
        raise KnowledgeDamaged(path=str(directory), reason=str(exc)) from exc
