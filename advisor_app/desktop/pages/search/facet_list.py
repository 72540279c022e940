"""The list of facets: values with live counts, in an order that does not jump while one types."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import FacetGroup, FacetOption
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, clear_layout, text_label

TOP = 6
MANY = 40
# How a value of the reader's own house is told: by an icon, and in words.
_OWN = ("map-pin", "Ihre Region")


class FacetCheck(QCheckBox):
    """One value: box, label, count; painted, so that the count stands at the right edge. `own` marks the own region."""

    def __init__(
        self, facet: str, option: FacetOption, *, theme: Theme, own: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.facet = facet
        self.own = own
        self._theme = theme
        self.option = option
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_option(option)

    def show_option(self, option: FacetOption) -> None:
        """Show a new count and whether the value is chosen."""
        if option == self.option and self.accessibleName():
            return
        self.option = option
        self.setChecked(option.chosen)
        words = [option.label, *[_OWN[1]] * self.own, formatting.count(option.count, "Treffer", "Treffer")]
        self.setAccessibleName(", ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(self._theme.px(160), self._theme.px(27))

    def hitButton(self, _pos: object) -> bool:
        """Let the whole line be clicked."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, label and count."""
        theme, option = self._theme, self.option
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = theme.px(16), self.height() / 2
        box = QRectF(2.5, middle - side / 2 + 0.5, side - 1, side - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), theme.px(4), theme.px(4))
            tick = theme.icon("check", "on_accent", 14, self.devicePixelRatioF(), 2.6)
            painter.drawPixmap(round(box.center().x() - theme.px(14) / 2), round(middle - theme.px(14) / 2), tick)
        else:
            painter.setPen(QPen(theme.colour("control"), 1.4))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        self._words(painter, option, box.right() + theme.px(8))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))

    def _words(self, painter: QPainter, option: FacetOption, left: float) -> None:
        theme = self._theme
        count = formatting.number(option.count)
        small = theme.font(12)
        painter.setFont(small)
        painter.setPen(theme.colour("text2" if option.count else "text3"))
        right = self.width() - theme.px(2)
        area = QRectF(left, 0, right - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        room = right - left - QFontMetricsF(small).horizontalAdvance(count) - theme.px(8)
        font = theme.font(13, 500 if self.isChecked() else 400)
        painter.setFont(font)
        lit = option.count or option.chosen or self.underMouse()
        if self.own:
            size = theme.px(14)
            pin = theme.icon(_OWN[0], "accent", 14, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round((self.height() - size) / 2), pin)
            left, room = left + size + theme.px(4), room - size - theme.px(4)
        painter.setPen(theme.colour("text" if lit else "text3"))
        shown = QFontMetricsF(font).elidedText(option.label, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(": ".join([*[_OWN[1]] * self.own, *[option.label] * (shown != option.label)]))
        painter.drawText(QRectF(left, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)


class FacetList(QScrollArea):
    """All facets.

    Args:
        theme: the look.

    Signals: `toggled` (facet and code that were clicked).
    """

    toggled = Signal(str, str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: tuple[FacetGroup, ...] = ()
        self._unfolded: dict[str, int] = {}
        self._shape: tuple[tuple[str, ...], ...] = ()
        self._checks: dict[tuple[str, str], FacetCheck] = {}
        self._own: frozenset[tuple[str, str]] = frozenset()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self.setWidget(self._content)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_groups(self, groups: tuple[FacetGroup, ...]) -> None:
        """Show facets; where only counts changed, the lines stay and keep the focus."""
        self._groups = groups
        shape = tuple((group.facet, *(option.code for option in self._visible(group))) for group in groups)
        if shape != self._shape:
            self._rebuild(shape)
            return
        for group in groups:
            for option in self._visible(group):
                self._checks[group.facet, option.code].show_option(option)

    def prefer(self, facet: str, codes: Collection[str]) -> None:
        """Put values of the reader's own house first and mark them; they remain to be chosen."""
        self._own = frozenset((facet, code) for code in codes)
        self.show_groups(self._groups)

    def focus_first(self) -> None:
        """Put the focus on the first value."""
        for check in self._checks.values():
            check.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def _visible(self, group: FacetGroup) -> tuple[FacetOption, ...]:
        limit = self._unfolded.get(group.facet, TOP)
        by_use = sorted(group.options, key=lambda option: (not option.chosen, not option.count))
        kept = {option.code for option in by_use[:limit]}
        own = [option for option in group.options if (group.facet, option.code) in self._own]
        others = [option for option in group.options if option.code in kept or option.chosen]
        return tuple(dict.fromkeys([*own, *others]))

    def _rebuild(self, shape: tuple[tuple[str, ...], ...]) -> None:
        self._shape = shape
        held = next((key for key, check in self._checks.items() if check.hasFocus()), None)
        self._checks = {}
        clear_layout(self._content)
        while self._column.count():
            self._column.takeAt(0)
        for number, group in enumerate(self._groups):
            self._add_group(group, first=number == 0)
        self._column.addStretch(1)
        if held in self._checks:
            self._checks[held].setFocus()

    def _add_group(self, group: FacetGroup, *, first: bool) -> None:
        px = self._theme.px
        title = text_label(group.label, "metaStrong", parent=self._content)
        title.setContentsMargins(0, 0 if first else px(14), 0, px(4))
        self._column.addWidget(title)
        visible = self._visible(group)
        for option in visible:
            own = (group.facet, option.code) in self._own
            check = FacetCheck(group.facet, option, own=own, theme=self._theme, parent=self._content)
            check.clicked.connect(self.toggle_clicked)
            self._checks[group.facet, option.code] = check
            self._column.addWidget(check)
        rest = len(group.options) - len(visible)
        if rest > 0:
            more = Button(f"{rest} weitere", theme=self._theme, kind="quiet", parent=self._content)
            more.setProperty("facet", group.facet)
            more.clicked.connect(self.unfold_clicked)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        elif group.facet in self._unfolded:
            less = Button("weniger", theme=self._theme, kind="quiet", parent=self._content)
            less.setProperty("facet", group.facet)
            less.clicked.connect(self.fold_clicked)
            self._column.addWidget(less, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def toggle_clicked(self) -> None:
        """Tell which value was clicked."""
        check = self.sender()
        if isinstance(check, FacetCheck):
            self.toggled.emit(check.facet, check.option.code)

    @Slot()
    def unfold_clicked(self) -> None:
        """Show more values of a facet."""
        facet = str(self.sender().property("facet"))
        self._unfolded[facet] = self._unfolded.get(facet, TOP) + MANY
        self.show_groups(self._groups)

    @Slot()
    def fold_clicked(self) -> None:
        """Show the first values of a facet only."""
        self._unfolded.pop(str(self.sender().property("facet")), None)
        self.show_groups(self._groups)

    @Slot()
    def restyle(self) -> None:
        """Take over the sizes of the look."""
        px = self._theme.px
        self._column.setContentsMargins(px(14), px(14), px(14), px(16))
        self._column.setSpacing(0)
        self._shape = ()
        self.show_groups(self._groups)
