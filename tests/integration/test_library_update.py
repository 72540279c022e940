"""An index that was brought up to date holds and finds what one built afresh does, whatever changed."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor_app.domain import Item
from advisor_app.domain.item import Related, Section
from advisor_app.domain.partner import Area
from advisor_app.domain.programme import FundingType, StartRule
from advisor_app.errors import Cancelled
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.writer import prepare, write_knowledge
from advisor_app.search import manifest, whoosh_store
from advisor_app.search.index import SearchIndex
from advisor_app.search.library_documents import index_library
from advisor_app.search.library_update import update_library
from advisor_app.search.model import SearchDocument, SearchRequest
from tests import makers

TODAY = date(2026, 11, 23)
Vocabularies = Mapping[str, Mapping[str, str]]
LABELS: Vocabularies = {
    "themes": {"innovation": "Neue Wege", "energie": "Strom und Wärme", "export": "Ausland"},
    "funding_types": {"zuschuss": "Geschenktes Geld", "darlehen": "Geliehenes Geld"},
    "regions": {"05": "Nordrhein-Westfalen", "05754": "Kreis Gütersloh", "05754008": "Gütersloh", "05315": "Köln"},
    "start_answers": {"unklar": "nicht geklärt", "erst_nach_bewilligung": "warten"},
    "sectors": {"c": "Gewerbe"},
}
WORDS = (
    "Betrieb",
    "Antrag",
    "Beratung",
    "Maschine",
    "Energie",
    "Gründung",
    "Handwerk",
    "Export",
    "Kredit",
    "Zuschuss",
    "Frist",
    "Land",
    "Digital",
    "Labor",
    "Messe",
)
QUERIES = (
    "",
    *WORDS,
    "gründung handwerk",
    '"antrag beratung"',
    "-kredit",
    "ort:köln",
    "neue wege",
    "gütersloh",
    "titel",
)
IDS = [f"{kind}-{number}" for kind in "ptke" for number in range(12)]


class Library:
    """A collection that changes at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.items: dict[str, Item] = {}
        self.labels: dict[str, dict[str, str]] = {name: dict(labels) for name, labels in LABELS.items()}
        for one in self.chance.sample(IDS, 32):
            self.items[one] = self.item(one)

    def words(self, most: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(1, most)))

    def some(self, kind: str, most: int = 2) -> tuple[str, ...]:
        ids = [one for one in IDS if one.startswith(kind)]
        return tuple(self.chance.sample(ids, self.chance.randint(0, most)))

    def item(self, one: str) -> Item:
        chance = self.chance
        common: dict[str, Any] = {
            "title": f"Titel {self.words(3)} {one}",
            "aliases": (f"Kürzel {chance.randrange(9)}/{chance.randrange(9)}",) if chance.random() < 0.4 else (),
            "synonyms": (self.words(2),) if chance.random() < 0.4 else (),
            "themes": tuple(chance.sample(sorted(LABELS["themes"]), 1)),
            "related": Related(topics=self.some("t", 3), programmes=self.some("p")),
            "body": (Section(heading="Text", markdown=self.words(40)),),
        }
        match one[0]:
            case "p":
                return makers.programme(
                    one,
                    **common,
                    predecessor=self.some("p", 1),
                    successor=self.some("p", 1),
                    funding_types=tuple(chance.sample([FundingType.ZUSCHUSS, FundingType.DARLEHEN], 1)),
                    start_rule=chance.choice([StartRule.UNKLAR, StartRule.ERST_NACH_BEWILLIGUNG]),
                )
            case "t":
                return makers.topic(one, **common)
            case "k":
                return makers.partner(
                    one, **common, serves=Area(ags=chance.choice([("05754",), ("05315",), ("05",), ()]))
                )
            case _:
                return makers.event(one, **common, organiser=chance.choice(self.some("k", 2) or ("k-0",)))

    def change(self) -> None:
        chance = self.chance
        for one in chance.sample(IDS, chance.randint(0, 4)):
            match chance.randrange(4) if one in self.items else 3:
                case 0:
                    del self.items[one]
                case 1:
                    self.items[one] = dataclasses.replace(self.items[one], title=f"Titel {self.words(3)} {one}")
                case 2:
                    self.items[one] = dataclasses.replace(
                        self.items[one], body=(Section(heading="Text", markdown=self.words(40)),)
                    )
                case _:
                    self.items[one] = self.item(one)
        if chance.random() < 0.4:
            name = chance.choice(sorted(LABELS))
            labels = self.labels[name]
            if chance.random() < 0.3 and len(labels) > 1:
                del labels[chance.choice(sorted(labels))]
            labels[chance.choice(sorted(LABELS[name]))] = self.words(2)

    def write(self, path: Path) -> KnowledgeReader:
        write_knowledge(path, prepare(list(self.items.values()), self.labels, version=1))
        return KnowledgeReader(path)


def documents(index: Path) -> list[SearchDocument]:
    """Return what counts in an index, from what Whoosh stores of it."""
    state = manifest.read(index)
    folder = index / state.generation / manifest.WHOOSH
    found = [one for place in range(len(state.segments)) for one in whoosh_store.stored_documents(folder, place)]
    return sorted((one for doc, one in enumerate(found) if doc not in set(state.deleted)), key=lambda one: one.id)


def answers(
    index: Path, queries: Sequence[str]
) -> Iterator[tuple[str, int, set[str], Mapping[str, Mapping[str, int]]]]:
    opened = SearchIndex.open(index, today=TODAY)
    for text in queries:
        result = opened.search(SearchRequest(text=text, limit=1000))
        yield text, result.total, {hit.id for hit in result.hits}, result.facets
    opened.close()


def advance(tmp_path: Path, number: int, library: Library, before: KnowledgeReader) -> KnowledgeReader:
    """Update the index of the state before to the library's state now, and build another one afresh."""
    after = library.write(tmp_path / f"{number}.sqlite")
    old, new = dict(before.canonical_records()), dict(after.canonical_records())
    update_library(
        tmp_path / "gen" / f"{number - 1}" / "index",
        tmp_path / "gen" / f"{number}" / "index",
        before=before,
        after=after,
        changed=[one for one in new if old.get(one) != new[one]],
        removed=[one for one in old if one not in new],
    )
    index_library(list(after.items()), after.vocabularies(), tmp_path / "fresh" / f"{number}")
    return after


@pytest.mark.parametrize("seed", range(6))
def test_an_updated_index_equals_a_fresh_one(tmp_path, seed):
    library = Library(seed)
    before = library.write(tmp_path / "0.sqlite")
    index_library(list(before.items()), before.vocabularies(), tmp_path / "gen" / "0" / "index")
    for number in range(1, 7):
        library.change()
        after = advance(tmp_path, number, library, before)
        updated, fresh = tmp_path / "gen" / f"{number}" / "index", tmp_path / "fresh" / f"{number}"
        assert documents(updated) == documents(fresh)
        one, other = manifest.read(updated), manifest.read(fresh)
        assert (one.synonyms, one.labels) == (other.synonyms, other.labels)
        assert list(answers(updated, QUERIES)) == list(answers(fresh, QUERIES))
        before.close()
        before = after
    before.close()


OLD = makers.programme("p-1", "Alter Zuschuss", aliases=("Altbau",), successor=("p-2",))
BASIS: dict[str, Item] = {
    one.id: one
    for one in (
        OLD,
        makers.programme("p-2", "Neuer Zuschuss", funding_types=(FundingType.ZUSCHUSS,)),
        makers.programme("p-3", "Dritter Zuschuss", predecessor=("p-1",), related=Related(topics=("t-1",))),
        makers.topic("t-1", "Wasserstoff", synonyms=("H2",)),
        makers.partner("k-1", "Kammer", serves=Area(ags=("05754",))),
        makers.event("e-1", "Sprechtag", organiser="k-1"),
    )
}


def states(**changes: Item | None) -> dict[str, Item]:
    """Return the basis with items changed (`p_1=None` for gone)."""
    found = {**BASIS, **{name.replace("_", "-"): item for name, item in changes.items()}}
    return {one: item for one, item in found.items() if item is not None}


@pytest.mark.parametrize(
    ("items", "labels", "follows"),
    [
        (states(p_1=dataclasses.replace(OLD, title="Uralter Zuschuss")), {}, {"p-2", "p-3"}),
        (states(p_1=dataclasses.replace(OLD, aliases=("Anbau",))), {}, {"p-2", "p-3"}),
        (states(p_1=dataclasses.replace(OLD, successor=())), {}, {"p-2"}),
        (states(p_1=dataclasses.replace(OLD, successor=("p-3",))), {}, {"p-2"}),
        (states(p_1=None), {}, {"p-2", "p-3"}),
        (states(p_1=dataclasses.replace(OLD, summary="Nur der Text ist neu.")), {}, set()),
        (states(t_1=makers.topic("t-1", "Elektrolyse", synonyms=("H2",))), {}, {"p-3"}),
        (states(t_1=None), {}, {"p-3"}),
        (states(k_1=makers.partner("k-1", "Verband", serves=Area(ags=("05754",)))), {}, {"e-1"}),
        (states(), {"regions": {**LABELS["regions"], "05754008": "Gütersloh am Fluss"}}, {"k-1"}),
        (states(), {"regions": {**LABELS["regions"], "05754012": "Verl"}}, {"k-1"}),
        (states(), {"regions": {**LABELS["regions"], "05754": "Kreis GT"}}, {"k-1"}),
        (states(), {"regions": {**LABELS["regions"], "05315": "Colonia"}}, set()),
        (states(), {"funding_types": {"zuschuss": "Prämie"}}, {"p-2"}),
        (states(), {"sectors": {"c": "Industrie", "d": "Energie"}}, set()),
        (states(), {"levels": {"land": "Bundesland"}}, set()),
    ],
)
def test_what_names_something_follows_its_change_and_nothing_else_is_written_anew(tmp_path, items, labels, follows):
    library = Library(0)
    library.items, library.labels = dict(BASIS), {name: dict(labels) for name, labels in LABELS.items()}
    before = library.write(tmp_path / "0.sqlite")
    base = tmp_path / "gen" / "0" / "index"
    index_library(list(before.items()), before.vocabularies(), base)
    old = {one.id: one for one in documents(base)}
    library.items, library.labels = items, {**library.labels, **labels}
    with before, advance(tmp_path, 1, library, before):
        updated = tmp_path / "gen" / "1" / "index"
        new = {one.id: one for one in documents(updated)}
        assert list(new.values()) == documents(tmp_path / "fresh" / "1")
        own = {one for one in items if items[one] != BASIS.get(one)}
        assert {one for one in new if old[one] != new[one]} - own == follows
        assert manifest.read(updated).generation != manifest.read(tmp_path / "fresh" / "1").generation
        shared = updated / manifest.read(updated).generation / "base" / "ids.txt"
        assert shared.stat().st_ino == next(base.rglob("base/ids.txt")).stat().st_ino


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_index_before_is_never_touched(tmp_path):
    library = Library(3)
    before = library.write(tmp_path / "0.sqlite")
    place = tmp_path / "gen" / "0" / "index"
    index_library(list(before.items()), before.vocabularies(), place)
    seen = []
    for number in range(1, 4):
        seen.append((place, snapshot(place)))
        library.change()
        after = advance(tmp_path, number, library, before)
        before.close()
        place, before = tmp_path / "gen" / f"{number}" / "index", after
    before.close()
    for folder, files in seen:
        assert snapshot(folder) == files


def test_an_index_of_elsewhere_is_copied_not_shared(tmp_path):
    library = Library(4)
    reader = library.write(tmp_path / "0.sqlite")
    base, index = tmp_path / "seed" / "gen" / "0" / "index", tmp_path / "own" / "gen" / "0" / "index"
    index_library(list(reader.items()), reader.vocabularies(), base)
    with reader:
        update_library(base, index, before=reader, after=reader, changed=[], removed=[])
    assert {path.stat().st_nlink for path in base.rglob("*") if path.is_file()} == {1}
    assert documents(index) == documents(base)


def remove(index: Path) -> None:
    (index / manifest.NAME).unlink()


def cut(index: Path) -> None:
    for path in index.rglob("base/*"):
        path.write_bytes(path.read_bytes()[:-1])


def lose(index: Path) -> None:
    next(index.rglob("stem.docs.npy")).unlink()


def other_format(index: Path) -> None:
    path = index / manifest.NAME
    path.write_text(path.read_text(encoding="utf-8").replace(manifest.FORMAT, "beratungskoffer-index/0"), "utf-8")


def foreign(index: Path) -> None:
    """Put an index of other items there, sound in itself."""
    index_library([makers.programme()], {}, index)


@pytest.mark.parametrize("damage", [remove, cut, lose, other_format, foreign])
def test_without_a_good_index_before_one_is_built_anew(tmp_path, damage):
    library = Library(5)
    before = library.write(tmp_path / "0.sqlite")
    base = tmp_path / "gen" / "0" / "index"
    index_library(list(before.items()), before.vocabularies(), base)
    damage(base)
    library.change()
    with before, advance(tmp_path, 1, library, before):
        updated, fresh = tmp_path / "gen" / "1" / "index", tmp_path / "fresh" / "1"
        assert documents(updated) == documents(fresh)
        assert list(answers(updated, QUERIES)) == list(answers(fresh, QUERIES))


def test_a_state_before_that_is_not_there_or_damaged_means_a_new_index(tmp_path):
    library = Library(6)
    before = library.write(tmp_path / "0.sqlite")
    base = tmp_path / "gen" / "0" / "index"
    index_library(list(before.items()), before.vocabularies(), base)
    one = next(iter(library.items))
    before.close()
    with sqlite3.connect(tmp_path / "0.sqlite") as connection:
        connection.execute("update record set canonical = 'broken' where id = ?", [one])
    connection.close()
    after = library.write(tmp_path / "1.sqlite")
    with after, KnowledgeReader(tmp_path / "0.sqlite") as damaged:
        for name, start, state in (("a", None, None), ("b", base, damaged)):
            index = tmp_path / "gen" / name / "index"
            update_library(start, index, before=state, after=after, changed=[one], removed=[])
            assert [document.id for document in documents(index)] == sorted(library.items)


def test_it_can_be_cancelled(tmp_path):
    library = Library(7)
    before = library.write(tmp_path / "0.sqlite")
    base = tmp_path / "gen" / "0" / "index"
    index_library(list(before.items()), before.vocabularies(), base)
    library.change()
    with before, library.write(tmp_path / "1.sqlite") as after, pytest.raises(Cancelled):
        update_library(
            base,
            tmp_path / "gen" / "1" / "index",
            before=before,
            after=after,
            changed=list(library.items),
            removed=[],
            cancelled=lambda: True,
        )
