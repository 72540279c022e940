"""Conditions that can never hold together: found inside `all`, fact by fact."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from advisor_app.content.faults import Path
from advisor_app.domain.eligibility import Form, Op, Rule, Scalar
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.region import is_within


def contradictions(rule: Rule, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Return the last condition of every fact that an `all` asks the impossible of, with a message."""
    yield from _contradictions(rule, path, judged=False)


def _contradictions(rule: Rule, path: Path, *, judged: bool) -> Iterator[tuple[Path, str]]:
    """Do so; `judged` says that the conditions of this `all` were weighed with those of the one around it."""
    if rule.all is not None and not judged:
        facts: dict[str, _Demands] = {}
        for where, leaf in _demanded(rule, path):
            if leaf.fact in FACTS and leaf.value is not None:
                facts.setdefault(leaf.fact, _Demands(leaf.fact)).add(leaf, where)
        yield from ((demands.last, demands.told()) for demands in facts.values() if demands.impossible())
    for key, group in (("all", rule.all), ("any", rule.any), ("none", rule.none), ("of", rule.of)):
        for index, child in enumerate(group or ()):
            yield from _contradictions(child, (*path, key, index), judged=key == "all")
    for key, branch in (("when", rule.when), ("then", rule.then)):
        if branch is not None:
            yield from _contradictions(branch, (*path, key), judged=False)


def _demanded(rule: Rule, path: Path) -> Iterator[tuple[Path, Rule]]:
    """Return the conditions that all must hold: those of the `all` and of every `all` directly inside it."""
    for index, child in enumerate(rule.all or ()):
        where = (*path, "all", index)
        if child.form is Form.CONDITION:
            yield where, child
        elif child.all is not None:
            yield from _demanded(child, where)


@dataclass(slots=True)
class _Demands:
    """Everything one `all` demands of one fact."""

    fact: str
    last: Path = ()
    count: int = 0
    allowed: set[Scalar] | None = None
    excluded: set[Scalar] = field(default_factory=set)
    low: tuple[float, bool] = (-math.inf, False)
    high: tuple[float, bool] = (math.inf, False)
    after: str = ""
    before: str = ""
    any_of: list[set[Scalar]] = field(default_factory=list)
    within: list[tuple[str, ...]] = field(default_factory=list)
    prefixes: list[tuple[str, ...]] = field(default_factory=list)
    barred_prefixes: list[str] = field(default_factory=list)

    def add(self, leaf: Rule, where: Path) -> None:
        """Take in one condition."""
        self.last = where
        self.count += 1
        values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        given: set[Scalar] = {value for value in values if value is not None}
        if leaf.op in (Op.EQ, Op.IN):
            self.allowed = given if self.allowed is None else self.allowed & given
        elif leaf.op in (Op.NE, Op.NOT_IN, Op.NONE_IN):
            self.excluded |= given
        elif leaf.op is Op.ANY_IN:
            self.any_of.append(given)
        else:
            self._add_order(leaf, tuple(str(value) for value in values))

    def _add_order(self, leaf: Rule, texts: tuple[str, ...]) -> None:
        number = float(leaf.value) if isinstance(leaf.value, int | float) else 0.0
        if leaf.op in (Op.GE, Op.GT):
            self.low = max(self.low, (number, leaf.op is Op.GT))
        elif leaf.op in (Op.LE, Op.LT):
            self.high = min(self.high, (number, leaf.op is not Op.LT))
        elif leaf.op is Op.AFTER:
            self.after = max(self.after, texts[0])
        elif leaf.op is Op.BEFORE:
            self.before = min(self.before or texts[0], texts[0])
        elif leaf.op is Op.WITHIN:
            self.within.append(texts)
        elif leaf.op is Op.WZ_IN:
            self.prefixes.append(texts)
        elif leaf.op is Op.WZ_NOT_IN:
            self.barred_prefixes.extend(texts)

    def told(self) -> str:
        """Return the message: what is demanded of the fact at once."""
        return f"contradiction: the {self.count} conditions on {self.fact} can never hold together; correct one"

    def impossible(self) -> bool:
        """Tell whether no value of the fact meets all demands."""
        return (
            self._no_value_left()
            or self._empty_interval()
            or bool(self.after and self.before and self.after >= self.before)
            or any(wanted <= self.excluded for wanted in self.any_of)
            or self._disjoint_regions()
            or any(all(self._barred(prefix) for prefix in wanted) for wanted in self.prefixes)
        )

    def _no_value_left(self) -> bool:
        fact = FACTS[self.fact]
        if fact.type is FactType.CODES:
            return False
        known: set[Scalar] = {True, False} if fact.type is FactType.BOOL else set(fact.codes)
        allowed = self.allowed if self.allowed is not None else known
        if self.allowed is None and not known:
            return False
        return not any(value not in self.excluded and self._in_interval(value) for value in allowed)

    def _in_interval(self, value: Scalar) -> bool:
        if isinstance(value, str) and FACTS[self.fact].type is FactType.DATE:
            return (not self.after or value > self.after) and (not self.before or value < self.before)
        if isinstance(value, str | bool):
            return True
        low, above = self.low
        high, closed = self.high
        return (value > low if above else value >= low) and (value <= high if closed else value < high)

    def _empty_interval(self) -> bool:
        low, above = self.low
        high, closed = self.high
        return low > high or (low == high and (above or not closed))

    def _disjoint_regions(self) -> bool:
        """Tell whether two demands on a single place leave none; several places may lie apart."""
        if FACTS[self.fact].type is not FactType.REGION:
            return False
        return any(
            not any(is_within(a, b) or is_within(b, a) for a in one for b in other)
            for index, one in enumerate(self.within)
            for other in self.within[index + 1 :]
        )

    def _barred(self, prefix: str) -> bool:
        return any(prefix.startswith(barred) for barred in self.barred_prefixes)
