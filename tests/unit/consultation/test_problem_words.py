"""Every fault of a profile file in one German line."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.consultation import problem_words as room
from advisor_app.consultation.problem_words import problem_words
from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import Tables, load_profile
from advisor_app.domain.profile import Profile
from advisor_app.errors import Problem, Severity

HEAD = "schema: profile/1\n"
NESTED = "".join(f"{'    ' * level}- name: N{level}\n{'    ' * level}  related:\n" for level in range(1, 25))
# Fault -> the text of a file that has it, and how its line is told.
FAULTS: dict[str, tuple[bytes | str, str]] = {
    "empty_file": ("", "Zeile 1: Die Datei ist leer."),
    "not_utf8": (b"schema: profile/1\ntitle: B\xe4r\n", "Zeile 2: Die Datei ist kein Text in UTF-8."),
    "control_character": (f"{HEAD}title: a\u200bb\n", "Zeile 2: Hier steht ein unsichtbares"),
    "too_large": (HEAD + "#" * 1_000_001, "Die Datei ist zu groß für ein Profil."),
    "yaml_syntax": (f"{HEAD}facts: [\n", "Die Schreibweise stimmt nicht."),
    "tab": (f"{HEAD}facts:\n\tcompany.headcount: 3\n", "Zeile 3: Hier steht ein Tabulator."),
    "yaml_alias": (f"{HEAD}title: &a x\n", "Zeile 2: Verweise mit & und * sind nicht vorgesehen."),
    "yaml_tag": (f"{HEAD}title: !x y\n", "Zeile 2: Typen mit ! sind nicht vorgesehen."),
    "yaml_key": (f"{HEAD}? [a]\n: b\n", "Links vom Doppelpunkt steht kein einfaches Wort."),
    "too_many": (f"{HEAD}title: [{'a, ' * 20_001}]\n", "Die Datei enthält mehr Werte"),
    "too_deep": (f"{HEAD}title: {'[' * 210}{']' * 210}\n", "Die Angaben sind zu tief verschachtelt."),
    "duplicate_key": (f"{HEAD}title: a\ntitle: b\n", "Zeile 3: Titel steht zweimal da."),
    "unquoted_code": (f"{HEAD}facts: {{company.seat_ags: 05754008}}\n", "Zeile 2: Sitz: Ein Code mit führender Null"),
    "not_a_number": (f"{HEAD}facts: {{company.headcount: .inf}}\n", "Zeile 2: Beschäftigte: Das ist keine Zahl."),
    "number_too_large": (f"{HEAD}facts: {{company.headcount: {'9' * 30}}}\n", "Beschäftigte: Die Zahl hat zu viele"),
    "no_profile": ("[a]\n", "Die Datei enthält kein Profil für den Fördercheck."),
    "no_schema": ("title: a\n", "Am Anfang fehlt die Zeile schema: profile/1."),
    "schema_too_new": ("schema: profile/7\n", "Zeile 1: Das Profil stammt aus einer neueren Fassung der App."),
    "wrong_schema": ("schema: recipe/1\n", "Zeile 1: Das ist kein Profil für den Fördercheck."),
    "unknown_field": (f"{HEAD}titel: a\n", "Zeile 2: „titel“: Dieses Feld gibt es hier nicht."),
    "unknown_fact": (
        f"{HEAD}facts:\n  company.hedcount: 3\n",
        "kennt der Fördercheck nicht. Gemeint ist vermutlich „company.headcount“.",
    ),
    "value_form": (
        f"{HEAD}facts:\n  company.balance_eur: viel\n",
        "Zeile 3: Bilanzsumme: Der Wert ist so nicht lesbar. Erwartet wird eine Zahl nur aus Ziffern",
    ),
    "no_value": (f"{HEAD}facts:\n  company.headcount:\n", "Zeile 3: Beschäftigte: Hier fehlt ein Wert."),
    "min_above_max": (
        f"{HEAD}facts: {{company.headcount: {{min: 9, max: 3}}}}\n",
        "Zeile 2: Beschäftigte, kleinster Wert: Der kleinste Wert liegt über dem größten.",
    ),
    "unknown_code": (
        f"{HEAD}facts: {{company.legal_form: gmhb}}\n",
        "Zeile 2: Rechtsform: Dieser Code ist nicht bekannt. Gemeint ist vermutlich „gmbh“.",
    ),
    "unknown_region": (f'{HEAD}facts: {{company.seat_ags: "05999999"}}\n', "Sitz: Dieser Schlüssel ist nicht bekannt."),
    "negative": (f"{HEAD}facts: {{company.headcount: -3}}\n", "Zeile 2: Beschäftigte: Die Zahl ist kleiner als null."),
    "too_high": (f"{HEAD}facts: {{company.public_share: 120}}\n", "Öffentlicher Anteil: Mehr als 100 %"),
    "far_day": (f'{HEAD}facts: {{company.founded_on: "2999-01-01"}}\n', "Gründung: Dieses Jahr liegt zu weit weg"),
    "too_long": (f"{HEAD}title: {'a' * 201}\n", "Zeile 2: Titel: Mehr als 200 Zeichen haben keinen Platz."),
    "cycle": (
        f"{HEAD}facts:\n  company.related:\n    - name: A\n      related:\n        - name: A\n",
        "Zeile 6: Beteiligungen, Eintrag 1, Beteiligungen, Eintrag 1, Name: Die Beteiligungen führen im Kreis.",
    ),
    "no_name": (
        f"{HEAD}facts:\n  company.related:\n    - share_pct: 30\n",
        "Zeile 4: Beteiligungen, Eintrag 1: Ein Unternehmen hat keinen Namen.",
    ),
}
OUTSIDE = {"no_file", "unreadable"}
HARMLESS = {"bom", "crlf"}
READERS = ("profile_file", "profile_values", "profile_records", "text_file", "yaml_data")
NOTING = ("add", "error", "_note", "_stop", "replace")
# Words of the readers that stand where codes do: fields and groups.
NO_CODES = {"judged", "facts", "name", "min", "undertaking"}
UNREADABLE = "Der Wert ist so nicht lesbar."


@pytest.fixture
def told(tmp_path: Path, geodata: Geodata):
    def read(content: bytes | str) -> dict[str, str]:
        file = tmp_path / "p.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = load_profile(file, Tables(geodata=geodata))
        assert not isinstance(found, Profile)
        return {one.code: problem_words(one).replace("\u00a0", " ") for one in found}

    return read


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_is_one_german_line(told, code):
    content, words = FAULTS[code]
    found = told(content)
    assert words in found[code]
    assert "\n" not in found[code]
    assert not re.search(r"[{}]what|expected|\bis no\b|\bwrite\b", found[code])


def codes_in(source: str) -> set[str]:
    """Return the codes that a module notes: given to a call that notes one, or beside the words of a fault."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in NOTING:
            found += [*node.args, *(one.value for one in node.keywords)]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            found.append(node.elts[0])
    texts = [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return {text for text in texts if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", text)}


def test_no_code_of_the_readers_is_without_words(root):
    sources = [(root / "advisor_app" / "content" / f"{name}.py").read_text(encoding="utf-8") for name in READERS]
    noted = set().union(*map(codes_in, sources)) - NO_CODES
    assert set(room._WORDS) == set(FAULTS) | OUTSIDE
    assert noted - set(room._WORDS) == HARMLESS
    assert set(room._WORDS) - noted == set()


def test_a_file_that_is_not_there_is_told(tmp_path):
    (problem,) = load_profile(tmp_path / "none.yaml")  # type: ignore[misc]
    assert problem_words(problem) == "Diese Datei gibt es nicht, oder sie ist ein Ordner. Name und Ordner prüfen."


def test_holdings_that_go_too_deep_are_told_as_such(told):
    found = told(f"{HEAD}facts:\n  company.related:\n{NESTED}")
    assert found["too_deep"].startswith("Zeile 4: Beteiligungen, Eintrag 1: Es sind mehr als 20 Ebenen.")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ("company.insolvency: vielleicht", f"Insolvenz: {UNREADABLE} Erwartet wird true oder false"),
        ("company.founded_on: 31.12.2020", f'Gründung: {UNREADABLE} Erwartet wird ein Tag wie "2026'),
        ("company.founded_on: 31.02.2020", "Gründung: Den 31.02.2020 gibt es nicht. Tag und Monat prüfen."),
        ('company.founded_on: {min: "2026-02-30"}', "Gründung, kleinster Wert: Den 30.02.2026 gibt es nicht."),
        ('company.headcount: {value: 3, as_of: "2026-02-31"}', "Beschäftigte, Stand: Den 31.02.2026 gibt es nicht."),
        ("company.headcount: {min: viele}", f"Beschäftigte, kleinster Wert: {UNREADABLE} Erwartet wird eine Zahl."),
        ("company.headcount: {value: 3, as_of: x}", f"Beschäftigte, Stand: {UNREADABLE} Erwartet wird ein Tag"),
        ("company.headcount: {value: 3, note: 7}", f"Beschäftigte, Notiz: {UNREADABLE} Erwartet wird Text"),
        ("company.headcount: {value: 3, provenance: x}", "Beschäftigte, Herkunft: Dieser Code ist nicht bekannt."),
        ("company.headcount: {valeu: 3}", "Beschäftigte, „valeu“: Dieses Feld gibt es hier nicht. Gemeint ist"),
        ("company.headcount: {value: 3, max: 7}", f"Beschäftigte: {UNREADABLE}"),
        ("company.related: [{name: A, share_pct: x}]", f"Eintrag 1, Anteil: {UNREADABLE} Erwartet wird eine Zahl oder"),
        ("company.related: [7]", f"Beteiligungen, Eintrag 1: {UNREADABLE} Erwartet wird eine Gruppe"),
        ("company.deminimis_grants: [{gge_eur: 3}]", "Eintrag 1: Jede Beihilfe braucht einen Tag und einen Betrag."),
    ],
)  # fmt: skip
def test_places_are_named_and_what_belongs_there(told, facts, words):
    assert words in " ".join(told(f"{HEAD}facts:\n  {facts}\n").values())


@pytest.mark.parametrize(
    ("facts", "meant"),
    [
        ("company.headcnt: 3", "company.headcount"),
        ("headcount: 3", "company.headcount"),
        ("company.turnover: 3", "company.turnover_eur"),
        ("company.mitarbeiter: 3", ""),
        ("company.foo: 3", ""),
        ("project.cost: 3", ""),
        ("company.legal_form: gmbhx", "gmbh"),
        ("company.legal_form: kgaa", ""),
        ("project.kind: [invest]", "investition"),
    ],
)
def test_only_what_is_likely_is_said_to_be_meant(told, facts, meant):
    (line,) = told(f"{HEAD}facts:\n  {facts}\n").values()
    assert (f"Gemeint ist vermutlich „{meant}“." in line) == bool(meant)
    assert ("Gemeint ist" in line) == bool(meant)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\x00",
        b"\xff\xd8\xff\xe0",
        b"a\x00",
    ],
)
def test_a_picture_or_a_document_is_not_told_to_be_saved_as_text(told, content):
    (line,) = told(content).values()
    assert line.startswith("Die Datei ist kein Text, vermutlich ein Bild, ein PDF oder ein Office-Dokument.")
    assert "UTF-8" not in line


@pytest.mark.parametrize("content", ["title: Bär\n".encode("cp1252"), "schema: profile/1\n".encode("utf-16")])
def test_a_text_that_was_saved_another_way_is(told, content):
    assert "Im Editor als UTF-8 speichern." in told(content)["not_utf8"]


def test_what_was_said_of_sensitive_facts_is_not_repeated(told):
    (line,) = told(f"{HEAD}facts: {{company.insolvency: angemeldet}}\n").values()
    assert "angemeldet" not in line


def test_judgements_are_named(told):
    found = told(f"{HEAD}judged: {{zim/risiko: ja, ohne: true}}\n")
    assert "Im Gespräch geklärt, „zim/risiko“: Der Wert ist so nicht lesbar." in found["value_form"]
    assert "Im Gespräch geklärt, „ohne“: Dieses Feld gibt es hier nicht." in found["unknown_field"]


@given(st.text(max_size=20), st.text(max_size=30), st.integers(0, 9))
def test_any_problem_gives_one_printable_line(code, field, line):
    told = problem_words(Problem("p.yaml", line, field, code, Severity.ERROR, "x"))
    assert told
    assert all(char.isprintable() or char == "\u00a0" for char in told)
