"""Rules about eligibility: every rule of a programme compiles (rule 9)."""

from __future__ import annotations

from collections.abc import Iterator

from advisor_app.content.collection import Collection
from advisor_app.content.eligibility import RuleContext, compile_rule
from advisor_app.content.fact_values import ValueContext
from advisor_app.content.faults import Path
from advisor_app.domain import Programme
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.errors import Problem


def eligibility(content: Collection) -> Iterator[Problem]:
    """Eligibility, the conditions of rates and bonuses and the reasons to show a programme earlier can be evaluated."""
    values = ValueContext(geodata=content.geodata, themes=frozenset(content.vocabularies.get("themes", ())))
    for entry, programme in content.of(Programme):
        context = RuleContext(sources=frozenset(source.id for source in programme.sources), values=values)
        for path, rule, explained in _rules(programme):
            for finding in compile_rule(rule, context, explained=explained):
                yield entry.error((*path, *finding.path), finding.code, finding.message)


def _rules(programme: Programme) -> Iterator[tuple[Path, Rule, bool]]:
    if programme.eligibility is not None:
        yield ("eligibility",), programme.eligibility, True
    for index, row in enumerate(programme.rate_table):
        for key, rule in (("when", row.when), ("and", row.also)):
            if rule is not None:
                yield ("rate_table", index, key), rule, False
    for index, bonus in enumerate(programme.bonuses):
        if bonus.when is not None:
            yield ("amounts", "grant_eur", "bonus", index, "when"), bonus.when, False
    for index, boost in enumerate(programme.relevance):
        rule = Rule(fact=boost.fact, op=Op(boost.op), value=boost.value)
        yield ("relevance", "boost", index), rule, False
