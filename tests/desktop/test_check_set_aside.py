"""A check that another one follows is not lost: it is offered again, whatever became of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor_app.consultation.kept import NAME
from advisor_app.content.profile_file import profile_text
from advisor_app.desktop.pages.check.beginning import Beginning
from advisor_app.domain.profile import Profile
from tests.desktop.check_pages import LIBRARY, STAFF, Desk, active_window, check_page, told
from tests.desktop.conftest import MemoryLibrary


@pytest.fixture
def desk(open_face, qtbot, tmp_path) -> Desk:
    window = active_window(open_face, MemoryLibrary(LIBRARY), qtbot)
    return Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)


def offer(desk: Desk) -> Beginning:
    return desk.page.arrangement.beginning


def begin(desk: Desk, title: str, staff: int) -> None:
    desk.page.course.give_title(title)
    desk.page.course.answer(STAFF, told(staff))
    desk.rest()


FOLLOWED: dict[str, Callable[[Desk], None]] = {
    "opened": lambda desk: desk.open(desk.file("b", 2)),
    "begun anew": lambda desk: desk.page.begin_anew(),
}


@pytest.mark.parametrize("way", FOLLOWED)
def test_one_that_is_not_saved_is_told_and_offered_again(desk, way):
    begin(desk, "Erste", 7)
    FOLLOWED[way](desk)
    desk.rest()
    assert "bleibt als angefangener Check liegen" in desk.offers[-1][0]
    assert "ohne Vertrauliches" not in desk.offers[-1][0]
    desk.page.begin_anew()
    desk.rest()
    assert offer(desk).resume.isVisible()
    offer(desk).resume.click()
    desk.rest()
    assert (desk.given.title, desk.given.known(STAFF)) == ("Erste", 7)


def test_one_that_is_taken_back_is_not_offered_beside_itself(desk):
    begin(desk, "Erste", 7)
    desk.page.begin_anew()
    desk.rest()
    desk.page.course.undo()
    desk.rest()
    assert desk.given.title == "Erste"
    desk.page.course.answer(STAFF, told(8))
    desk.page.begin_anew()
    desk.rest()
    assert not offer(desk).others.isVisible()
    assert "Erste" in offer(desk)._before_text.text()


def test_one_that_was_saved_is_neither_told_nor_offered(desk, settings):
    begin(desk, "Erste", 7)
    desk.save_as("a.yaml")
    folder: Path = settings.file.parent
    assert list(folder.glob(f"{NAME}*.yaml")) == []
    desk.page.begin_anew()
    desk.rest()
    assert desk.offers[-1][0] == "Neuer Check"
    assert not offer(desk).resume.isVisible()


def test_what_is_not_kept_of_it_is_told(desk):
    begin(desk, "Erste", 7)
    desk.page.course.answer("company.insolvency", told(value=False))
    desk.rest()
    desk.page.begin_anew()
    desk.rest()
    assert desk.offers[-1][0].endswith("ohne Vertrauliches")


def test_all_are_listed_and_any_can_be_gone_on_with(desk, settings):
    folder: Path = settings.file.parent
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 4):
        file = folder / f"foerdercheck-zuvor-{number + 30}.yaml"
        file.write_text(profile_text(Profile(title=f"K & S {number}", facts={STAFF: told(number)})), encoding="utf-8")
    desk.page.filing.keeping.look()
    desk.rest()
    card = offer(desk)
    assert card.others.text() == "Alle 3"
    titles = [action.text() for action in card.menu.actions()]
    at = next(place for place, text in enumerate(titles) if "K && S 2" in text)
    card.menu.actions()[at].trigger()
    assert f"{at + 1} von 3: „K & S 2“" in card._before_text.text()
    card.resume.click()
    desk.rest()
    assert desk.given.known(STAFF) == 2
    desk.page.begin_anew()
    desk.rest()
    assert len(card.menu.actions()) == 3
