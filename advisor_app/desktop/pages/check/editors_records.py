"""Holdings and grants: that there are none, or the way to the form they have of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.pages.check.editors_base import ValueEditor
from advisor_app.desktop.presenters.check_editor import EditorTables, EditorView, records_words
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import Known, Possible


class RecordsEditor(ValueEditor):
    """Two buttons.

    Signals: `form_wanted`.
    """

    form_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme=theme, parent=parent)
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons)
        self.none = Button("", theme=theme, parent=self._buttons)
        self.form = Button("", theme=theme, icon="pencil", parent=self._buttons)
        self._flow.addWidget(self.none)
        self._flow.addWidget(self.form)
        self.none.clicked.connect(self.take_none)
        self.form.clicked.connect(self.form_wanted)
        self.column.addWidget(self._buttons)

    def show_view(self, view: EditorView, tables: EditorTables) -> None:  # noqa: ARG002 - each editor is given both
        """Name the buttons."""
        none, form = records_words(view.fact)
        self.none.say(none)
        self.form.say(form)
        self._flow.gap = self._theme.px(8)

    def result(self) -> Possible | None:
        """Return nothing: the form knows."""
        return None

    def take_focus(self) -> None:
        """Go to the form's button."""
        self.form.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def ready(self) -> bool:
        """Tell that there is nothing to take but with one of the buttons."""
        return False

    @Slot()
    def take_none(self) -> None:
        """Answer that there are none."""
        self.taken.emit(Known(()))
