"""Answers that do not go together, above the verdicts."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from advisor_app.desktop.pages.check.doubts import Doubts
from advisor_app.desktop.presenters.check_doubts import NO_DOUBTS, present_doubts
from advisor_app.desktop.theme import Theme
from tests.desktop.check_world import findings_of, profile

ODD = {"project__started": False, "project__order_signed": True}
DELICATE = {"company__insolvency": True, "company__in_difficulty": False}


def test_what_is_odd_is_said_with_the_ways_to_it() -> None:
    view = present_doubts(findings_of(given=profile(**ODD)))
    assert view.title == "Angaben, die nicht zusammenpassen"
    assert "ein Auftrag ist aber erteilt" in view.text
    assert view.facts == ("project.started", "project.order_signed")
    assert all(view.ways)
    assert present_doubts(findings_of()) == NO_DOUBTS


def test_a_client_does_not_read_what_is_delicate() -> None:
    found = findings_of(given=profile(**ODD, **DELICATE))
    assert "Insolvenz" in present_doubts(found).text
    seen = present_doubts(found, clients=True)
    assert "Insolvenz" not in seen.text + " ".join(seen.ways)
    assert "Auftrag" in seen.text


def test_more_than_two_are_counted() -> None:
    many = profile(**ODD, **DELICATE, company__founded_on="2099-01-01")
    assert present_doubts(findings_of(given=many)).text.endswith("Und 1\u00a0weitere.")


def test_the_banner_leads_to_the_answers_and_goes_when_they_go_together(qtbot: QtBot, theme: Theme) -> None:
    banner = Doubts(theme=theme)
    qtbot.addWidget(banner)
    banner.show_view(present_doubts(findings_of(given=profile(**ODD))))
    assert not banner.isHidden()
    with qtbot.waitSignal(banner.fact_wanted) as asked:
        banner.links[1].click()
    assert asked.args == ["project.order_signed"]
    banner.show_view(NO_DOUBTS)
    assert banner.isHidden()
