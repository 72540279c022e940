"""What if: which facts may be others on trial, which verdicts would move, and which changes would move most."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from advisor_app.consultation import groups
from advisor_app.consultation.words import OUTCOMES, capital, group_of, label, said
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_results import GROUP_LOOKS
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, FactValue, Interval, Known, Provenance
from advisor_app.matching.asking import ASKING, INPUTS
from advisor_app.matching.brackets import options
from advisor_app.matching.conditions import Condition
from advisor_app.matching.frame import rule_of
from advisor_app.matching.moves import Move, what_if
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome

HEADCOUNT, GROUP = "company.headcount", "company.headcount_group"
_KINDS = (FactType.BOOL, FactType.NUMBER, FactType.DATE)
# What a company may decide about its project or itself, and in which direction it would; the rest is as it is.
_WISHED: Mapping[str, bool] = {
    "project.with_research_org": True,
    "project.creates_job_or_training": True,
    "project.contractor_is_affiliate": False,
    "project.order_signed": False,
    "project.started": False,
    "company.trains_apprentices": True,
    "person.had_hwk_consultation": True,
}
# These can be held back, but not undone.
_ONCE = frozenset({"project.order_signed", "project.started"})
_SCALES = (HEADCOUNT, "project.total_cost_eur", "project.eligible_cost_eur", "project.months", "project.share_pct")
_STEPS = {"AWU": 1.0, "%": 5.0, "years": 1.0, "months": 1.0, "days": 10.0}
_LARGE, _MEDIUM = 1_000_000, 100_000
# How much an outcome is worth: what is open may still become anything.
_WORTH = {Outcome.FAILS: 0, Outcome.OPEN: 1, Outcome.STALE: 2, Outcome.FIXABLE: 2, Outcome.FITS: 3}
_MOST_TRIALS = 40
_MOST_SUGGESTIONS = 5
_MOST_MOVES = 12
_NUMBERS = ("null", "einer", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
Changes = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriableFact:
    """A fact that may be another one on trial.

    Args:
        fact: its name.
        label: what it is called.
        group: under which it stands.
        kind: its type; yes or no, a number, or a day.
        now: what is known of it, in words.
        value: what is known of it.
        unit: of a number.
    """

    fact: str
    label: str
    group: str
    kind: FactType
    now: str
    value: FactValue
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """A programme whose verdict would be another one."""

    id: str
    title: str
    icon: str
    tone: str
    way: str
    better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a change would move.

    Args:
        changes: fact -> what it would be.
        better: how many verdicts would be better.
        worse: how many would be worse.
        lines: the programmes, the better ones first, as many as are shown.
        more: how many are not shown.
    """

    changes: Changes
    better: int = 0
    worse: int = 0
    lines: tuple[MoveLine, ...] = ()
    more: int = 0

    @property
    def headline(self) -> str:
        """Return in words what would move."""
        parts = []
        if self.better:
            parts.append(f"{formatting.count(self.better, 'Programm', 'Programme')} besser")
        if self.worse:
            parts.append(f"{formatting.count(self.worse, 'Programm', 'Programme')} schlechter")
        return " · ".join(parts) or "Kein Ergebnis ändert sich"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A change that would move verdicts: `Mit drei Leuten weniger`, `+ 2`."""

    text: str
    gain: str
    spoken: str
    changes: Changes


def triable_facts(view: ResultsView) -> tuple[TriableFact, ...]:
    """Return the facts on which verdicts hang and that may be others on trial, in the order of the catalogue.

    Delicate facts are none of them: nobody tries out an insolvency. Meant for a worker.
    """
    rules = [rule_of(entry.programme) for entry in view.check.rulebook.entries]
    leaves = chain.from_iterable(rule.leaves() for rule in rules if rule is not None)
    asked = {name for leaf in leaves for name in (leaf.fact, leaf.value_from) if name}
    wanted = asked | {source for name in asked for source in INPUTS.get(name, ())}
    given = view.check.given
    return tuple(
        TriableFact(
            fact=name,
            label=label(name),
            group=group_of(name),
            kind=fact.type,
            now=_now(name, given.value(name), view),
            value=given.value(name),
            unit=fact.unit,
        )
        for name, fact in FACTS.items()
        if name in wanted and name in ASKING and fact.type in _KINDS and not ASKING[name].sensitive
    )


def _now(name: str, value: FactValue, view: ResultsView) -> str:
    if value.possible is Absent.UNKNOWN:
        return "noch nicht beantwortet"
    return capital(said(name, value, view.words.names))


def supposed(value: object, today: date) -> FactValue:
    """Return a value as it is tried out: an assumption of today."""
    return FactValue(possible=Known(value), provenance=Provenance.ASSUMED, as_of=today.isoformat())


def step_of(fact: str, value: float) -> float:
    """Return by how much a number goes up or down at one press."""
    unit = FACTS[fact].unit
    if unit in _STEPS:
        return _STEPS[unit]
    return 100_000.0 if value >= _LARGE else 10_000.0 if value >= _MEDIUM else 5_000.0


def try_out(view: ResultsView, changes: Changes) -> Trial:
    """Return what a change would move; meant for a worker.

    Args:
        view: how it stands.
        changes: fact -> what it would be.
    """
    # What nobody can apply for any more helps nobody, whatever its verdict.
    moved = (move for move in what_if(view.check, changes) if groups.group_of(move.after) is not groups.ENDED)
    lines = sorted((_line(move) for move in moved), key=lambda line: not line.better)
    better = sum(line.better for line in lines)
    return Trial(
        changes=changes,
        better=better,
        worse=len(lines) - better,
        lines=tuple(lines[:_MOST_MOVES]),
        more=max(0, len(lines) - _MOST_MOVES),
    )


def _line(move: Move) -> MoveLine:
    after = move.after.outcome
    look = GROUP_LOOKS[after]
    return MoveLine(
        id=move.programme_id,
        title=move.after.programme.title,
        icon=look.icon,
        tone=look.tone,
        way=f"{OUTCOMES[move.before.outcome]} → {OUTCOMES[after]}",
        better=_WORTH[after] > _WORTH[move.before.outcome],
    )


def suggestions(view: ResultsView, *, gone: Callable[[], bool] = lambda: False) -> tuple[Suggestion, ...]:
    """Return the changes that would make most verdicts better; meant for a worker.

    Args:
        view: how it stands.
        gone: tells whether nobody waits any more.
    """
    found: list[tuple[int, int, Suggestion]] = []
    for number, (fact, value, text) in enumerate(_candidates(view)):
        if gone() or number >= _MOST_TRIALS:
            break
        changes = {fact: supposed(value, view.words.today)}
        trial = try_out(view, changes)
        if trial.better > trial.worse:
            found.append((trial.worse - trial.better, number, _suggestion(text, trial, changes)))
    return _one_a_fact(suggestion for _, _, suggestion in sorted(found, key=lambda one: one[:2]))


def _one_a_fact(ordered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the best suggestion of each fact."""
    best: dict[tuple[str, ...], Suggestion] = {}
    for suggestion in ordered:
        best.setdefault(tuple(suggestion.changes), suggestion)
    return tuple(best.values())[:_MOST_SUGGESTIONS]


def _suggestion(text: str, trial: Trial, changes: Changes) -> Suggestion:
    gain = f"+{formatting.NBSP}{trial.better}"
    if trial.worse:
        gain = f"{gain}, −{formatting.NBSP}{trial.worse}"
    return Suggestion(text=text, gain=gain, spoken=f"{text}: {trial.headline}", changes=changes)


def _candidates(view: ResultsView) -> Iterator[tuple[str, object, str]]:
    """Yield fact, value and words of what may be tried out."""
    given = view.check.given
    for fact, wish in _WISHED.items():
        known = given.known(fact)
        undone = fact in _ONCE and known is True
        if known is not wish and not undone and view.check.rulebook.net.by_fact.get(fact):
            yield fact, wish, f"{label(fact)}: {'ja' if wish else 'nein'}"
    for fact in _SCALES:
        known = given.known(fact)
        if isinstance(known, int | float):
            for target in sorted(_targets(view, fact, known), key=lambda value: abs(value - known)):
                yield fact, whole(target), change_words(fact, known, target)


def _targets(view: ResultsView, fact: str, known: float) -> set[float]:
    """Return the nearest numbers beyond the limits that programmes set."""
    check = view.check
    aside = _aside(check, known) if fact == HEADCOUNT else 0.0
    limits = options(fact, Absent.UNKNOWN, _asking(check, fact), view.words.today)
    found = {_nearest(one, known + aside) - aside for one in limits if isinstance(one, Interval)}
    if fact == HEADCOUNT:
        # Shares of other enterprises leave fractions of people; one goes on to the next whole one.
        found = {float(math.floor(one) if one < known else math.ceil(one)) for one in found}
    return {target for target in found if target >= 0 and target != known}


def _aside(check: Check, known: float) -> float:
    """Return how many people other enterprises add to a company's own; the limits hold for all together."""
    group = check.profile.known(GROUP)
    return float(group) - known if isinstance(group, int | float) else 0.0


def _nearest(bracket: Interval, known: float) -> float:
    """Return the number of a bracket that is nearest to what is known."""
    low = float(bracket.min) if bracket.min is not None else 0.0
    high = float(bracket.max) if bracket.max is not None else max(low, known)
    return min(max(known, low), high)


def _asking(check: Check, fact: str) -> Iterator[Condition]:
    """Yield the conditions that a fact decides, also by way of facts derived from it."""
    net = check.rulebook.net
    names = [fact, *(derived for derived, sources in INPUTS.items() if fact in sources)]
    for node in sorted({node for name in names for node in net.by_fact.get(name, ())}):
        yield net.conditions[node]


def change_words(fact: str, before: float, after: float) -> str:
    """Return how a number would change: `Mit drei Leuten weniger`, `Gesamtkosten: 200.000 EUR`."""
    if fact != HEADCOUNT:
        return f"{label(fact)}: {said(fact, FactValue(possible=Known(whole(after))))}"
    count = abs(after - before)
    way = "weniger" if after < before else "mehr"
    if count == 1:
        return f"Mit einer Person {way}"
    spelled = count == int(count) and int(count) < len(_NUMBERS)
    number = _NUMBERS[int(count)] if spelled else formatting.number(count)
    return f"Mit {number} Leuten {way}"


def whole(value: float) -> float:
    """Return a number as people write it: without decimals where it has none."""
    return int(value) if value == int(value) else value


def with_change(changes: Changes, fact: str, value: FactValue | None) -> Changes:
    """Return changes with one more, or without it where the value is None."""
    others = {name: other for name, other in changes.items() if name != fact}
    return others if value is None else {**others, fact: value}


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, or earlier; the last of the month where there is no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
