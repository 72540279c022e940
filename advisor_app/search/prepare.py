"""From documents to postings: all analysis of a batch in one go, word by distinct word."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from advisor_app.errors import Cancelled
from advisor_app.search import fields
from advisor_app.search.analysis.compounds import Splitter, learn
from advisor_app.search.analysis.words import WORD, exact_of, form_of, key_of_form, name_key, normal, stem_of
from advisor_app.search.model import SearchDocument
from advisor_app.search.postings import Ints, Occurrences, Postings, invert

REPORT_EVERY = 200


class _Numbers(dict[str, int]):
    """Gives each new string the next number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch of documents, analysed.

    `lengths` is the number of words of each document; `form_stems[i]` is the number of the stem of form i and
    `form_parts` its compound parts' stems (runs by `part_ptr`), numbers being places in the sorted term tables.
    """

    documents: list[SearchDocument]
    lengths: NDArray[np.uint32]
    title_lengths: NDArray[np.uint32]
    postings: dict[str, Postings]
    form_stems: NDArray[np.uint32]
    part_ptr: NDArray[np.uint32]
    form_parts: NDArray[np.uint32]
    splitter: Splitter


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of all documents in order: number of the raw word, document, position, weight, whether in a name."""

    raw: Ints
    doc: Ints
    pos: Ints
    weight: NDArray[np.float32]
    named: NDArray[np.bool_]
    vocabulary: list[str]


def prepare(
    documents: Iterable[SearchDocument],
    *,
    splitter: Splitter | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Prepared:
    """Analyse documents.

    Args:
        documents: what to index; a later document replaces an earlier one with the same id.
        splitter: compound splitter to use; learnt from the documents if None.
        progress: called with the number of documents read so far and the total (None while unknown).
        cancelled: asked now and then; true ends the work.

    Raises:
        Cancelled: `cancelled` returned true.
    """
    batch = _distinct(documents)
    tokens = _read(batch, progress, cancelled)
    counts = Counter[str]()
    word_counts = np.bincount(tokens.raw, minlength=len(tokens.vocabulary)).tolist()
    forms = [form_of(exact_of(word)) for word in tokens.vocabulary]
    for form, count in zip(forms, word_counts, strict=True):
        counts[key_of_form(form)] += count
    return _assemble(batch, tokens, forms, splitter or learn(counts), cancelled)


def _distinct(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    latest = {document.id: document for document in documents}
    return [replace(document, title=normal(document.title), body=normal(document.body)) for document in latest.values()]


def _read(
    batch: list[SearchDocument],
    progress: Callable[[int, int | None], None] | None,
    cancelled: Callable[[], bool] | None,
) -> _Tokens:
    numbers = _Numbers()
    number = numbers.__getitem__
    find = WORD.findall
    raw = array("I")
    zones: list[tuple[int, int, float, bool, int]] = []
    for doc, document in enumerate(batch):
        if doc % REPORT_EVERY == 0:
            _ask(cancelled)
            if progress is not None:
                progress(doc, len(batch))
        start = 0
        for text, weight, named in _zones(document):
            found = find(text)
            raw.extend(map(number, found))
            zones.append((doc, len(found), weight, named, start))
            start += len(found) + fields.ZONE_GAP
    if progress is not None:
        progress(len(batch), len(batch))
    columns = list(zip(*zones, strict=True)) if zones else [()] * 5
    counts = np.array(columns[1], np.int64)
    ends = np.cumsum(counts)
    inside = np.arange(len(raw)) - np.repeat(ends - counts, counts)
    return _Tokens(
        raw=np.frombuffer(raw, np.uint32).astype(np.int64) if len(raw) else np.zeros(0, np.int64),
        doc=np.repeat(np.array(columns[0], np.int64), counts),
        pos=inside + np.repeat(np.array(columns[4], np.int64), counts),
        weight=np.repeat(np.array(columns[2], np.float32), counts),
        named=np.repeat(np.array(columns[3], bool), counts),
        vocabulary=list(numbers),
    )


def _ask(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def _zones(document: SearchDocument) -> Iterable[tuple[str, float, bool]]:
    yield document.title, fields.TITLE_WEIGHT, True
    for alias in document.aliases:
        yield normal(alias), fields.ALIAS_WEIGHT, True
    for keyword in document.keywords:
        yield normal(keyword), fields.ALIAS_WEIGHT, False
    yield document.body, fields.BODY_WEIGHT, False


def _assemble(
    batch: list[SearchDocument],
    tokens: _Tokens,
    raw_forms: list[str],
    splitter: Splitter,
    cancelled: Callable[[], bool] | None,
) -> Prepared:
    form_numbers, stem_numbers = _Numbers(), _Numbers()
    form_of_raw = np.array([form_numbers[form] for form in raw_forms], np.int64)
    own = len(form_numbers)
    parts = [splitter.split(key_of_form(form)) for form in form_numbers]
    part_forms = [[form_numbers[part] for part in one] for one in parts]
    part_forms += [[] for _ in range(len(form_numbers) - own)]
    stems = np.array([stem_numbers[stem_of(key_of_form(form))] for form in form_numbers], np.int64)
    form_tokens = Occurrences(form_of_raw[tokens.raw] if own else tokens.raw, tokens.doc, tokens.pos, tokens.weight)
    extra = _part_occurrences(form_tokens, part_forms)
    all_forms = Occurrences.joined(form_tokens, extra)
    stem_of_each = stems[all_forms.term] if own else all_forms.term
    all_stems = Occurrences(stem_of_each, all_forms.doc, all_forms.pos, all_forms.weight)
    stem_terms, form_terms = list(stem_numbers), list(form_numbers)
    named = np.concatenate([tokens.named, np.repeat(tokens.named, _part_counts(form_tokens.term, part_forms))])
    title_terms = stem_terms + [fields.TITLE_FORM + form for form in form_terms]
    titles = _title_occurrences(all_stems, all_forms, len(stem_terms), named)
    steps: dict[str, Callable[[], Postings]] = {
        fields.STEM: lambda: invert(stem_terms, all_stems, positions=True),
        fields.FORM: lambda: invert(form_terms, all_forms, positions=False),
        fields.TITLE: lambda: invert(title_terms, titles, positions=False),
        fields.NAME: lambda: _names(batch),
        fields.FACET: lambda: _facets(batch),
    }
    postings: dict[str, Postings] = {}
    for name, step in steps.items():
        _ask(cancelled)
        postings[name] = step()
    form_stems, part_ptr, form_parts = _links(postings, form_terms, stem_terms, stems, part_forms)
    return Prepared(
        documents=batch,
        lengths=np.bincount(tokens.doc, minlength=len(batch)).astype(np.uint32),
        title_lengths=np.bincount(tokens.doc[tokens.named], minlength=len(batch)).astype(np.uint32),
        postings=postings,
        form_stems=form_stems,
        part_ptr=part_ptr,
        form_parts=form_parts,
        splitter=splitter,
    )


def _title_occurrences(stems: Occurrences, forms: Occurrences, offset: int, named: NDArray[np.bool_]) -> Occurrences:
    """Return the tokens of titles and aliases, once as stem and once as form (numbered behind the stems)."""
    weight = stems.weight[named] / np.float32(fields.ALIAS_WEIGHT)
    doc, pos = stems.doc[named], stems.pos[named]
    return Occurrences.joined(
        Occurrences(stems.term[named], doc, pos, weight), Occurrences(forms.term[named] + offset, doc, pos, weight)
    )


def _part_counts(form: Ints, part_forms: list[list[int]]) -> Ints:
    return np.array([len(one) for one in part_forms] or [0], np.int64)[form]


def _part_occurrences(tokens: Occurrences, part_forms: list[list[int]]) -> Occurrences:
    """Return the compound parts of all tokens, each at the position of its word with half its weight."""
    counts = _part_counts(tokens.term, part_forms)
    flat = np.array([part for one in part_forms for part in one], np.int64)
    first = np.cumsum([0, *(len(one) for one in part_forms)])[:-1]
    total = int(counts.sum())
    inside = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(first[tokens.term] if len(part_forms) else counts, counts) + inside
    return Occurrences(
        flat[place],
        np.repeat(tokens.doc, counts),
        np.repeat(tokens.pos, counts),
        np.repeat(tokens.weight * np.float32(fields.PART_WEIGHT), counts),
    )


def _links(
    postings: dict[str, Postings],
    form_terms: list[str],
    stem_terms: list[str],
    stems: Ints,
    part_forms: list[list[int]],
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Return stem and part stems of each sorted form, as numbers of sorted stems."""
    place = {stem: number for number, stem in enumerate(postings[fields.STEM].terms)}
    number_of = {form: number for number, form in enumerate(form_terms)}
    order = [number_of[form] for form in postings[fields.FORM].terms]
    sorted_stem = [place[stem] for stem in stem_terms]
    form_stems = [sorted_stem[stems[number]] for number in order]
    runs = [[sorted_stem[stems[part]] for part in part_forms[number]] for number in order]
    return (
        np.array(form_stems, np.uint32),
        np.cumsum([0, *(len(run) for run in runs)]).astype(np.uint32),
        np.array([stem for run in runs for stem in run], np.uint32),
    )


def _plain(batch: list[SearchDocument], terms_of: Callable[[SearchDocument], Iterable[str]]) -> Postings:
    numbers = _Numbers()
    pairs = [(numbers[term], doc) for doc, document in enumerate(batch) for term in dict.fromkeys(terms_of(document))]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    ones = np.ones(len(pairs), np.float32)
    occurrences = Occurrences(table[:, 0], table[:, 1], np.zeros(len(pairs), np.int64), ones)
    return invert(list(numbers), occurrences, positions=False)


def _names(batch: list[SearchDocument]) -> Postings:
    def names(document: SearchDocument) -> Iterable[str]:
        own = [key for key in map(name_key, (document.title, *document.aliases)) if key]
        return [*own, *(fields.OWN_NAME + key for key in own), *filter(None, map(name_key, document.keywords))]

    return _plain(batch, names)


def _facets(batch: list[SearchDocument]) -> Postings:
    return _plain(
        batch,
        lambda document: (
            [fields.facet_term(fields.KIND, document.kind)]
            + [
                fields.facet_term(name, code)
                for name, codes in document.facets.items()
                if name not in (fields.KIND, fields.WINDOW)
                for code in codes
            ]
        ),
    )
