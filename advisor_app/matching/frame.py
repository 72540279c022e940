"""What a programme asks by its own fields, where its rule does not: the place, the ground of aid, the floor.

An entry says in which region a programme is offered, on which ground it grants, and from which amount on. A rule that
says nothing of it asks for it all the same: the conditions made here stand beside those of the rule, cite the sources
of their field, and are worked out, explained and asked for like any other. A fact that the rule itself asks for is its
own matter, and a programme without a rule stays without.

* Place: the seat, a site or the place of the project lies in one of the regions; nothing for Germany or the EU.
* Aid under the block exemption regulation alone: (EU) 651/2014, Art. 1(4)(c) leaves out undertakings in difficulty,
  with exceptions, and an insolvency is one (Art. 2(18)). Whoever is known to be one makes the verdict open,
  never worse; as long as it is not known it counts for nothing, as the facts are delicate and asked last.
* De-minimis aid alone: the room is not used up, (EU) 2023/2831, Art. 3(2).
* Floor: of the cost the whole cost of the project; of the grant the most that the programme can come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import AidBasis, BagatelleBase, Programme
from advisor_app.domain.state_aid.figures import Span
from advisor_app.matching.conditions import SEAT, SITES, Condition
from advisor_app.matching.own_aid import EXPECTED_AID, OwnAid, condition_of
from advisor_app.matching.truth import Truth

PROJECT_SITE = "project.site_ags"
ROOM = "company.deminimis_room_eur"
COST = "project.total_cost_eur"
_WIDE = frozenset(("DE", "EU"))
# Who is offered a programme by where they live or work is told by the rule.
_PLACES = frozenset((SEAT, SITES, PROJECT_SITE, "person.residence_ags"))
_TROUBLES = {
    "company.in_difficulty": "kein Unternehmen in Schwierigkeiten (AGVO, mit wenigen Ausnahmen)",
    "company.insolvency": "keine Insolvenz (AGVO, mit wenigen Ausnahmen)",
}
_LEAST = frozenset((Op.GE, Op.GT))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRule(Rule):
    """A condition that follows from a field of its programme.

    Args:
        field: the field, as `fact_sources` names it.
        caps: it is open where it does not hold, and holds as long as nothing is known: a verdict gets no worse.
    """

    field: str
    caps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(Condition):
    """A condition that only stops a verdict from being a promise, and does so only for what is known."""

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes two conditions the same question."""
        return ("cap", self.fact, self.op, repr(self.value))

    def truth(self, profile: Profile) -> Truth:
        """Return that it holds, or that it is open where the fact is known to be against it."""
        asked = Condition(fact=self.fact, op=self.op, value=self.value)
        return Truth.OPEN if asked.truth(profile) is Truth.FALSE else Truth.TRUE

    def missing(self, profile: Profile) -> tuple[str, ...]:  # noqa: ARG002 - as of every condition
        """Return nothing: it is open by what is known."""
        return ()


def rule_of(programme: Programme) -> Rule | None:
    """Return what a programme asks by its rule and by its fields, None where it has no rule."""
    own = programme.eligibility
    if own is None:
        return None
    framed = tuple(_framed(programme, own))
    if not framed:
        return own
    return replace(own, all=(*own.all, *framed)) if own.all is not None else Rule(all=(own, *framed))


def told_rule(programme: Programme, profile: Profile) -> Rule | None:
    """Return what a programme asks, without what counts for nothing as nobody knows of it: it would seem to hold."""
    rule = rule_of(programme)
    if rule is None or rule.all is None:
        return rule
    told = tuple(one for one in rule.all if not (never_fails(one) and profile.value(one.fact).is_open))
    return rule if len(told) == len(rule.all) else replace(rule, all=told)


def framed_condition(rule: Rule, programme: Programme) -> Condition:
    """Return what a condition of a programme asks; it must not be a manual one."""
    if not isinstance(rule, FrameRule):
        return condition_of(rule, programme)
    if rule.caps:
        return Cap(fact=rule.fact, op=Op.EQ, value=rule.value)
    return Condition.of(rule, _most(programme) if rule.fact == EXPECTED_AID else None)


def _framed(programme: Programme, own: Rule) -> Iterator[FrameRule]:
    leaves = own.leaves()
    asked = {leaf.fact for leaf in leaves}
    if not any(leaf.fact in _PLACES and leaf.op is Op.WITHIN for leaf in leaves):
        yield from _place(programme)
    yield from _aid(programme, asked)
    least = {leaf.fact for leaf in leaves if leaf.op in _LEAST}
    yield from _floors(programme, least)


def _place(programme: Programme) -> Iterator[FrameRule]:
    regions = tuple(programme.region)
    if not regions or not _WIDE.isdisjoint(regions):
        return
    src = _source(programme, "region")
    places = tuple(
        FrameRule(id=f"gebiet_{place}", src=src, fact=fact, op=Op.WITHIN, value=regions, field="region")
        for place, fact in (("standort", SITES), ("vorhaben", PROJECT_SITE))
    )
    text = "Standort oder Vorhaben im Fördergebiet des Programms"
    yield FrameRule(id="gebiet", text=text, src=src, any=places, field="region")


def _aid(programme: Programme, asked: set[str]) -> Iterator[FrameRule]:
    basis = set(programme.aid.basis) if programme.aid is not None else set()
    src = _source(programme, "aid")
    if basis == {AidBasis.AGVO}:
        for fact, text in _TROUBLES.items():
            if fact not in asked:
                own_id = fact.replace("company.", "agvo_")
                yield FrameRule(id=own_id, text=text, src=src, fact=fact, op=Op.EQ, value=False, field="aid", caps=True)
    elif basis == {AidBasis.DE_MINIMIS} and ROOM not in asked:
        text = "De-minimis-Rahmen ist nicht ausgeschöpft"
        yield FrameRule(id="rahmen_frei", text=text, src=src, fact=ROOM, op=Op.GT, value=0, field="aid")


def _floors(programme: Programme, least: set[str]) -> Iterator[FrameRule]:
    amounts, floor = programme.amounts, programme.bagatelle_eur
    named: dict[BagatelleBase, list[tuple[float, str]]] = {base: [] for base in BagatelleBase}
    if floor is not None:
        named[floor.refers_to].append((floor.value, "bagatelle_eur"))
    if amounts is not None and amounts.project_min_eur is not None:
        named[BagatelleBase.COST].append((amounts.project_min_eur, "amounts.project_min_eur"))
    if amounts is not None and amounts.grant_eur is not None and amounts.grant_eur.min is not None:
        named[BagatelleBase.GRANT].append((amounts.grant_eur.min, "amounts.grant_eur"))
    for base, fact, of in ((BagatelleBase.COST, COST, "Kosten"), (BagatelleBase.GRANT, EXPECTED_AID, "Förderung")):
        if not named[base] or fact in least or (fact == EXPECTED_AID and _most(programme) is None):
            continue
        value, field = max(named[base])
        text = f"{of} ab der Untergrenze {_euro(value)}"
        src = _source(programme, field)
        yield FrameRule(id=f"untergrenze_{base}", text=text, src=src, fact=fact, op=Op.GE, value=value, field=field)


def _most(programme: Programme) -> OwnAid | None:
    """Return what a programme grants at most, by the highest of its rates: a floor is missed only below that."""
    own = OwnAid.of(programme)
    if own is None:
        return None
    caps, rate = (Span(span.high, span.high) for span in (own.caps, own.rate))
    return replace(own, caps=caps, rate=rate, bounded=True)


def _source(programme: Programme, field: str) -> str:
    """Return the first source that a field rests on; a field that names none rests on the first of the entry."""
    said = programme.fact_sources or {}
    found = said.get(field) or said.get(field.split(".", maxsplit=1)[0]) or ()
    return next(iter((*found, *(source.id for source in programme.sources))), "")


def _euro(value: float) -> str:
    return f"{value:,.0f} EUR".replace(",", ".")


def never_fails(rule: Rule) -> bool:
    """Tell whether a condition can be open, but not fail."""
    return isinstance(rule, FrameRule) and rule.caps and rule.form is Form.CONDITION
