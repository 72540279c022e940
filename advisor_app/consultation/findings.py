"""Everything that follows from a session: the check, how its derived facts came about, and what to ask next.

`Adviser.first(session)` works it out, `Adviser.next(findings, session)` the same sooner, from what is there already.
Both are meant for a worker; what they return never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor_app.consultation.privacy import telling_judgements, without_sensitive
from advisor_app.consultation.session import Session
from advisor_app.domain.profile import FactValue, Profile
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid import Account, SizeResult, Step
from advisor_app.matching.derive import account, derive, deriver, size_results
from advisor_app.matching.moves import Move, what_if
from advisor_app.matching.question import Question, next_question
from advisor_app.matching.rulebook import Check, Rulebook


@dataclass(frozen=True, kw_only=True, eq=False)
class Findings:
    """What follows from a session.

    Args:
        session: the session.
        check: the verdicts on all programmes.
        steps: derived fact -> the calculation of its value.
        question: the next best one, None where nothing is left to ask.
        sizes: the size class for every combination of the values its facts may have; one if they are all known.
        account: the de-minimis account.
        telling: keys of judgements that would give sensitive facts away.
    """

    session: Session
    check: Check
    steps: Mapping[str, tuple[Step, ...]]
    question: Question | None
    sizes: tuple[SizeResult, ...]
    account: Account
    telling: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def profile(self) -> Profile:
        """Return the facts with those that follow from them."""
        return self.check.profile

    @property
    def today(self) -> date:
        """Return the day of the check."""
        return self.check.rulebook.today

    @cached_property
    def discreet(self) -> Check:
        """Return the check as it stands without sensitive facts and what gives them away; for what leaves the device.

        It is the same whatever they are, so that nothing can be read from its verdicts either.
        """
        given = without_sensitive(self.check.given, self.telling)
        return self.check if given is self.check.given else self.check.recheck(given)

    def checked(self, *, with_sensitive: bool) -> Check:
        """Return the check for a sheet that may or may not tell sensitive facts."""
        return self.check if with_sensitive else self.discreet

    def what_if(self, changes: Mapping[str, FactValue]) -> tuple[Move, ...]:
        """Return the programmes whose outcome would change if facts were others."""
        return what_if(self.check, changes)


@dataclass(frozen=True, slots=True)
class Adviser:
    """Works out findings. Built once for a state of the knowledge, used by any thread.

    Args:
        rulebook: the compiled rules; it has to derive facts (`deriver`).
        telling: keys of judgements that would give sensitive facts away.
    """

    rulebook: Rulebook
    telling: frozenset[str] = frozenset()

    @classmethod
    def of(cls, programmes: Iterable[Programme], today: date, *, stale: bool = False) -> Adviser:
        """Return the adviser for some programmes.

        Args:
            programmes: those to check.
            today: the day of the check.
            stale: the whole knowledge is older than it may be.
        """
        every = tuple(programmes)
        rulebook = Rulebook(every, today, stale=stale, derive=deriver(today))
        return cls(rulebook, telling_judgements(every))

    def first(self, session: Session) -> Findings:
        """Return the findings of a session."""
        return self._findings(session, self.rulebook.check(session.given))

    def next(self, findings: Findings, session: Session) -> Findings:
        """Return the findings of a session from those of one that differs little; findings of other rules do not count.

        Args:
            findings: as they stand.
            session: as it goes on.
        """
        if findings.check.rulebook is not self.rulebook:
            return self.first(session)
        before = findings.check
        return self._findings(session, before if session.given == before.given else before.recheck(session.given))

    def _findings(self, session: Session, check: Check) -> Findings:
        return Findings(
            session=session,
            check=check,
            steps=derive(session.given, self.rulebook.today).steps,
            question=next_question(check, skip=session.skip),
            sizes=size_results(session.given),
            account=account(session.given),
            telling=self.telling,
        )
