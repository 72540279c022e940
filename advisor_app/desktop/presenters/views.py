"""The values the window shows. Frozen, so they may cross from a worker to the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # The window is on screen before the domain is imported; views only name its types.
    from advisor_app.domain.item import Item
    from advisor_app.domain.outlines import Outlines
    from advisor_app.errors import AdvisorError
    from advisor_app.search.model import SearchRequest, SearchResult

Baseline = Mapping[str, Mapping[str, int]]


class Labels(Protocol):
    """What knows the German words behind codes."""

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code."""

    def items(self, ids: Sequence[str]) -> Mapping[str, Item]:
        """Return the items that exist of the ids asked for."""


class LibraryInfo(Protocol):
    """What is known about the knowledge as a whole; `as_of` is an ISO day, `items` counts by kind code."""

    @property
    def version(self) -> int:
        """Number of the release."""

    @property
    def digest(self) -> str:
        """Fingerprint of the content."""

    @property
    def as_of(self) -> str:
        """Day of the content."""

    @property
    def items(self) -> Mapping[str, int]:
        """Counts by kind."""


class Library(Labels, Protocol):
    """The knowledge and its search, callable from a worker thread."""

    @property
    def origin(self) -> str:
        """Where it came from: `own` or `brought`."""

    @property
    def instead_of(self) -> AdvisorError | None:
        """Why other knowledge, which would have come first, was not opened; None if nothing would have."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question."""

    def item(self, item_id: str) -> Item | None:
        """Return an item by id or former id."""

    def outlines(self) -> Outlines:
        """Return what lists, maps and calendars need of every item; the first call takes its time."""

    def for_clients(self) -> Library:
        """Return the same knowledge as anybody may see it; itself if that is what it is."""

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """Return code -> label of a vocabulary."""

    def info(self) -> LibraryInfo:
        """Tell version, day and counts."""

    def close(self) -> None:
        """Let go of all files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An icon with its word. `tone` is a colour token; a filled one stands on the soft fill of its tone."""

    icon: str
    tone: str
    text: str
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row of the result list: title · meta, figure and cap at the right edge · badge, state, as-of.

    `outside` is the row in words as it may leave the window, "" for one that stays here.
    """

    id: str
    kind: str
    title: str
    meta: str
    stand: Mark
    title_marks: tuple[tuple[int, int], ...] = ()
    figure: str = ""
    cap: str = ""
    badge: Mark | None = None
    state: Mark | None = None
    muted: bool = False
    snippet: str = ""
    source_url: str = ""
    onward: str = ""
    outside: str = ""

    @property
    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        marks = [mark.text for mark in (self.badge, self.state, self.stand) if mark is not None]
        return ", ".join(part for part in (self.title, self.meta, f"{self.figure} {self.cap}".strip(), *marks) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetOption:
    """One value of a facet with what choosing it would give."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """A facet with its values in a stable order."""

    facet: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipView:
    """An active filter."""

    facet: str
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A way out of an empty result: a filter or word to drop and the hits that gives."""

    label: str
    facet: str
    code: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """An answer as the search page shows it."""

    request: SearchRequest
    total: int
    headline: str
    remark: str
    rows: tuple[RowView, ...]
    groups: tuple[FacetGroup, ...]
    chips: tuple[ChipView, ...]
    suggestion: str = ""
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """One cell of the fact box; `refs` are numbers of sources."""

    label: str
    value: str
    note: str = ""
    refs: tuple[int, ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """The answer to "Darf ich schon unterschreiben?"."""

    icon: str
    tone: str
    answer: str
    sentence: str
    refs: tuple[int, ...] = ()
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link to another item."""

    id: str
    kind: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostView:
    """What an ended programme leads to."""

    title: str
    sentence: str
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links of one kind."""

    label: str
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading with sanitised HTML under it; the heading is "" for the lead."""

    heading: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A field for which sources disagree, each value with the number of its source."""

    field: str
    values: tuple[tuple[str, int], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as it stands in the strip."""

    number: int
    id: str
    title: str
    address: str
    url: str
    stand: str
    detail: str
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """A page outside that the reader will want next."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SquareView:
    """Something a telephone reads from the screen: `text` is what the square says, `shown` what stands beside it."""

    icon: str
    label: str
    caption: str
    shown: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachView:
    """One way to reach somebody: whose it is (role), how it is shown, and the address that opens it outside."""

    role: str
    shown: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """How to reach a partner; public ways only. `kept` says in words what stays in the network, "" for nothing."""

    id: str
    title: str
    numbers: tuple[ReachView, ...] = ()
    mails: tuple[ReachView, ...] = ()
    website: str = ""
    text: str = ""
    squares: tuple[SquareView, ...] = ()
    kept: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item as the reading pane shows it."""

    id: str
    kind: str
    overline: str
    title: str
    badges: tuple[Mark, ...]
    facts: tuple[FactView, ...]
    blocks: tuple[Block, ...]
    sources: tuple[SourceView, ...]
    checked: str
    review: Mark
    signature: SignatureView | None = None
    signpost: SignpostView | None = None
    questions: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    conflicts: tuple[ConflictView, ...] = ()
    related: tuple[LinkGroup, ...] = ()
    action: ActionView | None = None
    contacts: ContactView | None = None
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Freshness and size of the knowledge in words."""

    as_of: str
    age: str
    counts: str
    counts_by_kind: tuple[tuple[str, str, int], ...]
    version: str
    digest: str
    stale_days: int = 0
