"""The grammar of eligibility rules: data only, checked against the fact catalogue, evaluated elsewhere.

A rule is one of: a group (`all`, `any`, `none`, `at_least` with `n`/`of`), an implication (`when`/`then`),
a condition (`fact`, `op`, `value` or `value_from`) or a manual condition (`op: manual`, judged by a person).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Scalar = str | int | float | bool
Value = str | int | float | bool | tuple[str | int | float, ...]

MAX_DEPTH = 6
MAX_LEAVES = 60


class Op(StrEnum):
    """Operators of conditions. `within` is hierarchical by region, `wz_in` matches by prefix on an edition."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    ANY_IN = "any_in"
    NONE_IN = "none_in"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BEFORE = "before"
    AFTER = "after"
    WITHIN = "within"
    WZ_IN = "wz_in"
    WZ_NOT_IN = "wz_not_in"
    MANUAL = "manual"


class Form(StrEnum):
    """Which of the grammar's forms a rule has."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    AT_LEAST = "at_least"
    IMPLICATION = "implication"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One node of a rule tree; which fields are set decides its form.

    `edition` names the WZ edition of `wz_in`/`wz_not_in` ("2008", "2025"); `fixable` says that the company can
    still bring the condition about; `src` is the id of the source it rests on.
    """

    id: str = ""
    text: str = ""
    src: str = ""
    all: tuple[Rule, ...] | None = None
    any: tuple[Rule, ...] | None = None
    none: tuple[Rule, ...] | None = None
    n: int | None = None
    of: tuple[Rule, ...] | None = None
    when: Rule | None = None
    then: Rule | None = None
    fact: str = ""
    op: Op | None = None
    value: Value | None = None
    value_from: str = ""
    fixable: bool = False
    edition: str = ""

    @property
    def form(self) -> Form:
        """Return the form of this node."""
        if self.all is not None:
            return Form.ALL
        if self.any is not None:
            return Form.ANY
        if self.none is not None:
            return Form.NONE
        if self.of is not None:
            return Form.AT_LEAST
        if self.when is not None:
            return Form.IMPLICATION
        return Form.CONDITION

    @property
    def children(self) -> tuple[Rule, ...]:
        """Return the nodes directly below this one."""
        for group in (self.all, self.any, self.none, self.of):
            if group is not None:
                return group
        return tuple(rule for rule in (self.when, self.then) if rule is not None)

    def leaves(self) -> tuple[Rule, ...]:
        """Return the conditions below this node (itself if it is one), in order."""
        if self.form is Form.CONDITION:
            return (self,)
        return tuple(leaf for child in self.children for leaf in child.leaves())
