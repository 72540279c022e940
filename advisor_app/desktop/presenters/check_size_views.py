"""What is shown of the size class of a company: the answer, the holdings as boxes, the calculation line by line."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.domain.profile import FactValue
from advisor_app.domain.state_aid import Holding

Path = tuple[int, ...]
# What stands in the calculation where nothing is counted.
NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A warning in words: what is so, and where something can be done about it.

    Args:
        tone: how much it matters, a tone of the look.
        icon: its shape.
        title: what is so.
        text: what that means.
        fact: name of the fact that would settle it, "" for none.
        path: place of the holding it is about, () for none.
        action: what the button says that leads there, "" for none.
    """

    tone: str
    icon: str
    title: str
    text: str
    fact: str = ""
    path: Path = ()
    action: str = ""


@dataclass(frozen=True, slots=True)
class LawLink:
    """A provision where it can be read: what it is called, and its address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """A box of the picture: the company itself (its path is empty) or an enterprise around it.

    Args:
        path: places to go down among the holdings to it.
        name: what it is called.
        counting: how it counts: `own`, or a code of `sme.Counting`.
        word: the same in a word or two.
        tone: of the word, a tone of the look.
        figures: its own figures in a few words.
        share: what stands on the line between it and the box above it in the tree.
        strength: of that line: `linked`, `partner` or `none`.
        owner: it holds the one it was told under (and stands above), else it is held by that.
        public: it is a public body.
        consolidated: its figures are in the accounts of the one it was told under.
        spoken: all of it in one sentence.
    """

    path: Path
    name: str
    counting: str
    word: str
    tone: str
    figures: str = ""
    share: str = ""
    strength: str = "none"
    owner: bool = False
    public: bool = False
    consolidated: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A line of the calculation: who, how and how much of it counts, what that brings, and the provision behind it."""

    name: str
    how: str
    weight: str
    headcount: str
    turnover: str
    balance: str
    source: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """A figure held against the limits: what it is, its value, the class it alone would give, and the limits."""

    label: str
    value: str
    level: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFact:
    """A fact of the company itself that the class is made of."""

    fact: str
    label: str
    value: str
    origin: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeView:
    """The size class and how it comes about.

    Args:
        company: what the company is called.
        answer: the class, or those still possible.
        short: the same in a word, for narrow places.
        tone: of the answer, a tone of the look.
        because: what decides, in one sentence.
        facts: own figures and answers that the class is made of.
        boxes: the company first, then everything around it, each after the one it was told under.
        rows: the calculation; the sum last.
        limits: the figures held against the limits.
        notices: warnings, the gravest first.
        related: the holdings as they are known, None where nobody listed them.
        value: the fact `company.related` with its origin.
        source: the provision the class rests on.
        laws: where it can be read.
        as_of: when the answers were given, "" if none is dated.
        today: ISO day on which it was worked out.
        is_empty: nothing was said yet.
    """

    company: str
    answer: str
    short: str
    tone: str
    because: str
    facts: tuple[OwnFact, ...] = ()
    boxes: tuple[BoxView, ...] = ()
    rows: tuple[CountRow, ...] = ()
    limits: tuple[LimitRow, ...] = ()
    notices: tuple[Notice, ...] = ()
    related: tuple[Holding, ...] | None = None
    value: FactValue
    source: str = ""
    laws: tuple[LawLink, ...] = ()
    as_of: str = ""
    today: str = ""
    is_empty: bool = False

    def box(self, path: Path) -> BoxView | None:
        """Return the box at a place, None where there is none."""
        return next((box for box in self.boxes if box.path == path), None)
