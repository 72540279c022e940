"""Running text: a text browser that is as tall as its text and leaves scrolling to the pane."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSizeF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from advisor_app.desktop.presenters.views import Block
from advisor_app.desktop.stylesheet import prose_css
from advisor_app.desktop.theme import Theme

_LINKS = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard


class Prose(QTextBrowser):
    """Shows blocks of sanitised HTML. Links are told with `link_activated`, never followed here."""

    link_activated = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sealed = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Text")
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.anchorClicked.connect(self.tell_link)

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Show headings with their text."""
        parts = [
            (f'<p class="h">{escape(block.heading)}</p>' if block.heading else "") + block.html for block in blocks
        ]
        self.document().setDefaultStyleSheet(prose_css(self._theme))
        self.document().setDefaultFont(self._theme.font(14))
        self.document().setIndentWidth(self._theme.px(20))
        # Rendered citations carry no class, and Qt's CSS cannot select by the beginning of an address.
        self.setHtml("".join(parts).replace('<a href="source:', '<a class="cite" href="source:'))
        self.fit(self.document().size())

    @Slot(QSizeF)
    def fit(self, size: QSizeF) -> None:
        """Be as tall as the text."""
        self.setFixedHeight(round(size.height()) + 2)

    @Slot(QUrl)
    def tell_link(self, url: QUrl) -> None:
        """Tell which link was followed."""
        self.link_activated.emit(url.toString())

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: text brings no pictures and no style of its own."""
        return None

    def seal(self, *, sealed: bool) -> None:
        """Take from the text that it can be selected and copied, or give that back; links are followed either way."""
        self._sealed = sealed
        self.setTextInteractionFlags(_LINKS if sealed else _LINKS | Qt.TextInteractionFlag.TextSelectableByMouse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select and copy nothing of what is sealed: Qt does so by key even where nothing can be selected."""
        keys = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
        if self._sealed and any(event.matches(key) for key in keys):
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the pane."""
        event.ignore()

    def places(self, wanted: str) -> list[QTextCursor]:
        """Return every place where a text occurs."""
        found: list[QTextCursor] = []
        cursor = QTextCursor(self.document())
        while wanted:
            cursor = self.document().find(wanted, cursor, QTextDocument.FindFlag(0))
            if cursor.isNull():
                break
            found.append(QTextCursor(cursor))
        return found
