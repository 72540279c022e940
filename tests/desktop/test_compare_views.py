"""Programmes side by side: facts, what differs, what is not known, and how it leaves the window."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.desktop.presenters.compare import MOST, Likeness, present_comparison
from advisor_app.desktop.presenters.compare_choice import present_choice
from advisor_app.desktop.presenters.compare_export import as_print, as_table, as_text
from advisor_app.domain.item import Related
from advisor_app.domain.programme import (
    Amounts,
    Bagatelle,
    BagatelleBase,
    Budget,
    Cumulation,
    FundingType,
    Grant,
    Party,
    Range,
    SameCost,
    StartRule,
    Step,
    Window,
    WindowModel,
)
from tests.desktop.conftest import ENDED, ITEMS, LOAN, SECURITY, TODAY, TOPIC, MemoryLibrary, programme

OTHER = programme(
    "anderes", "Anderes", amounts=Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=20000), project_min_eur=5000),
    bagatelle_eur=Bagatelle(value=2500, refers_to=BagatelleBase.GRANT), start_rule=StartRule.ERST_NACH_BEWILLIGUNG,
    cumulation=Cumulation(same_cost=SameCost.FORBIDDEN, excluded_with=(LOAN.id,)), decision_weeks=Range(min=6, max=8),
    documents=("Angebot", "Plan"), steps=(Step(who="Betrieb", what="beantragt"),),
    operator=Party(name="NRW.BANK"), window=Window(model=WindowModel.FIRST_COME, budget=Budget.TIGHT),
    uncertain=("Ob es 2027 weitergeht.",),
)  # fmt: skip
ALL = (*ITEMS, OTHER)


def compared(*ids, items=ALL, **fields):
    return present_comparison(MemoryLibrary(items, **fields), ids, TODAY)


def row(view, label):
    return next(found for found in view.rows if found.label == label)


def texts(view, label):
    return [cell.text for cell in row(view, label).cells]


# Facts


def test_facts_are_those_of_the_reading_pane():
    view = compared(SECURITY.id, OTHER.id)
    assert [column.title for column in view.columns] == [SECURITY.title, "Anderes"]
    assert texts(view, "Fördersatz") == ["bis 50\u00a0%", "bis 50\u00a0%"]
    assert texts(view, "Höchstbetrag") == ["15.000\u00a0EUR", "20.000\u00a0EUR"]
    assert texts(view, "Darf ich schon unterschreiben?") == ["Nein. Erst nach der Bewilligung."] * 2
    assert texts(view, "Beihilfe") == ["De-minimis", "keine Angabe"]
    assert [cell.note for cell in row(view, "Fördergeber").cells] == ["Land NRW · Abwicklung NRW.BANK"] * 2


def test_floor_effort_and_combination():
    view = compared(OTHER.id, SECURITY.id)
    floor = row(view, "Untergrenze").cells[0]
    assert (floor.text, floor.note) == ("2.500\u00a0EUR (grant)", "Mindestvolumen 5.000\u00a0EUR")
    effort = row(view, "Aufwand").cells[0]
    assert (effort.text, effort.note) == ("1\u00a0Schritt · 2\u00a0Unterlagen", "Entscheidung 6 bis 8\u00a0Wochen")
    combination = row(view, "Kombination").cells[0]
    assert (combination.text, combination.note) == ("forbidden", f"Nicht zusammen mit {LOAN.title}")
    assert row(view, "Antragsfenster").cells[0].note == "tight"


def test_a_share_that_is_no_grant_rate_says_what_it_is():
    credit = replace(LOAN, amounts=Amounts(finance_share_pct=100, loan_eur=Range(max=25_000_000)))
    cell = row(compared(credit.id, SECURITY.id, items=(credit, SECURITY)), "Fördersatz").cells[0]
    assert cell.text == "bis 100\u00a0%"
    assert cell.note.startswith("Finanzierungsanteil")


def test_missing_facts_are_said():
    view = compared(LOAN.id, OTHER.id)
    cell = row(view, "Untergrenze").cells[0]
    assert (cell.text, cell.missing) == ("keine Angabe", True)


def test_an_ended_programme_says_that_nothing_can_be_applied_for():
    view = compared(ENDED.id, SECURITY.id)
    assert texts(view, "Darf ich schon unterschreiben?")[0] == "Kein Antrag mehr möglich"
    assert view.columns[0].state.text == "Beendet"


def test_where_sources_disagree_the_cell_says_so():
    view = compared(SECURITY.id, OTHER.id)
    assert [cell.disputed for cell in row(view, "Fördersatz").cells] == [True, False]
    assert not any(cell.disputed for cell in row(view, "Höchstbetrag").cells)
    assert view.columns[0].gaps == ("Die Bagatellgrenze ist nicht belegt.", "Quellen widersprechen sich: Fördersatz")
    assert texts(view, "Noch offen") == ["2\u00a0offene Punkte", "1\u00a0offener Punkt"]


def test_old_knowledge_promises_nothing():
    view = compared(LOAN.id, SECURITY.id, as_of="2026-08-01")
    assert view.stale
    loan, security = row(view, "Darf ich schon unterschreiben?").cells
    assert loan.text == "Ungeklärt. Erst den Stand prüfen."
    assert security.text == "Nein. Erst nach der Bewilligung."
    assert texts(view, "Antragsfenster") == ["Stand prüfen", "Stand prüfen"]
    assert {column.state.text for column in view.columns} == {"Stand prüfen"}


# What differs


@pytest.mark.parametrize(
    ("label", "likeness"),
    [
        ("Höchstbetrag", Likeness.DIFFERENT),
        ("Art", Likeness.SAME),
        ("Beihilfe", Likeness.GAPS),
        ("Darf ich schon unterschreiben?", Likeness.SAME),
        ("Untergrenze", Likeness.GAPS),
    ],
)
def test_likeness(label, likeness):
    assert row(compared(SECURITY.id, OTHER.id), label).likeness is likeness


def test_what_is_known_of_none_is_no_difference():
    view = compared(LOAN.id, ENDED.id)
    assert row(view, "Untergrenze").likeness is Likeness.UNKNOWN
    shown = [found.label for found in view.shown(only_differences=True)]
    assert "Untergrenze" not in shown
    assert "Art" in shown
    assert len(shown) == view.differing


def test_one_alone_differs_from_nothing():
    view = compared(SECURITY.id)
    assert {found.likeness for found in view.rows} == {Likeness.ALONE}


def test_programmes_only_no_more_than_fit_in_the_order_asked_for():
    many = [programme(f"p-{number}", f"P {number}") for number in range(6)]
    view = compared("it-sicherheit", *(item.id for item in reversed(many)), "gibt-es-nicht", items=(TOPIC, *many))
    assert [column.id for column in view.columns] == ["p-5", "p-4", "p-3", "p-2"]
    assert len(view.columns) == MOST
    assert compared().rows == ()


# Leaving the window


def test_the_text_is_a_table_of_tabulators():
    view = compared(SECURITY.id, OTHER.id)
    table = list(csv.reader(io.StringIO(as_text(view).split("\n\n", maxsplit=1)[0]), delimiter="\t"))
    assert table[0] == ["", "", SECURITY.title, "Anderes"]
    assert {len(line) for line in table} == {4}
    found = next(line for line in table if line[0] == "Höchstbetrag")
    assert found[1:] == ["verschieden", "15.000 EUR (Zuschuss höchstens)", "20.000 EUR (Zuschuss höchstens)"]
    assert "Quellen widersprechen sich" in next(line for line in table if line[0] == "Fördersatz")[2]


@given(st.text(max_size=30).filter(lambda text: text.strip()))
def test_no_text_leaves_its_cell_or_becomes_a_formula(title):
    named = programme("eigen", title)
    lines = as_text(compared("eigen", OTHER.id, items=(named, OTHER))).split("\n")
    head = lines[0].split("\t")
    assert len(head) == 4
    assert not head[2].startswith(("=", "+", "-", "@"))


class Table(HTMLParser):
    """Collects the rows of a table."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.head, self._in_head = [], 0, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self.rows.append([])
            self.head += self._in_head
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == "thead":
            self._in_head = False

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_the_html_is_a_table_with_a_head_that_print_repeats():
    view = compared(SECURITY.id, OTHER.id)
    # On paper what is open stands below the table.
    for html, rows in ((as_table(view), len(view.rows)), (as_print(view), len(view.rows) - 1)):
        table = Table(html)
        assert table.head == 1
        assert len(table.rows) == 1 + rows
        assert {len(line) for line in table.rows} == {3}


def test_differences_are_marked_by_a_sign_and_a_word():
    table = Table(as_table(compared(SECURITY.id, OTHER.id)))
    assert "Höchstbetrag≠ verschieden" in [line[0] for line in table.rows]
    assert "Artgleich" in [line[0] for line in table.rows]


def test_only_differences_leave_if_only_they_are_shown():
    view = compared(SECURITY.id, OTHER.id)
    assert "Höchstbetrag" in as_text(view, only_differences=True)
    assert "\nArt\t" not in as_text(view, only_differences=True)
    assert len(Table(as_table(view, only_differences=True)).rows) == 1 + view.differing


def test_age_reserve_gaps_and_sources_stand_below():
    for text in (as_text(compared(SECURITY.id, OTHER.id)), as_print(compared(SECURITY.id, OTHER.id))):
        assert "Inhaltsstand 20.11.2026, vor 3\u00a0Tagen" in text
        assert "Ob gefördert wird, entscheidet der Fördergeber." in text
        assert "Ob es 2027 weitergeht." in text
        assert "Produktseite der NRW.BANK · Stand 12/2025" in text
    assert "Stand prüfen" in as_text(compared(LOAN.id, OTHER.id, as_of="2026-08-01"))


def test_titles_are_no_markup():
    evil = programme("eigen", "<b>A & B</b>")
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in as_table(compared("eigen", OTHER.id, items=(evil, OTHER)))


# What can be added


def choice(text="", taken=(), marks=(), items=ALL):
    return present_choice(MemoryLibrary(items), text, taken=taken, marks=marks, today=TODAY)


def test_marked_programmes_come_first_then_related_ones():
    near = programme("nah", "Nah", related=Related(topics=("it-sicherheit",)))
    view = choice(taken=(SECURITY.id,), marks=("it-sicherheit", LOAN.id, SECURITY.id), items=(*ALL, near))
    assert view.heading == "Gemerkt und verwandt"
    assert [found.id for found in view.rows] == [LOAN.id, "nah"]
    assert view.marked == (LOAN.id,)


def test_successors_of_what_is_compared_are_offered():
    assert [found.id for found in choice(taken=(ENDED.id,)).rows] == [SECURITY.id]


def test_typing_searches_programmes_that_are_not_there_yet():
    view = choice("digital", taken=(SECURITY.id,))
    assert {found.id for found in view.rows} == {ENDED.id, LOAN.id}
    assert view.heading == "2\u00a0Programme"
    assert choice("Wasserstoff").heading == "Nichts gefunden"
    assert choice().rows == ()


def test_funding_types_are_all_named():
    both = programme("beides", "Beides", funding_types=(FundingType.ZUSCHUSS, FundingType.DARLEHEN))
    assert texts(compared("beides", OTHER.id, items=(both, OTHER)), "Art")[0] == "Zuschuss und Darlehen"
