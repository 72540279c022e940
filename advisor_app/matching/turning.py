"""Whether a rule that fails could be brought about: which members of a group would have to turn, and how many."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.domain.eligibility import Form, Rule
from advisor_app.domain.programme import Programme
from advisor_app.matching.net import Net
from advisor_app.matching.truth import TRUE, Truth

_NEEDS_ALL = frozenset(
    (
        (Form.ALL, Truth.TRUE),
        (Form.NONE, Truth.TRUE),
        (Form.ANY, Truth.FALSE),
        (Form.IMPLICATION, Truth.FALSE),
    )
)


def wanted_of_member(form: Form, place: int, wanted: Truth) -> Truth:
    """Return in which direction a member has to turn so that it helps its group to turn as wanted."""
    against = form is Form.NONE or (form is Form.IMPLICATION and place == 0)
    return wanted.opposite if against else wanted


def turns_needed(rule: Rule, wanted: Truth) -> int:
    """Return how many members of a group have to point in the direction that helps."""
    members = len(rule.children)
    if rule.form is Form.AT_LEAST:
        needed = rule.n or 0
        return needed if wanted is Truth.TRUE else members - needed + 1
    return members if (rule.form, wanted) in _NEEDS_ALL else 1


@dataclass(frozen=True, slots=True)
class Turning:
    """A rule prepared for the question, with its node in the net.

    `ways` holds for each direction how many members have to point where; `fixable` stands on conditions.
    """

    node: int
    fixable: bool
    members: tuple[Turning, ...]
    ways: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def of(cls, rule: Rule, net: Net, programme: Programme) -> Turning:
        """Prepare a rule that stands in the net."""
        members = tuple(cls.of(child, net, programme) for child in rule.children)
        ways = tuple(
            (
                turns_needed(rule, wanted),
                tuple(int(wanted_of_member(rule.form, at, wanted)) for at in range(len(members))),
            )
            for wanted in Truth
            if members
        )
        return cls(net.add(rule, programme), rule.fixable, members, ways)

    def possible(self, truths: bytearray, wanted: int = TRUE) -> bool:
        """Tell whether the fixable conditions can keep the rule from being the opposite of what is wanted."""
        if truths[self.node] != 2 - wanted:
            return True
        if not self.members:
            return self.fixable
        needed, directions = self.ways[wanted]
        # Most rules need all of their members: the first that cannot turn ends it.
        spare = len(directions) - needed
        for member, direction in zip(self.members, directions, strict=True):
            if truths[member.node] == 2 - direction and not member.possible(truths, direction):
                spare -= 1
                if spare < 0:
                    return False
        return True
