"""Writing an index: from scratch, or the changed documents only."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from advisor_app.errors import EnvironmentFault
from advisor_app.search import fields, manifest
from advisor_app.search.analysis.words import WORD, key_of, exact_of, stem_of
from advisor_app.search.mirror import write_mirror
from advisor_app.search.model import SearchDocument
from advisor_app.search.prepare import Prepared, prepare

Progress = Callable[[int, int | None], None]


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
    prepared = prepare(documents, progress=progress, cancelled=cancelled)
    average = {
        name: float(np.mean(lengths)) if len(lengths) else 1.0
        for name, lengths in (
            (fields.STEM, prepared.lengths),
            (fields.FORM, prepared.lengths),
            (fields.TITLE, prepared.title_lengths),
        )
    }
    generation = "g" + secrets.token_hex(6)
    folder = directory / generation
    try:
        folder.mkdir(parents=True)
        (folder / "s0").mkdir()
        write_mirror(prepared, folder / "s0", average=average)
        state = manifest.Manifest(
            generation=generation,
            segments=("s0",),
            average=average,
            synonyms=[[[_stem(word) for word in WORD.findall(one)] for one in group] for group in synonyms],
            parts=prepared.splitter.lexicon,
            labels={name: dict(table) for name, table in (labels or {}).items()},
            files=manifest.seal(folder),
        )
        manifest.write(directory, state)
    except OSError as exc:
        shutil.rmtree(folder, ignore_errors=True)
        raise EnvironmentFault(path=str(directory), reason=str(exc), remedy="free space, check permissions") from exc
    _sweep(directory, generation)


def _stem(word: str) -> str:
    return stem_of(key_of(exact_of(word)))


def _sweep(directory: Path, generation: str) -> None:
    """Remove older generations; those still open elsewhere go next time."""
    for path in directory.glob("g*"):
        if path.is_dir() and path.name != generation:
            shutil.rmtree(path, ignore_errors=True)


__all__ = ["Prepared", "build_index"]
