"""A file that somebody opened stays theirs: what it held is there after saving, and what others wrote is not lost."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from advisor_app.content.profile_file import load_profile, profile_text
from advisor_app.desktop.pages.check.overwriting import OverwriteQuestion
from advisor_app.domain.profile import FactValue, Profile
from advisor_app.domain.state_aid import DeMinimisGrant
from tests.desktop.check_pages import LIBRARY, STAFF, Desk, active_window, check_page, told
from tests.desktop.conftest import MemoryLibrary

AGE, INSOLVENCY, GRANTS = "person.age", "company.insolvency", "company.deminimis_grants"
GRANT = DeMinimisGrant(granted_on="2025-03-01", gge_eur=9_000, note="Bescheid fehlt")


@pytest.fixture
def desk(open_face, qtbot, tmp_path) -> Desk:
    window = active_window(open_face, MemoryLibrary(LIBRARY), qtbot)
    return Desk(check_page(window, qtbot.waitUntil), qtbot.waitUntil, tmp_path)


def rich(folder: Path) -> Path:
    """Return a file with notes, a sensitive fact, and what is for the network."""
    facts: dict[str, FactValue] = {
        STAFF: told(5, "laut Lohnbüro"), INSOLVENCY: told(False, "laut Register"), GRANTS: told((GRANT,)),
        "project.other_funding": told(("intern", "klein")),
    }  # fmt: skip
    judged = {"intern/stufe": told(True, "am Telefon")}
    file = folder / "a.yaml"
    file.write_text(profile_text(Profile(title="A", facts=facts, judged=judged)), encoding="utf-8")
    return file


def held(file: Path) -> Profile:
    found = load_profile(file)
    assert isinstance(found, Profile)
    return found


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def questions(desk: Desk) -> list[OverwriteQuestion]:
    return [one for one in desk.page.findChildren(OverwriteQuestion) if one.isVisible()]


def press(desk: Desk, name: str) -> None:
    (question,) = questions(desk)
    button = getattr(question, name)
    assert isinstance(button, QAbstractButton)
    button.click()
    desk.rest()


@pytest.mark.parametrize("clients", [False, True])
def test_what_the_own_file_held_is_there_after_saving(desk, tmp_path, clients):
    file = rich(tmp_path)
    before = held(file)
    file.chmod(0o600)
    desk.open(file)
    if clients:
        desk.page.tools.client.toggle()
    desk.page.course.answer(AGE, told(40))
    desk.rest()
    for _ in range(2):
        desk.page.filing.save()
        desk.rest()
        assert held(file) == before.with_fact(AGE, told(40))
        assert desk.said[-1] == "Gespeichert: a.yaml"
    if sys.platform != "win32":
        assert mode(file) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_a_file_with_sensitive_facts_is_for_its_owner_and_any_other_stays_readable(desk, tmp_path):
    for file, left in ((rich(tmp_path), 0o600), (desk.file("b", 3), 0o640)):
        file.chmod(0o640)
        desk.open(file)
        desk.page.course.answer(AGE, told(40))
        desk.rest()
        desk.page.filing.save()
        desk.rest()
        assert mode(file) == left


def test_what_is_sensitive_and_new_needs_the_tick(desk, tmp_path):
    desk.open(rich(tmp_path))
    desk.page.course.answer(INSOLVENCY, told(True))
    desk.page.course.answer("company.in_difficulty", told(True))
    desk.page.course.answer(AGE, told(40, "geschätzt"))
    desk.rest()
    desk.page.filing.save()
    desk.rest()
    found = held(tmp_path / "a.yaml")
    assert found.known(INSOLVENCY) is True, "the file held it: it is corrected, not kept wrong"
    assert "company.in_difficulty" not in found.facts
    assert found.facts[AGE].note == ""
    assert desk.said[-1] == "Gespeichert: a.yaml, ohne 1\u00a0vertrauliche Angabe und 1\u00a0Notiz"


def test_a_copy_holds_nothing_confidential_and_so_do_later_savings_of_it(desk, tmp_path):
    desk.open(rich(tmp_path))
    copy = desk.save_as("kopie.yaml")
    desk.page.course.answer(AGE, told(40))
    desk.rest()
    desk.page.filing.save()
    desk.rest()
    found = held(copy)
    assert found.known(AGE) == 40
    assert INSOLVENCY not in found.facts
    assert found.facts[STAFF].note == ""
    assert found.judged == {}
    assert found.known(GRANTS) == (replace(GRANT, note=""),)
    assert INSOLVENCY in held(tmp_path / "a.yaml").facts


def test_what_somebody_else_wrote_is_not_overwritten_unasked(desk):
    file = desk.file("a", 5)
    desk.open(file)
    other = profile_text(held(file).with_fact("company.turnover_eur", told(777)))
    file.write_text(other, encoding="utf-8")
    desk.page.course.answer(AGE, told(40))
    desk.rest()
    desk.page.filing.save()
    desk.rest()
    assert file.read_text(encoding="utf-8") == other
    (question,) = questions(desk)
    assert question.defaultButton() is question.other
    press(desk, "cancel")
    assert file.read_text(encoding="utf-8") == other
    assert desk.page.course.session.changed
    desk.page.filing.save()
    desk.rest()
    press(desk, "over")
    assert held(file).known(AGE) == 40
    desk.page.course.answer(AGE, told(41))
    desk.rest()
    desk.page.filing.save()
    desk.rest()
    assert held(file).known(AGE) == 41, "asked once"
    assert questions(desk) == []


def test_instead_of_overwriting_another_name_is_asked_for(desk, tmp_path):
    file = desk.file("a", 5)
    desk.open(file)
    file.write_text("von anderen", encoding="utf-8")
    desk.page.filing.save()
    desk.page.filing.save()
    desk.rest()
    press(desk, "other")
    desk.page.filing.files.dialogs.chosen.emit(str(tmp_path / "neu.yaml"))
    desk.rest()
    assert file.read_text(encoding="utf-8") == "von anderen"
    assert held(tmp_path / "neu.yaml").known(STAFF) == 5
    assert desk.page.course.file == "neu.yaml"


def test_a_file_that_is_gone_is_written_again(desk):
    file = desk.file("a", 5)
    desk.open(file)
    file.unlink()
    desk.page.filing.save()
    desk.rest()
    assert held(file).known(STAFF) == 5
