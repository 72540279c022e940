"""Themes, programmes and free words: codes that are found by what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from advisor_app.consultation.words import capital, code_words
from advisor_app.desktop.pages.check.editors_search import SearchEditor
from advisor_app.desktop.presenters.check_editor import EditorTables
from advisor_app.desktop.presenters.check_editor_search import Offer, offer_programmes, offer_themes, word_offer
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button
from advisor_app.domain.profile import Known


class ThemeChoice(SearchEditor):
    """Themes of a project; all of them are offered before anything is typed."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Themen", "Worum geht es? Roboter, Wärmepumpe, Nachfolge", icon="bulb", several=True,
                         theme=theme, parent=parent)  # fmt: skip

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:
        """Return the themes that a text may mean."""
        return offer_themes(text, tables)

    def label(self, code: str, tables: EditorTables) -> str:
        """Return the name of a theme."""
        return tables.names.theme(code)

    def nothing(self, text: str) -> str:
        """Return what helps where nothing was found."""
        return f"Kein Thema zu „{text.strip()}“. Ohne Text stehen alle Themen zur Wahl."

    def lead(self) -> str:
        """Return what the offers are."""
        return "Alle Themen:" if not self.codes else "Weitere Themen:"


class _WithNone(SearchEditor):
    """A choice where none at all is an answer too."""

    def __init__(self, name: str, placeholder: str, none: str, *, icon: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(name, placeholder, icon=icon, several=True, theme=theme, parent=parent)
        self.none = Button(none, theme=theme, kind="link", parent=self)
        self.none.clicked.connect(self.take_none)
        self.column.insertWidget(1, self.none, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def take_none(self) -> None:
        """Answer that there is none."""
        self.taken.emit(Known(()))


class ProgrammeChoice(_WithNone):
    """Other programmes that fund the same project."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Programme", "Name des Programms", "Keine andere Förderung", icon="wallet", theme=theme,
                         parent=parent)  # fmt: skip

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:
        """Return the programmes that a text may mean; a word that names none can be kept as it is."""
        return (*offer_programmes(text, tables), *word_offer(text))

    def label(self, code: str, tables: EditorTables) -> str:
        """Return the title of a programme."""
        known = tables.names.programme(code)
        return known if known != code else capital(code_words(code))

    def nothing(self, text: str) -> str:
        """Return what helps where nothing was found."""
        return f"Kein Programm zu „{text.strip()}“."


class WordChoice(_WithNone):
    """Words that no table holds, such as who takes part."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Antwort", "Ein Wort, dann Eingabe", "Niemand", icon="users", theme=theme,
                         parent=parent)  # fmt: skip

    def found(self, text: str, tables: EditorTables) -> Sequence[Offer]:  # noqa: ARG002 - there is no table
        """Return the word itself."""
        return word_offer(text)

    def label(self, code: str, tables: EditorTables) -> str:  # noqa: ARG002 - there is no table
        """Return the word."""
        return capital(code_words(code))

    def nothing(self, text: str) -> str:  # noqa: ARG002 - it holds of any
        """Return what can be written."""
        return "Buchstaben und Ziffern, höchstens sechzig."
