"""Size class and account within the page of the check: what is typed there moves the rest, and can be taken back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from advisor_app.desktop.main_window import MainWindow
from advisor_app.desktop.pages.check.account_panel import AccountPanel
from advisor_app.desktop.pages.check.page import CheckPage
from advisor_app.desktop.pages.check.size_panel import SizePanel
from tests.desktop.aid_world import GRANTS, OWNER, company
from tests.desktop.conftest import MemoryLibrary, OpenFace


@pytest.fixture
def window(open_face: OpenFace, qtbot: QtBot) -> MainWindow:
    window = open_face(MemoryLibrary).window
    window.resize(1300, 800)
    with qtbot.waitSignal(window.library_opened):
        window.show()
    window.show_page("check")
    rest(window, qtbot)
    return window


def rest(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tools.runner.is_busy())


def shown(window: MainWindow) -> CheckPage:
    page = window.page("check")
    assert isinstance(page, CheckPage)
    return page


def test_a_holding_that_is_added_changes_the_class_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    page = shown(window)
    page.course.load(company([]), "")
    rest(window, qtbot)
    page.edit_fact("company.related")
    rest(window, qtbot)
    panel = page.leaves.panel("size")
    assert isinstance(panel, SizePanel)
    assert panel.isVisible()
    assert panel.view is not None
    assert panel.view.short == "Klein"
    panel.add_owner.click()
    for field, text in ((panel.form.name, "Holding AG"), (panel.form.share, "100"), (panel.form.headcount, "300")):
        field.edit.setText(text)
    panel.form.ok.click()
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.short == "Groß")
    assert page.course.session.given.known("company.related")[0].name == "Holding AG"
    panel.undo.click()
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.short == "Klein")
    assert page.step_out()
    assert not panel.isVisible()


def test_the_account_leads_to_the_holdings_and_back(window: MainWindow, qtbot: QtBot) -> None:
    page = shown(window)
    page.course.load(company(None, GRANTS), "")
    rest(window, qtbot)
    page.edit_fact("company.deminimis_grants")
    rest(window, qtbot)
    account = page.leaves.panel("account")
    assert isinstance(account, AccountPanel)
    assert account.view is not None
    account.follow(next(one for one in account.view.notices if one.fact == "company.related"))
    rest(window, qtbot)
    assert page.leaves.panel("size").isVisible()
    page.course.answer("company.related", company([OWNER]).value("company.related"))
    rest(window, qtbot)
    assert page.step_out()
    rest(window, qtbot)
    assert account.isVisible()
    qtbot.waitUntil(lambda: account.view is not None and account.view.names == ("Holding", "Schwester GmbH"))
