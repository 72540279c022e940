"""The strip at the top of the window that tells of the client view, and ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from advisor_app.desktop.client_view import BEGUN, ClientView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, IconLabel, Panel


class ClientStrip(Panel):
    """One calm line, there as long as the client view is on.

    Args:
        view: what is told.
        theme: the look.
    """

    def __init__(self, view: ClientView, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clientStrip", parent)
        self._theme = theme
        self._icon = IconLabel("eye-off", theme=theme, colour="accent", size=16, parent=self)
        self._text = ElidedLabel(BEGUN, "uiStrong", tone="accent", parent=self)
        self._end = Button("Beenden", theme=theme, kind="quiet", hint="Kundenansicht beenden (F9)", parent=self)
        self._end.clicked.connect(view.end)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._end, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(BEGUN)
        view.changed.connect(self.setVisible)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.setVisible(view.on)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self.setFixedHeight(px(36))
        self._row.setContentsMargins(px(16), 0, px(12), 0)
        self._row.setSpacing(px(10))
