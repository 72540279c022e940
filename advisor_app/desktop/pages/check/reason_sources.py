"""The sources of an entry with their as-of, as the numbers in the explanation name them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.pages.check.reason_parts import KEY
from advisor_app.desktop.presenters.check_reason_views import ReasonView
from advisor_app.desktop.presenters.views import SourceView
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, ElidedLabel, Panel, text_label

_WEB = ("https://", "http://")


class SourceLine(QWidget):
    """One source.

    Signals: `link_wanted` (its address).
    """

    link_wanted = Signal(str)

    def __init__(self, source: SourceView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.source = source
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(2), 0, px(2))
        row.setSpacing(px(8))
        number = text_label(f"[{source.number}]", "metaStrong", parent=self)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(text_label(formatting.hyphenated(source.title), "meta", wrap=True, parent=self))
        told = formatting.joined([source.stand, source.detail, source.address])
        words.addWidget(ElidedLabel(told, "small", parent=self))
        row.addLayout(words, 1)
        self.button: Button | None = None
        if source.url.startswith(_WEB):
            hint = f"Öffnen: {source.title}"
            self.button = Button(
                "", theme=theme, kind="bare", icon="external-link", colour="accent", hint=hint, parent=self
            )
            self.button.setProperty(KEY, f"source:{source.number}")
            self.button.clicked.connect(self.open_source)
            self.setFocusProxy(self.button)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def open_source(self) -> None:
        """Ask for the page."""
        self.link_wanted.emit(self.source.url)


class SourcesCard(Panel):
    """All sources, and how old the knowledge is.

    Signals: `link_wanted` (address outside).
    """

    link_wanted = Signal(str)

    def __init__(self, view: ReasonView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self.setAccessibleName("Quellen")
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.setSpacing(px(4))
        column.addWidget(text_label("Quellen", "section", parent=self))
        self._rows: dict[int, SourceLine] = {}
        for source in view.sources:
            row = SourceLine(source, theme=theme, parent=self)
            row.link_wanted.connect(self.link_wanted)
            column.addWidget(row)
            self._rows[source.number] = row
        column.addWidget(text_label(view.standing, "stand", wrap=True, parent=self))

    def row_of(self, link: str) -> SourceLine | None:
        """Return the row that a link `number:1` names, None for none."""
        number = link.removeprefix("number:")
        return self._rows.get(int(number)) if number.isdigit() else None
