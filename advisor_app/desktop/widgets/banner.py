"""A banner at the top of its pane: what is, then what helps. It stays until its cause is gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, text_label
from advisor_app.desktop.widgets.flow import FlowLayout

_MORE = "Weitere Schritte"


class Banner(Panel):
    """Icon, title, one sentence and links: a single one at the right edge, several in a row below, more in a menu.

    `more` is the menu, None while there is none.

    Signals: `link_clicked` (number of the link, from 0; those of the menu count on).
    """

    link_clicked = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("banner", parent)
        self._theme = theme
        self._icon = IconLabel("hourglass", theme=theme, colour="warn", size=20, parent=self)
        self._title = text_label("", "uiStrong", wrap=True, parent=self)
        self._sentence = text_label("", "meta", wrap=True, parent=self)
        self._link = Button("", theme=theme, kind="quiet", parent=self)
        self._link.clicked.connect(self.choose)
        self._choices: list[Button] = [self._link]
        self._below: QWidget | None = None
        self.more: QMenu | None = None
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._title)
        self._words.addWidget(self._sentence)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._link)
        self.setSizePolicy(_as_tall_as_its_text())
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def say(
        self, title: str, sentence: str, links: Sequence[str] = (), *, more: Sequence[str] = (),
        icon: str = "alert-triangle",
    ) -> None:  # fmt: skip
        """Show the banner; what `more` names can be chosen from a menu."""
        self._icon.set_icon(icon, "warn")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._show_links(links, more)
        self.setAccessibleName(f"{title}. {sentence}")
        self.show()

    @property
    def links(self) -> tuple[Button, ...]:
        """Return the links that are shown."""
        return tuple(button for button in self._choices if button.text())

    def _show_links(self, links: Sequence[str], more: Sequence[str]) -> None:
        shown_more = [action.text() for action in self.more.actions()] if self.more is not None else []
        if [button.accessibleName() for button in self.links] == list(links) and shown_more == list(more):
            # The one that has the keyboard keeps it.
            return
        several = len(links) + bool(more) > 1
        self._link.say("" if several or not links else links[0])
        self._link.setVisible(bool(links) and not several)
        self._choices = [self._link]
        if self._below is not None:
            self._words.removeWidget(self._below)
            self._below.hide()
            self._below.deleteLater()
            self._below = self.more = None
        if several:
            self._show_below(links, more)

    def _show_below(self, links: Sequence[str], more: Sequence[str]) -> None:
        below = QWidget(self)
        below.setSizePolicy(_as_tall_as_its_text())
        flow = FlowLayout(gap=self._theme.px(8))
        column = QVBoxLayout(below)
        column.setContentsMargins(0, self._theme.px(6), 0, self._theme.px(2))
        column.addLayout(flow)
        self._choices = [
            Button(text, theme=self._theme, kind="quiet" if number else "plain", parent=below)
            for number, text in enumerate(links)
        ]
        for button in self._choices:
            button.clicked.connect(self.choose)
        buttons = [*self._choices, *([self._menu_button(more, below)] if more else [])]
        height = max(button.sizeHint().height() for button in buttons)
        for button in buttons:
            button.setMinimumHeight(height)
            flow.addWidget(button)
        self._words.addWidget(below)
        self._below = below

    def _menu_button(self, more: Sequence[str], parent: QWidget) -> Button:
        button = Button(_MORE, theme=self._theme, kind="quiet", icon="chevron-down", colour="accent", size=14,
                        parent=parent)  # fmt: skip
        button.put_icon_last()
        self.more = QMenu(button)
        for text in more:
            self.more.addAction(text)
        self.more.triggered.connect(self.choose_more)
        button.clicked.connect(self.show_more)
        return button

    @Slot()
    def show_more(self) -> None:
        """Show the menu below its button."""
        button = self.sender()
        if self.more is not None and isinstance(button, Button):
            self.more.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot(QAction)
    def choose_more(self, action: QAction) -> None:
        """Tell which link of the menu was chosen."""
        if self.more is not None:
            self.link_clicked.emit(len(self._choices) + self.more.actions().index(action))

    @Slot()
    def choose(self) -> None:
        """Tell which link was pressed."""
        pressed = self.sender()
        for number, button in enumerate(self._choices):
            if button is pressed:
                self.link_clicked.emit(number)
                return

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(14), px(8), px(12), px(8))
        self._row.setSpacing(px(12))
        self.setProperty("outline", "true" if self._theme.tokens.outline_soft else "false")


def _as_tall_as_its_text() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy
