"""The check of one company against thousands of programmes: all at once, after one more answer, the next question.

`python -m tests.benchmarks.check` prints milliseconds. The programmes are those of `kb/`, varied: other limits, other
codes, some conditions left out, so that few of them share a rule as they do in a real collection.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content
from advisor_app.domain import Programme
from advisor_app.domain.eligibility import Form, Rule
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid.deminimis import DeMinimisGrant
from advisor_app.domain.state_aid.holdings import Holding
from advisor_app.matching.derive import deriver
from advisor_app.matching.question import next_question
from advisor_app.matching.rulebook import Check, Rulebook
from tests.benchmarks.measure import percentiles

SIZE = 3000
_TODAY = date(2026, 11, 23)
_ROUNDS = 15
_ROOT = Path(__file__).resolve().parents[2]

# What a visit brings to light, fact by fact, and what each could be instead; derived facts follow by themselves.
_ANSWERS: dict[str, tuple[object, ...]] = {
    "project.kind": (("digitalisierung", "investition"), ("gruendung",), ("fue_produkt",)),
    "company.headcount": (38, 62, Interval(50, 249), 300),
    "company.related": ((), (Holding(name="Mutter", share_pct=60, headcount=220),)),
    "company.turnover_eur": (6_200_000, 11_000_000, 60_000_000),
    "company.balance_eur": (3_000_000, 44_000_000),
    "company.public_share": (0, 30),
    "company.legal_kind": ("handwerk", "gewerblich", "gemeinnuetzig"),
    "company.seat_ags": ("05914000", "05515000", "09162000"),
    "company.site_ags": (("05914000",), ("09162000",)),
    "company.site_in_de": (True, False),
    "company.wz_codes": (("25.11",), ("01.13",), ("62.01",)),
    "company.founded_on": ("2004-05-04", "2025-05-05"),
    "company.deminimis_grants": ((), (DeMinimisGrant(granted_on="2025-06-01", gge_eur=250_000),)),
    "company.in_difficulty": (False, True),
    "company.insolvency": (False, True),
    "company.structurally_weak": (False, True),
    "project.themes": (("digitalisierung",), ("ki", "innovation")),
    "project.activities": (("investition",), ("beratung",), ("fue",)),
    "project.site_ags": ("05914000", "09162000"),
    "project.total_cost_eur": (210_000, 90_000, 3_000_000),
    "project.months": (12, 40),
    "project.started": (False, True),
    "project.order_signed": (False, True),
    "person.age": (44, 17),
}


def collection(size: int, seed: int = 6) -> tuple[Programme, ...]:
    """Return varied copies of the real programmes that have rules."""
    chance = random.Random(seed)
    content = load_content(_ROOT / "kb", Geodata.load(_ROOT / "resources" / "geodata"), today=_TODAY)
    real = [item for item in content.items if isinstance(item, Programme) and item.eligibility is not None]
    return tuple(_varied(real[number % len(real)], number, chance) for number in range(size))


def _varied(programme: Programme, number: int, chance: random.Random) -> Programme:
    assert programme.eligibility is not None
    return replace(programme, id=f"{programme.id}-{number:04}", eligibility=_varied_rule(programme.eligibility, chance))


def _varied_rule(rule: Rule, chance: random.Random) -> Rule:
    if rule.form is Form.CONDITION:
        return _varied_condition(rule, chance)
    groups: dict[str, Any] = {}
    for name in ("all", "any", "none", "of"):
        members: tuple[Rule, ...] | None = getattr(rule, name)
        if members is not None:
            kept = [member for member in members if chance.random() > 0.1] or list(members[:1])
            groups[name] = tuple(_varied_rule(member, chance) for member in kept)
    return replace(rule, **groups)


def _varied_condition(rule: Rule, chance: random.Random) -> Rule:
    if rule.fact and FACTS[rule.fact].type is FactType.NUMBER and isinstance(rule.value, int | float):
        return replace(rule, value=round(rule.value * chance.choice((0.5, 1, 1, 2, chance.uniform(0.8, 1.2)))))
    if isinstance(rule.value, tuple) and len(rule.value) > 1:
        return replace(rule, value=tuple(chance.sample(rule.value, chance.randint(1, len(rule.value)))))
    return rule


_Result = TypeVar("_Result")


def _timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    started = time.perf_counter()
    found = work()
    return (time.perf_counter() - started) * 1000, found


def _shown(check: Check) -> Check:
    """Return a check with what a window shows at once: every row, in its order."""
    assert check.verdicts
    return check


def _known(value: object) -> FactValue:
    return FactValue(possible=value if isinstance(value, Interval) else Known(value))


class Figures:
    """Times in ms, those of rechecks by the fact that changed."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self.checks: list[float] = []
        self.questions: list[float] = []
        self.rechecks: dict[str, list[float]] = {}

    def check(self, profile: Profile) -> Check:
        """Check a profile."""
        took, check = _timed(lambda: _shown(self._book.check(profile)))
        self.checks.append(took)
        return check

    def recheck(self, check: Check, fact: str, value: object) -> Check:
        """Change one fact, and look for the next question."""
        profile = check.given.with_fact(fact, _known(value))
        took, after = _timed(lambda: _shown(check.recheck(profile)))
        self.rechecks.setdefault(fact, []).append(took)
        self.questions.append(_timed(lambda: next_question(after))[0])
        return after

    def document(self) -> dict[str, object]:
        """Return them in few figures; beside all rechecks the kind of fact that takes longest."""
        by_fact = {fact: percentiles(times) for fact, times in self.rechecks.items()}
        slowest = max(by_fact, key=lambda fact: by_fact[fact]["p95"])
        return {
            "check_ms": percentiles(self.checks),
            "recheck_ms": percentiles([took for times in self.rechecks.values() for took in times]),
            "slowest_fact": {"fact": slowest, **by_fact[slowest]},
            "next_question_ms": percentiles(self.questions),
        }


def measure(programmes: Sequence[Programme], rounds: int = _ROUNDS) -> dict[str, object]:
    """Return the times in ms for one collection: facts come in one by one, then each of them changes alone."""
    compiled, book = _timed(lambda: Rulebook(programmes, _TODAY, derive=deriver(_TODAY)))
    full = Profile(facts={name: _known(values[0]) for name, values in _ANSWERS.items()})
    figures = Figures(book)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        check = figures.check(Profile())
        for name, values in _ANSWERS.items():
            check = figures.recheck(check, name, values[0])
        whole = figures.check(full)
        for name, values in _ANSWERS.items():
            for value in values[1:]:
                figures.recheck(whole, name, value)
    gc.unfreeze()
    return {**figures.document(), "compile_ms": round(compiled, 1)}


def main() -> None:
    """Print the figures as JSON."""
    json.dump({str(SIZE): measure(collection(SIZE))}, sys.stdout)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
