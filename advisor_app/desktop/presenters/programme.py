"""A funding programme in the reading pane."""

from __future__ import annotations

from datetime import date
from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.markup import block, bullets, cite, pairs, texts
from advisor_app.desktop.presenters.rules import conditions
from advisor_app.desktop.presenters.sources import certainty_mark, ids_behind, stand_mark
from advisor_app.desktop.presenters.views import Block, Labels, LinkView, Mark, SignpostView
from advisor_app.domain.programme import Amounts, Programme, RateRow, Step
from advisor_app.domain.window import WindowState

NO_SUCCESSOR = ("none",)


def overline(item: Programme) -> str:
    """Return who gives and who handles it."""
    operator = item.operator.name if item.operator else ""
    handled = f"Abwicklung {operator}" if operator and operator != item.funder.name else ""
    return formatting.joined(["Programm", item.funder.name, handled])


def badges(item: Programme, labels: Labels, today: date, *, stale: bool = False) -> tuple[Mark, ...]:
    """Return window (filled, as it changes what one does), type, support and as-of."""
    window = key_facts.window_mark(item, labels, today)
    filled = key_facts.state_of(item, today) is not WindowState.OPEN
    if key_facts.window_capped(item, today, stale=stale):
        window, filled = key_facts.check_mark(), True
    types = formatting.listed([labels.label("funding_types", code) for code in item.funding_types])
    return tuple(
        mark
        for mark in (
            Mark(icon=window.icon, tone=window.tone, text=window.text, filled=filled),
            Mark(icon="coin", tone="text2", text=types),
            certainty_mark(item, labels),
            stand_mark(item, today),
        )
        if mark.text
    )


def signpost(item: Programme, labels: Labels, today: date) -> SignpostView | None:
    """Return where an ended programme leads, None while it runs."""
    if key_facts.state_of(item, today) is not WindowState.CLOSED:
        return None
    since = item.valid_to or item.window.open_to
    title = f"Beendet am {formatting.as_of(since)}" if len(since) == 10 else "Beendet"
    if since and len(since) < 10:
        title = f"Beendet {formatting.as_of(since)}"
    ids = tuple(code for code in item.successor if code != "none")
    links = tuple(
        LinkView(id=found.id, kind="programme", title=found.title, note=found.summary)
        for found in labels.items(ids).values()
    )
    if links:
        sentence = "Dafür gibt es heute:"
    elif item.successor == NO_SUCCESSOR:
        sentence = "Einen Nachfolger gibt es nicht."
    else:
        sentence = "Ein Nachfolger ist nicht bekannt."
    return SignpostView(title=title, sentence=sentence, links=links)


def blocks(item: Programme, labels: Labels) -> tuple[Block, ...]:
    """Return what the front matter adds to the written text."""
    return (
        *block("Voraussetzungen im Einzelnen", conditions(item, item.eligibility)),
        *block("Fördersätze im Einzelnen", _rates(item)),
        *block("Schritte", bullets((_step(step) for step in item.steps), ordered=True)),
        *block("Unterlagen", texts(item.documents)),
        *block("Nicht gefördert", texts(item.not_funded)),
        *block("Weitere Angaben", pairs(_further(item, labels))),
    )


def _step(step: Step) -> str:
    who = f"<b>{escape(step.who)}:</b> " if step.who else ""
    lead = f' <span class="note">{escape(step.lead_time)}</span>' if step.lead_time else ""
    return f"{who}{escape(step.what)}{lead}"


def _rates(item: Programme) -> str:
    rows = "".join(
        f'<tr><td class="figure" width="14%">{formatting.percent(row.pct)}</td>'
        f"<td>{_rate_text(row)}{cite(item, [row.src])}</td></tr>"
        for row in item.rate_table
    )
    return f'<table class="pairs" width="100%">{rows}</table>' if rows else ""


def _rate_text(row: RateRow) -> str:
    words = [leaf.text for rule in (row.when, row.also) if rule is not None for leaf in rule.leaves() if leaf.text]
    return escape(formatting.listed(words)) or "sonst"


def _further(item: Programme, labels: Labels) -> list[tuple[str, str]]:
    return [
        *_money(item, item.amounts or Amounts()),
        ("Bearbeitung", _decision(item)),
        ("Bagatellgrenze", _bagatelle(item, labels)),
        ("Kombination", _cumulation(item, labels)),
        ("Mittel", escape(key_facts.budget_words(item, labels))),
        ("Antragsfenster", escape(item.window.note) + cite(item, ids_behind(item, "window.note"))
         if item.window.note and key_facts.window_note(item) != item.window.note else ""),
        ("Richtlinie", _legal(item)),
        ("Phase", _names(labels, "phases", item.phases)),
        ("Vorhaben", _names(labels, "activities", item.activities)),
        ("Branchen", _names(labels, "sectors", item.sectors)),
        ("Themen", _names(labels, "themes", item.themes)),
    ]  # fmt: skip


def _money(item: Programme, amounts: Amounts) -> list[tuple[str, str]]:
    grant = amounts.grant_eur
    loan = amounts.loan_eur
    cost = amounts.eligible_cost_eur
    span = amounts.duration_months
    shown = [
        ("Zuschuss", "amounts.grant_eur", formatting.euro_range(grant.min, grant.max) if grant else ""),
        ("Ohne Bonus", "amounts.grant_eur", formatting.euro_range(None, grant.base_max) if grant else ""),
        ("Darlehen", "amounts.loan_eur", formatting.euro_range(loan.min, loan.max) if loan else ""),
        ("Angerechnete Kosten", "amounts.eligible_cost_eur", formatting.euro_range(cost.min, cost.max) if cost else ""),
        ("Mindestvolumen", "amounts.project_min_eur",
         formatting.euro(amounts.project_min_eur) if amounts.project_min_eur is not None else ""),
        ("Finanzierungsanteil", "amounts.finance_share_pct",
         f"bis {formatting.percent(amounts.finance_share_pct)}" if amounts.finance_share_pct is not None else ""),
        ("Laufzeit", "amounts.duration_months", formatting.months(span.min, span.max) if span else ""),
    ]  # fmt: skip
    rows = [(label, text + cite(item, ids_behind(item, path))) for label, path, text in shown if text]
    bonuses = "".join(
        f"{escape(bonus.text or bonus.id)}: "
        f"{formatting.euro(bonus.eur) if bonus.eur is not None else _points(bonus.pct)}<br>"
        for bonus in (grant.bonus if grant else ())
    )
    rows.append(("Bonus", bonuses.removesuffix("<br>")))
    rows.append(("Hinweis", escape(amounts.note)))
    return rows


def _points(points: float | None) -> str:
    return f"plus {formatting.number(points)}\u00a0Prozentpunkte" if points is not None else formatting.MISSING


def _decision(item: Programme) -> str:
    text = key_facts.decision_words(item)
    return text + cite(item, ids_behind(item, "decision_weeks")) if text else ""


def _bagatelle(item: Programme, labels: Labels) -> str:
    text = key_facts.floor_words(item, labels)
    return escape(text) + cite(item, ids_behind(item, "bagatelle_eur")) if text else ""


def _cumulation(item: Programme, labels: Labels) -> str:
    text = formatting.joined(key_facts.combination_words(item, labels))
    return escape(text) + cite(item, ids_behind(item, "cumulation")) if text else ""


def _legal(item: Programme) -> str:
    if item.legal is None:
        return ""
    ends = item.legal.guideline_valid_to
    return escape(
        formatting.joined(
            [
                item.legal.guideline_title,
                item.legal.citation,
                f"gültig bis {formatting.as_of(ends)}" if ends else "",
            ]
        )
    )


def _names(labels: Labels, vocabulary: str, codes: tuple[str, ...]) -> str:
    return escape(formatting.listed([labels.label(vocabulary, code) for code in codes]))
