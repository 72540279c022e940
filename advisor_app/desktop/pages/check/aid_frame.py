"""The frame of the panels of state aid: the way back, what leaves as paper or by clipboard, cards in a column."""

from __future__ import annotations

from base64 import b64encode
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from advisor_app.desktop.clipboard import copy_rich
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.pages.check.aid_parts import NoticeLine
from advisor_app.desktop.pages.check.handing_bar import HandingBar
from advisor_app.desktop.pages.check.printing import CheckPaper, Paper
from advisor_app.desktop.pages.check.read_area import ReadArea
from advisor_app.desktop.presenters.check_size import INSTEAD
from advisor_app.desktop.presenters.check_size_views import LawLink, Notice
from advisor_app.desktop.reading.cards import TintedCard
from advisor_app.desktop.widgets.basics import Button, Panel, clear_layout, plain_tip, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.domain.profile import UNKNOWN

# Paper is 672 design pixels wide between its margins, and so many tall below a heading.
PAPER_WIDTH = 660
_PAPER_HEIGHT = 820


class AidPanel(Panel):
    """What both panels have in common; each makes its own cards.

    Args:
        title: of the panel.
        tools: what the page is given.

    Signals: `answered` (fact and its FactValue; an open one takes the answer back), `fact_wanted` (fact that is to be
    answered), `back_wanted`, `said` (a short message), `link_wanted` (address outside), `failed` (exception of a job).
    """

    answered = Signal(str, object)
    fact_wanted = Signal(str)
    back_wanted = Signal()
    said = Signal(str)
    link_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, title: str, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("page", parent)
        self._theme = tools.theme
        self._tools = tools
        self._title = title
        self.setAccessibleName(title)
        self._build_bar()
        self.area = ReadArea(title, theme=self._theme, parent=self)
        self._content, self._column = self.area.body, self.area.column
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addWidget(self.area, 1)
        self.laws = QWidget(self._content)
        self._law_flow = FlowLayout(self.laws, gap=self._theme.px(16))
        self._paper: CheckPaper | None = None
        self._wanted: QWidget | None = None
        self._shown: dict[str, object] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.bring_now)

    def _build_bar(self) -> None:
        self.bar = HandingBar(self._title, theme=self._theme, parent=self)
        self._copies = QMenu(self.bar.copy)
        self._copies.addAction("Text und Rechnung").triggered.connect(self.copy_text)
        self._copies.addAction("Bild").triggered.connect(self.copy_picture)
        self.bar.back_wanted.connect(self.back_wanted)
        self.bar.copy_wanted.connect(self.offer_copies)
        self.bar.print_wanted.connect(self.print_out)
        self.bar.save_wanted.connect(self.save_out)

    def card(self, title: str) -> tuple[Panel, QVBoxLayout]:
        """Return a card with a heading, and its column."""
        px = self._theme.px
        card = Panel("card", self._content)
        card.setAccessibleName(title)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(14), px(18), px(16))
        column.setSpacing(px(10))
        if title:
            column.addWidget(text_label(title, "section", parent=card))
        return card, column

    def fill_answer(self, box: QWidget, tone: str, lines: tuple[tuple[str, str], ...]) -> None:
        """Show the answer instead of the one before.

        Args:
            box: what it lies in.
            tone: of the answer.
            lines: texts with their roles; an empty one is left out.
        """
        px = self._theme.px
        clear_layout(box)
        card = TintedCard(tone, theme=self._theme, bar=True, parent=box)
        card.setAccessibleName(" ".join(text for text, role in lines if text and role != "overline"))
        column = QVBoxLayout(card)
        column.setContentsMargins(px(22), px(12), px(16), px(14))
        column.setSpacing(px(4))
        for text, role in lines:
            if text:
                column.addWidget(text_label(text, role, wrap=True, parent=card))
        layout = box.layout()
        if layout is not None:
            layout.addWidget(card)

    def fill_laws(self, laws: tuple[LawLink, ...]) -> None:
        """Offer the provisions where they can be read."""
        if not self.is_new("laws", laws):
            return
        clear_layout(self.laws)
        for law in laws:
            button = Button(law.title, theme=self._theme, kind="link", icon="external-link", colour="accent", size=14,
                            parent=self.laws)  # fmt: skip
            button.setToolTip(plain_tip(law.url))
            button.clicked.connect(partial(self.link_wanted.emit, law.url))
            self._law_flow.addWidget(button)

    def is_new(self, part: str, shown: object) -> bool:
        """Tell whether a part shows something else now; what stays is not built again, and keeps the focus."""
        known = part in self._shown and self._shown[part] == shown
        self._shown[part] = shown
        return not known

    def fill_notices(self, part: str, box: QWidget, notices: tuple[Notice, ...]) -> None:
        """Show warnings instead of those before; a box without any is hidden."""
        if not self.is_new(part, notices):
            return
        clear_layout(box)
        layout = box.layout()
        for notice in notices:
            line = NoticeLine(notice, theme=self._theme, parent=box)
            line.wanted.connect(self.follow)
            if layout is not None:
                layout.addWidget(line)
        box.setVisible(bool(notices))

    @Slot(object)
    def follow(self, notice: object) -> None:
        """Go where something can be done about a warning; what was entered instead of the calculation is taken back."""
        if isinstance(notice, Notice) and notice.fact in INSTEAD:
            self.answered.emit(notice.fact, UNKNOWN)
        elif isinstance(notice, Notice) and notice.fact:
            self.fact_wanted.emit(notice.fact)

    # What leaves; each panel says what it is

    def text(self) -> str:
        """Return all of it as plain text."""
        raise NotImplementedError

    def html(self, picture: str = "") -> str:
        """Return all of it as HTML, with the picture as an element."""
        raise NotImplementedError

    def image(self, width: float) -> QImage:
        """Return the picture in light colours, so many design pixels wide."""
        raise NotImplementedError

    @property
    def has_content(self) -> bool:
        """Tell whether there is something that may leave."""
        raise NotImplementedError

    @Slot()
    def offer_copies(self) -> None:
        """Ask whether the text or the picture is to be copied."""
        self._copies.popup(self.bar.copy.mapToGlobal(self.bar.copy.rect().bottomLeft()))

    @Slot()
    def copy_text(self) -> None:
        """Copy words and calculation: as a table for Word and Outlook, as text for everything else."""
        if self.has_content:
            copy_rich(self.text(), self.html())
            self.said.emit(f"{self._title} kopiert")

    @Slot()
    def copy_picture(self) -> None:
        """Copy the picture in light colours."""
        if self.has_content:
            QGuiApplication.clipboard().setImage(self.image(PAPER_WIDTH))
            self.said.emit("Bild kopiert")

    def paper(self) -> Paper:
        """Return what is printed; the picture is set in dots fine enough for paper."""
        image = self.image(PAPER_WIDTH)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the format is text at run time
        buffer.close()
        source = b64encode(bytes(data.data())).decode("ascii")
        from advisor_app.desktop.pages.check.aid_images import DOTS  # noqa: PLC0415 - when something leaves

        # What is taller than a page would be cut.
        width = round(image.width() / DOTS * min(1.0, _PAPER_HEIGHT * DOTS / image.height()))
        return Paper(
            title=f"{self._title} {self.bar.told}".strip(),
            html=self.html(f'<img width="{width}" src="data:image/png;base64,{source}">'),
        )

    @Slot()
    def print_out(self) -> None:
        """Ask for a printer and print there."""
        if self.has_content:
            self._press().print_paper(self.paper())

    @Slot()
    def save_out(self) -> None:
        """Ask where to and save as a PDF file."""
        if self.has_content:
            self._press().save_paper(self.paper())

    def _press(self) -> CheckPaper:
        if self._paper is None:
            self._paper = CheckPaper(host=self, runner=self._tools.runner)
            self._paper.said.connect(self.said)
            self._paper.failed.connect(self.failed)
        return self._paper

    # Sizes

    def bring(self, part: QWidget) -> None:
        """Scroll a part into sight once it has been laid out."""
        self._wanted = part
        self._soon.start()

    @Slot()
    def bring_now(self) -> None:
        """Scroll what is wanted into sight: all of it, or its beginning where it is taller than the panel."""
        part, view = self._wanted, self.area.viewport().height()
        if part is None or part.isHidden():
            return
        top = part.mapTo(self._content, part.rect().topLeft()).y()
        bar, gap = self.area.verticalScrollBar(), self._theme.px(16)
        bottom = top + part.height() + gap
        if part.height() + 2 * gap > view or top - gap < bar.value():
            bar.setValue(top - gap)
        elif bottom > bar.value() + view:
            bar.setValue(bottom - view)

    def restyle_frame(self) -> None:
        """Take over the sizes of the look; every part is built again."""
        px = self._theme.px
        self._shown.clear()
        self._law_flow.gap = px(16)
