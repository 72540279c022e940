"""Nothing that is not for an audience can be reached through the library it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from advisor_app.domain import Item, Partner, Status
from advisor_app.domain.item import Related, Visibility
from advisor_app.domain.outlines import outline_of
from advisor_app.domain.partner import Contact
from advisor_app.domain.programme import Party
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.writer import prepare, write_knowledge
from advisor_app.search.index import SearchIndex
from advisor_app.search.library import Library
from advisor_app.search.library_documents import index_library
from advisor_app.search.model import SearchRequest
from tests.any_items import tried
from tests.hidden_items import FORMER_IDS, HIDDEN_WORDS, IDS, OPEN_WORDS, SECRET, collections
from tests.makers import event, partner, programme, topic

TODAY = date(2026, 11, 23)
LABELS = {"themes": {"innovation": "Neue Wege"}}
PUBLIC, NETWORK, INTERNAL = Visibility.PUBLIC, Visibility.NETWORK, Visibility.INTERNAL


@contextmanager
def library_of(items: list[Item]) -> Iterator[Library]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_knowledge(folder / "kb.sqlite", prepare(items, LABELS, version=1))
        index_library(items, LABELS, folder / "index")
        index = SearchIndex.open(folder / "index", today=TODAY)
        with Library(reader=KnowledgeReader(folder / "kb.sqlite"), index=index) as library:
            yield library


def everything_told(library: Library) -> Iterator[object]:
    """Yield all that the library tells, without what it only repeats of the question."""
    every_id = [*IDS, *FORMER_IDS]
    yield library.items(every_id)
    yield from map(library.item, every_id)
    yield library.outlines()
    yield library.info()
    words = [*OPEN_WORDS, *HIDDEN_WORDS, *IDS]
    texts = ["", *words, *(word[:3] for word in words), *(f'"{word}"' for word in words), "-antrag", "beratunk antrak"]
    for text in [*texts, "visibility:network", "ort:zqheim", "thema:zqirka", "antrag zqirka", "zqirkq"]:
        for growing in (True, False):
            result = library.search(SearchRequest(text=text, growing=growing))
            yield result.hits
            yield {name: counts for name, counts in result.facets.items() if text == ""}
            yield result.suggestion if SECRET not in text else ""
    chosen = SearchRequest(filters={"visibility": ("network", "internal")})
    assert library.search(chosen).total == 0


@tried(15)
@given(collections())
def test_clients_reach_nothing_that_is_not_public(items):
    with library_of(items) as library:
        clients = library.for_clients()
        for told in everything_told(clients):
            assert SECRET not in repr(told).casefold()
        shown = {item.id for item in items if item.visibility is PUBLIC}
        assert set(clients.items(IDS)) == shown
        assert clients.search(SearchRequest()).total == len(shown) == sum(clients.info().items.values())
        outlines = clients.outlines()
        made = chain(outlines.programmes, outlines.topics, outlines.partners, outlines.events)
        assert {one.id: one for one in made} == {key: outline_of(one) for key, one in clients.items(IDS).items()}


@tried(8)
@given(collections(secret=[INTERNAL]))
def test_advisors_reach_nothing_that_is_internal(items):
    with library_of(items) as library:
        for told in everything_told(library):
            assert SECRET not in repr(told).casefold()
        assert set(library.items(IDS)) == {item.id for item in items if item.visibility is not INTERNAL}


HIDDEN = topic(
    "geheim",
    "Gaszählerpark",
    visibility=NETWORK,
    aliases=("Zwitschermaschine",),
    themes=("innovation", "verdeckt"),
    related=Related(programmes=("offen",)),
)
OPEN = programme("offen", "Zuschuss", related=Related(topics=("geheim",)), funder=Party(name="Land", partner="stelle"))
BOTH = [OPEN, HIDDEN, partner("stelle", visibility=NETWORK), event(organiser="stelle")]


def ids(library: Library, text: str) -> list[str]:
    return [hit.id for hit in library.search(SearchRequest(text=text)).hits]


def test_advisors_see_what_is_for_the_network():
    with library_of(BOTH) as library:
        assert library.item("geheim") == HIDDEN
        assert library.item("offen") == OPEN
        assert ids(library, "zwitschermaschine") == ["geheim"]
        assert library.search(SearchRequest()).facets["thema"] == {"innovation": 4, "verdeckt": 1}
        assert library.search(SearchRequest(text="gaszählerprak")).suggestion == "Gaszählerpark"
        assert len(library.outlines().topics) == 1


def test_clients_do_not():
    with library_of(BOTH) as library:
        clients = library.for_clients()
        assert clients.for_clients() is clients is library.for_clients()
        assert clients.item("geheim") is None
        seen = clients.item("offen")
        assert seen == replace(OPEN, related=Related(), funder=Party(name="Land"))
        assert getattr(clients.item("termin-a"), "organiser", None) == ""
        assert ids(clients, "zwitschermaschine") == ids(clients, "gaszählerpark") == []
        assert clients.search(SearchRequest(text="gaszählerprak")).suggestion == ""
        assert clients.search(SearchRequest()).facets["thema"] == {"innovation": 2}
        assert clients.search(SearchRequest(text="thema:verdeckt")).notes == ("thema:verdeckt",)
        assert dict(clients.info().items) == {"event": 1, "programme": 1}
        assert (clients.vocabulary("themes"), clients.label("themes", "innovation")) == (LABELS["themes"], "Neue Wege")


def test_a_word_of_hidden_items_only_is_as_unknown_as_any_other():
    hidden = [topic(f"geheim-{number}", "Quark", visibility=NETWORK) for number in range(9)]
    with library_of([programme(title="Quarz"), *hidden]) as library:
        assert len(ids(library, "quark")) == 9
        clients = library.for_clients()
        assert ids(clients, "quark") == ids(clients, "qu") == ["zuschuss-a"]
        assert clients.search(SearchRequest(text="quark", growing=False)).suggestion == "Quarz"


def test_a_suggestion_is_spelled_as_it_stands_in_what_one_may_see():
    hidden = [topic("a-geheim", "WOLFSBURG und Wolfsburger", visibility=NETWORK)]
    with library_of([programme("offen", "Wolfsburgs"), *hidden]) as library:
        request = SearchRequest(text="wolfsbrug", growing=False)
        assert library.search(request).suggestion == "WOLFSBURG"
        # The stem is known, the form that is one slip away is not.
        assert library.for_clients().search(request).suggestion == ""
    with library_of([*hidden, programme("offen", "Wolfsburg")]) as library:
        assert library.for_clients().search(request).suggestion == "Wolfsburg"


def test_a_public_item_holds_no_names_of_others_that_are_not():
    with library_of(BOTH) as library:
        assert "offen" not in ids(library, "gaszählerpark")
    with library_of([replace(one, visibility=NETWORK) for one in BOTH]) as library:
        assert "offen" in ids(library, "gaszählerpark")


def contacts_in(library: Library) -> tuple[Contact, ...]:
    found = library.item("partner-a")
    assert isinstance(found, Partner)
    return found.contacts


def test_contacts_that_are_not_public_stay():
    contacts = tuple(Contact(role=str(one), phone="02", visibility=one) for one in Visibility)
    with library_of([partner(contacts=contacts)]) as library:
        assert [one.role for one in contacts_in(library)] == ["public", "network"]
        assert [one.role for one in contacts_in(library.for_clients())] == ["public"]


def test_where_all_is_public_clients_share_index_and_outlines():
    with library_of([programme(status=Status.PUBLISHED)]) as library:
        clients = library.for_clients()
        assert clients.outlines() is library.outlines()
        assert clients.info() == library.info()


def test_clients_close_nothing_and_are_closed_with_the_library():
    with library_of(BOTH) as library:
        clients = library.for_clients()
        clients.close()
        assert library.item("offen") == OPEN
        assert clients.item("offen") is not None
    with pytest.raises(RuntimeError):
        clients.item("offen")
