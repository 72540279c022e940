"""Stands in for the page around a panel of state aid: works out what is answered, and shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from advisor_app.desktop.pages.check.aid_frame import AidPanel
from advisor_app.domain.profile import FactValue, Profile
from tests.desktop.aid_world import DAY

_Panel = TypeVar("_Panel", bound=AidPanel)


class Desk(Generic[_Panel]):
    """A panel, and what it asked for.

    Args:
        panel: the panel.
        present: makes its view of a profile.
        profile: what is known at first.
    """

    def __init__(self, panel: _Panel, present: Callable[[Profile, date], Any], profile: Profile) -> None:
        self.panel = panel
        self.present = present
        self.profile = profile
        self.answers: list[tuple[str, FactValue]] = []
        self.wanted: list[str] = []
        self.said: list[str] = []
        self.links: list[str] = []
        panel.answered.connect(self.answer)
        panel.fact_wanted.connect(self.wanted.append)
        panel.said.connect(self.said.append)
        panel.link_wanted.connect(self.links.append)
        self.show()

    def show(self) -> None:
        self.panel.show_view(self.present(self.profile, DAY))  # type: ignore[attr-defined]  # each panel has one

    def answer(self, fact: str, value: FactValue) -> None:
        self.answers.append((fact, value))
        self.profile = self.profile.without(fact) if value.is_open else self.profile.with_fact(fact, value)
        self.show()

    @property
    def related(self) -> Any:
        return self.profile.known("company.related")

    @property
    def grants(self) -> Any:
        return self.profile.known("company.deminimis_grants")


def put_away(panel: AidPanel) -> None:
    """Delete a panel here and now, so that the next look has nothing to dress."""
    panel.close()
    panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_into(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)
