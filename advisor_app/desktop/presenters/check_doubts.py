"""Answers that do not go together, as the window says it: what is odd, and the ways to the answers."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.consultation.contradictions import DOUBTS, contradictions
from advisor_app.consultation.findings import Findings
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.words import NBSP, label

# More than that nobody reads before the verdicts.
_TOLD = 2
_WAYS = 3


@dataclass(frozen=True, slots=True)
class DoubtsView:
    """What does not go together.

    Args:
        title: that there is something, "" where there is nothing.
        text: what it is.
        facts: what can be looked at, those that matter most first.
        ways: what they are called.
    """

    title: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


NO_DOUBTS = DoubtsView()


def present_doubts(findings: Findings, *, clients: bool = False) -> DoubtsView:
    """Return what does not go together.

    Args:
        findings: what follows from what was told.
        clients: a client looks at the screen; what is delicate is not for them.
    """
    every = contradictions(findings.session.given, findings.today)
    found = [one for one in every if not (clients and SENSITIVE.intersection(one.facts))]
    if not found:
        return NO_DOUBTS
    more = len(found) - _TOLD
    texts = [one.text for one in found[:_TOLD]] + ([f"Und {more}{NBSP}weitere."] if more > 0 else [])
    facts = tuple(dict.fromkeys(fact for one in found[:_TOLD] for fact in one.facts))[:_WAYS]
    return DoubtsView(DOUBTS, " ".join(texts), facts, tuple(label(fact) for fact in facts))
