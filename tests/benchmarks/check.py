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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content
from advisor_app.domain import Programme
from advisor_app.domain.eligibility import Form, Rule
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.matching.question import next_question
from advisor_app.matching.rulebook import Check, Rulebook
from tests.benchmarks.measure import percentiles

SIZE = 3000
_TODAY = date(2026, 11, 23)
_ROUNDS = 15
_ROOT = Path(__file__).resolve().parents[2]

_ANSWERS: dict[str, tuple[object, ...]] = {
    "company.sme_class": ("klein", "mittel"),
    "company.headcount": (38, 62),
    "company.headcount_group": (38, 62),
    "company.turnover_eur": (6_200_000, 11_000_000),
    "company.seat_ags": ("05914000", "05515000"),
    "company.site_in_de": (True, False),
    "company.legal_kind": ("handwerk", "gewerblich"),
    "company.age_years": (22, 4),
    "company.deminimis_room_eur": (118_400, 300_000),
    "project.kind": (("digitalisierung", "investition"), ("fue_produkt",)),
    "project.themes": (("digitalisierung",), ("ki", "innovation")),
    "project.activities": (("investition",), ("beratung",)),
    "project.total_cost_eur": (210_000, 90_000),
    "project.started": (False, True),
    "project.order_signed": (False, True),
    "project.expected_aid_eur": (50_000, 150_000),
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


def _timed(work: Callable[[], Check]) -> tuple[float, Check]:
    started = time.perf_counter()
    check = work()
    # What the window shows at once belongs to it: the rows in their order.
    assert check.verdicts
    return (time.perf_counter() - started) * 1000, check


def _answers() -> Iterator[tuple[str, FactValue]]:
    for number in range(2):
        for name, values in _ANSWERS.items():
            yield name, FactValue(possible=Known(values[number]))
    yield "company.headcount_group", FactValue(possible=Interval(50, 249))


def measure(programmes: Sequence[Programme]) -> dict[str, object]:
    """Return the times in ms for one collection."""
    started = time.perf_counter()
    book = Rulebook(programmes, _TODAY)
    compiled = (time.perf_counter() - started) * 1000
    full = Profile(facts={name: FactValue(possible=Known(values[0])) for name, values in _ANSWERS.items()})
    times: dict[str, list[float]] = {"check_ms": [], "recheck_ms": [], "next_question_ms": []}
    gc.collect()
    gc.freeze()
    for _ in range(_ROUNDS):
        times["check_ms"].append(_timed(lambda: book.check(full))[0])
        profile = Profile()
        check = book.check(profile)
        for name, value in _answers():
            profile = profile.with_fact(name, value)
            took, check = _timed(lambda check=check, profile=profile: check.recheck(profile))  # type: ignore[misc]
            times["recheck_ms"].append(took)
            started = time.perf_counter()
            next_question(check)
            times["next_question_ms"].append((time.perf_counter() - started) * 1000)
    gc.unfreeze()
    return {**{name: percentiles(values) for name, values in times.items()}, "compile_ms": round(compiled, 1)}


def main() -> None:
    """Print the figures as JSON."""
    json.dump({str(SIZE): measure(collection(SIZE))}, sys.stdout)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
