"""What the search page asks for, and where the reader has been. Pure values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advisor_app.search.sort import Sort

if TYPE_CHECKING:
    from advisor_app.search.model import SearchRequest

PAGE_SIZE = 30
_CLOSING = (" ", '"', ")")


@dataclass(frozen=True, slots=True)
class SearchState:
    """A question: text, filters in the order they were chosen, sort."""

    text: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: Sort = Sort.RELEVANCE

    def with_text(self, text: str) -> SearchState:
        """Return the same question with another text."""
        return replace(self, text=text)

    def with_sort(self, sort: Sort) -> SearchState:
        """Return the same question in another order."""
        return replace(self, sort=sort)

    def toggled(self, facet: str, code: str) -> SearchState:
        """Return the question with a filter added, or taken away if it was there."""
        chosen = dict(self.filters)
        codes = chosen.get(facet, ())
        chosen[facet] = tuple(kept for kept in codes if kept != code) if code in codes else (*codes, code)
        return replace(self, filters=tuple((name, kept) for name, kept in chosen.items() if kept))

    def without_filters(self) -> SearchState:
        """Return the question with its text only."""
        return replace(self, filters=())

    def without_word(self, word: str) -> SearchState:
        """Return the question without one of its words."""
        kept = [part for part in self.text.split() if part.casefold() != word.casefold()]
        return replace(self, text=" ".join(kept))

    def request(self, *, offset: int = 0, limit: int = PAGE_SIZE) -> SearchRequest:
        """Return the request for a page of hits."""
        from advisor_app.search.model import SearchRequest  # noqa: PLC0415 - after the first paint

        return SearchRequest(
            text=self.text,
            filters=dict(self.filters),
            sort=self.sort,
            limit=limit,
            offset=offset,
            snippets=0,
            growing=bool(self.text) and not self.text.endswith(_CLOSING),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: a question and the item that is open."""

    state: SearchState = SearchState()
    item_id: str = ""


@dataclass(slots=True)
class History:
    """Places to go back and forth between.

    While the reader types or moves through hits, the current place changes with them; a place that was settled on
    (opened on purpose) is kept, and the next change starts a new one.
    """

    places: list[Place] = field(default_factory=lambda: [Place()])
    position: int = 0
    settled: bool = False

    @property
    def current(self) -> Place:
        """Return where the reader is."""
        return self.places[self.position]

    def move(self, place: Place) -> None:
        """Go to a place without meaning to come back to each step."""
        if place == self.current:
            return
        if self.settled:
            self._push(place)
        else:
            self.places[self.position] = place
            del self.places[self.position + 1 :]
        self.settled = False

    def visit(self, place: Place) -> None:
        """Go to a place on purpose, so that one can come back to it and to where one was."""
        if place != self.current:
            self._push(place)
        self.settled = True

    def settle(self) -> None:
        """Keep the current place."""
        self.settled = True

    def step(self, by: int) -> Place | None:
        """Go back (-1) or forth (1); None if there is nothing there."""
        target = self.position + by
        if not 0 <= target < len(self.places):
            return None
        self.position = target
        self.settled = True
        return self.current

    def can_step(self, by: int) -> bool:
        """Tell whether there is a place in that direction."""
        return 0 <= self.position + by < len(self.places)

    def _push(self, place: Place) -> None:
        del self.places[self.position + 1 :]
        self.places.append(place)
        self.position += 1
