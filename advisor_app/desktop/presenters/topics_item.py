"""A topic in the reading pane: how mature it is and what that means for the visit, first steps, duties and risks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.markup import block, bullets, pairs, texts
from advisor_app.desktop.presenters.programme_facts import fact
from advisor_app.desktop.presenters.sources import refs
from advisor_app.desktop.presenters.topics_words import FOR_THE_VISIT, SHORT
from advisor_app.desktop.presenters.views import Block, FactView, Labels
from advisor_app.domain.topic import LegalHook, Topic

_FIRST_STEP, _STUMBLING = "Erster Schritt", "Stolpersteine"


def topic_facts(item: Topic, labels: Labels, today: date) -> tuple[FactView, ...]:
    """Return maturity, the counts of what is linked, and effort and duties where either is known."""
    related, effort = item.related, item.effort
    maturity = labels.label("maturities", item.maturity) if item.maturity else ""
    events = len(related.events)
    cells = (
        fact("Reife", maturity, SHORT[item.maturity] if item.maturity else "", refs(item, "maturity")),
        fact("Programme dazu", formatting.number(len(related.programmes)), "siehe unten"),
        fact("Partner dazu", formatting.number(len(related.partners)), "beim Thema genannt"),
    )
    if effort is None and not item.legal_hooks:
        return cells
    cost = labels.label("cost_bands", effort.cost_band) if effort and effort.cost_band else ""
    weeks = f"etwa {effort.weeks} Wochen" if effort and effort.weeks else ""
    return (
        *cells,
        fact("Aufwand zum Einstieg", cost or weeks, weeks if cost else "", refs(item, "effort")),
        fact("Pflichten", *_duties(item.legal_hooks, today), refs(item, "legal_hooks")),
        fact("Termine dazu", formatting.number(events), "siehe unten" if events else ""),
    )


def _duties(hooks: Sequence[LegalHook], today: date) -> tuple[str, str]:
    """Return how many duties there are and the next day on which one begins, as exact as it is known."""
    if not hooks:
        return "keine bekannt", ""
    coming = sorted(
        (day, hook.date) for hook in hooks if (day := formatting.earliest(hook.date)) is not None and day > today
    )
    return (
        formatting.count(len(hooks), "Regelung", "Regelungen"),
        f"nächster Stichtag {formatting.as_of(coming[0][1])}" if coming else "",
    )


def topic_blocks(item: Topic, labels: Labels, written: Sequence[Block], today: date) -> tuple[Block, ...]:
    """Return the running text: names, what the maturity means, the written sections with their lists, duties, cases.

    Args:
        item: the topic.
        labels: knows the words behind codes.
        written: the sections of the body.
        today: the day that duties are held against.
    """
    lists = {_FIRST_STEP: texts(item.entry_steps, ordered=True), _STUMBLING: texts(item.risks)}
    sections = [
        Block(heading=part.heading, html=part.html + lists.pop(part.heading, "")) for part in written if part.heading
    ]
    cases = (
        f"<b>{escape(labels.label('sectors', case.sector))}:</b> {escape(case.text)}"
        + (f' <span class="note">Aufwand {escape(case.effort)}</span>' if case.effort else "")
        for case in item.typical_use_cases
    )
    maturity = f"<p>{escape(FOR_THE_VISIT[item.maturity])}</p>" if item.maturity else ""
    return (
        *_names(item),
        *block("Was die Reife für den Besuch heißt", maturity),
        *sections,
        *(part for heading, html in lists.items() for part in block(heading, html)),
        *block("Wann es Pflicht ist", bullets(_hook(hook, today) for hook in item.legal_hooks)),
        *block("Typische Anwendungen", bullets(cases)),
        *block("Weitere Angaben", pairs([
            ("Innovationsfeld", escape(labels.label("ris_fields", item.ris_field))),
            ("Themen", escape(formatting.listed([labels.label("themes", code) for code in item.themes]))),
        ])),
    )  # fmt: skip


def _names(item: Topic) -> tuple[Block, ...]:
    names = dict.fromkeys((*item.aliases, *item.synonyms))
    return block("", f'<p class="note">Auch genannt: {escape(", ".join(names))}</p>' if names else "")


def _hook(hook: LegalHook, today: date) -> str:
    """Return a duty with when it holds and for whom."""
    day = formatting.earliest(hook.date)
    shown = formatting.as_of(hook.date)
    since = "" if not hook.date else f" (gilt ab {shown})" if day is None or day > today else f" (gilt seit {shown})"
    return f"<b>{escape(hook.name)}</b>{since}: {escape(hook.applies_when)}"
