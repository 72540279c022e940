"""The array mirror of one segment: written beside Whoosh's files, memory-mapped for search, free of pickles.

A mirror is a folder of `.npy` arrays and UTF-8 term tables (one term a line, sorted). It holds the inverted lists with
ready BM25 impacts, the links between forms, stems and compound parts, and what a hit shows (id, kind, title, text).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor_app.search import fields
from advisor_app.search.arrays import write_array
from advisor_app.search.postings import Postings
from advisor_app.search.prepare import Prepared
from advisor_app.search.similar import Runs, write_runs

UInts = NDArray[np.uint32] | NDArray[np.uint16]
Halves = NDArray[np.float16]
_LINE = "\x1f"  # between the records of a text table


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one segment: sorted terms, runs of documents and their impacts (None for unscored fields)."""

    terms: list[str]
    ptr: NDArray[np.uint32]
    docs: UInts
    impact: Halves | None


@dataclass(frozen=True, slots=True)
class Positions:
    """Occurrences of the stem field: count per posting and positions, one run per term."""

    tf: NDArray[np.uint16]
    ptr: NDArray[np.uint32]
    pos: UInts


@dataclass(frozen=True, slots=True)
class Segment:
    """One opened segment. `deleted` are document numbers that no longer count."""

    folder: Path
    size: int
    fields: dict[str, Field]
    positions: Positions
    form_stems: NDArray[np.uint32]
    part_ptr: NDArray[np.uint32]
    form_parts: NDArray[np.uint32]
    runs: Runs
    ids: list[str]
    kinds: list[str]
    titles: list[str]
    as_of: list[str]
    windows: list[str]
    text: NDArray[np.uint8]
    text_ptr: NDArray[np.uint64]

    def body(self, doc: int) -> str:
        """Return the plain text of a document."""
        start, end = int(self.text_ptr[doc]), int(self.text_ptr[doc + 1])
        return self.text[start:end].tobytes().decode("utf-8", "replace")


def write_mirror(prepared: Prepared, folder: Path, *, average: dict[str, float]) -> None:
    """Write the mirror of a batch.

    Args:
        prepared: the analysed batch.
        folder: an existing empty folder.
        average: field -> average length that impacts are normalised with.
    """
    small = np.uint16 if len(prepared.documents) <= 0x10000 else np.uint32
    for name, postings in prepared.postings.items():
        (folder / f"{name}.terms").write_text("\n".join(postings.terms), encoding="utf-8", newline="\n")
        write_array(folder / f"{name}.ptr.npy", postings.ptr)
        write_array(folder / f"{name}.docs.npy", postings.docs.astype(small))
        if name in fields.SCORED:
            lengths = prepared.title_lengths if name == fields.TITLE else prepared.lengths
            write_array(folder / f"{name}.impact.npy", impacts(postings, lengths, average[name]))
    stem = prepared.postings[fields.STEM]
    assert stem.tf is not None
    assert stem.pos is not None
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(stem.tf, dtype=np.int64)])[stem.ptr]
    narrow = np.uint16 if not len(stem.pos) or stem.pos.max() < 0x10000 else np.uint32
    write_array(folder / "stem.tf.npy", stem.tf)
    write_array(folder / "stem.pos_ptr.npy", edges.astype(np.uint32))
    write_array(folder / "stem.pos.npy", stem.pos.astype(narrow))
    write_array(folder / "form_stems.npy", prepared.form_stems)
    write_array(folder / "part_ptr.npy", prepared.part_ptr)
    write_array(folder / "form_parts.npy", prepared.form_parts)
    write_runs(stem.terms, folder)
    _write_documents(prepared, folder)


def impacts(postings: Postings, lengths: NDArray[np.uint32], average: float) -> Halves:
    """Return BM25's term part of each posting: saturated weight, normalised by the length of the document."""
    weight = postings.weight
    norm = (fields.K1 * (1 - fields.B + fields.B * lengths / max(average, 1.0))).astype(np.float32)
    return (weight * (fields.K1 + 1) / (weight + norm[postings.docs])).astype(np.float16)


def _write_documents(prepared: Prepared, folder: Path) -> None:
    documents = prepared.documents
    table = [
        (one.id, one.kind, one.title, one.as_of, f"{one.window_model}|{one.opens}|{one.closes}") for one in documents
    ]
    for name, column in zip(
        ("ids", "kinds", "titles", "as_of", "windows"), zip(*table, strict=True) if table else [()] * 5, strict=True
    ):
        text = _LINE.join(value.replace(_LINE, " ") for value in column)
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8", "replace"))
    bodies = [one.body.encode("utf-8", "replace") for one in documents]
    write_array(folder / "text_ptr.npy", np.cumsum([0, *map(len, bodies)]).astype(np.uint64))
    (folder / "text.bin").write_bytes(b"".join(bodies))


def read_mirror(folder: Path) -> Segment:
    """Open a mirror; arrays stay on disk until they are touched.

    Raises:
        OSError, ValueError: a file is missing or is not what it should be.
    """
    ids = (folder / "ids.txt").read_bytes().decode().split(_LINE)
    ids = [] if ids == [""] else ids
    text = folder / "text.bin"
    segment = Segment(
        folder=folder,
        size=len(ids),
        fields={name: _read_field(folder, name) for name in fields.FIELDS},
        positions=Positions(_array(folder, "stem.tf"), _array(folder, "stem.pos_ptr"), _array(folder, "stem.pos")),
        form_stems=_array(folder, "form_stems"),
        part_ptr=_array(folder, "part_ptr"),
        form_parts=_array(folder, "form_parts"),
        runs=Runs(
            _terms(folder, "runs"),
            _array(folder, "runs.ptr"),
            _array(folder, "runs.stems"),
            _array(folder, "runs.norm"),
        ),
        ids=ids,
        kinds=_column(folder, "kinds", len(ids)),
        titles=_column(folder, "titles", len(ids)),
        as_of=_column(folder, "as_of", len(ids)),
        windows=_column(folder, "windows", len(ids)),
        text=np.asarray(np.memmap(text, np.uint8, "r")) if text.stat().st_size else np.zeros(0, np.uint8),
        text_ptr=_array(folder, "text_ptr"),
    )
    _check(segment)
    return segment


def _read_field(folder: Path, name: str) -> Field:
    return Field(
        terms=_terms(folder, name),
        ptr=_array(folder, f"{name}.ptr"),
        docs=_array(folder, f"{name}.docs"),
        impact=_array(folder, f"{name}.impact") if name in fields.SCORED else None,
    )


def _terms(folder: Path, name: str) -> list[str]:
    text = (folder / f"{name}.terms").read_bytes().decode()
    return text.split("\n") if text else []


def _array(folder: Path, name: str) -> NDArray[Any]:
    # A plain view: slices of the memmap subclass cost ten times as much.
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))


def _column(folder: Path, name: str, size: int) -> list[str]:
    return (folder / f"{name}.txt").read_bytes().decode().split(_LINE) if size else []


def _check(segment: Segment) -> None:
    """Raise ValueError unless the parts of a segment fit together, so that no search can reach outside of them."""
    for name, field in segment.fields.items():
        _check_runs(name, field.ptr, field.docs, len(field.terms), segment.size)
        if field.impact is not None and len(field.impact) != len(field.docs):
            raise ValueError(name)
    stem = segment.fields[fields.STEM]
    forms, stems = len(segment.fields[fields.FORM].terms), len(stem.terms)
    runs = segment.runs
    _check_runs("runs", runs.ptr, runs.stems, len(runs.terms), stems)
    _check_runs("parts", segment.part_ptr, segment.form_parts, forms, stems)
    _check_runs("positions", segment.positions.ptr, segment.positions.pos, stems, 1 << 32)
    _check_runs("text", segment.text_ptr, segment.text, segment.size, 256)
    columns = (segment.kinds, segment.titles, segment.as_of, segment.windows)
    if any(len(column) != segment.size for column in columns):
        raise ValueError("columns")
    if len(segment.form_stems) != forms or len(runs.norm) != stems or len(segment.positions.tf) != len(stem.docs):
        raise ValueError("stems")
    if forms and int(segment.form_stems.max()) >= stems:
        raise ValueError("form_stems")


def _check_runs(name: str, ptr: NDArray[Any], values: NDArray[Any], count: int, limit: int) -> None:
    """Raise ValueError unless `ptr` cuts `values` into `count` runs and all values are below the limit."""
    if len(ptr) != count + 1 or int(ptr[-1]) != len(values) or bool((ptr[1:] < ptr[:-1]).any()):
        raise ValueError(name)
    if len(values) and limit <= np.iinfo(values.dtype).max and int(values.max()) >= limit:
        raise ValueError(name)
