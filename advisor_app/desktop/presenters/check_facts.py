"""The facts of a check in words: what is known and where from, what open programmes miss, what else may be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.words import (
    COMPANY,
    CONFIDENTIAL,
    GROUPS,
    ORIGIN,
    PERSON,
    PROJECT,
    group_of,
    label,
    value_label,
)
from advisor_app.desktop.presenters.check_views import FactLine, FactsView, LineKind
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, FactValue, Known, Profile, Provenance
from advisor_app.matching.asking import ASKING
from advisor_app.matching.question import questions

# More missing facts than that nobody looks at before they begin; the others are folded away.
_FIRST = 8
_FOUNDER_GROUPS = (PERSON, PROJECT, COMPANY, CONFIDENTIAL)
_FOUNDER_KINDS = frozenset({"gruendung"})
_WAYS_TO_FOUND = frozenset({"neugruendung", "uebernahme", "beteiligung"})
_NOT_ANSWERED, _PUT_OFF, _ACTION = "noch nicht beantwortet", "zurückgestellt", "Ergänzen"
_PLACE = "nur auf diesem Gerät"
_CHANGED = "nicht gespeichert"
# Follows from others, but from nothing that is at hand: somebody has to say it.
_ANSWERED_BY_HAND = frozenset({"company.structurally_weak"})

# What follows from others and goes without saying: that a company with a day of founding is there; that a group of one
# has as many people as the company.
_EVIDENT = frozenset({"company.exists", "company.site_in_de"})
_OWN_OF_GROUP = {"company.headcount_group": "company.headcount", "company.turnover_group_eur": "company.turnover_eur"}


def is_founding(profile: Profile) -> bool:
    """Tell whether a profile speaks of a founder rather than of a company that is there."""
    kinds = profile.known("project.kind") or ()
    return bool(_FOUNDER_KINDS & set(kinds)) or profile.known("project.founding_kind") in _WAYS_TO_FOUND


def missing_facts(findings: Findings, *, clients: bool) -> tuple[str, ...]:
    """Return the facts that open programmes miss, what settles most first.

    Args:
        findings: what is known.
        clients: a client looks at the screen; delicate questions are not for them.
    """
    given = findings.session.given
    found = (one.fact for one in questions(findings.check))
    return tuple(
        fact for fact in found if given.value(fact).possible is Absent.UNKNOWN and not (clients and fact in SENSITIVE)
    )


def present_facts(
    findings: Findings, names: Names, *, founding: bool = False, clients: bool = False, file: str = "",
    changed: bool = False,
) -> FactsView:  # fmt: skip
    """Return the facts as they are shown.

    Args:
        findings: what is known, and what follows from it.
        names: of places, industries and themes.
        founding: the person and the project stand first.
        clients: a client looks at the screen.
        file: name of the file that the profile lies in, "" for none.
        changed: the file says something else.
    """
    session = findings.session
    missing = missing_facts(findings, clients=clients)
    look = _Look(findings.profile, names, frozenset(session.put_off))
    groups = _FOUNDER_GROUPS if founding else GROUPS
    known = _known(findings.profile, clients=clients)
    evident = frozenset(fact for fact in known if _is_evident(fact, findings.profile))
    first = look.lines(groups, [fact for fact in known if fact not in evident], missing[:_FIRST])
    listed = {line.fact for line in first}
    rest = (fact for fact in FACTS if fact in evident or _may_be_told(fact, clients=clients))
    others = [*missing[_FIRST:], *rest]
    place = _PLACE if not file else f"{file} · {_CHANGED}" if changed else file
    return FactsView(
        title=session.given.title,
        place=place,
        lines=first,
        others=look.lines(groups, (), tuple(dict.fromkeys(fact for fact in others if fact not in listed))),
        missing=len(missing),
        founding=founding,
    )


def known_count(profile: Profile) -> int:
    """Return how many facts were answered; what follows from others is no answer."""
    return sum(not value.is_open for value in profile.facts.values())


def _known(profile: Profile, *, clients: bool) -> tuple[str, ...]:
    """Return what is known; what follows from nothing at all is worth no line."""
    if all(value.provenance is Provenance.DERIVED for value in profile.facts.values()):
        return ()
    return tuple(
        fact
        for fact in FACTS
        if profile.value(fact).possible is not Absent.UNKNOWN and not (clients and fact in SENSITIVE)
    )


def _is_evident(fact: str, profile: Profile) -> bool:
    value = profile.value(fact)
    if value.provenance is not Provenance.DERIVED:
        return False
    if fact in _OWN_OF_GROUP:
        return value.possible == profile.value(_OWN_OF_GROUP[fact]).possible
    return fact in _EVIDENT and value.possible == Known(value=True)


def _may_be_told(fact: str, *, clients: bool) -> bool:
    return (fact in ASKING or fact in _ANSWERED_BY_HAND) and not (clients and fact in SENSITIVE)


@dataclass(frozen=True, slots=True)
class _Look:
    """What lines are made of."""

    profile: Profile
    names: Names
    put_off: Collection[str]

    def lines(self, groups: Sequence[str], known: Sequence[str], missing: Sequence[str]) -> tuple[FactLine, ...]:
        """Return facts under the headings of their groups: what is known first, then what is missing."""
        return tuple(line for group in groups for line in self._group(group, known, missing))

    def _group(self, group: str, known: Sequence[str], missing: Sequence[str]) -> Iterable[FactLine]:
        facts = [fact for fact in (*known, *missing) if group_of(fact) == group]
        if facts:
            yield FactLine(kind=LineKind.GROUP, label=group)
        for fact in facts:
            yield self._line(fact, self.profile.value(fact))

    def _line(self, fact: str, value: FactValue) -> FactLine:
        if value.possible is Absent.UNKNOWN:
            words = _PUT_OFF if fact in self.put_off else _NOT_ANSWERED
            spoken = f"{label(fact)}, {words}, ergänzen"
            return FactLine(kind=LineKind.FACT, label=label(fact), fact=fact, value=words, action=_ACTION,
                            spoken=spoken)  # fmt: skip
        words, origin = value_label(fact, value, self.names), ORIGIN[value.provenance]
        return FactLine(
            kind=LineKind.FACT,
            label=label(fact),
            fact=fact,
            value=words,
            origin=origin,
            known=True,
            spoken=f"{label(fact)}: {words}, {origin}",
        )
