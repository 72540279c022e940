"""The Whoosh index beside the mirror: schema, segments, commits and stored fields are Whoosh's own.

Whoosh's writer takes a Python step per posting, a minute for 20,000 documents. Here the postings are at hand as arrays,
so `ArrayWriter` keeps all of `SegmentWriter` (lock, per-document writer, table of contents, clean-up) and only replaces
how a segment's inverted lists get into the term and posting files: block by block, in the codec's own format.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from pickle import dumps
from struct import pack
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import formats, index
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.fields import ID, STORED, TEXT, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from advisor_app.search import fields
from advisor_app.search.model import SearchDocument
from advisor_app.search.postings import Postings
from advisor_app.search.prepare import Prepared

BLOCK = 512  # postings of a block; fewer and larger blocks are written faster
TICK_EVERY = 500  # terms
SHORT = 24  # up to so many postings, arrays cost more than they save
Tick = Callable[[float], None]
STORED_NAMES = ("aliases", "keywords", "facets", "as_of", "window_model", "opens", "closes")


def _words(**options: Any) -> FieldType:
    """Return a field whose terms are prepared: what is given as a list is indexed as it is."""
    return TEXT(analyzer=None, stored=False, **options)


def schema() -> Schema:
    """Return the schema. All terms come analysed, so no analyser of ours is part of a pickled schema."""
    return Schema(
        id=ID(unique=True, stored=True),
        kind=STORED,
        heading=STORED,
        body=STORED,
        rest=STORED,
        **{
            fields.STEM: _words(phrase=True),
            fields.FORM: _words(phrase=False),
            fields.TITLE: _words(phrase=False),
            fields.NAME: ID(),
            fields.FACET: ID(),
        },
    )


class _Storage(FileStorage):
    """A folder that remembers what it opened for writing: Whoosh leaves files open when writing fails.

    Args:
        folder: where the index lies.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] = []

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Open a file for writing."""
        file = super().create_file(name, *args, **kwargs)
        self._opened.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> Any:
        """Return a storage for temporary files below this one."""
        temporary = _Storage(Path(self.folder) / (name or "temporary"))
        temporary._opened = self._opened
        return temporary.create()

    def close_all(self) -> None:
        """Close what is still open."""
        for file in self._opened:
            if not file.is_closed:
                with suppress(OSError):  # what was not written yet cannot be written now either
                    file.close()


class ArrayWriter(SegmentWriter):
    """Whoosh's segment writer, fed with a whole batch of prepared documents.

    Args:
        ix: the Whoosh index to write to.
        tick: called now and then with the share of the work that is done; may raise to end it.
    """

    def __init__(self, ix: index.Index, tick: Tick) -> None:
        super().__init__(ix, compound=False, codec=W3Codec(blocklimit=BLOCK, compression=1))
        self._prepared: Prepared | None = None
        self._tick = tick

    def add_prepared(self, prepared: Prepared) -> None:
        """Write the stored fields of a batch; its postings follow on commit."""
        self._prepared = prepared
        names = (fields.STEM, fields.FORM, fields.TITLE)
        lengths = [prepared.lengths.tolist(), prepared.lengths.tolist(), prepared.title_lengths.tolist()]
        scored = [(name, self.schema[name], lengths[place]) for place, name in enumerate(names)]
        writer = self.perdocwriter
        for doc, document in enumerate(prepared.documents):
            writer.start_doc(doc)
            for name, value in stored_of(document).items():
                writer.add_field(name, self.schema[name], value, 0)
            for name, field, values in scored:
                writer.add_field(name, field, None, values[doc])
            writer.finish_doc()
        self.docnum = len(prepared.documents)
        self._added = True

    def keep_first(self, dead: Sequence[int]) -> None:
        """Let only the first segment stand, without these documents."""
        del self.segments[1:]
        for doc in dead:
            self.segments[0].delete_document(doc)

    def _flush_segment(self) -> None:
        """Write the inverted lists (called by Whoosh on commit)."""
        prepared = self._prepared
        assert prepared is not None
        self.perdocwriter.close()
        lengths = {
            fields.STEM: prepared.lengths,
            fields.FORM: prepared.lengths,
            fields.TITLE: prepared.title_lengths,
        }
        every = {"id": Postings(*_id_terms(prepared.documents)), **prepared.postings}
        total, done = max(1, sum(len(postings.docs) for postings in every.values())), 0
        for name, postings in sorted(every.items()):
            self._write_field(name, postings, lengths.get(name), done, total)
            done += len(postings.docs)
        self.fieldwriter.close()

    def _write_field(
        self, name: str, postings: Postings, lengths: NDArray[np.uint32] | None, done: int, total: int
    ) -> None:
        """Write the lists of a field; `done` of `total` postings of the segment were written before."""
        writer = self.fieldwriter
        writer.start_field(name, self.schema[name])
        field_id = pack_ushort(writer._fieldid)  # noqa: SLF001 - the codec's key is made of it
        add, out = writer._tindex.add, writer._postfile  # noqa: SLF001 - terms go in as bytes, in the codec's format
        value = _Values(self.schema[name].format, postings)
        size = _byte_lengths(lengths)
        for number, term in enumerate(postings.terms):
            first, last = int(postings.ptr[number]), int(postings.ptr[number + 1])
            if number % TICK_EVERY == 0:
                self._tick((done + first) / total)
            info = _write_term(out, postings, value, size, first, last)
            add(field_id + term.encode("utf-8", "replace"), info)
        writer.finish_field()


class _Values:
    """Encodes the value of each posting as the field's format wants it."""

    def __init__(self, kind: formats.Format, postings: Postings) -> None:
        self._fixed = kind.fixed_value_size()
        self._positions = isinstance(kind, formats.Positions)
        self._counted = isinstance(kind, formats.Frequency)
        self._postings = postings
        self._single: dict[int, bytes] = {}
        self._encode = formats.Positions().encode
        if postings.tf is not None:
            self._edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(postings.tf, dtype=np.int64)])

    def of(self, first: int, last: int) -> Any:
        """Return the values of a run of postings."""
        if self._positions:
            return tuple(self._position_values(first, last))
        if self._counted:
            return np.ones(last - first, ">u4").tobytes()
        return None

    def _position_values(self, first: int, last: int) -> Iterator[bytes]:
        postings, single = self._postings, self._single
        assert postings.tf is not None
        assert postings.pos is not None
        start = int(self._edges[first])
        places = postings.pos[start : int(self._edges[last])].tolist()
        at = 0
        for count in postings.tf[first:last].tolist():
            if count == 1:
                place = places[at]
                value = single.get(place)
                if value is None:
                    value = single[place] = self._encode([place])
                yield value
            else:
                yield self._encode(places[at : at + count])
            at += count


def _id_terms(documents: Sequence[SearchDocument]) -> tuple[list[str], NDArray[np.uint32], NDArray[np.uint32], Any]:
    order = sorted(range(len(documents)), key=lambda doc: documents[doc].id)
    count = len(order)
    return (
        [documents[doc].id for doc in order],
        np.arange(count + 1, dtype=np.uint32),
        np.array(order, np.uint32),
        np.ones(count, np.float32),
    )


def _byte_lengths(lengths: NDArray[np.uint32] | None) -> NDArray[np.uint8] | None:
    """Return field lengths as Whoosh's one-byte codes."""
    if lengths is None or not len(lengths):
        return None
    table = np.array([length_to_byte(length) for length in range(int(lengths.max()) + 1)], np.uint8)
    return table[lengths]


def _write_term(
    out: Any, postings: Postings, values: _Values, size: NDArray[np.uint8] | None, first: int, last: int
) -> bytes:
    """Write the blocks of one term and return its entry for the term table."""
    offset = out.tell()
    out.write(WHOOSH3_HEADER_MAGIC)
    low, high, heaviest, total = 255, 0, 0.0, 0.0
    for start in range(first, last, BLOCK):
        end = min(start + BLOCK, last)
        docs = postings.docs[start:end]
        block = (_short_block if end - start <= SHORT else _long_block)(
            docs, postings.weight[start:end], None if size is None else size[docs]
        )
        low, high = min(low, block.shortest), max(high, block.longest)
        heaviest, total = max(heaviest, block.top), total + block.total
        data = dumps((block.gaps, block.weights, values.of(start, end)), 2)
        info = dumps((end - start, int(docs[-1]), block.top, 0, block.shortest, block.longest), 2)
        length = len(info) + len(data)
        out.write_int(-length if end == last else length)
        out.write(info)
        out.write(data)
    ends = (int(postings.docs[first]), int(postings.docs[last - 1]))
    entry: bytes = W3TermInfo._struct.pack(  # noqa: SLF001 - the codec's own record
        0, total, last - first, low, high, heaviest, *ends
    )
    return entry + pack("!qi", offset, out.tell() - offset)


class _Block(NamedTuple):
    """A run of postings as the codec stores it; `weights` is one number where all are the same, None if that is 1."""

    gaps: tuple[int, ...]
    weights: Any
    total: float
    top: float
    shortest: int
    longest: int


def _short_block(docs: NDArray[np.uint32], weights: NDArray[np.float32], sizes: NDArray[np.uint8] | None) -> _Block:
    """Describe a few postings: plain numbers are faster then, and most terms have no more."""
    numbers, values = docs.tolist(), weights.tolist()
    lengths = [0] if sizes is None else sizes.tolist()
    gaps = (numbers[0], *(after - before for before, after in pairwise(numbers)))
    same = values.count(values[0]) == len(values)
    shown = (None if values[0] == 1.0 else values[0]) if same else tuple(values)
    return _Block(gaps, shown, sum(values), max(values), min(lengths), max(lengths))


def _long_block(docs: NDArray[np.uint32], weights: NDArray[np.float32], sizes: NDArray[np.uint8] | None) -> _Block:
    shortest, longest = (0, 0) if sizes is None else (int(sizes.min()), int(sizes.max()))
    gaps = (int(docs[0]), *np.diff(docs).tolist())
    same = bool((weights == weights[0]).all())
    shown = (None if weights[0] == 1.0 else float(weights[0])) if same else tuple(weights.tolist())
    return _Block(gaps, shown, float(weights.sum()), float(weights.max()), shortest, longest)


def stored_of(document: SearchDocument) -> dict[str, Any]:
    """Return what Whoosh stores of a document; the document can be had back from it."""
    rest = {name: getattr(document, name) for name in STORED_NAMES}
    rest["facets"] = {name: tuple(codes) for name, codes in document.facets.items()}
    return {
        "id": document.id,
        "kind": document.kind,
        "heading": document.title,
        "body": document.body,
        "rest": rest,
    }


def document_from(stored: dict[str, Any]) -> SearchDocument:
    """Return the document that was stored."""
    return SearchDocument(
        id=stored["id"], kind=stored["kind"], title=stored["heading"], body=stored["body"], **stored["rest"]
    )


def create(folder: Path, prepared: Prepared, tick: Tick) -> None:
    """Write a batch as the first segment of a new Whoosh index.

    Args:
        folder: where the index is to lie.
        prepared: the documents.
        tick: called now and then with the share that is done; may raise to end the work.
    """
    storage = _Storage(folder)
    with _listing_faults_told(folder):
        _commit(storage, storage.create_index(schema()), prepared, (), tick)


def replace_delta(folder: Path, prepared: Prepared, dead: Sequence[int], tick: Tick) -> None:
    """Write a batch as the only segment behind the first one.

    Args:
        folder: where the index lies.
        prepared: the documents that changed since the first segment was written.
        dead: documents of the first segment that no longer count.
        tick: called now and then with the share that is done; may raise to end the work.
    """
    storage = _Storage(folder)
    with _listing_faults_told(folder):
        _commit(storage, storage.open_index(), prepared, dead, tick)


@contextmanager
def _listing_faults_told(folder: Path) -> Iterator[None]:
    """Whoosh takes a folder that the disk refuses to list for one without an index: tell what it was."""
    try:
        yield
    except index.EmptyIndexError as exc:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder)) from exc


def _commit(storage: _Storage, ix: index.Index, prepared: Prepared, dead: Sequence[int], tick: Tick) -> None:
    writer = None
    try:
        writer = ArrayWriter(ix, tick)
        writer.keep_first(dead)
        if prepared.documents:
            writer.add_prepared(prepared)
        writer.commit(merge=False)
    except BaseException:
        if writer is not None and not writer.is_closed:
            with suppress(OSError):
                writer.cancel()
        storage.close_all()
        raise


def segment_name(folder: Path, number: int) -> str:
    """Return the name with which the files of a segment begin; only the table of contents is read."""
    with _listing_faults_told(folder):
        return str(index.open_dir(str(folder))._segments()[number].segment_id())  # noqa: SLF001 - told nowhere else


def stored_documents(folder: Path, number: int) -> list[SearchDocument]:
    """Return the documents of a segment as Whoosh stored them, deleted ones included; no other segment is opened."""
    with _listing_faults_told(folder):
        ix = index.open_dir(str(folder))
    leaf = SegmentReader(ix.storage, ix.schema, ix._segments()[number])  # noqa: SLF001 - told nowhere else
    try:
        return [document_from(leaf.stored_fields(doc)) for doc in range(leaf.doc_count_all())]
    finally:
        leaf.close()
