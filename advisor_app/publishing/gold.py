"""Gold profiles held against programmes: which verdicts are not as expected, which are tipped, which nobody expects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from advisor_app.content.faults import error, nearest, shown, warning
from advisor_app.content.geodata import Geodata
from advisor_app.content.gold_profiles import Gold, GoldProfile, load_gold
from advisor_app.content.load import Content
from advisor_app.content.profile_values import Tables
from advisor_app.domain import Status
from advisor_app.domain.eligibility import Rule
from advisor_app.domain.programme import Programme
from advisor_app.errors import Problem
from advisor_app.matching.derive import deriver
from advisor_app.matching.explanation import Reason
from advisor_app.matching.frame import never_fails, rule_of
from advisor_app.matching.rulebook import Check, Rulebook
from advisor_app.matching.truth import Truth
from advisor_app.matching.turning import turns_needed, wanted_of_member
from advisor_app.matching.verdict import Outcome, Verdict

_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipped:
    """A verdict that a change of content tips: of which gold profile and programme, and why it is now as it is."""

    profile: str
    programme: str
    before: Outcome
    after: Outcome
    why: str

    def document(self) -> dict[str, str]:
        """Return it for JSON."""
        return {
            "profile": self.profile,
            "id": self.programme,
            "before": self.before.value,
            "after": self.after.value,
            "why": self.why,
        }


class _Rulebooks:
    """The rules of the same programmes on different days, compiled once a day."""

    def __init__(self, programmes: Iterable[Programme], today: date) -> None:
        self._programmes = tuple(programmes)
        self._today = today
        self._known: dict[date, Rulebook] = {}

    def check(self, gold: GoldProfile) -> Check:
        day = gold.day or self._today
        if day not in self._known:
            self._known[day] = Rulebook(self._programmes, day, derive=deriver(day))
        return self._known[day].check(gold.profile)


def with_gold(content: Content, kb: Path, geodata: Geodata, today: date) -> Content:
    """Return content with what its gold profiles say of it among its problems.

    Args:
        content: what was read from `kb`.
        kb: its folder.
        geodata: what places and industries are looked up in.
        today: the day of verdicts that name none.
    """
    gold = gold_of(content, kb, geodata)
    programmes = [item for item in content.items if isinstance(item, Programme)]
    lost = {Path(problem.file).stem for problem in content.errors}
    found = gold_problems(gold, programmes, today, lost=lost)
    return replace(content, problems=tuple(sorted({*content.problems, *found})))


def gold_of(content: Content, kb: Path, geodata: Geodata) -> Gold:
    """Read the gold profiles that stand beside content."""
    return load_gold(kb, Tables(geodata=geodata, themes=frozenset(content.vocabularies.get("themes", ()))))


def gold_problems(
    gold: Gold, programmes: Sequence[Programme], today: date, *, lost: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Return what is wrong with the gold profiles and with the verdicts on them.

    Args:
        gold: the profiles.
        programmes: those that can be read, drafts included.
        today: the day of verdicts that name none.
        lost: ids of programmes that cannot be read; nothing is expected of these.
    """
    rulebooks = _Rulebooks(programmes, today)
    ids = [programme.id for programme in programmes]
    problems = list(gold.problems)
    for one in gold.profiles:
        verdicts = rulebooks.check(one).by_id
        for programme, expected in one.expect.items():
            if programme in verdicts:
                problems += _mismatch(one, verdicts[programme], Outcome(expected), one.day or today)
            elif programme not in lost:
                problems.append(_unknown(one, programme, ids))
    if gold.profiles:
        problems += _uncovered(gold.profiles, programmes)
    return tuple(sorted(problems))


def tipped(gold: Gold, before: Iterable[Programme], after: Iterable[Programme], today: date) -> tuple[Tipped, ...]:
    """Return the verdicts on gold profiles that differ between two states of the content.

    Args:
        gold: the profiles.
        before: programmes as they were.
        after: programmes as they will be; those that are in one of both only are no verdicts that tip.
        today: the day of profiles that name none.
    """
    old, new = _Rulebooks(before, today), _Rulebooks(after, today)
    found = []
    for one in gold.profiles:
        was = old.check(one).by_id
        for verdict in new.check(one).in_order:
            earlier = was.get(verdict.programme_id)
            if earlier is not None and earlier.outcome is not verdict.outcome:
                found.append(
                    Tipped(
                        profile=one.name,
                        programme=verdict.programme_id,
                        before=earlier.outcome,
                        after=verdict.outcome,
                        why=because(verdict),
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.programme, one.profile)))


def because(verdict: Verdict) -> str:
    """Return the deciding conditions of a verdict in one line."""
    reasons = verdict.deciding
    if not reasons:
        return "no rules"
    more = f"; {len(reasons) - _REASONS} more" if len(reasons) > _REASONS else ""
    return "; ".join(_told(reason) for reason in reasons[:_REASONS]) + more


def reachable(rule: Rule) -> tuple[Outcome, ...]:
    """Return the outcomes that a rule can lead to, taking every condition as independent of the others."""
    found = [Outcome.FITS, Outcome.OPEN]
    if any(leaf.fixable for leaf in rule.leaves()):
        found.append(Outcome.FIXABLE)
    if _fails_for_good(rule, Truth.TRUE):
        found.append(Outcome.FAILS)
    return tuple(outcome for outcome in Outcome if outcome in found)


def _fails_for_good(rule: Rule, wanted: Truth) -> bool:
    """Tell whether a rule can be the opposite of what is wanted in a way that nobody can bring about otherwise."""
    members = rule.children
    if not members:
        return not (rule.fixable or never_fails(rule))
    hopeless = sum(
        _fails_for_good(member, wanted_of_member(rule.form, place, wanted)) for place, member in enumerate(members)
    )
    return hopeless > len(members) - turns_needed(rule, wanted)


def _mismatch(gold: GoldProfile, verdict: Verdict, expected: Outcome, day: date) -> Iterator[Problem]:
    if verdict.outcome is expected:
        return
    overdue = verdict.programme.review.review_by < day.isoformat()
    if expected is Outcome.FITS and verdict.outcome is Outcome.STALE and overdue:
        # The programme has to be looked at again, and that is told of its own file.
        return
    programme = verdict.programme_id
    message = f"{expected.value} is expected, the check says {verdict.outcome.value}: {because(verdict)}"
    why = gold.why.get(programme, "")
    remedy = f"correct the rule of the programme, or the expectation{f' ({why})' if why else ''}"
    yield error(gold.file, gold.lines[programme], f"expect.{programme}", "gold_mismatch", f"{message}; {remedy}")


def _unknown(gold: GoldProfile, programme: str, ids: Sequence[str]) -> Problem:
    near = nearest(programme, ids)
    remedy = f'did you mean "{near}"?' if near else "remove the line, or publish the programme"
    message = f"no programme ships as {shown(programme)}; {remedy}"
    return error(gold.file, gold.lines[programme], f"expect.{programme}", "gold_unknown", message)


def _uncovered(profiles: Iterable[GoldProfile], programmes: Iterable[Programme]) -> Iterator[Problem]:
    """Yield a warning for each published programme with rules that lacks a profile for an outcome it can reach."""
    covered: dict[str, set[str]] = {}
    for one in profiles:
        for programme_id, outcome in one.expect.items():
            covered.setdefault(programme_id, set()).add(outcome)
    for programme in programmes:
        rule = rule_of(programme)
        if rule is None or programme.status is not Status.PUBLISHED:
            continue
        wanted = [outcome.value for outcome in reachable(rule)]
        missing = [code for code in wanted if code not in covered.get(programme.id, set())]
        if missing:
            message = f"no gold profile expects {', '.join(missing)}; add one to gold/profiles"
            yield warning(f"programmes/{programme.id}.md", 0, "eligibility", "gold_uncovered", message)


def _told(reason: Reason) -> str:
    named = reason.text or reason.id or reason.fact
    return f"{named} ({reason.truth.code})"
