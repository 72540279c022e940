"""About: what this is, which version and build, whose installation, under which licence, and whose work is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from advisor_app import __version__
from advisor_app.desktop import formatting
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Button, Panel, Rule, text_label
from advisor_app.desktop.widgets.logo import Logo, Picture, read_picture
from advisor_app.desktop.widgets.plain_page import PlainPage
from advisor_app.installation import Package

if TYPE_CHECKING:
    from advisor_app.installation import Installation
    from advisor_app.updates.preset import House

_LOGO = (200, 72)
_PACKAGES = {
    Package.SOURCE: "Aus dem Quelltext gestartet",
    Package.DEB: "Debian-Paket",
    Package.TAR: "Portables Archiv für Linux",
    Package.SETUP: "Setup für Windows",
    Package.ZIP: "Portables Archiv für Windows",
}
_SET_UP = "Für dieses Haus eingerichtet. Was es festgelegt hat, zeigen die Optionen mit einem Schloss."


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone's work with its licence and where it is found."""

    name: str
    use: str
    licence: str
    url: str


EUPL = Credit(
    "Lizenz der Software", "", "EUPL-1.2", "https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12"
)
DATA_CREDITS = (
    Credit("GeoNames", "Postleitzahlen und Orte", "CC BY 4.0", "https://www.geonames.org/"),
    Credit("Eurostat, LAU 2024", "Gemeinden und Kreise", "© Europäische Union, CC BY 4.0",
           "https://ec.europa.eu/eurostat/web/nuts/local-administrative-units"),
    Credit("Statistisches Bundesamt (Destatis)", "Gemeindeverzeichnis", "CC BY 4.0", "https://www.destatis.de/"),
    Credit("© GeoBasis-DE / BKG 2013", "Kreisgrenzen; Daten verändert", "dl-de/by-2-0",
           "https://www.govdata.de/dl-de/by-2-0"),
    Credit("Statistisches Bundesamt, WZ 2008", "Klassifikation der Wirtschaftszweige", "Paket unter MIT",
           "https://www.destatis.de/DE/Methoden/Klassifikationen/"),
)  # fmt: skip
WORK_CREDITS = (
    Credit("Inter", "Schrift", "SIL OFL 1.1", "https://rsms.me/inter/"),
    Credit("Tabler Icons", "Symbole", "MIT", "https://tabler.io/icons"),
    Credit("Qt und PySide6", "Fenster", "LGPL 3", "https://doc.qt.io/qtforpython-6/"),
    Credit("SQLAlchemy", "Datenbank", "MIT", "https://www.sqlalchemy.org/"),
    Credit("SQLite", "Datenbank", "gemeinfrei", "https://www.sqlite.org/"),
    Credit("Whoosh (whoosh3)", "Suche", "BSD 2-Clause", "https://pypi.org/project/whoosh3/"),
    Credit("NumPy", "Suche", "BSD 3-Clause", "https://numpy.org/"),
    Credit("PyStemmer und Snowball", "deutsche Wortstämme", "MIT und BSD", "https://snowballstem.org/"),
    Credit("Python-Markdown", "Text", "BSD 3-Clause", "https://python-markdown.github.io/"),
    Credit("nh3 und ammonia", "sicheres HTML", "MIT", "https://pypi.org/project/nh3/"),
    Credit("PyYAML", "Dateien der Redaktion", "MIT", "https://pyyaml.org/"),
    Credit("pydantic und msgspec", "Prüfung der Inhalte", "MIT und BSD 3-Clause", "https://docs.pydantic.dev/"),
    Credit("filelock", "Schreibsperre", "MIT", "https://pypi.org/project/filelock/"),
    Credit(
        "python-tuf und securesystemslib",
        "Vertrauen in Aktualisierungen",
        "MIT oder Apache 2.0",
        "https://theupdateframework.io/",
    ),
    Credit("cryptography", "Signaturen", "Apache 2.0 oder BSD 3-Clause", "https://cryptography.io/"),
    Credit("urllib3 und truststore", "Übertragung", "MIT", "https://urllib3.readthedocs.io/"),
    Credit("zstandard", "Kompression", "BSD 3-Clause", "https://pypi.org/project/zstandard/"),
    Credit("icalendar", "Kalenderdateien", "BSD 2-Clause", "https://icalendar.readthedocs.io/"),
    Credit(
        "python-dateutil und tzdata", "Zeitzonen", "Apache 2.0 und BSD 3-Clause", "https://dateutil.readthedocs.io/"
    ),
    Credit("Segno", "QR-Codes", "BSD 3-Clause", "https://segno.readthedocs.io/"),
    Credit("Typer und Rich", "Befehlszeile", "MIT", "https://typer.tiangolo.com/"),
    Credit("Python", "Sprache", "PSF License", "https://www.python.org/"),
)


class AboutPage(PlainPage):
    """Version, house, licence and credits.

    Args:
        theme: the look.
        installation: how the program came here, and from when and what it was built.

    Signals: `link_wanted` (address outside).
    """

    link_wanted = Signal(str)

    def __init__(
        self, *, theme: Theme, installation: Installation | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Über Beratungskoffer", theme=theme, parent=parent)
        self._house: House | None = None
        self._logo: Picture | None = None
        self._installation = installation
        self.restyle()

    def show_house(self, house: House) -> None:
        """Show whose installation this is."""
        self._house = house
        self._logo = read_picture(house.logo) if house.logo is not None else None
        self.restyle()

    @Slot()
    def open_licences(self) -> None:
        """Open the folder of the licences."""
        if self._installation is not None and self._installation.licences is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._installation.licences)))

    def fill(self) -> None:
        """Add the cards."""
        card, column = self.add_card(f"Beratungskoffer {__version__}")
        about = (
            "Förderprogramme, Themen, Partner und Termine für die Innovationsberatung in Nordrhein-Westfalen. "
            "Alles liegt auf diesem Gerät und ist ohne Netz zu lesen. Jede Angabe nennt ihre Quelle und deren Stand. "
            "Über eine Förderung entscheidet immer die Bewilligungsstelle."
        )
        column.addWidget(text_label(about, "body", wrap=True, parent=card))
        column.addWidget(Rule(card))
        self._line(card, column, EUPL)
        if self._installation is not None:
            self._add_installation(self._installation, card, column)
        if self._house is not None:
            self._add_house(self._house)
        for title, credits_ in (("Daten", DATA_CREDITS), ("Schrift, Symbole und Bibliotheken", WORK_CREDITS)):
            card, column = self.add_card(title)
            column.setSpacing(self._theme.px(4))
            for credit in credits_:
                self._line(card, column, credit)

    def _add_installation(self, installation: Installation, card: Panel, column: QVBoxLayout) -> None:
        built = f"gebaut am {formatting.as_of(installation.built_on)}" if installation.built_on else ""
        commit = f"Quelltext {installation.commit[:12]}" if installation.commit else ""
        words = formatting.joined([_PACKAGES[installation.package], built, commit])
        column.addWidget(text_label(words, "meta", wrap=True, parent=card))
        if installation.licences is not None:
            button = Button("Lizenztexte aller Teile", theme=self._theme, icon="folder-open", parent=card)
            button.setToolTip(str(installation.licences))
            button.clicked.connect(self.open_licences)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_house(self, house: House) -> None:
        card, column = self.add_card(house.name)
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(8))
        words.addWidget(text_label(_SET_UP, "meta", wrap=True, parent=card))
        if house.help:
            words.addWidget(text_label("Hilfe", "uiStrong", parent=card))
            words.addWidget(text_label(house.help, "", wrap=True, parent=card))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(16))
        row.addLayout(words, 1)
        if self._logo is not None:
            logo = Logo(self._logo, name=house.name, room=_LOGO, theme=self._theme, parent=card)
            row.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _line(self, card: Panel, column: QVBoxLayout, credit: Credit) -> None:
        colour = self._theme.tokens.accent
        use = f" · {credit.use}" if credit.use else ""
        label = QLabel(
            f'<a style="color:{colour};text-decoration:none;font-weight:600" href="{credit.url}">{credit.name}</a>'
            f"{use} · {credit.licence}",
            card,
        )
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        # Qt guesses wrapped labels too low where many stand below each other, and cuts their letters off.
        label.setMinimumHeight(self._theme.px(20))
        label.setToolTip(credit.url)
        label.setAccessibleName(f"{credit.name}{use}, {credit.licence}")
        label.linkActivated.connect(self.link_wanted)
        column.addWidget(label)
