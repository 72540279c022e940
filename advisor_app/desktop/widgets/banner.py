"""A banner at the top of its pane: what is, then what helps. It stays until its cause is gone."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, IconLabel, Panel, text_label


class Banner(Panel):
    """Icon, title, one sentence, one link."""

    link_clicked = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("banner", parent)
        self._theme = theme
        self._icon = IconLabel("hourglass", theme=theme, colour="warn", size=20, parent=self)
        self._title = text_label("", "uiStrong", parent=self)
        self._sentence = text_label("", "meta", wrap=True, parent=self)
        self._link = Button("", theme=theme, kind="quiet", parent=self)
        self._link.clicked.connect(self.link_clicked)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def say(self, title: str, sentence: str, link: str = "", *, icon: str = "alert-triangle") -> None:
        """Show the banner."""
        self._icon.set_icon(icon, "warn")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._link.say(link)
        self._link.setVisible(bool(link))
        self.setAccessibleName(f"{title}. {sentence}")
        self.show()

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._row.setContentsMargins(px(14), px(8), px(12), px(8))
        self._row.setSpacing(px(12))
        self.setProperty("outline", "true" if self._theme.tokens.outline_soft else "false")
