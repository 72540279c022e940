"""Eligibility rules as lists people read: groups in words, conditions with their source."""

from __future__ import annotations

from html import escape

from advisor_app.desktop.presenters.markup import bullets, cite
from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.item import Item

_LEADS = {
    Form.ANY: "Eine davon genügt:",
    Form.NONE: "Nichts davon darf zutreffen:",
    Form.ALL: "Alles zusammen:",
}


def conditions(item: Item, rule: Rule | None) -> str:
    """Return a rule tree as nested lists, "" if there is none."""
    if rule is None:
        return ""
    if rule.form is Form.ALL and not rule.text:
        return bullets(_line(item, child) for child in rule.children)
    return bullets([_line(item, rule)])


def _line(item: Item, rule: Rule) -> str:
    if rule.form is Form.CONDITION:
        return _condition(item, rule)
    if rule.form is Form.IMPLICATION and rule.when is not None and rule.then is not None:
        return f"Falls {_phrase(item, rule.when)}: {_phrase(item, rule.then)}"
    lead = escape(rule.text) or _LEADS.get(rule.form) or f"Mindestens {rule.n} davon:"
    return f"{lead}{cite(item, [rule.src])}{bullets(_line(item, child) for child in rule.children)}"


def _condition(item: Item, rule: Rule) -> str:
    text = escape(rule.text or rule.fact) + cite(item, [rule.src])
    if rule.op is Op.MANUAL:
        text += ' <span class="manual">im Gespräch klären</span>'
    elif rule.fixable:
        text += ' <span class="fixable">lässt sich nachholen</span>'
    return text


def _phrase(item: Item, rule: Rule) -> str:
    if rule.text and rule.form is not Form.CONDITION:
        return escape(rule.text) + cite(item, [rule.src])
    return ", ".join(_condition(item, leaf) for leaf in rule.leaves())
