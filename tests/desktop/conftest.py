"""A small real library in memory, and windows on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event as ThreadEvent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.app import Face, make_app, make_face
from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import StyleKeeper
from advisor_app.desktop.theme import Appearance, Theme
from advisor_app.domain import Event, Item, Kind, Partner, Programme, Topic, kind_of
from advisor_app.domain.audience import Audience, Sight
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.event import EventFormat, Registration
from advisor_app.domain.item import (
    Certainty,
    CheckedAgainst,
    Conflict,
    ConflictingValue,
    Related,
    Review,
    Section,
    Source,
    SourceKind,
    Status,
    Visibility,
)
from advisor_app.domain.outlines import (
    EventOutline,
    Outlines,
    PartnerOutline,
    ProgrammeOutline,
    TopicOutline,
    outline_of,
)
from advisor_app.domain.partner import Address, Area, Contact, Offer, PartialArea, PartnerKind
from advisor_app.domain.programme import (
    Aid,
    AidBasis,
    Amounts,
    FundingType,
    Grant,
    Level,
    Party,
    Range,
    RateRow,
    Route,
    StartRule,
    Step,
    Window,
    WindowModel,
)
from advisor_app.domain.topic import LegalHook, Maturity
from advisor_app.domain.window import window_state
from advisor_app.errors import AdvisorError
from advisor_app.search.model import Hit, Relaxation, SearchRequest, SearchResult, Snippet
from tests.desktop.quick_bot import QuickBot

TODAY = date(2026, 11, 23)
RESOURCES = Path(__file__).parents[2] / "resources"

LABELS: dict[str, dict[str, str]] = {
    "kinds": {"programme": "Programm", "topic": "Thema", "partner": "Partner", "event": "Termin"},
    "levels": {"bund": "Bund", "land": "Land NRW", "eu": "EU"},
    "funding_types": {"zuschuss": "Zuschuss", "darlehen": "Darlehen", "beratung": "Kostenfreie Beratung"},
    "window_states": {
        "laufend": "Laufend", "losverfahren": "Losverfahren", "beendet": "Beendet", "endet_bald": "Endet bald",
        "unbekannt": "Unbekannt", "stichtage": "Stichtage",
    },
    "start_rules": {
        "antrag_vor_beginn": "Erst nach Antrag", "erst_nach_bewilligung": "Erst nach Bewilligung",
        "unklar": "Beginn ungeklärt",
    },
    "start_answers": {
        "antrag_vor_beginn": "Noch nicht. Erst den Antrag stellen.",
        "erst_nach_bewilligung": "Nein. Erst nach der Bewilligung.",
        "unklar": "Ungeklärt. Vor der Unterschrift nachfragen.",
    },
    "themes": {"it_sicherheit": "IT-Sicherheit", "digitalisierung": "Digitalisierung", "ki": "Künstliche Intelligenz"},
    "regions": {"05": "Nordrhein-Westfalen", "DE": "Deutschland", "05954": "Ennepe-Ruhr-Kreis", "05954036": "Witten",
                "05911": "Bochum"},
    "routes": {"direkt": "Direkt", "hausbank": "Über die Hausbank"},
    "aid_bases": {"de_minimis": "De-minimis"},
    "certainties": {"A": "Amtlich belegt", "B": "Aus zweiter Hand belegt"},
    "maturities": {"pflicht": "Pflicht"},
    "ris_fields": {"schluesseltechnologien": "Schlüsseltechnologien"},
    "partner_kinds": {"ihk": "Industrie- und Handelskammer"},
    "event_formats": {"sprechtag": "Sprechtag"},
    "offer_types": {"erstberatung": "Erstberatung"},
    "cost_bands": {"kostenfrei": "Kostenfrei"},
    "target_groups": {"unternehmen": "Unternehmen"},
}  # fmt: skip

REVIEW = Review(checked_on="2026-11-23", checked_against=CheckedAgainst.STORED_COPY, review_by="2027-01-15",
                certainty=Certainty.A)  # fmt: skip
BANK = Source(id="q1", url="https://www.nrwbank.de/foerderprodukte/60351", title="Produktseite der NRW.BANK",
              as_of="2025-12", kind=SourceKind.OFFICIAL, read_on="2026-11-23")  # fmt: skip
GUIDELINE = Source(id="q2", url="https://recht.nrw.de/mbnrw/2026-12", title="Richtlinie", as_of="2025-12-10",
                   kind=SourceKind.LAW)  # fmt: skip


def programme(item_id: str, title: str, **changes: object) -> Programme:
    """Return a programme with everything a test does not care about; one with a rule asks for nothing beside it."""
    region = ("DE",) if "eligibility" in changes else ("05",)
    values: dict[str, object] = {
        "id": item_id, "title": title, "status": Status.PUBLISHED, "themes": ("digitalisierung",), "region": region,
        "summary": "Zuschuss für Vorhaben kleiner und mittlerer Unternehmen in Nordrhein-Westfalen.",
        "sources": (BANK,), "review": REVIEW, "level": Level.LAND, "funder": Party(name="Land NRW (MWIKE)"),
        "window": Window(model=WindowModel.ROLLING), "funding_types": (FundingType.ZUSCHUSS,),
        "company_sizes": ("kleinst", "klein", "mittel"), "fact_sources": {"amounts": ("q1",)},
    }  # fmt: skip
    return Programme(**{**values, **changes})  # type: ignore[arg-type]


SECURITY = programme(
    "mid-digitale-sicherheit",
    "MID – Digitale Sicherheit",
    themes=("it_sicherheit",),
    sources=(BANK, GUIDELINE),
    operator=Party(name="NRW.BANK"),
    window=Window(model=WindowModel.LOTTERY, open_to="2029-12-31"),
    amounts=Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15000)),
    rate_table=(
        RateRow(pct=50, when=Rule(fact="company.sme_class", op=Op.EQ, value="klein", text="kleine Firmen"), src="q1"),
    ),
    aid=Aid(basis=(AidBasis.DE_MINIMIS,)),
    route=Route.DIREKT,
    start_rule=StartRule.ERST_NACH_BEWILLIGUNG,
    start_event="Beginn ist der erste verbindliche Auftrag.",
    fact_sources={"amounts": ("q1",), "start_rule": ("q1",), "window": ("q1", "q2"), "aid": ("q2",)},
    eligibility=Rule(
        all=(
            Rule(id="kmu", fact="company.sme_class", op=Op.IN, value=("klein",), text="KMU", src="q1"),
            Rule(id="referenz", op=Op.MANUAL, text="Dienstleister mit Referenzen", src="q2"),
        )
    ),
    steps=(Step(who="Betrieb", what="registriert sich"),),
    documents=("Angebot",),
    body=(
        Section(heading="Für wen?", markdown="Kleine Unternehmen mit Sitz in Nordrhein-Westfalen. [q1]"),
        Section(heading="Was wird gefördert?", markdown="Analyse, Schulung, Basisschutz. [Mehr](https://example.org)"),
    ),
    uncertain=("Die Bagatellgrenze ist nicht belegt.",),
    conflicts=(
        Conflict(
            field="amounts.rate_pct",
            values=(ConflictingValue(value="50 %", src="q1"), ConflictingValue(value="60 %", src="q2")),
        ),
    ),
    related=Related(topics=("it-sicherheit",), partners=("ihk-mittleres-ruhrgebiet",)),
)
ENDED = programme(
    "go-digital",
    "go-digital",
    level=Level.BUND,
    funder=Party(name="Bund"),
    window=Window(model=WindowModel.CLOSED),
    valid_to="2024-12-31",
    successor=("mid-digitale-sicherheit",),
)
LOAN = programme(
    "erp-digital",
    "ERP-Förderkredit Digitalisierung (511/512)",
    funding_types=(FundingType.DARLEHEN,),
    level=Level.BUND,
    funder=Party(name="Bund (ERP)"),
    amounts=Amounts(loan_eur=Range(max=25_000_000)),
    start_rule=StartRule.ANTRAG_VOR_BEGINN,
)
TOPIC = Topic(
    id="it-sicherheit", title="IT-Sicherheit für KMU", status=Status.PUBLISHED, themes=("it_sicherheit",),
    region=("05",), summary="Schutz von Daten und Anlagen in kleinen Betrieben.", sources=(GUIDELINE,), review=REVIEW,
    ris_field="schluesseltechnologien", maturity=Maturity.PFLICHT, entry_steps=("Bestand aufnehmen",),
    diagnostic_questions=("Wann haben Sie zuletzt eine Sicherung zurückgespielt?",),
    legal_hooks=(LegalHook(name="NIS-2", applies_when="ab 50 Beschäftigten", date="2025-12"),),
    related=Related(programmes=("mid-digitale-sicherheit",)),
)  # fmt: skip
PARTNER = Partner(
    id="ihk-mittleres-ruhrgebiet", title="IHK Mittleres Ruhrgebiet", status=Status.PUBLISHED,
    themes=("digitalisierung",), region=("05911",), summary="Kammer für Bochum und Witten.",
    sources=(BANK,), review=REVIEW,
    partner_kind=PartnerKind.IHK, address=Address(city="Bochum"), website="https://www.ihk.de/bochum",
    serves=Area(ags=("05911",), partial=(PartialArea(ags="05954", only=("05954036",)),)),
    competences=("digitalisierung", "ki"), offers=(Offer(type="erstberatung", text="Gespräch", cost="kostenfrei"),),
    contacts=(Contact(role="Innovation", function_mailbox="innovation@example.org", phone="0234 000"),),
)  # fmt: skip
EVENT = Event(
    id="sprechtag-patente", title="Sprechtag Schutzrechte", status=Status.PUBLISHED, themes=("ki",), region=("05",),
    summary="Erste Auskunft zu Patenten und Marken.", sources=(BANK,), review=REVIEW, format=EventFormat.SPRECHTAG,
    organiser="ihk-mittleres-ruhrgebiet", recurrence="monatlich", registration=Registration(url="https://example.org/a"),
)  # fmt: skip
ITEMS: tuple[Item, ...] = (SECURITY, ENDED, LOAN, TOPIC, PARTNER, EVENT)


@dataclass(frozen=True)
class Info:
    """State of the library in memory."""

    version: int = 3
    digest: str = "abcdef0123456789"
    as_of: str = "2026-11-20"
    items: Mapping[str, int] = field(default_factory=dict)


class MemoryLibrary:
    """The library's face over a tuple of items: substring search, real facet counts, paging.

    `gate` holds searches back until it is set; `fault` is raised by the next search.
    """

    def __init__(self, items: Sequence[Item] = ITEMS, *, as_of: str = "2026-11-20") -> None:
        self._items = {item.id: item for item in items}
        self._as_of = as_of
        self.requests: list[SearchRequest] = []
        self.gate = ThreadEvent()
        self.gate.set()
        self.fault: Exception | None = None
        self.closed = False
        self.origin = "own"
        self.instead_of: AdvisorError | None = None

    def _facets(self, item: Item) -> dict[str, tuple[str, ...]]:
        facets = {"kind": (kind_of(item).value,), "thema": item.themes, "region": item.region,
                  "stand": (item.review.certainty.value,)}  # fmt: skip
        if isinstance(item, Programme):
            state = window_state(item.window.model, item.window.open_from, item.window.open_to, TODAY)
            facets |= {"foerderart": tuple(item.funding_types), "ebene": (item.level,), "fenster": (state,),
                       "beginn": (item.start_rule,)}  # fmt: skip
        return facets

    def _matches(self, item: Item, text: str, filters: Mapping[str, tuple[str, ...]]) -> bool:
        facets = self._facets(item)
        if any(not set(codes) & set(facets.get(facet, ())) for facet, codes in filters.items()):
            return False
        return all(word in f"{item.title} {item.summary}".casefold() for word in text.casefold().split())

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request."""
        self.gate.wait(5)
        self.requests.append(request)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        found = [item for item in self._items.values() if self._matches(item, request.text, request.filters)]
        facets: dict[str, dict[str, int]] = {}
        for item in self._items.values():
            for facet, codes in self._facets(item).items():
                others = {name: wanted for name, wanted in request.filters.items() if name != facet}
                for code in codes:
                    counts = facets.setdefault(facet, {})
                    counts[code] = counts.get(code, 0) + self._matches(item, request.text, others)
        page = found[request.offset : request.offset + request.limit]
        return SearchResult(
            query=request.text,
            total=len(found),
            hits=tuple(self._hit(item, request.text) for item in page),
            facets=facets,
            relax=() if found else self._relax(request),
            suggestion="digital" if request.text == "digtal" else "",
            took_ms=1.4,
        )

    def _hit(self, item: Item, text: str) -> Hit:
        start = item.title.casefold().find(text.casefold())
        marks = ((start, start + len(text)),) if text and start >= 0 else ()
        return Hit(id=item.id, kind=kind_of(item).value, title=item.title, score=1.0,
                   snippet=Snippet(text=item.summary), title_marks=marks)  # fmt: skip

    def _relax(self, request: SearchRequest) -> tuple[Relaxation, ...]:
        ways = []
        for facet, codes in request.filters.items():
            rest = {name: wanted for name, wanted in request.filters.items() if name != facet}
            total = sum(self._matches(item, request.text, rest) for item in self._items.values())
            ways.append(Relaxation(drop=codes[0], total=total, facet=facet, code=codes[0]))
        return tuple(ways)

    def item(self, item_id: str) -> Item | None:
        """Return an item."""
        return self._items.get(item_id)

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Return the items there are."""
        return {item_id: self._items[item_id] for item_id in ids if item_id in self._items}

    def outlines(self) -> Outlines:
        """Return the outlines of all items."""
        made = [outline_of(self._items[item_id]) for item_id in sorted(self._items)]
        return Outlines(
            programmes=tuple(one for one in made if isinstance(one, ProgrammeOutline)),
            topics=tuple(one for one in made if isinstance(one, TopicOutline)),
            partners=tuple(one for one in made if isinstance(one, PartnerOutline)),
            events=tuple(one for one in made if isinstance(one, EventOutline)),
        )

    def for_clients(self) -> MemoryLibrary:
        """Return a library of the public items with what is public of them; itself if all is."""
        items = list(self._items.values())
        hidden = frozenset(item.id for item in items if item.visibility is not Visibility.PUBLIC)
        sight = Sight(Audience.ANYBODY, hidden)
        seen = [one for one in map(sight.item, items) if one is not None]
        return self if seen == items else MemoryLibrary(seen, as_of=self._as_of)

    def label(self, vocabulary: str, code: str) -> str:
        """Return a label, the code itself if there is none."""
        return LABELS.get(vocabulary, {}).get(code, code)

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """Return a vocabulary."""
        return LABELS.get(name, {})

    def info(self) -> Info:
        """Return state and counts."""
        counts = {kind.value: sum(kind_of(item) is kind for item in self._items.values()) for kind in Kind}
        return Info(as_of=self._as_of, items=counts)

    def close(self) -> None:
        """Let go."""
        self.closed = True


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QuickBot:
    """Pytest-qt's bot, looking more often."""
    return QuickBot(request)


@pytest.fixture
def library() -> MemoryLibrary:
    """A library of six items."""
    return MemoryLibrary()


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application set up as in the product."""
    return make_app([])


@pytest.fixture
def theme(app: QApplication) -> Iterator[Theme]:
    """A light theme with its style sheet in force."""
    theme = Theme(icons=IconSet(RESOURCES / "icons"), appearance=Appearance.LIGHT, parent=app)
    StyleKeeper(app=app, theme=theme, resources=RESOURCES, parent=theme)
    yield theme
    theme.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> WindowSettings:
    """Settings in an empty folder."""
    return WindowSettings(tmp_path / "settings.ini")


def dispose(face: Face) -> None:
    """Close a window and delete it here and now: garbage of Qt must never be collected in a worker thread."""
    face.window.close()
    face.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


OpenFace = Callable[[Callable[[], MemoryLibrary]], Face]


@pytest.fixture
def open_face(app: QApplication, settings: WindowSettings) -> Iterator[OpenFace]:
    """Makes windows that are disposed of at the end."""
    made: list[Face] = []

    def make(open_library: Callable[[], MemoryLibrary]) -> Face:
        made.append(
            make_face(app, open_library, resources=RESOURCES, settings=settings, today=TODAY, first_page="search")
        )
        return made[-1]

    yield make
    for face in made:
        dispose(face)


@pytest.fixture
def face(open_face: OpenFace, library: MemoryLibrary) -> Face:
    """A window on the library, not yet shown."""
    return open_face(lambda: library)
