"""Rules about evidence: which source carries which fact, and how sure an item may call itself (3, 13, 15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import Path, dotted, suggestion
from advisor_app.content.schema.messages import is_field, keys_at
from advisor_app.content.schema.registry import MODELS
from advisor_app.content.yaml_data import Plain
from advisor_app.domain import Certainty, Item, Partner, Programme, Status, kind_of
from advisor_app.domain.item import SourceKind
from advisor_app.domain.programme import StartRule
from advisor_app.errors import Problem

HOLDS_DAYS = 180
PARTNER_HOLDS_DAYS = 366
_NUMBER_FIELDS = ("amounts", "window", "bagatelle_eur", "decision_weeks")
_WINDOW_DATES = ("open_from", "open_to", "dates", "recurring")
_STRONG = frozenset({SourceKind.OFFICIAL, SourceKind.LAW, SourceKind.CHAMBER})


def source_ids(content: Collection) -> Iterator[Problem]:
    """Source ids are unique, and everything that names a source names one of the item's own."""
    for entry in content.entries:
        seen: set[str] = set()
        for index, source in enumerate(entry.item.sources):
            if source.id in seen:
                yield entry.error(("sources", index, "id"), "source_twice", f"source id {source.id} stands twice")
            seen.add(source.id)
            if not source.url and source.kind is not SourceKind.OWN_KNOWLEDGE:
                path: Path = ("sources", index, "url")
                yield entry.error(path, "missing", "needs the address; only own_knowledge may go without")
        for path, named in _named_sources(entry.item):
            if named not in seen:
                message = f"{named} is no source of this item; {suggestion(named, seen)}"
                yield entry.error(path, "unknown_source", message)


def fact_source_paths(content: Collection) -> Iterator[Problem]:
    """Every key of `fact_sources` is a field that the item has."""
    for entry in content.entries:
        for key in entry.item.fact_sources or {}:
            parts = key.split(".")
            value = _value_at(entry.document.data, parts)
            if value is None:
                known = [name for name in entry.document.data if name not in ("schema", "id", "fact_sources")]
                remedy = suggestion(parts[0], known) if parts[0] not in known else "no such field below it"
                yield entry.error(("fact_sources", key), "unknown_field_path", f"field {key} is not given; {remedy}")


def conflict_paths(content: Collection) -> Iterator[Problem]:
    """A conflict names a field of the kind, whether the item gives it or leaves it out."""
    for entry in content.entries:
        model = MODELS[kind_of(entry.item)]
        for index, conflict in enumerate(entry.item.conflicts):
            steps: Path = tuple(int(part) if part.isdigit() else part for part in conflict.field.split("."))
            if not is_field(model, steps):
                remedy = suggestion(str(steps[0]), keys_at(model, ()))
                message = f"no field is called {conflict.field}; {remedy}"
                yield entry.error(("conflicts", index, "field"), "unknown_field_path", message)


def numbers_have_sources(content: Collection) -> Iterator[Problem]:
    """Every number and date of money and window rests on a source (itself or a field around it)."""
    for entry, programme in content.of(Programme):
        covered = tuple((programme.fact_sources or {}).keys())
        for name in _NUMBER_FIELDS:
            bare = [path for path in _numbers(entry, name) if not _is_covered(path, covered)]
            if bare:
                fields = ", ".join(dotted(path) for path in bare[:4])
                message = f"no source for {fields}; add to fact_sources: {name}: [q1]"
                yield entry.error(bare[0], "number_without_source", message)


def answer_has_source(content: Collection) -> Iterator[Problem]:
    """The answer to "Darf ich schon unterschreiben?" should say where it comes from."""
    for entry, programme in content.of(Programme):
        if programme.start_rule is not StartRule.UNKLAR and "start_rule" not in (programme.fact_sources or {}):
            message = "start_rule has no source; add to fact_sources: start_rule: [q1]"
            yield entry.warning(("start_rule",), "fact_without_source", message)


def certainty(content: Collection) -> Iterator[Problem]:
    """Certainty A rests on an official source that was read; only A and B with a read source are published."""
    for entry in content.entries:
        item = entry.item
        read = [source for source in item.sources if source.read_on]
        path: Path = ("review", "certainty")
        unread = item.status is Status.PUBLISHED and not read
        if item.review.certainty is Certainty.A and not unread and not any(source.kind in _STRONG for source in read):
            message = "certainty A needs a source of kind official, law or chamber with read_on; add it or use B"
            yield entry.error(path, "certainty_without_source", message)
        if item.status is Status.PUBLISHED and item.review.certainty is Certainty.C:
            yield entry.error(path, "published_uncertain", "certainty C is not published; set status: draft")
        if unread:
            message = "nothing was read (no source has read_on); set status: draft or read a source"
            yield entry.error(("sources",), "published_unread", message)


def review_dates(content: Collection) -> Iterator[Problem]:
    """A review lies in the past, and holds no longer than the kind allows."""
    for entry in content.entries:
        review = entry.item.review
        checked = date.fromisoformat(review.checked_on)
        due = date.fromisoformat(review.review_by)
        days = PARTNER_HOLDS_DAYS if isinstance(entry.item, Partner) else HOLDS_DAYS
        if checked > content.today:
            yield entry.error(("review", "checked_on"), "date_in_future", "checked_on lies in the future; correct it")
        if due < checked:
            yield entry.error(("review", "review_by"), "date_order", "review_by lies before checked_on; correct it")
        if due > checked + timedelta(days=days):
            latest = checked + timedelta(days=days)
            message = f"review_by is too late; at most {days} days after checked_on: {latest.isoformat()}"
            yield entry.error(("review", "review_by"), "review_too_late", message)
        if checked <= due < content.today and entry.item.status is Status.PUBLISHED:
            message = f"review was due on {review.review_by}; check the item and set checked_on and review_by anew"
            told = entry.error if content.release else entry.warning
            yield told(("review", "review_by"), "review_overdue", message)
        for index, source in enumerate(entry.item.sources):
            if source.read_on > content.today.isoformat():
                yield entry.error(("sources", index, "read_on"), "date_in_future", "read_on lies in the future")


def _named_sources(item: Item) -> Iterator[tuple[Path, str]]:
    for key, ids in (item.fact_sources or {}).items():
        for index, named in enumerate(ids):
            yield ("fact_sources", key, index), named
    for index, conflict in enumerate(item.conflicts):
        for place, value in enumerate(conflict.values):
            yield ("conflicts", index, "values", place, "src"), value.src
    for index, quote in enumerate(item.quotes):
        yield ("quotes", index, "src"), quote.src
    if isinstance(item, Programme):
        for index, row in enumerate(item.rate_table):
            yield ("rate_table", index, "src"), row.src


def _value_at(data: Mapping[str, Plain], parts: list[str]) -> Plain:
    found: Plain = dict(data)
    for part in parts:
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            return None
    return found


def _numbers(entry: Entry, name: str) -> Iterator[Path]:
    """Return the paths of numbers below a field; for the window those of its dates."""
    value = entry.document.data.get(name)
    if name == "window" and isinstance(value, dict):
        for key in _WINDOW_DATES:
            if value.get(key):
                yield (name, key)
        return
    yield from _numbers_in(value, (name,))


def _numbers_in(value: Plain, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _numbers_in(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _numbers_in(part, (*path, index))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def _is_covered(path: Path, covered: tuple[str, ...]) -> bool:
    name = dotted(path)
    return any(name == key or name.startswith(f"{key}.") for key in covered)
