"""The values that the explanation of one programme is shown from. Frozen, made in a worker."""

from __future__ import annotations

from dataclasses import dataclass, field

from advisor_app.desktop.presenters.views import LinkView, Mark, SignatureView, SourceView


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A fact to answer or to change: what the button says, and in full for a screen reader."""

    fact: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalcLine:
    """One line of a calculation: words, figure at the right edge, and the provision behind it."""

    text: str
    amount: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of the tree of conditions: a group, or a condition with everything that speaks for its truth.

    Args:
        depth: how deep it stands, 0 for the outermost.
        sign: whether it holds: icon, tone and word.
        text: the condition, or what the group asks of its members.
        group: it is the head of the lines below it.
        decides: the verdict rests on it.
        value: what is known of its fact, "Beschäftigte: 38"; "" for groups and for what a person judges.
        origin: where that comes from and of when, "Angabe vom 20.11.2026".
        demand: what the rule asks, "unter 250"; "" where that says no more than the text.
        remark: "lässt sich nachholen" or "im Gespräch klären", else "".
        ref: number of the source, 0 for none.
        stand: as-of of the source in words.
        deed: the fact that could be answered or changed, None where nothing can.
        calc: how a fact that is worked out comes about.
        delicate: it tells what is known of a sensitive fact.
    """

    depth: int
    sign: Mark
    text: str
    group: bool = False
    decides: bool = True
    value: str = ""
    origin: str = ""
    demand: str = ""
    remark: str = ""
    ref: int = 0
    stand: str = ""
    deed: Deed | None = None
    calc: tuple[CalcLine, ...] = ()
    delicate: bool = False

    @property
    def told(self) -> str:
        """Return value, demand and origin in one line."""
        needed = f"nötig: {self.demand}" if self.demand else ""
        return " · ".join(part for part in (self.value, needed, self.origin) if part)

    @property
    def spoken(self) -> str:
        """Return the line as one sentence for a screen reader."""
        parts = (self.sign.text, self.text, self.told, self.remark, self.stand)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPoint:
    """One point of the first answer: what would have to be otherwise, with the fact that can be answered for it.

    Args:
        text: the condition; of a head what its points have to do with each other.
        note: what is known and what is needed.
        depth: how deep it stands below heads.
        head: it stands above others.
        deed: the fact that could be answered or changed, None where nothing can.
        delicate: it tells what is known of a sensitive fact.
    """

    text: str
    note: str = ""
    depth: int = 0
    head: bool = False
    deed: Deed | None = None
    delicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadView:
    """The first answer to "why": what would have to change, what is missing, or on what the verdict rests.

    Args:
        tone: colour token.
        heading: "Was sich ändern müsste".
        sentence: the answer in one or two sentences.
        rest: what else is open, or holds back; "" for nothing.
        points: one after the other.
        url: page outside that settles it, "" for none; `link` says what the link is called.
    """

    tone: str
    heading: str
    sentence: str
    rest: str = ""
    points: tuple[LeadPoint, ...] = ()
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkView:
    """A condition that a person judges in conversation; `judged` is what they found, None while it is open."""

    rule: str
    text: str
    judged: bool | None = None
    decides: bool = True
    ref: int = 0
    stand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """What the programme may come to.

    Args:
        figure: "50 %, bis 15.000 EUR", "" where nothing can be said.
        notes: that it is a range and no promise, and what it hangs on.
        calc: the calculation line by line.
        missing: facts that would make it more exact.
        refs: numbers of the sources of the amounts.
        stand: as-of of the amounts in words.
    """

    figure: str = ""
    notes: tuple[str, ...] = ()
    calc: tuple[CalcLine, ...] = ()
    missing: tuple[Deed, ...] = ()
    refs: tuple[int, ...] = ()
    stand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRow:
    """What somebody may want to do, with the answer at each stage of the application."""

    act: str
    answers: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView:
    """May we sign already: the answer, and the table of acts and stages with the provision behind it."""

    signature: SignatureView
    stages: tuple[str, ...]
    rows: tuple[StartRow, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLine:
    """One statement of state aid law: label, value, what it hangs on, calculation, and the provision with its as-of."""

    label: str
    value: str
    note: str = ""
    tone: str = ""
    calc: tuple[CalcLine, ...] = ()
    source: str = ""
    deed: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AidView:
    """Legal ground, highest intensity, use of the de-minimis room, and what the programme goes with.

    Args:
        lines: the statements.
        barred: programmes that it cannot go with.
        refs: numbers of the sources of the programme's own words on it.
    """

    lines: tuple[AidLine, ...] = ()
    barred: tuple[LinkView, ...] = ()
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The explanation as it may leave the window.

    Args:
        text: plain, without sensitive facts and without whatever they would give away; "" for what stays here.
        html: the same for paper.
        text_all: plain, with the sensitive facts.
        html_all: the same for paper.
        stays: why nothing may leave, "" if it may.
        offers_all: sensitive facts are known, so that leaving them in is a choice.
    """

    text: str = ""
    html: str = ""
    text_all: str = ""
    html_all: str = ""
    stays: str = ""
    offers_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """One programme explained.

    Args:
        id: of the programme.
        title: its name.
        meta: form of support and giver.
        outcome: what is to be expected: icon, tone, words.
        window: state of the application window.
        stand: as-of of the entry.
        lead: the first answer.
        deciding: the lines on which the verdict rests.
        every: all lines; the same where nothing is left out.
        talk: what a person judges.
        estimate: what it may come to.
        start: may we sign already.
        aid: state aid law.
        sources: those of the entry, numbered.
        standing: age of the knowledge and the reserve, for the foot.
        leaving: what may leave.
    """

    id: str
    title: str
    meta: str
    outcome: Mark
    window: Mark
    stand: Mark
    lead: LeadView
    start: StartView
    estimate: EstimateView = field(default_factory=EstimateView)
    deciding: tuple[LineView, ...] = ()
    every: tuple[LineView, ...] = ()
    talk: tuple[TalkView, ...] = ()
    aid: AidView = field(default_factory=AidView)
    sources: tuple[SourceView, ...] = ()
    standing: str = ""
    leaving: Leaving = field(default_factory=Leaving)

    @property
    def hidden(self) -> int:
        """Return how many conditions do not decide and are shown on demand."""
        return sum(not line.group for line in self.every) - sum(not line.group for line in self.deciding)
