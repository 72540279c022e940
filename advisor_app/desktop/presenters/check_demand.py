"""What a condition asks, in words: "unter 250", "in Nordrhein-Westfalen", "weder Messe noch Personal"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor_app.consultation.names import Names
from advisor_app.consultation.words import label, listed, possible_words
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Known

# What has to hold where a condition must not: in a group of which nothing may be true.
_OPPOSITES: Mapping[Op, Op] = {
    Op.EQ: Op.NE,
    Op.NE: Op.EQ,
    Op.IN: Op.NOT_IN,
    Op.NOT_IN: Op.IN,
    Op.ANY_IN: Op.NONE_IN,
    Op.NONE_IN: Op.ANY_IN,
    Op.LT: Op.GE,
    Op.GE: Op.LT,
    Op.LE: Op.GT,
    Op.GT: Op.LE,
    Op.WZ_IN: Op.WZ_NOT_IN,
    Op.WZ_NOT_IN: Op.WZ_IN,
}
_LIMITS: Mapping[Op, str] = {
    Op.LT: "unter {}",
    Op.LE: "höchstens {}",
    Op.GT: "über {}",
    Op.GE: "mindestens {}",
    Op.BEFORE: "vor dem {}",
    Op.AFTER: "nach dem {}",
}
_LATEST: Mapping[Op, str] = {Op.BEFORE: "frühestens am {}", Op.AFTER: "spätestens am {}"}
_AGAINST: Mapping[Op, str] = {
    Op.EQ: "gleich: {}",
    Op.NE: "anders als: {}",
    Op.LT: "weniger als: {}",
    Op.LE: "höchstens so viel wie: {}",
    Op.GT: "mehr als: {}",
    Op.GE: "mindestens so viel wie: {}",
    Op.BEFORE: "vor: {}",
    Op.AFTER: "nach: {}",
}


def demand_words(rule: Rule, names: Names, *, holds: bool = True, other: str = "") -> str:
    """Return what a condition asks of its fact, "" for one that a person judges.

    Args:
        rule: a condition.
        names: what codes are called.
        holds: whether it has to hold; False for what must not be true.
        other: what is known of the fact that it is compared with.
    """
    if rule.op is None or rule.op is Op.MANUAL:
        return ""
    op = rule.op if holds else _OPPOSITES.get(rule.op, rule.op)
    if rule.value_from:
        against = label(rule.value_from) + (f" ({other})" if other else "")
        return _AGAINST[op].format(against)
    if isinstance(rule.value, bool):
        return "ja" if rule.value is (op is Op.EQ) else "nein"
    words = _words(rule, names)
    if op in _LIMITS:
        # Days have no opposite among the operators: "not before" is the day itself or a later one.
        return (_LIMITS if holds else {**_LIMITS, **_LATEST})[op].format("".join(words))
    return _CHOICES[op](words, holds)


def _words(rule: Rule, names: Names) -> list[str]:
    """Return the values of a condition in words."""
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    several = FACTS[rule.fact].type in (FactType.CODES, FactType.REGIONS, FactType.WZ)
    return [possible_words(rule.fact, Known((value,) if several else value), names) for value in values]


def _one_of(words: list[str], _holds: bool) -> str:  # noqa: FBT001 - all choices are asked alike
    return listed(words, "oder")


def _none_of(words: list[str], _holds: bool) -> str:  # noqa: FBT001 - all choices are asked alike
    return f"nicht {words[0]}" if len(words) == 1 else f"weder {listed(words, 'noch')}"


def _within(words: list[str], holds: bool) -> str:  # noqa: FBT001 - all choices are asked alike
    return f"in {listed(words, 'oder')}" if holds else f"außerhalb von {listed(words)}"


_CHOICES: Mapping[Op, Callable[[list[str], bool], str]] = {
    Op.EQ: _one_of,
    Op.IN: _one_of,
    Op.ANY_IN: _one_of,
    Op.WZ_IN: _one_of,
    Op.NE: _none_of,
    Op.NOT_IN: _none_of,
    Op.NONE_IN: _none_of,
    Op.WZ_NOT_IN: _none_of,
    Op.WITHIN: _within,
}
