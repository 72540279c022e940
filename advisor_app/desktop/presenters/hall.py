"""What is shown in the hall: one item, reduced to what one needs standing up. Public items only, meant for a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.contacts import NO_NUMBER, event_square, partner_contacts
from advisor_app.desktop.presenters.item import present_item
from advisor_app.desktop.presenters.others import event_facts, served, when
from advisor_app.desktop.presenters.rows import giver
from advisor_app.desktop.presenters.sources import stand_mark
from advisor_app.desktop.presenters.views import ContactView, FactView, ItemView, Labels, Mark, SquareView
from advisor_app.domain import Event, Item, Partner, Programme, Topic
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Membership
from advisor_app.domain.window import WindowState

if TYPE_CHECKING:
    from advisor_app.domain.programme import Step

QUESTION = "Darf ich schon unterschreiben?"
_AREAS = 5
_COMPETENCES = 4
_EVENT_FIGURES = ("Wo", "Anmeldung", "Kosten", "Für wen")
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MEMBERS = {Membership.IHK: "Mitglieder der IHK", Membership.HWK: "Betriebe der Handwerksrolle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HallBand:
    """The answer in the solid bar: its icon and tone, what was asked, and what counts."""

    icon: str
    tone: str
    question: str
    answer: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFigure:
    """One of the figures under the bar."""

    label: str
    value: str
    note: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HallLead:
    """What comes next, and what after that."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallWay:
    """A way to reach somebody, large enough to copy down."""

    icon: str
    text: str
    label: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HallCode:
    """A square to photograph: what it is, and its modules with the quiet zone."""

    view: SquareView
    modules: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallView:
    """One item as it is shown in the hall. Of several bands or codes one is shown at a time."""

    id: str
    kind: str
    title: str
    meta: str
    bands: tuple[HallBand, ...]
    stand: Mark
    source: str
    figures: tuple[HallFigure, ...] = ()
    lead: HallLead | None = None
    ways: tuple[HallWay, ...] = ()
    codes: tuple[HallCode, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def turns(self) -> int:
        """Return how many steps there are to turn through."""
        return max(len(self.bands), len(self.codes), 1)

    def band(self, turn: int) -> HallBand:
        """Return the bar of a step."""
        return self.bands[min(turn, len(self.bands) - 1)]

    def code(self, turn: int) -> HallCode | None:
        """Return the square of a step, None where there is none."""
        return self.codes[min(turn, len(self.codes) - 1)] if self.codes else None

    def spoken(self, turn: int) -> str:
        """Return everything a step shows, for a screen reader."""
        band, code = self.band(turn), self.code(turn)
        parts = [self.title, self.meta, band.question, band.answer, band.sentence]
        parts += [f"{figure.label}: {figure.value} {figure.note}".strip() for figure in self.figures]
        parts += [self.lead.label, self.lead.text, self.lead.note] if self.lead else []
        parts += [f"{way.label} {way.text}".strip() for way in self.ways]
        parts += [f"QR-Code: {code.view.caption}"] if code else []
        return ". ".join(part.rstrip(".") for part in (*parts, *self.gaps, self.stand.text, self.source) if part)


def present_hall(item: Item, *, labels: Labels, today: date, stale: bool = False) -> HallView | None:
    """Make the view of an item for the hall; None if it is not for everybody's eyes.

    Args:
        item: what is shown.
        labels: knows the words behind codes and the linked items.
        today: the day freshness and windows are held against.
        stale: the knowledge as a whole is too old to promise anything.
    """
    if item.visibility is not Visibility.PUBLIC:
        return None
    view = present_item(item, labels=labels, render=_unrendered, today=today, stale=stale)
    base = HallView(
        id=item.id,
        kind=view.kind,
        title=item.title,
        meta="",
        bands=(),
        stand=stand_mark(item, today),
        source=_source(item, view),
        gaps=_gaps(view),
    )
    if isinstance(item, Programme):
        return _programme(base, item, view, labels)
    if isinstance(item, Topic):
        return _topic(base, item, labels, today)
    if isinstance(item, Partner):
        return _partner(base, item, labels)
    if isinstance(item, Event):
        return _event(base, item, labels, today)
    msg = f"no view for {type(item).__name__}"
    raise TypeError(msg)


def _unrendered(_markdown: str, _source_ids: Sequence[str]) -> str:
    """Leave running text away: nobody reads it standing up."""
    return ""


def _source(item: Item, view: ItemView) -> str:
    chosen = [source for source in view.sources if view.signature and source.number in view.signature.refs]
    names = [source.title for source in chosen or view.sources][:2]
    checked = f"geprüft am {formatting.as_of(item.review.checked_on)}"
    return ", ".join(part for part in (f"Quelle {formatting.listed(names)}" if names else "", checked) if part)


def _gaps(view: ItemView) -> tuple[str, ...]:
    """Return what is not secured, point by point."""
    disagreeing = tuple(
        f"Quellen widersprechen sich: {conflict.field} "
        + " oder ".join(dict.fromkeys(value for value, _ in conflict.values))
        for conflict in view.conflicts
    )
    return (*view.uncertain, *disagreeing)


# One form for each kind


def _programme(base: HallView, item: Programme, view: ItemView, labels: Labels) -> HallView:
    types = formatting.listed([labels.label("funding_types", code) for code in item.funding_types[:2]])
    meta = ", ".join(part for part in (types, giver(item, labels)) if part)
    if view.signpost is not None:
        # Rates and caps of a programme that has ended would only mislead.
        links = view.signpost.links
        band = HallBand(icon="ban", tone="mute", question="Gibt es das noch?", answer=f"Nein. {view.signpost.title}.",
                        sentence="" if links else view.signpost.sentence)  # fmt: skip
        ways = tuple(HallWay(icon="arrow-right", text=link.title, label="" if number else view.signpost.sentence)
                     for number, link in enumerate(links))  # fmt: skip
        return replace(base, meta=meta, bands=(band,), ways=ways)
    answer = view.signature or key_facts.signature(item, labels)
    band = HallBand(icon=answer.icon, tone=answer.tone, question=QUESTION, answer=answer.answer,
                    sentence=answer.sentence)  # fmt: skip
    rate, cap, window, audience = (_figure(fact) for fact in view.facts[:4])
    if item.rate_table:
        rate = HallFigure(label=rate.label, value=rate.value, note="gestaffelt", missing=rate.missing)
    window = HallFigure(label="Zugang", value=window.value, note=window.note, missing=window.missing)
    return replace(base, meta=meta, bands=(band,), figures=(rate, cap, window, audience), lead=_next_step(item))


def _next_step(item: Programme) -> HallLead:
    if not item.steps:
        office = item.operator.name if item.operator else item.funder.name
        return HallLead(label="Nächster Schritt", text=f"Nachfragen: {office}", note="Der Antragsweg ist nicht belegt.")
    first, *rest = item.steps
    return HallLead(
        label=formatting.joined(["Nächster Schritt", first.who]),
        text=formatting.joined([first.what, first.lead_time]),
        note=f"Danach: {_step(rest[0])}" if rest else "",
    )


def _step(step: Step) -> str:
    return f"{step.what} ({step.who})" if step.who else step.what


def _topic(base: HallView, item: Topic, labels: Labels, today: date) -> HallView:
    asked = item.diagnostic_questions
    bands = tuple(
        HallBand(icon="message-question", tone="accent", question=f"Frage {number} von {len(asked)}", answer=question)
        for number, question in enumerate(asked, 1)
    ) or (HallBand(icon="bulb", tone="accent", question="Worum geht es?", answer=item.summary),)
    programmes = [
        entry
        for entry in labels.items(item.related.programmes).values()
        if isinstance(entry, Programme) and key_facts.state_of(entry, today) is not WindowState.CLOSED
    ]
    maturity = labels.label("maturities", item.maturity) if item.maturity else ""
    figures = [
        HallFigure(label="Reife", value=maturity or formatting.MISSING, note="in kleinen Unternehmen",
                   missing=not maturity),
        HallFigure(label="Geld dafür", value=formatting.count(len(programmes), "Programm", "Programme")),
        HallFigure(label="Wer hilft", value=formatting.count(len(labels.items(item.related.partners)), "Partner",
                                                            "Partner")),
    ]  # fmt: skip
    if item.legal_hooks:
        hook = item.legal_hooks[0]
        since = f"ab {formatting.as_of(hook.date)}" if hook.date else hook.applies_when
        figures.append(HallFigure(label="Pflicht", value=hook.name, note=since))
    steps = item.entry_steps
    steps = item.entry_steps
    after = f"Danach: {steps[1]}" if steps[1:] else ""
    return replace(
        base,
        meta=formatting.joined(["Thema", labels.label("ris_fields", item.ris_field)]),
        bands=bands,
        figures=tuple(figures),
        lead=HallLead(label="Erster Schritt", text=steps[0], note=after) if steps else None,
    )


def _partner(base: HallView, item: Partner, labels: Labels) -> HallView:
    contacts = partner_contacts(item)
    city = item.address.city if item.address else ""
    kind = labels.label("partner_kinds", item.partner_kind)
    areas = served(item, labels) or [labels.label("regions", code) for code in item.region]
    rest = len(areas) - _AREAS
    shown = formatting.listed([*areas[:_AREAS], *([f"{rest} weitere"] if rest > 0 else [])])
    known = formatting.listed([labels.label("themes", code) for code in item.competences[:_COMPETENCES]])
    member = _MEMBERS.get(item.accepts.membership, "") if item.accepts else ""
    band = HallBand(icon="map-pin", tone="accent", question="Für wen?", answer=shown or formatting.MISSING,
                    sentence=formatting.joined([member, known]))  # fmt: skip
    offers = [formatting.joined([offer.text, labels.label("cost_bands", offer.cost) if offer.cost else ""])
              for offer in item.offers[:2]]  # fmt: skip
    lead = (
        HallLead(label="Angebot", text=offers[0], note=f"Auch: {offers[1]}" if offers[1:] else "") if offers else None
    )
    return replace(base, meta=", ".join(part for part in (kind, city) if part), bands=(band,), lead=lead,
                 ways=_ways(contacts), codes=_codes(contacts.squares))  # fmt: skip


def _ways(contacts: ContactView) -> tuple[HallWay, ...]:
    ways = [HallWay(icon="phone", text=one.shown, label=one.role) for one in contacts.numbers[:1]]
    roles = {way.label for way in ways}
    ways = ways or [HallWay(icon="phone", text=NO_NUMBER, missing=True)]
    if contacts.website:
        ways.append(HallWay(icon="world", text=formatting.host(contacts.website)))
    ways += [
        HallWay(icon="mail", text=one.shown, label="" if one.role in roles else one.role) for one in contacts.mails[:1]
    ]
    return tuple(ways)


def _event(base: HallView, item: Event, labels: Labels, today: date) -> HallView:
    facts = {fact.label: _figure(fact) for fact in event_facts(item, labels)}
    last = formatting.earliest(item.ends_at or item.starts_at)
    past = last is not None and last < today
    over = past or item.cancelled
    host = labels.items((item.organiser,)).get(item.organiser)
    lead = None
    if isinstance(host, Partner) and host.visibility is Visibility.PUBLIC:
        ways = formatting.joined([way.text for way in _ways(partner_contacts(host)) if not way.missing])
        lead = HallLead(label="Veranstalter", text=host.title, note=ways)
    square = None if over else event_square(item, host if isinstance(host, Partner) else None)
    return replace(
        base,
        meta=labels.label("event_formats", item.format),
        bands=(_date_band(item, past=past),),
        figures=tuple(facts[label] for label in _EVENT_FIGURES if label in facts and not facts[label].missing),
        lead=lead,
        codes=_codes((square,) if square is not None else ()),
    )


def _date_band(item: Event, *, past: bool) -> HallBand:
    day = formatting.earliest(item.starts_at)
    if item.cancelled:
        planned = f"Geplant war der {formatting.moment(item.starts_at)}." if day else ""
        return HallBand(icon="calendar-x", tone="bad", question="Wann?", answer="Abgesagt.", sentence=planned)
    if day is None:
        answer = "Wiederkehrend. Termine beim Veranstalter." if item.recurrence else "Der Termin ist nicht bekannt."
        return HallBand(icon="calendar-repeat", tone="accent", question="Wann?", answer=answer,
                        sentence=item.recurrence)  # fmt: skip
    answer = f"{_WEEKDAYS[day.weekday()]}, {when(item)}"
    ends = formatting.moment(item.ends_at) if item.ends_at else ""
    if ends.startswith(formatting.as_of(item.starts_at)):
        ends = ends.partition(", ")[2]
    if past:
        return HallBand(icon="calendar-x", tone="mute", question="Schon vorbei", answer=answer)
    return HallBand(icon="calendar-event", tone="accent", question="Wann?", answer=answer,
                    sentence=f"Ende: {ends}" if ends else "")  # fmt: skip


# Parts


def _figure(fact: FactView) -> HallFigure:
    return HallFigure(label=fact.label, value=fact.value, note=fact.note, missing=fact.missing)


def _codes(squares: Sequence[SquareView]) -> tuple[HallCode, ...]:
    from advisor_app.documents.square import square_of  # noqa: PLC0415 - not before there is something to encode

    return tuple(HallCode(view=square, modules=square_of(square.text)) for square in squares)
