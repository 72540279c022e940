"""How an entry is named where others link to it: its title and one line that tells it from the rest.

Takes outlines, which have all that is said here; of an item take `outline_of` first.
"""

from __future__ import annotations

from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.views import Labels, LinkView
from advisor_app.domain import Kind
from advisor_app.domain.outlines import EventOutline, PartnerOutline, ProgrammeOutline, TopicOutline
from advisor_app.domain.window import WindowState

Entry = ProgrammeOutline | TopicOutline | PartnerOutline | EventOutline


def link_to(entry: Entry, labels: Labels, today: date, *, stale: bool = False, why: str = "") -> LinkView:
    """Return the link to an entry.

    Args:
        entry: what is linked to.
        labels: knows the words behind codes.
        today: the day that windows and dates are held against.
        stale: the knowledge as a whole is too old to promise anything.
        why: what links it, where that is not plain; put behind what it is.
    """
    if isinstance(entry, ProgrammeOutline):
        kind, note = Kind.PROGRAMME, _programme(entry, labels, today, stale=stale)
    elif isinstance(entry, TopicOutline):
        maturity = labels.label("maturities", entry.maturity) if entry.maturity else ""
        kind, note = Kind.TOPIC, formatting.joined([maturity, labels.label("ris_fields", entry.ris_field)])
    elif isinstance(entry, PartnerOutline):
        city = entry.address.city if entry.address else ""
        kind, note = Kind.PARTNER, formatting.joined([labels.label("partner_kinds", entry.partner_kind), city])
    else:
        kind, note = Kind.EVENT, _event(entry, labels, today)
    return LinkView(id=entry.id, kind=kind.value, title=entry.title, note=formatting.joined([note, why]))


def _programme(entry: ProgrammeOutline, labels: Labels, today: date, *, stale: bool) -> str:
    """Return type, whether one may begin and the window; of an ended one only that."""
    window = key_facts.window_mark(entry, labels, today).text
    if key_facts.state_of(entry, today) is WindowState.CLOSED:
        return window
    types = formatting.listed([labels.label("funding_types", code) for code in entry.funding_types[:2]])
    start = key_facts.start_mark(entry, labels, stale=stale).text
    if key_facts.window_capped(entry, today, stale=stale):
        window = "" if start == key_facts.TO_CHECK else key_facts.TO_CHECK
    return formatting.joined([types, start, window])


def _event(entry: EventOutline, labels: Labels, today: date) -> str:
    """Return the date and the format; a past date says so, one that is not set says how often."""
    kind = labels.label("event_formats", entry.format)
    if entry.cancelled:
        return formatting.joined(["Abgesagt", kind])
    if not entry.starts_at:
        return formatting.joined([entry.recurrence, kind])
    day = formatting.earliest(entry.ends_at or entry.starts_at)
    past = "vorbei" if day is not None and day < today else ""
    return formatting.joined([formatting.moment(entry.starts_at), past, kind])
