"""The first answer to "why": what would have to change, what is missing, or on what a verdict rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from advisor_app.consultation.privacy import SENSITIVE, hides
from advisor_app.consultation.words import DISCLAIMER, capital, label, said
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_reason_tree import (
    Telling,
    deed_for,
    deed_told,
    demand,
    inputs_of,
    leaf_text,
    value_words,
)
from advisor_app.desktop.presenters.check_reason_views import Deed, LeadPoint, LeadView
from advisor_app.desktop.presenters.sources import source_views
from advisor_app.domain.eligibility import Form
from advisor_app.domain.item import Certainty
from advisor_app.domain.profile import Provenance
from advisor_app.domain.window import WindowState
from advisor_app.matching.explanation import Node, Reason, repaired
from advisor_app.matching.frame import rule_of
from advisor_app.matching.truth import Truth
from advisor_app.matching.turning import turns_needed, wanted_of_member
from advisor_app.matching.verdict import Outcome, Verdict

RESERVE = f"{DISCLAIMER.partition('. ')[0]}."
_FIX = "lässt sich nachholen"
_MOST_GAPS = 3
_WINDOWS = {
    WindowState.CLOSED: "Anträge nimmt das Programm nicht mehr an.",
    WindowState.PAUSED: "Anträge nimmt das Programm zurzeit nicht an.",
}


def present_lead(verdict: Verdict, tree: Node | None, telling: Telling, *, stale: bool, today: date) -> LeadView:
    """Return the first answer.

    Args:
        verdict: what is explained.
        tree: its conditions with their truths, None where it has none.
        telling: what it is told with.
        stale: the knowledge as a whole is too old to promise anything.
        today: the day reviews are held against.
    """
    lead = _lead(verdict, tree, telling, stale=stale, today=today)
    closed = _WINDOWS.get(verdict.window, "")
    return replace(lead, rest=f"{closed} {lead.rest}".strip()) if closed else lead


def _lead(verdict: Verdict, tree: Node | None, telling: Telling, *, stale: bool, today: date) -> LeadView:
    if tree is None:
        url, link = _source(telling)
        return LeadView(
            tone="mute",
            heading="Warum offen",
            sentence="Zu diesem Programm sind keine prüfbaren Bedingungen belegt. Das klärt die Stelle, die bewilligt.",
            url=url,
            link=link,
        )
    if verdict.outcome in (Outcome.FAILS, Outcome.FIXABLE):
        return _to_change(verdict, tree, telling)
    if verdict.outcome is Outcome.OPEN:
        return _to_answer(tree, telling)
    if verdict.outcome is Outcome.STALE:
        return _to_check(telling, stale=stale, today=today)
    return _fits(tree, telling)


def _to_change(verdict: Verdict, tree: Node, telling: Telling) -> LeadView:
    fixable = verdict.outcome is Outcome.FIXABLE
    points, turned = _ways(tree, telling, Truth.TRUE, 0)
    count = len(turned)
    if fixable:
        sentence = "Was fehlt, lässt sich nachholen."
    elif count == 1 and not any(point.head for point in points):
        sentence = "Eine Bedingung ist nicht erfüllt. Nur wenn sie sich ändert, kommt das Programm in Frage."
    elif count == 1:
        sentence = "Eine Bedingung ist auf keinem ihrer Wege erfüllt. Ein Weg würde genügen."
    else:
        sentence = f"{count} Bedingungen sind nicht erfüllt. Alle müssten sich ändern."
    return LeadView(
        tone="warn" if fixable else "bad",
        heading="Was zu tun ist" if fixable else "Was sich ändern müsste",
        sentence=sentence,
        rest=_left_open(tree, turned),
        points=points,
    )


def _ways(node: Node, telling: Telling, wanted: Truth, depth: int) -> tuple[tuple[LeadPoint, ...], tuple[Reason, ...]]:
    """Return the points to change so that a node is not the opposite of what is wanted, and one choice of them."""
    if node.truth is not wanted.opposite:
        return (), ()
    if node.reason is not None:
        return (_change(node, node.reason, telling, wanted, depth),), (node.reason,)
    members = [(child, wanted_of_member(node.rule.form, place, wanted)) for place, child in enumerate(node.children)]
    if node.rule.form is Form.IMPLICATION:
        # What follows is brought about rather than its premise undone.
        members.reverse()
    wrong = [(child, turned) for child, turned in members if child.truth is turned.opposite]
    needed = turns_needed(node.rule, wanted) - (len(members) - len(wrong))
    head = needed < len(wrong)
    found = [_ways(child, telling, turned, depth + head) for child, turned in wrong]
    points = tuple(point for way, _ in found for point in way)
    if head:
        asked = "Eine davon genügt" if needed == 1 else f"{needed} davon genügen"
        text = f"{node.rule.text}: {asked[:1].lower()}{asked[1:]}" if node.rule.text else asked
        points = (LeadPoint(text=capital(text), depth=depth, head=True), *points)
    return points, tuple(reason for _, chosen in found[:needed] for reason in chosen)


def _change(node: Node, reason: Reason, telling: Telling, wanted: Truth, depth: int) -> LeadPoint:
    asked = demand(node.rule, telling, wanted, reason.limit)
    now = "im Gespräch verneint" if reason.manual else f"heute {value_words(reason, telling)}"
    parts = [now, f"nötig: {asked}" if asked else "", _FIX if reason.fixable else ""]
    return LeadPoint(
        text=capital(leaf_text(node.rule, telling, wanted, reason.limit)),
        note=formatting.joined(parts),
        depth=depth,
        deed=deed_told(deed_for(reason.fact, telling.profile), telling) if reason.fact else None,
        delicate=hides(reason, telling.profile),
    )


def _left_open(tree: Node, turned: tuple[Reason, ...]) -> str:
    """Return what would still be missing once the points are changed."""
    after = repaired(tree, turned)
    if after.truth is not Truth.OPEN:
        return ""
    gaps = [leaf for leaf in after.leaves() if leaf.decides and leaf.reason is not None]
    facts = list(dict.fromkeys(label(name) for leaf in gaps if leaf.reason for name in leaf.reason.missing))
    manual = sum(leaf.reason.manual for leaf in gaps if leaf.reason)
    shown = facts[:_MOST_GAPS]
    if len(facts) > _MOST_GAPS:
        shown.append(f"{len(facts) - _MOST_GAPS} weitere Angaben")
    if manual:
        shown.append(formatting.count(manual, "Punkt aus dem Gespräch", "Punkte aus dem Gespräch"))
    return f"Danach noch offen: {formatting.listed(shown)}."


def _to_answer(tree: Node, telling: Telling) -> LeadView:
    """Return the facts that are missing, each with the conditions that it decides."""
    deeds: dict[str, Deed] = {}
    wanted_for: dict[str, list[str]] = {}
    manual: set[str] = set()
    body: list[LeadPoint] = []
    for leaf, wanted in _deciding(tree, Truth.TRUE):
        text = capital(leaf_text(leaf.rule, telling, wanted))
        reason = leaf.reason
        if reason is None or reason.manual:
            manual.add(text)
            continue
        if reason.for_the_body:
            delicate = hides(reason, telling.profile)
            body.append(LeadPoint(text=text, note=value_words(reason, telling), delicate=delicate))
        for name in reason.missing:
            deed = deed_for(name, telling.profile)
            deeds.setdefault(deed.fact, deed)
            wanted_for.setdefault(deed.fact, []).append(text)
    counts = [
        formatting.count(len(deeds), "Angabe fehlt", "Angaben fehlen") if deeds else "",
        formatting.count(len(manual), "Punkt klärt das Gespräch", "Punkte klärt das Gespräch") if manual else "",
        formatting.count(len(body), "Punkt klärt die Stelle", "Punkte klärt die Stelle") if body else "",
    ]
    points = [
        LeadPoint(
            text=label(fact),
            note=f"für: {'; '.join(dict.fromkeys(wanted_for[fact]))}",
            deed=deed_told(_short(deed), telling),
        )
        for fact, deed in deeds.items()
    ]
    return LeadView(
        tone="info",
        heading="Was noch fehlt",
        sentence=f"{', '.join(part for part in counts if part)}.",
        rest="Bis dahin bleibt das Ergebnis offen.",
        points=(*points, *body),
    )


def _short(deed: Deed) -> Deed:
    """Return a deed beside whose button its fact stands already."""
    return replace(deed, text=capital(deed.hint.rpartition(" ")[2]))


def _deciding(node: Node, wanted: Truth) -> Iterator[tuple[Node, Truth]]:
    """Yield the conditions on which a tree still hangs, each with the truth that helps the programme."""
    if not node.decides:
        return
    if node.reason is not None:
        yield node, wanted
    for place, child in enumerate(node.children):
        premise = node.rule.form is Form.IMPLICATION and place == 0
        yield from _deciding(child, Truth.TRUE if premise else wanted_of_member(node.rule.form, place, wanted))


def _to_check(telling: Telling, *, stale: bool, today: date) -> LeadView:
    review = telling.programme.review
    why = []
    if review.review_by < today.isoformat():
        why.append(f"die Prüfung des Eintrags ist seit {formatting.as_of(review.review_by)} überfällig")
    if review.certainty is Certainty.C:
        why.append("der Eintrag ist nur unsicher belegt")
    if stale:
        why.append("das Wissen auf diesem Gerät ist alt")
    url, link = _source(telling)
    return LeadView(
        tone="warn",
        heading="Erst den Stand prüfen",
        sentence=f"Die Bedingungen sind nach den Angaben erfüllt, doch {formatting.listed(why)}.",
        points=_doubtful(telling),
        url=url,
        link=link,
    )


def _fits(tree: Node, telling: Telling) -> LeadView:
    count = sum(1 for leaf in tree.leaves() if leaf.decides)
    held = formatting.count(count, "Bedingung ist", "Bedingungen sind")
    return LeadView(
        tone="ok",
        heading="Worauf das beruht",
        sentence=f"{held} nach den Angaben erfüllt.",
        rest=RESERVE,
        points=_doubtful(telling),
    )


def _doubtful(telling: Telling) -> tuple[LeadPoint, ...]:
    """Return the assumptions on which the answer rests: the first to doubt."""
    rule = rule_of(telling.programme)
    leaves = rule.leaves() if rule is not None else ()
    asked = dict.fromkeys(name for leaf in leaves for name in (leaf.fact, leaf.value_from) if name)
    behind = dict.fromkeys(name for fact in asked for name in (fact, *inputs_of(fact, telling.profile)))
    known = {name: telling.profile.value(name) for name in behind}
    return tuple(
        LeadPoint(
            text=f"{label(name)}: {said(name, value, telling.names)} ist eine Annahme",
            note="mit einem Beleg wird das Ergebnis sicherer",
            deed=deed_for(name, telling.profile),
            delicate=name in SENSITIVE,
        )
        for name, value in known.items()
        if value.provenance is Provenance.ASSUMED and not value.is_open
    )


def _source(telling: Telling) -> tuple[str, str]:
    """Return address and name of the first source that one can open, "" and "" for none."""
    for source in source_views(telling.programme):
        if source.url.startswith(("https://", "http://")):
            return source.url, source.title
    return "", ""
