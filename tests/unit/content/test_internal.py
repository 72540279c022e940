from __future__ import annotations

from advisor_app.content.load import published
from advisor_app.domain import Partner
from advisor_app.errors import Severity

PROGRAMME = "programmes/foerderung.md"
PARTNER = "partners/agentur.md"
EVENT = "events/sprechtag.md"


def test_a_link_to_what_is_internal_is_a_warning_but_an_event_needs_its_organiser(kb):
    kb.edit(PARTNER, "themes:", "visibility: internal\nthemes:")
    found = [(problem.file, problem.code, problem.severity) for problem in kb.problems()]
    assert found == [
        (EVENT, "link_to_internal", Severity.ERROR),
        (PROGRAMME, "link_to_internal", Severity.WARNING),
    ]
    assert "agentur" not in repr(published(kb.load()))


def test_what_is_internal_itself_may_link_to_it(kb):
    for file in (PARTNER, EVENT, PROGRAMME):
        kb.edit(file, "themes:", "visibility: internal\nthemes:")
    assert [problem.code for problem in kb.problems()] == []


def test_internal_contacts_do_not_ship(kb):
    inside = "  - {role: Leitung, phone: '+49 211 7654321', visibility: internal}"
    kb.edit(PARTNER, "contacts:", f"contacts:\n{inside}")
    assert kb.errors() == []
    (shipped,) = (item for item in published(kb.load()) if isinstance(item, Partner))
    assert [one.role for one in shipped.contacts] == ["Erstberatung"]
