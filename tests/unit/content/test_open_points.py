"""What a draft of an event may leave open, and a published one may not."""

from __future__ import annotations

import pytest

from advisor_app.errors import Severity

EVENT = "events/sprechtag.md"
OPEN_POINTS = [
    ("organiser: agentur", 'organiser: ""', "organiser"),
    ("recurrence: monatlich\n", "", "starts_at"),
    ("recurrence: monatlich", 'starts_at: "2027-03-01T09:00:00+01:00"', "ends_at"),
    ("online: true\n", "", "place"),
]


@pytest.mark.parametrize(("old", "new", "field"), OPEN_POINTS)
def test_what_is_open_stops_a_published_event_and_not_a_draft(kb, old, new, field):
    kb.edit(EVENT, old, new)
    published = [(problem.field, problem.code, problem.severity) for problem in kb.problems()]
    assert published == [(field, "missing", Severity.ERROR)]
    kb.edit(EVENT, "status: published", "status: draft")
    draft = [(problem.field, problem.code, problem.severity) for problem in kb.problems() if problem.file == EVENT]
    assert draft == [(field, "missing", Severity.WARNING)]


def test_a_draft_with_times_in_the_wrong_order_is_still_wrong(kb):
    kb.edit(EVENT, "status: published", "status: draft")
    kb.edit(
        EVENT,
        "recurrence: monatlich",
        'starts_at: "2027-03-01T09:00:00+01:00"\nends_at: "2027-03-01T08:00:00+01:00"',
    )
    found = [(problem.field, problem.code, problem.severity) for problem in kb.problems() if problem.file == EVENT]
    assert found == [("ends_at", "date_order", Severity.ERROR)]
