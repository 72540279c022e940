"""The one style sheet, filled with the colours and sizes of the current look, and the CSS of running text."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.theme import Theme, palette_of

_FIELD = re.compile(r"\$\{(\w+)\}")
FAMILY = "Inter"


def fill(template: str, theme: Theme) -> str:
    """Return a style sheet with its fields replaced.

    Raises:
        KeyError: the template names a colour that does not exist.
    """
    colours = theme.tokens.names()

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return str(theme.px(int(name))) if name.isdigit() else colours[name]

    return _FIELD.sub(value, template)


def load_fonts(folder: Path) -> str:
    """Load the shipped font; return its family, or the system's if Qt cannot read the file."""
    for path in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return FAMILY if FAMILY in QFontDatabase.families() else QFont().family()


class StyleKeeper(QObject):
    """Keeps palette, font and style sheet of the application in step with the theme."""

    def __init__(self, *, app: QApplication, theme: Theme, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._theme = theme
        self._template = (resources / "styles" / "app.qss").read_text(encoding="utf-8")
        self._family = load_fonts(resources / "fonts")
        theme.changed.connect(self.apply)
        self.apply()

    @Slot()
    def apply(self) -> None:
        """Set palette, font and style sheet."""
        font = QFont(self._family)
        font.setPixelSize(self._theme.px(13))
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._app.setFont(font)
        self._app.setPalette(palette_of(self._theme.tokens))
        self._app.setStyleSheet(fill(self._template, self._theme))


def prose_css(theme: Theme) -> str:
    """Return the CSS of running text; only what QTextDocument honours."""
    css = """
    p { line-height: 138%; margin-top: 0; margin-bottom: ${8}px; }
    p.lead { font-size: ${15}px; }
    p.h { font-size: ${14}px; font-weight: 600; margin-top: ${14}px; margin-bottom: ${2}px; }
    p.note, span.note, span.manual, span.fixable { font-size: ${12}px; color: ${text3}; }
    span.manual { color: ${draw}; }
    span.fixable { color: ${info}; }
    p.quote { font-style: italic; color: ${text2}; }
    li { line-height: 138%; margin-bottom: ${3}px; }
    ul, ol { margin-top: ${2}px; margin-bottom: ${8}px; -qt-list-indent: 1; }
    li ul, li ol { -qt-list-indent: 2; }
    li li ul, li li ol { -qt-list-indent: 3; }
    a { color: ${accent}; text-decoration: none; }
    a.cite { font-size: ${11}px; font-weight: 500; }
    td { padding: ${5}px ${12}px ${5}px 0; border-bottom: 1px solid ${line}; }
    td.label { color: ${text2}; }
    td.figure { font-weight: 600; }
    th { padding: ${5}px ${12}px ${5}px 0; border-bottom: 1px solid ${control}; text-align: left; font-weight: 600; }
    table { border-collapse: collapse; margin-bottom: ${8}px; }
    mark { background-color: ${mark}; color: ${mark_text}; }
    """
    return fill(css, theme)
