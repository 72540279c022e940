"""The conditions of a programme as lines: what is asked, what is known of it, where that comes from, and of when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from advisor_app.consultation.names import Names
from advisor_app.consultation.privacy import SENSITIVE, hides
from advisor_app.consultation.step_words import step_line
from advisor_app.consultation.verdict_words import ASK_THE_BODY
from advisor_app.consultation.words import ORIGIN, capital, label, possible_words, said
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_demand import demand_words
from advisor_app.desktop.presenters.check_reason_lines import FAILED, HOLDS, MISSING, TALK
from advisor_app.desktop.presenters.check_reason_views import CalcLine, Deed, LineView, TalkView
from advisor_app.desktop.presenters.sources import numbers
from advisor_app.desktop.presenters.views import Mark
from advisor_app.domain.eligibility import Form, Rule
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, FactValue, Known, Profile, Provenance
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid import Step
from advisor_app.matching.asking import INPUTS
from advisor_app.matching.explanation import Node, Reason
from advisor_app.matching.question import to_ask
from advisor_app.matching.truth import Truth
from advisor_app.matching.turning import wanted_of_member

_HEADS = {
    Form.ALL: "Alles zusammen",
    Form.ANY: "Eine davon genügt",
    Form.NONE: "Nichts davon darf zutreffen",
}
_EXISTS = "company.exists"
_OF_THE_ENTRY = "folgt aus den Angaben zum Programm"
_NEUTRAL = ("minus", "mute")
# What is said of a condition that holds, and of one that does not.
_OF_CONDITION = ("erfüllt", "nicht erfüllt")
_OF_PREMISE = ("trifft zu", "trifft nicht zu")
_OF_EXCLUSION = ("steht im Weg", "steht nicht im Weg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an explanation is told with.

    Args:
        programme: what is explained.
        profile: what is known, derived facts filled.
        names: what codes are called.
        steps: derived fact -> the calculation of its value.
        notes: what else was said about a fact may be told too; it is not meant for others.
    """

    programme: Programme
    profile: Profile
    names: Names
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    notes: bool = True


def lines(tree: Node, telling: Telling) -> tuple[LineView, ...]:
    """Return a tree of conditions as lines; pass one that was pruned for the deciding ones only."""
    return tuple(_Lines(telling).below(tree, 0, Truth.TRUE, outermost=True))


def talk(tree: Node, telling: Telling) -> tuple[TalkView, ...]:
    """Return what a person judges, each rule once, that which decides first."""
    found: dict[str, TalkView] = {}
    for leaf in sorted(tree.leaves(), key=lambda one: not one.decides):
        reason = leaf.reason
        if reason is not None and reason.manual and leaf.rule.id and leaf.rule.id not in found:
            possible = reason.value.possible
            found[leaf.rule.id] = TalkView(
                rule=leaf.rule.id,
                text=capital(leaf_text(leaf.rule, telling, Truth.TRUE)),
                judged=possible.value if isinstance(possible, Known) else None,
                decides=leaf.decides,
                ref=reference(telling.programme, reason.src),
                stand=stand_words(reason),
            )
    return tuple(found.values())


def leaf_text(rule: Rule, telling: Telling, wanted: Truth, limit: FactValue | None = None) -> str:
    """Return what a condition is called: its own words, or what it asks of which fact; see `demand`."""
    if rule.text or not rule.fact:
        return rule.text or "Bedingung"
    return f"{label(rule.fact)}: {demand(rule, telling, wanted, limit)}"


def demand(rule: Rule, telling: Telling, wanted: Truth, limit: FactValue | None = None) -> str:
    """Return what would have to be known of the fact of a condition.

    Args:
        rule: the condition.
        telling: what is known.
        wanted: the truth that helps the programme.
        limit: what another fact is taken to be for this programme, None for what the profile says.
    """
    against = limit or telling.profile.value(rule.value_from)
    other = "" if not rule.value_from or against.is_open else said(rule.value_from, against, telling.names)
    return demand_words(rule, telling.names, holds=wanted is not Truth.FALSE, other=other)


def value_words(reason: Reason, telling: Telling) -> str:
    """Return what is known of the fact of a reason: "Beschäftigte: 38"; "" for what a person judges."""
    if not reason.fact:
        return ""
    possible = reason.value.possible
    if possible is Absent.UNKNOWN:
        words = "Angabe fehlt"
        if FACTS[reason.fact].derived:
            inputs = inputs_of(reason.fact, telling.profile)
            gaps = [label(name) for name in inputs if telling.profile.value(name).is_open]
            words = f"noch nicht zu berechnen, es fehlt {formatting.listed(gaps[:2])}" if gaps else words
    else:
        words = possible_words(reason.fact, possible, telling.names)
        if reason.truth is Truth.OPEN and not isinstance(possible, Absent) and not reason.for_the_body:
            words = f"{words} (genauer nötig)"
    return f"{label(reason.fact)}: {words}"


def origin_words(reason: Reason, telling: Telling) -> str:
    """Return where a value comes from and of when: "Angabe vom 20.11.2026", "berechnet aus Beschäftigte"."""
    value = reason.value
    if value.is_open:
        return ""
    word = "im Gespräch geklärt" if reason.manual else ORIGIN[value.provenance]
    if value.provenance is Provenance.DERIVED:
        inputs = inputs_of(reason.fact, telling.profile)
        known = [label(name) for name in inputs if not telling.profile.value(name).is_open]
        word = f"{word} aus {formatting.listed(known)}" if known else word
    day = f"{word}, Stand {formatting.as_of(value.as_of)}" if value.as_of else word
    return formatting.joined([day, value.note if telling.notes else ""])


def stand_words(reason: Reason) -> str:
    """Return the as-of of the source of a rule."""
    return f"Stand {formatting.as_of(reason.as_of)}" if reason.as_of else "undatiert" if reason.src else ""


def reference(programme: Programme, source_id: str) -> int:
    """Return the number of a source, 0 for none."""
    return next(iter(numbers(programme, (source_id,))), 0)


def calc_lines(steps: tuple[Step, ...], names: Names) -> tuple[CalcLine, ...]:
    """Return a calculation in words."""
    told = dict.fromkeys(step_line(step, names) for step in steps)
    return tuple(CalcLine(text=line.text, amount=line.amount, source=line.source) for line in told)


def inputs_of(fact: str, profile: Profile) -> tuple[str, ...]:
    """Return what a fact may be worked out from; whether a company exists is a question for founders only."""
    founding = "gruendung" in (profile.known("project.kind") or ())
    return tuple(name for name in INPUTS.get(fact, ()) if name != fact and (founding or name != _EXISTS))


def deed_for(fact: str, profile: Profile) -> Deed:
    """Return how a fact is answered or changed; of one that is worked out the input that is missing or rough.

    Args:
        fact: what a condition asks for.
        profile: what is known, derived facts filled.
    """
    inputs = [name for name in inputs_of(fact, profile) if not FACTS[name].derived]
    given = profile.value(fact)
    by_hand = not inputs or (given.provenance is not Provenance.DERIVED and not given.is_open)
    # The place is known and the map is not: then somebody has to look the result up.
    last = fact if given.is_open or not inputs else inputs[0]
    asked = fact if by_hand else to_ask(fact, profile) or last
    verb = "angeben" if profile.value(asked).possible is Absent.UNKNOWN else "ändern"
    hint = f"{label(asked)} {verb}"
    return Deed(fact=asked, text=capital(verb) if asked == fact else hint, hint=hint)


def deed_told(deed: Deed, telling: Telling) -> Deed | None:
    """Return a deed where whoever looks may do it: what is sensitive is not answered before others."""
    return deed if telling.notes or deed.fact not in SENSITIVE else None


@dataclass(frozen=True, slots=True)
class _Lines:
    """The walk over a tree."""

    telling: Telling

    def below(
        self, node: Node, depth: int, wanted: Truth, *, outermost: bool = False, premise: bool = False, lead: str = ""
    ) -> Iterator[LineView]:
        """Yield the lines of a node.

        Args:
            node: a condition or group.
            depth: where it stands.
            wanted: the truth that helps the programme.
            outermost: it is the rule of the programme itself.
            premise: it only says whether something else is asked.
            lead: what stands before its text.
        """
        if node.reason is not None:
            yield self._leaf(node, node.reason, depth, wanted, premise=premise, lead=lead)
            return
        if node.rule.form is Form.IMPLICATION:
            yield from self._implication(node, depth, wanted)
            return
        alone = len(node.rule.children) == 1
        bare = (alone or (outermost and node.rule.form is Form.ALL)) and not node.rule.text
        if not bare:
            yield self._head(node, depth, wanted, premise=premise, lead=lead)
        for place, child in self._members(node):
            turned = wanted_of_member(node.rule.form, place, wanted)
            yield from self.below(child, depth if bare else depth + 1, turned, premise=premise)

    def _members(self, node: Node) -> Iterator[tuple[int, Node]]:
        """Yield the members that are there with their place in the rule; a pruned tree has fewer."""
        places = [
            place for place, rule in enumerate(node.rule.children) if any(rule is one.rule for one in node.children)
        ]
        return zip(places, node.children, strict=True)

    def _implication(self, node: Node, depth: int, wanted: Truth) -> Iterator[LineView]:
        there = dict(self._members(node))
        if 0 in there:
            turned = wanted_of_member(Form.IMPLICATION, 0, wanted)
            yield from self.below(there[0], depth, turned, premise=True, lead="Falls ")
        if 1 in there:
            lead = "Dann: " if 0 in there else ""
            yield from self.below(there[1], depth + (0 in there), wanted, lead=lead)

    def _head(self, node: Node, depth: int, wanted: Truth, *, premise: bool, lead: str) -> LineView:
        rule = node.rule
        asked = _HEADS.get(rule.form) or f"Mindestens {rule.n} davon"
        text = f"{rule.text}: {asked[:1].lower()}{asked[1:]}" if rule.text and rule.form is not Form.ALL else rule.text
        return LineView(
            depth=depth,
            sign=_sign(node.truth, wanted, manual=False, premise=premise),
            text=_led(lead, text or asked),
            group=True,
            decides=node.decides,
            ref=reference(self.telling.programme, rule.src),
        )

    def _leaf(
        self, node: Node, reason: Reason, depth: int, wanted: Truth, *, premise: bool, lead: str
    ) -> LineView:  # fmt: skip
        telling, rule = self.telling, node.rule
        helps = Truth.TRUE if premise else wanted
        text = leaf_text(rule, telling, helps, reason.limit)
        asked = "" if premise and not rule.text else demand(rule, telling, helps, reason.limit)
        return LineView(
            depth=depth,
            sign=_sign(node.truth, wanted, manual=reason.manual, premise=premise),
            text=_led(lead, text),
            decides=node.decides,
            value=value_words(reason, telling),
            origin=origin_words(reason, telling),
            demand=asked if rule.text else "",
            remark=_remark(reason, premise=premise),
            ref=reference(telling.programme, reason.src),
            stand=stand_words(reason),
            deed=deed_told(deed_for(reason.fact, telling.profile), telling) if reason.fact else None,
            calc=calc_lines(telling.steps.get(reason.fact, ()), telling.names),
            delicate=hides(reason, telling.profile),
        )


def _led(lead: str, text: str) -> str:
    return f"{lead}{text}" if lead else capital(text)


def _remark(reason: Reason, *, premise: bool) -> str:
    if premise and reason.truth is Truth.FALSE:
        return "die Bedingung entfällt"
    if reason.manual and reason.truth is Truth.OPEN:
        return "im Gespräch klären"
    if reason.field:
        return formatting.joined([_OF_THE_ENTRY, ASK_THE_BODY if reason.for_the_body else ""])
    return "lässt sich nachholen" if reason.fixable and reason.truth is not Truth.TRUE else ""


def _sign(truth: Truth, wanted: Truth, *, manual: bool, premise: bool) -> Mark:
    """Return whether a condition holds in the words that fit where it stands, and whether that helps."""
    if truth is Truth.OPEN:
        icon, tone = TALK if manual else MISSING
        return Mark(icon=icon, tone=tone, text="offen")
    words = _OF_PREMISE if premise else _OF_EXCLUSION if wanted is Truth.FALSE else _OF_CONDITION
    icon, tone = _NEUTRAL if premise else HOLDS if truth is wanted else FAILED
    return Mark(icon=icon, tone=tone, text=words[truth is Truth.FALSE])
