"""A small valid content folder, and ways to break it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content, load_content
from advisor_app.errors import Problem, Severity

SOURCES = """sources:
  - {id: q1, url: "https://www.beispiel.de/seite", as_of: "2026-05", kind: official, read_on: "2026-11-20"}
  - {id: q2, url: "https://www.beispiel.de/richtlinie", as_of: "2025", kind: law}
review: {checked_on: "2026-11-20", checked_against: stored_copy, review_by: "2027-02-01", certainty: A}
"""

PROGRAMME = f"""---
schema: programme/1
id: foerderung
title: Beispielförderung
summary: Zuschuss für kleine und mittlere Unternehmen, die ein Beispiel entwickeln lassen wollen.
level: land
funder: {{name: Land, partner: agentur}}
funding_types: [zuschuss]
themes: [innovation]
region: ["05"]
status: published
amounts: {{rate_pct: {{min: 20, max: 50}}, grant_eur: {{max: 15000}}, eligible_cost_eur: {{max: 30000}}}}
aid: {{basis: [de_minimis]}}
window: {{model: rolling, open_from: "2026-01-01", open_to: "2029-12-31"}}
start_rule: erst_nach_bewilligung
route: direkt
{SOURCES}fact_sources: {{amounts: [q1], window: [q1, q2], start_rule: [q2]}}
eligibility:
  all:
    - {{id: kmu, fact: company.sme_class, op: in, value: [kleinst, klein], text: "KMU", src: q1}}
    - {{id: sitz, fact: company.seat_ags, op: within, value: ["05"], text: "Sitz in NRW", src: q1}}
related: {{topics: [beispiel]}}
---
## Für wen?

Unternehmen mit Sitz in Nordrhein-Westfalen. [q1]

## Was wird gefördert?

Beispiele aller Art.

## Wie wird gefördert?

Mit **Zuschuss**. [q2]

## Besonderheiten

Keine.
"""

TOPIC = f"""---
schema: topic/1
id: beispiel
title: Beispielthema
summary: Worum es beim Beispiel geht und woran ein Betrieb merkt, dass es ihm helfen kann.
ris_field: schluesseltechnologien
themes: [digitalisierung]
region: ["DE"]
status: published
{SOURCES}---
## Worum geht es?

Um Beispiele.

## Woran erkenne ich den Bedarf?

Am Fehlen von Beispielen.

## Erster Schritt

Eines ansehen.

## Stolpersteine

Zu viele Beispiele.
"""

PARTNER = f"""---
schema: partner/1
id: agentur
title: Beispielagentur
kind: landeseinrichtung
summary: Die Agentur hilft Unternehmen im ganzen Land dabei, passende Beispiele zu finden.
themes: [innovation]
region: ["05"]
status: published
serves: {{ags: ["05"]}}
contacts:
  - {{role: Erstberatung, function_mailbox: info@beispiel.de, phone: "+49 211 1234567"}}
{SOURCES}---
## Wer ist das?

Eine Agentur.

## Wobei hilft die Stelle?

Bei Beispielen.
"""

EVENT = f"""---
schema: event/1
id: sprechtag
title: Beispielsprechtag
summary: Einmal im Monat beantwortet die Agentur Fragen zu Beispielen in einem kurzen Gespräch.
format: sprechtag
organiser: agentur
recurrence: monatlich
online: true
themes: [innovation]
region: ["05"]
status: published
{SOURCES}---
## Worum geht es?

Um Fragen.

## Für wen?

Für alle.
"""

TEXTS = {
    "programmes/foerderung.md": PROGRAMME,
    "topics/beispiel.md": TOPIC,
    "partners/agentur.md": PARTNER,
    "events/sprechtag.md": EVENT,
}


@dataclass(frozen=True)
class Kb:
    """A content folder on disk."""

    path: Path
    geodata: Geodata
    today: date

    def write(self, file: str, text: str | bytes) -> None:
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def read(self, file: str) -> str:
        return (self.path / file).read_text(encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace a text that stands there once; return its line."""
        text = self.read(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def load(self, *, release: bool = False) -> Content:
        return load_content(self.path, self.geodata, today=self.today, release=release)

    def problems(self, *, release: bool = False) -> list[Problem]:
        return list(self.load(release=release).problems)

    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems() if problem.severity is Severity.ERROR]


@pytest.fixture
def kb(tmp_path: Path, root: Path, geodata: Geodata, today: date) -> Kb:
    """Return a folder with one valid item of each kind."""
    shutil.copytree(root / "kb" / "vocab", tmp_path / "kb" / "vocab")
    folder = Kb(tmp_path / "kb", geodata, today)
    for file, text in TEXTS.items():
        folder.write(file, text)
    return folder


@pytest.fixture
def only(kb: Kb) -> Callable[..., Problem]:
    """Return a check that the folder has exactly one problem, which is handed back."""

    def check(code: str, *, file: str = "", field: str | None = None, line: int | None = None) -> Problem:
        problems = kb.problems()
        assert [problem.code for problem in problems] == [code], problems
        problem = problems[0]
        assert not file or problem.file == file
        assert field is None or problem.field == field
        assert line is None or problem.line == line
        assert "\n" not in problem.message
        return problem

    return check
