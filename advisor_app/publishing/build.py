"""From `kb/` to a knowledge generation: validate, write the database, build the index, switch over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content, published
from advisor_app.errors import ContentRefused, KnowledgeDamaged, KnowledgeMissing, Problem, Severity
from advisor_app.knowledge.generations import Generation, KnowledgeStore
from advisor_app.knowledge.info import KnowledgeInfo
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.writer import Prepared, prepare, write_knowledge
from advisor_app.search.index import INDEX_FORMAT
from advisor_app.search.library_documents import index_library

# Told (step, done, all); `all` is None where nobody knows. Steps: check, write, index, switch.
StepProgress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did. `unchanged` is true where the current generation already holds this state."""

    generation: Generation
    info: KnowledgeInfo
    warnings: tuple[Problem, ...]
    unchanged: bool


def build_knowledge(  # noqa: PLR0913 (what it is made of, how strictly, and who is told)
    kb: Path,
    geodata: Geodata,
    store: KnowledgeStore,
    *,
    today: date,
    version: int = 0,
    standard: Path | None = None,
    release: bool = False,
    progress: StepProgress = lambda _step, _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> BuildReport:
    """Build the knowledge database and the search index from content and make them current.

    Args:
        kb: folder of the content.
        geodata: tables of districts, municipalities and WZ codes.
        store: where the generation goes; its old state stays in use until the new one is complete.
        today: the day the review dates are held against.
        version: content version; 0 for a local build, publishing counts from 1.
        standard: content whose vocabularies hold where `kb` brings none of its own.
        release: overdue reviews and gaps are errors, not warnings.
        progress: told about each step.
        cancelled: asked now and then.

    Raises:
        ContentRefused: the content has errors.
        Cancelled: `cancelled` said so; the old state stays.
        Busy: another process is building here.
        EnvironmentFault: disk or permission.
    """
    progress("check", 0, None)
    content = load_content(kb, geodata, today=today, release=release, standard=standard)
    _refuse_errors(content.problems)
    labels = {**content.vocabularies, "regions": geodata.region_labels()}
    prepared = prepare(published(content), labels, version=version)
    with store.writing():
        warnings = tuple(content.problems)
        current = _intact_current(store)
        if current is not None and (current.digest, current.index_format) == (prepared.info.digest, INDEX_FORMAT):
            return BuildReport(generation=current, info=prepared.info, warnings=warnings, unchanged=True)
        generation = _write_generation(store, prepared, progress, cancelled)
    return BuildReport(generation=generation, info=prepared.info, warnings=warnings, unchanged=False)


def _write_generation(
    store: KnowledgeStore,
    prepared: Prepared,
    progress: StepProgress,
    cancelled: Callable[[], bool],
) -> Generation:
    """Write database and index beside the current generation and switch over; leave nothing behind on failure."""
    directory = store.new_directory(prepared.info)
    try:
        write_knowledge(
            directory / "kb.sqlite",
            prepared,
            progress=lambda done, whole: progress("write", done, whole),
            cancelled=cancelled,
        )
        _index(directory, progress, cancelled)
        progress("switch", 0, None)
        return store.activate(directory, prepared.info, index_format=INDEX_FORMAT)
    except BaseException:
        store.discard(directory)
        raise


def _index(directory: Path, progress: StepProgress, cancelled: Callable[[], bool]) -> None:
    """Index what was just written: the index then holds exactly what the database holds."""
    with KnowledgeReader(directory / "kb.sqlite") as reader:
        items = list(reader.items())
        index_library(
            items,
            reader.vocabularies(),
            directory / "index",
            progress=lambda done, _whole: progress("index", done, len(items)),
            cancelled=cancelled,
        )


def _refuse_errors(problems: tuple[Problem, ...]) -> None:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise ContentRefused(errors=len(errors), first=errors[0])


def _intact_current(store: KnowledgeStore) -> Generation | None:
    """Return the current generation if its parts are there; a damaged one is replaced by a fresh build."""
    try:
        generation = store.current()
        if generation is None or not generation.index.is_dir():
            return None
        KnowledgeReader(generation.database).close()
    except (KnowledgeDamaged, KnowledgeMissing):
        return None
    return generation
