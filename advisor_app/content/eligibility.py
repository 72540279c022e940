"""Eligibility rules are compiled against the fact catalogue: one form per node, known facts, fitting values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor_app.content.contradictions import contradictions
from advisor_app.content.fact_values import ValueContext, check_value
from advisor_app.content.faults import Path, suggestion
from advisor_app.domain.eligibility import MAX_DEPTH, MAX_LEAVES, Form, Op, Rule
from advisor_app.domain.facts import FACTS, Fact, FactType

_SINGLE = (Op.EQ, Op.NE)
_SETS = (*_SINGLE, Op.IN, Op.NOT_IN)
_ORDER = (Op.LT, Op.LE, Op.GT, Op.GE)
OPS_OF: Mapping[FactType, tuple[Op, ...]] = {
    FactType.BOOL: _SINGLE,
    FactType.NUMBER: (*_SINGLE, *_ORDER),
    FactType.DATE: (Op.EQ, Op.BEFORE, Op.AFTER),
    FactType.CODE: _SETS,
    FactType.CODES: (Op.ANY_IN, Op.NONE_IN),
    FactType.REGION: (Op.WITHIN,),
    FactType.REGIONS: (Op.WITHIN,),
    FactType.WZ: (Op.WZ_IN, Op.WZ_NOT_IN),
    FactType.TEXT: _SETS,
    FactType.RECORDS: (),
}
_COMPARABLE = (*_SINGLE, *_ORDER, Op.BEFORE, Op.AFTER)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a rule, and where below the rule's own path."""

    path: Path
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContext:
    """What a rule may refer to: the item's source ids, and what values are known."""

    sources: frozenset[str]
    values: ValueContext


def compile_rule(rule: Rule, context: RuleContext, *, explained: bool = True) -> Iterator[Finding]:
    """Check a rule tree; no finding means that it can be evaluated.

    Args:
        rule: the root.
        context: what it may refer to.
        explained: conditions are shown to people and therefore need id, text and source (not so in rate tables).
    """
    findings = [*_shape(rule), *_node(rule, (), context, explained=explained)]
    yield from findings
    if explained:
        yield from _ids(rule)
    if not findings:
        for path, message in contradictions(rule):
            yield Finding(path, "contradiction", message)


def walk(rule: Rule, path: Path = ()) -> Iterator[tuple[Path, Rule]]:
    """Return every node with its path in the file, the node before its children."""
    yield path, rule
    for key, group in (("all", rule.all), ("any", rule.any), ("none", rule.none), ("of", rule.of)):
        for index, child in enumerate(group or ()):
            yield from walk(child, (*path, key, index))
    for key, branch in (("when", rule.when), ("then", rule.then)):
        if branch is not None:
            yield from walk(branch, (*path, key))


def _shape(rule: Rule) -> Iterator[Finding]:
    depth, leaves = _depth(rule), sum(1 for _, node in walk(rule) if not node.children)
    if depth > MAX_DEPTH:
        yield Finding((), "rule_too_deep", f"rule is nested {depth} deep, allowed are {MAX_DEPTH}; flatten it")
    if leaves > MAX_LEAVES:
        yield Finding((), "rule_too_large", f"rule has {leaves} conditions, allowed are {MAX_LEAVES}; merge some")


def _depth(rule: Rule) -> int:
    return 1 + max((_depth(child) for child in rule.children), default=0)


def _ids(rule: Rule) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, node in walk(rule):
        if node.id and node.id in seen:
            yield Finding((*path, "id"), "rule_id_twice", f"rule id {node.id} stands twice; choose another")
        seen.add(node.id)


def _node(rule: Rule, path: Path, context: RuleContext, *, explained: bool) -> Iterator[Finding]:
    problem = _form_problem(rule)
    if problem:
        yield Finding(path, "rule_form", problem)
    elif rule.form is Form.CONDITION:
        yield from _condition(rule, path, context, explained=explained)
    if rule.src and rule.src not in context.sources:
        message = f"{rule.src} is no source of this item; {suggestion(rule.src, context.sources)}"
        yield Finding((*path, "src"), "unknown_source", message)
    for key, group in (("all", rule.all), ("any", rule.any), ("none", rule.none), ("of", rule.of)):
        for index, child in enumerate(group or ()):
            yield from _node(child, (*path, key, index), context, explained=explained)
    if rule.when is not None:
        # A premise is not shown on its own: the source of what follows from it carries it too.
        yield from _node(rule.when, (*path, "when"), context, explained=False)
    if rule.then is not None:
        yield from _node(rule.then, (*path, "then"), context, explained=explained)


def _form_problem(rule: Rule) -> str:
    """Return what is wrong with the choice of form, or ""."""
    given = {
        "all": rule.all is not None,
        "any": rule.any is not None,
        "none": rule.none is not None,
        "at_least/of": rule.n is not None or rule.of is not None,
        "when/then": rule.when is not None or rule.then is not None,
        "fact/op": bool(rule.fact or rule.op or rule.value is not None or rule.value_from or rule.edition),
    }
    forms = [name for name, there in given.items() if there]
    if len(forms) != 1:
        found = " and ".join(forms) or "nothing"
        return f"a rule has exactly one of all, any, none, at_least/of, when/then, fact/op; found {found}"
    if (rule.n is None) != (rule.of is None):
        return "at_least and of belong together: at_least: 2, of: [...]"
    if rule.n is not None and rule.of is not None and rule.n > len(rule.of):
        return f"at_least {rule.n} of {len(rule.of)} can never hold; lower it"
    if (rule.when is None) != (rule.then is None):
        return "when and then belong together"
    if rule.fixable and rule.form is not Form.CONDITION:
        return "fixable belongs to a single condition, not to a group"
    return ""


def _condition(rule: Rule, path: Path, context: RuleContext, *, explained: bool) -> Iterator[Finding]:
    if explained:
        for key, given in (("id", rule.id), ("text", rule.text), ("src", rule.src)):
            if not given:
                yield Finding((*path, key), "missing", f"a condition needs {key}; add it")
    if rule.op is None:
        yield Finding((*path, "op"), "missing", "a condition needs an operator; add op: …")
    elif rule.op is Op.MANUAL:
        if rule.fact or rule.value is not None or rule.value_from or rule.edition:
            yield Finding(path, "rule_form", "a manual condition has no fact and no value; a person judges its text")
    else:
        yield from _fact(rule, rule.op, path, context)


def _fact(rule: Rule, op: Op, path: Path, context: RuleContext) -> Iterator[Finding]:
    fact = FACTS.get(rule.fact)
    if fact is None:
        told = f"unknown fact {rule.fact}; {suggestion(rule.fact, FACTS)}" if rule.fact else "a condition needs a fact"
        yield Finding((*path, "fact"), "unknown_fact", told)
        return
    allowed = OPS_OF[fact.type]
    if op not in allowed:
        remedy = f"allowed: {', '.join(allowed)}" if allowed else "ask for a fact that is derived from it"
        yield Finding((*path, "op"), "op_not_fitting", f"{op} does not fit {fact.name} ({fact.type}); {remedy}")
        return
    if (rule.value is None) == (not rule.value_from):
        yield Finding(path, "rule_form", "a condition has either value or value_from")
    elif rule.value_from:
        yield from _value_from(fact, op, rule.value_from, path)
    else:
        for code, message in check_value(fact, op, rule, context.values):
            yield Finding((*path, "edition" if code.startswith("edition") else "value"), code, message)


def _value_from(fact: Fact, op: Op, name: str, path: Path) -> Iterator[Finding]:
    other = FACTS.get(name)
    where = (*path, "value_from")
    if other is None:
        yield Finding(where, "unknown_fact", f"unknown fact {name}; {suggestion(name, FACTS)}")
    elif other.type is not fact.type or op not in _COMPARABLE:
        yield Finding(where, "value_form", f"{op} cannot compare {fact.name} ({fact.type}) with {name} ({other.type})")
    elif other is fact:
        yield Finding(where, "value_form", f"{name} is compared with itself; name another fact")
