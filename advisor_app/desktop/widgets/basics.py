"""Labels, buttons and lines that every page is made of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtGui import Qt as TextQt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from advisor_app.desktop.theme import Theme


def text_label(text: str, role: str, *, wrap: bool = False, tone: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label whose look is set by its role in the style sheet.

    Wrapped labels can be selected and copied; Qt would otherwise guess them too tall, so they follow the width.
    """
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    if tone:
        label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as it stands: Qt would take what looks like HTML for HTML, pictures included.

    Args:
        text: what somebody wrote, or what comes from a file.
    """
    return TextQt.convertFromPlainText(text) if TextQt.mightBeRichText(text) else text


def is_enter(event: QKeyEvent) -> bool:
    """Tell whether Return or Enter was pressed alone; held down it counts once."""
    others = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not others and not event.isAutoRepeat()


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a widget and have the style sheet look again."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for; looking again costs a millisecond, so only where it changed."""
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Have the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def clear_layout(widget: QWidget) -> None:
    """Take everything out of a widget's layout and delete it."""
    layout = widget.layout()
    while layout is not None and (entry := layout.takeAt(0)) is not None:
        child = entry.widget()
        if child is not None:
            child.hide()
            child.deleteLater()


class Panel(QWidget):
    """A plain widget that paints the background and border its name has in the style sheet."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)


class Rule(QFrame):
    """A line of one pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)


class ElidedLabel(QLabel):
    """A single line that ends in an ellipsis where there is no room; the tooltip then says all of it."""

    def __init__(self, text: str, role: str, *, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the text as fits."""
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        QPainter(self).drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Button(QPushButton):
    """A button in one of the kinds of the style sheet, with an icon that follows the look; Space and Enter click it.

    Args:
        text: what it says; "" for icons only, which then need `hint`.
        theme: the look.
        kind: `plain`, `primary`, `quiet`, `plainText`, `icon`, `bare`, `pill`, `chip`, `segment`, `row` or `link`.
        icon: name of the icon or "".
        colour: token of the icon.
        hint: tooltip, and the accessible name where there is no text.
        size: of the icon in design pixels.
    """

    def __init__(
        self, text: str, *, theme: Theme, kind: str = "plain", icon: str = "", colour: str = "text", hint: str = "",
        size: float = 16, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._after = False
        self._colour = colour
        self._size = size
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        if kind in ("quiet", "link", "chip", "row"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if hint:
            self.setToolTip(plain_tip(hint))
        self.say(text)
        if not text:
            self.setAccessibleName(hint)
        theme.changed.connect(self.restyle)
        self.restyle()

    def say(self, text: str) -> None:
        """Show another text, a little apart from the icon."""
        shown = text.replace("&", "&&")
        if self._icon and text:
            shown = f"{shown}\u00a0" if self._after else f"\u00a0{shown}"
        self.setText(shown)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a click too: Qt does so in dialogs only."""
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def put_icon_last(self) -> None:
        """Put the icon behind the text."""
        self._after = True
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.say(self.text().strip("\u00a0").replace("&&", "&"))

    def set_icon(self, icon: str, colour: str = "") -> None:
        """Show another icon."""
        if (icon, colour or self._colour) != (self._icon, self._colour):
            self._icon = icon
            self._colour = colour or self._colour
            self.restyle()

    @property
    def icon_name(self) -> str:
        """Return the name of the icon, "" if there is none."""
        return self._icon

    @Slot()
    def restyle(self) -> None:
        """Draw the icon in the colours and size of the look."""
        if self._icon:
            ratio = self.devicePixelRatioF()
            pixmap = self._theme.icon(self._icon, self._colour, self._size, ratio)
            self.setIcon(QIcon(pixmap))
            self.setIconSize(QSize(self._theme.px(self._size), self._theme.px(self._size)))


class IconLabel(QLabel):
    """An icon beside text; the text names it, so it is nothing to a screen reader."""

    def __init__(
        self, icon: str, *, theme: Theme, colour: str, size: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = icon
        self._colour = colour
        self._size = size
        theme.changed.connect(self.restyle)
        self.restyle()

    def set_icon(self, icon: str, colour: str) -> None:
        """Show another icon."""
        if (icon, colour) != (self._name, self._colour):
            self._name = icon
            self._colour = colour
            self.restyle()

    @Slot()
    def restyle(self) -> None:
        """Draw the icon in the colours and size of the look."""
        self.setFixedSize(self._theme.px(self._size), self._theme.px(self._size))
        self.setPixmap(self._theme.icon(self._name, self._colour, self._size, self.devicePixelRatioF()))
