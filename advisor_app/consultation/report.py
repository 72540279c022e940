"""The result of a check as it may leave the app: as plain text and on paper, every reason with its as-of.

Without sensitive facts it is worked out as if nothing were known of them: what it holds is the same whatever they are.
Programmes that are not public stay inside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from advisor_app.consultation.contradictions import DOUBTS, contradictions
from advisor_app.consultation.findings import Findings
from advisor_app.consultation.groups import ENDED, GROUP_HINTS, GROUP_WORDS, GROUPS, Group
from advisor_app.consultation.groups import group_of as verdict_group
from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.paper import Kind, Line, as_html, as_text
from advisor_app.consultation.privacy import without_internal
from advisor_app.consultation.verdict_words import estimate_words, reason_lines
from advisor_app.consultation.words import (
    DISCLAIMER,
    NBSP,
    ORIGIN,
    as_of_words,
    group_of,
    label,
    said,
)
from advisor_app.consultation.words import GROUPS as FACT_GROUPS
from advisor_app.documents.leaving import may_leave
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import FactValue, Profile, Provenance
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Verdict

# Gives the German label of (vocabulary, code).
Label = Callable[[str, str], str]
# Said whether it makes a difference or not: said only where it does, it would tell that there is something.
WITHOUT_SENSITIVE = (
    "Vertrauliche Angaben zum Unternehmen sind hier weder genannt noch berücksichtigt; einzelne Programme können darum "
    "anders eingestuft sein als am Bildschirm."
)
NOTHING_IN_GROUP = "Kein Programm."
_MOST_REASONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a check.

    Args:
        title: what it is called.
        lines: what it says.
        stayed: titles of programmes that may not leave the app.
    """

    title: str
    lines: tuple[Line, ...]
    stayed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a result is wanted.

    Args:
        groups: in this order.
        limit: how many programmes of a group at most, 0 for all.
        only: ids of the programmes, None for all.
        with_sensitive: tell what is known of difficulties, insolvency and recovery, and let it count.
    """

    groups: tuple[Group, ...] = GROUPS
    limit: int = 0
    only: Collection[str] | None = None
    with_sensitive: bool = False


EVERYTHING = Wanted()


def report(
    findings: Findings, names: Names = NO_NAMES, *, words: Label, as_of: str, wanted: Wanted = EVERYTHING
) -> Report:
    """Return the result of a check; meant for a worker.

    Args:
        findings: as they stand.
        names: what codes are called.
        words: labels of the vocabularies.
        as_of: day of the knowledge, as exact as it is known.
        wanted: what of it.
    """
    check = findings.checked(with_sensitive=wanted.with_sensitive)
    found = [one for one in check.verdicts if wanted.only is None or one.programme_id in wanted.only]
    internal = {one.programme.id for one in check.rulebook.entries if not may_leave(one.programme)}
    title = f"Fördercheck · {check.given.title}" if check.given.title else "Fördercheck"
    lines = (
        Line(Kind.TITLE, title),
        Line(Kind.NOTE, _standing(check, as_of)),
        # In front of the numbers that it explains.
        *(() if wanted.with_sensitive else (Line(Kind.NOTE, WITHOUT_SENSITIVE),)),
        *_fact_lines(without_internal(check.profile, internal.__contains__), names),
        *_doubt_lines(check),
        *(line for group in wanted.groups for line in _group(group, found, names, words, wanted.limit)),
        Line(Kind.HEADING, "Gut zu wissen"),
        Line(Kind.NOTE, DISCLAIMER),
    )
    stayed = tuple(one.programme.title for one in found if not may_leave(one.programme))
    return Report(title=title, lines=lines, stayed=stayed)


def report_text(made: Report) -> str:
    """Return a result as plain text, to be pasted."""
    return as_text(made.lines)


def report_html(made: Report) -> str:
    """Return a result for paper."""
    return as_html(made.lines, made.title)


def _standing(check: Check, as_of: str) -> str:
    known = sum(not value.is_open for value in check.given.facts.values())
    programmes = sum(may_leave(one.programme) for one in check.in_order)
    told = (
        f"Stand {as_of_words(check.rulebook.today.isoformat())}",
        f"Wissen vom {as_of_words(as_of)}",
        f"{_count(programmes, 'Programm')} geprüft mit {_count(known, 'Angabe', 'Angaben')}",
    )
    return " · ".join(told)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number}{NBSP}{one if number == 1 else many or f'{one}e'}"


def _fact_lines(profile: Profile, names: Names) -> Iterator[Line]:
    """Yield what is known, by group; what a sensitive fact holds is there only in a profile that may tell it."""
    known = [name for name in FACTS if not profile.value(name).is_open]
    if not known:
        return
    yield Line(Kind.HEADING, "Angaben")
    for group in FACT_GROUPS:
        for at, name in enumerate(one for one in known if group_of(one) == group):
            if not at:
                yield Line(Kind.POINT, group)
            value = profile.value(name)
            told = (f"{label(name)}: {said(name, value, names)}", _origin(value), value.note)
            yield Line(Kind.TEXT, " · ".join(part for part in told if part))


def _doubt_lines(check: Check) -> Iterator[Line]:
    """Yield what answers say against each other."""
    found = contradictions(check.given, check.rulebook.today)
    if found:
        yield Line(Kind.HEADING, DOUBTS)
    for one in found:
        yield Line(Kind.TEXT, one.text)


def _origin(value: FactValue) -> str:
    """Return where a value comes from and of when; an answer without a date says nothing by it."""
    if value.provenance is Provenance.ENTERED and not value.as_of:
        return ""
    return " vom ".join(part for part in (ORIGIN[value.provenance], as_of_words(value.as_of)) if part)


def _group(group: Group, found: list[Verdict], names: Names, words: Label, limit: int) -> Iterator[Line]:
    verdicts = [one for one in found if verdict_group(one) is group and may_leave(one.programme)]
    if group is ENDED:
        yield from _ended(verdicts)
        return
    yield Line(Kind.HEADING, f"{GROUP_WORDS[group]} ({len(verdicts)})")
    yield Line(Kind.NOTE, GROUP_HINTS[group] if verdicts else NOTHING_IN_GROUP)
    shown = verdicts[: limit or None]
    for verdict in shown:
        yield from _verdict(verdict, names, words)
    if len(shown) < len(verdicts):
        yield Line(Kind.NOTE, f"und {len(verdicts) - len(shown)}{NBSP}weitere")


def _ended(verdicts: list[Verdict]) -> Iterator[Line]:
    """Yield what nobody can apply for any more: that it was looked at, nothing else."""
    if verdicts:
        yield Line(Kind.HEADING, f"{GROUP_WORDS[ENDED]} ({len(verdicts)})")
        yield Line(Kind.NOTE, GROUP_HINTS[ENDED])
        yield Line(Kind.TEXT, ", ".join(one.programme.title for one in verdicts))


def _verdict(verdict: Verdict, names: Names, words: Label) -> Iterator[Line]:
    programme = verdict.programme
    yield Line(Kind.POINT, programme.title, right=estimate_words(verdict))
    reasons = reason_lines(verdict, names)
    for reason in reasons[:_MOST_REASONS]:
        yield Line(Kind.TEXT, reason)
    if len(reasons) > _MOST_REASONS:
        yield Line(Kind.TEXT, f"und {_count(len(reasons) - _MOST_REASONS, 'weitere Bedingung', 'weitere Bedingungen')}")
    about = (words("window_states", verdict.window.value), words("start_rules", programme.start_rule.value))
    yield Line(Kind.SMALL, " · ".join(one for one in about if one))
