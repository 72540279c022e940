"""The deciding reasons of a verdict in one line each, those that matter most first."""

from __future__ import annotations

from collections.abc import Iterable

from advisor_app.consultation.names import Names
from advisor_app.consultation.verdict_words import NO_CONDITIONS, reason_line, reason_text
from advisor_app.consultation.words import capital, label
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_result_views import ReasonLine
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
_JOINT = " · "
# What the rule comes to where it is decided.
_EXPECTED = {Outcome.FITS: Truth.TRUE, Outcome.STALE: Truth.TRUE, Outcome.FAILS: Truth.FALSE}


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
        text, _, note = NO_CONDITIONS.partition("; ")
        yield _line(MISSING, text, note)
        return
    if verdict.outcome is Outcome.FIXABLE:
        yield from _to_do(verdict, names)
        return
    if verdict.outcome is Outcome.STALE:
        review = verdict.programme.review
        note = f"Beleg {review.certainty}, Prüfung bis {formatting.as_of(review.review_by)}"
        yield _line(CHECK, "Angaben zum Programm prüfen", note)
    expected = _EXPECTED.get(verdict.outcome)
    for reason in sorted(verdict.deciding, key=lambda one: one.manual):
        yield _told(_sign(reason, expected), reason, names, expected)


def _to_do(verdict: Verdict, names: Names) -> Iterable[ReasonLine]:
    """Yield what can be brought about, and what would be missing or to be talked about after that."""
    for reason in verdict.fixable:
        if reason.manual:
            yield _line(TO_DO, capital(reason_text(reason)), "noch nicht erfüllt")
        else:
            yield _told(TO_DO, reason, names, None)
    for fact in verdict.open:
        yield _line(MISSING, label(fact), "Angabe fehlt")
    for reason in verdict.manual:
        yield _told(TALK, reason, names, None)


def _told(sign: tuple[str, str], reason: Reason, names: Names, expected: Truth | None) -> ReasonLine:
    """Return a condition with what is known of it behind its words."""
    text = capital(reason_text(reason))
    note = reason_line(reason, names, expected=expected).removeprefix(text).removeprefix(_JOINT)
    return _line(sign, text, note)


def _line(sign: tuple[str, str], text: str, note: str) -> ReasonLine:
    return ReasonLine(icon=sign[0], tone=sign[1], text=text, note=note)


def _sign(reason: Reason, expected: Truth | None) -> tuple[str, str]:
    """Return what stands before a reason; in a group of what must not be, a condition helps by not holding."""
    if reason.truth is Truth.OPEN:
        return TALK if reason.manual else MISSING
    return FAILED if expected is Truth.FALSE else HOLDS
