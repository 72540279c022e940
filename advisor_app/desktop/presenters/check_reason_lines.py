"""The deciding reasons of a verdict in one line each, those that matter most first."""

from __future__ import annotations

from collections.abc import Iterable

from advisor_app.consultation.names import Names
from advisor_app.consultation.words import capital, label, said
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_result_views import ReasonLine
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent
from advisor_app.matching.explanation import Reason
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict

# One icon, one meaning: holds, can be brought about, is missing, is a matter of conversation, fails, is to be checked.
HOLDS = ("circle-check", "ok")
TO_DO = ("tool", "warn")
MISSING = ("help-circle", "info")
TALK = ("users", "draw")
FAILED = ("circle-x", "bad")
CHECK = ("zoom-question", "warn")


def reason_lines(verdict: Verdict, names: Names) -> tuple[ReasonLine, ...]:
    """Return the deciding reasons of a verdict, each once.

    Args:
        verdict: whose reasons are told.
        names: what codes of the profile are called.
    """
    lines: dict[str, ReasonLine] = {}
    for line in _lines(verdict, names):
        lines.setdefault(line.text, line)
    return tuple(lines.values())


def _lines(verdict: Verdict, names: Names) -> Iterable[ReasonLine]:
    if not verdict.has_rule:
        yield _line(MISSING, "Bedingungen sind nicht hinterlegt", "bei der Stelle klären")
        return
    if verdict.outcome is Outcome.FIXABLE:
        yield from _to_do(verdict, names)
        return
    if verdict.outcome is Outcome.STALE:
        review = verdict.programme.review
        note = f"Beleg {review.certainty}, zu prüfen bis {formatting.as_of(review.review_by)}"
        yield _line(CHECK, "Angaben zum Programm prüfen", note)
    for reason in sorted(verdict.deciding, key=lambda one: one.manual):
        yield _line(_sign(reason), reason_words(reason), _note(reason, names))


def _to_do(verdict: Verdict, names: Names) -> Iterable[ReasonLine]:
    """Yield what can be brought about, and what would be missing or to be talked about after that."""
    for reason in verdict.fixable:
        yield _line(TO_DO, reason_words(reason), _note(reason, names))
    for fact in verdict.open:
        yield _line(MISSING, label(fact), "Angabe fehlt")
    for reason in verdict.manual:
        yield _line(TALK, reason_words(reason), _note(reason, names))


def _line(sign: tuple[str, str], text: str, note: str) -> ReasonLine:
    return ReasonLine(icon=sign[0], tone=sign[1], text=text, note=note)


def _sign(reason: Reason) -> tuple[str, str]:
    if reason.truth is Truth.TRUE:
        return HOLDS
    if reason.truth is Truth.FALSE:
        return FAILED
    return TALK if reason.manual else MISSING


def reason_words(reason: Reason) -> str:
    """Return the words of a condition."""
    return capital(reason.text) or (label(reason.fact) if reason.fact else "Bedingung")


def _note(reason: Reason, names: Names) -> str:
    """Return what is known, with the date of the rule's source; of an open reason what is missing."""
    if reason.manual:
        return "im Gespräch klären" if reason.truth is Truth.OPEN else "im Gespräch geklärt"
    if reason.truth is Truth.OPEN:
        return _gap(reason, names)
    stand = f"Stand {formatting.as_of(reason.as_of)}" if reason.as_of else ""
    return formatting.joined([_value(reason, names), stand])


def _gap(reason: Reason, names: Names) -> str:
    possible = reason.value.possible
    if possible is Absent.DECLINED:
        return "keine Angabe"
    return "Angabe fehlt" if isinstance(possible, Absent) else f"{_value(reason, names)}, genauer nötig"


def _value(reason: Reason, names: Names) -> str:
    words = said(reason.fact, reason.value, names)
    kind = FACTS[reason.fact]
    # "ja" or "38" alone says nothing beside the words of a rule.
    if kind.type in (FactType.BOOL, FactType.NUMBER, FactType.DATE):
        return f"{label(reason.fact)}: {words}"
    return words
