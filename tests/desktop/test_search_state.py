"""What the search page asks for, and going back and forth."""

from advisor_app.desktop.pages.search.state import History, Place, SearchState
from advisor_app.search.model import Sort

A, B, C = (Place(SearchState(text=text), text) for text in "abc")


def test_filters_are_added_and_taken_away_in_order():
    state = SearchState(text="x").toggled("kind", "programme").toggled("region", "05").toggled("kind", "topic")
    assert state.request().filters == {"kind": ("programme", "topic"), "region": ("05",)}
    assert state.toggled("region", "05").request().filters == {"kind": ("programme", "topic")}
    assert state.without_filters() == SearchState(text="x")


def test_the_last_word_grows_until_it_is_closed():
    assert SearchState(text="cob").request().growing
    assert not SearchState(text="cob ").request().growing
    assert not SearchState(text='"de minimis"').request().growing
    assert not SearchState().request().growing


def test_requests_page_and_sort():
    request = SearchState(sort=Sort.TITLE).request(offset=30)
    assert (request.sort, request.offset, request.limit) == (Sort.TITLE, 30, 30)


def test_a_word_is_dropped():
    assert SearchState(text="Cobot  Schweißen").without_word("cobot").text == "Schweißen"


def test_typing_is_one_place():
    history = History()
    history.move(A)
    history.move(B)
    assert history.current == B
    assert not history.can_step(-1)


def test_what_was_opened_on_purpose_is_kept():
    history = History()
    history.move(A)
    history.settle()
    history.move(B)
    history.move(C)
    assert history.step(-1) == A
    assert history.step(1) == C


def test_following_a_link_keeps_where_one_was():
    history = History()
    history.move(A)
    history.visit(B)
    assert history.step(-1) == A
    assert history.step(-1) is None
    history.move(C)
    assert not history.can_step(1)
