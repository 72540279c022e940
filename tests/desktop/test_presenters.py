"""What the window says about items, without a window."""

from dataclasses import replace
from datetime import date

import pytest

from advisor_app.content.markdown import render
from advisor_app.desktop.formatting import MISSING, NBSP
from advisor_app.desktop.presenters.item import present_item
from advisor_app.desktop.presenters.results import FACETS, present_status, run_search
from advisor_app.desktop.presenters.rows import present_row
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Certainty
from advisor_app.domain.programme import Amounts, FundingType, Range, StartRule, Window, WindowModel
from advisor_app.search.model import Hit, SearchRequest, Snippet
from tests.desktop.conftest import ENDED, EVENT, LOAN, PARTNER, SECURITY, TODAY, TOPIC, MemoryLibrary, programme

LIBRARY = MemoryLibrary()


def view(item, today=TODAY):
    return present_item(item, labels=LIBRARY, render=render, today=today)


def row(item, today=TODAY, title_marks=()):
    hit = Hit(
        id=item.id, kind="programme", title=item.title, score=1, snippet=Snippet(text=""), title_marks=title_marks
    )
    return present_row(item, hit, labels=LIBRARY, today=today)


def text_of(shown, heading):
    return next(block.html for block in shown.blocks if block.heading == heading)


def test_the_signature_answer_comes_first_with_its_source_and_date():
    answer = view(SECURITY).signature
    assert (answer.icon, answer.tone) == ("hand-stop", "bad")
    assert answer.answer == "Nein. Erst nach der Bewilligung."
    assert answer.sentence == "Beginn ist der erste verbindliche Auftrag."
    assert (answer.refs, answer.as_of) == ((1,), "12/2025")


def test_a_start_rule_without_source_shows_no_date_and_says_what_is_missing():
    answer = view(LOAN).signature
    assert (answer.refs, answer.as_of) == ((), "")
    assert "nachfragen" in answer.sentence


@pytest.mark.parametrize("rule", list(StartRule))
def test_every_start_rule_has_its_own_icon(rule):
    shown = view(replace(SECURITY, start_rule=rule))
    others = [view(replace(SECURITY, start_rule=other)).signature.icon for other in StartRule if other is not rule]
    assert shown.signature.icon not in others


def test_the_fact_box_keeps_its_order_and_says_what_is_missing():
    facts = view(SECURITY).facts
    assert [fact.label for fact in facts] == [
        "Fördersatz", "Höchstbetrag", "Antragsfenster", "Für wen", "Beihilfe", "Weg",
    ]  # fmt: skip
    assert [fact.value for fact in facts] == [
        f"bis 50{NBSP}%", f"15.000{NBSP}EUR", "Losverfahren", "KMU", "De-minimis", "Direkt",
    ]  # fmt: skip
    assert facts[0].refs == (1,)
    assert facts[2].refs == (1, 2)
    assert facts[5].note == "NRW.BANK"
    empty = view(programme("leer", "Leer", company_sizes=(), window=Window(model=WindowModel.UNKNOWN))).facts
    assert [fact.value for fact in empty] == [MISSING] * 6
    assert all(fact.missing for fact in empty)


def test_conditions_are_listed_and_manual_ones_are_marked():
    html = text_of(view(SECURITY), "Voraussetzungen im Einzelnen")
    assert html.count("<li>") == 2
    assert '<a class="cite" href="source:q1">[1]</a>' in html
    assert 'Dienstleister mit Referenzen\u00a0<a class="cite" href="source:q2">[2]</a>' in html
    assert html.count("im Gespräch klären") == 1


def test_groups_of_conditions_are_told_in_words():
    rule = Rule(
        any=(
            Rule(fact="company.age_years", op=Op.LT, value=5, text="jünger als fünf Jahre"),
            Rule(
                when=Rule(fact="project.kind", op=Op.ANY_IN, value=("fue_produkt",), text="Forschung"),
                then=Rule(fact="project.partners", op=Op.ANY_IN, value=("x",), text="mit Partner", fixable=True),
            ),
        )
    )
    html = text_of(view(replace(SECURITY, eligibility=rule)), "Voraussetzungen im Einzelnen")
    assert "Eine davon genügt:" in html
    assert "Falls Forschung: mit Partner" in html
    assert "lässt sich nachholen" in html


def test_text_of_content_is_escaped():
    shown = view(replace(SECURITY, summary="<b>x</b> & y", documents=("<script>",)))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in shown.blocks[0].html
    assert "<script>" not in text_of(shown, "Unterlagen")


def test_uncertain_points_and_conflicts_are_shown_with_their_sources():
    shown = view(SECURITY)
    assert shown.uncertain == ("Die Bagatellgrenze ist nicht belegt.",)
    assert shown.conflicts[0].field == "Fördersatz"
    assert shown.conflicts[0].values == (("50 %", 1), ("60 %", 2))


def test_an_ended_programme_leads_to_its_successor():
    shown = view(ENDED)
    assert shown.signature is None
    assert shown.signpost.title == "Beendet am 31.12.2024"
    assert [link.id for link in shown.signpost.links] == ["mid-digitale-sicherheit"]
    assert "nicht bekannt" in view(replace(ENDED, successor=())).signpost.sentence
    assert "gibt es nicht" in view(replace(ENDED, successor=("none",))).signpost.sentence


def test_a_window_that_has_passed_makes_the_programme_ended():
    over = replace(SECURITY, window=Window(model=WindowModel.SINGLE, open_to="2026-11-22"))
    assert view(over).signpost is not None
    assert view(over, today=date(2026, 11, 22)).signpost is None


def test_sources_tell_what_they_are_and_whether_they_were_read():
    first, second = view(SECURITY).sources
    assert (first.number, first.stand) == (1, "Stand 12/2025")
    assert first.detail == "amtlich · gelesen 23.11.2026"
    assert "nicht gelesen" in second.detail


def test_related_items_and_parties_are_links():
    groups = {group.label: [link.id for link in group.links] for group in view(SECURITY).related}
    assert groups == {"Themen": ["it-sicherheit"], "Wer hilft": ["ihk-mittleres-ruhrgebiet"]}
    assert [group.label for group in view(EVENT).related] == ["Wer hilft"]


def test_topics_show_questions_maturity_and_duties():
    shown = view(TOPIC)
    assert shown.questions == ("Wann haben Sie zuletzt eine Sicherung zurückgespielt?",)
    assert shown.facts[0].value == "Pflicht"
    assert "NIS-2" in text_of(shown, "Wann es Pflicht ist")
    assert "(gilt seit 12/2025)" in text_of(shown, "Wann es Pflicht ist")
    assert [fact.value for fact in shown.facts if fact.label == "Partner dazu"] == [str(len(TOPIC.related.partners))]


def test_partners_show_area_offers_and_ways_to_reach_them():
    shown = view(PARTNER)
    assert shown.facts[0].value == f"2{NBSP}Gebiete"
    assert "Ennepe-Ruhr-Kreis (nur Witten)" in text_of(shown, "Gebiet")
    assert "Kostenfrei" in text_of(shown, "Angebote")
    assert 'href="mailto:innovation@example.org"' in text_of(shown, "Kontakt")
    assert shown.action.url == "https://www.ihk.de/bochum"


def test_events_without_a_date_say_how_often():
    shown = view(EVENT)
    assert (shown.facts[0].value, shown.facts[0].note) == ("Wiederkehrend", "monatlich")
    dated = view(replace(EVENT, starts_at="2026-12-03T09:00+01:00"))
    assert dated.facts[0].value == f"03.12.2026, 09:00{NBSP}Uhr"
    assert view(replace(EVENT, cancelled=True)).facts[0].value == "Abgesagt"


def test_the_copied_text_holds_facts_text_and_sources():
    plain = view(SECURITY).plain
    assert plain.startswith("MID – Digitale Sicherheit\n")
    assert f"Höchstbetrag: 15.000{NBSP}EUR" in plain
    assert "Kleine Unternehmen mit Sitz in Nordrhein-Westfalen." in plain
    assert "[1] Produktseite der NRW.BANK · Stand 12/2025 · https://www.nrwbank.de" in plain
    assert "<" not in plain


def test_a_row_compares_at_the_right_edge():
    shown = row(SECURITY, title_marks=((6, 14),))
    assert (shown.figure, shown.cap) == (f"bis 50{NBSP}%", f"bis 15.000{NBSP}EUR")
    assert shown.meta == "Zuschuss · Land NRW · KMU"
    assert (shown.badge.text, shown.badge.filled, shown.state.text) == ("Erst nach Bewilligung", True, "Losverfahren")
    assert shown.title_marks == ((6, 14),)
    assert "Erst nach Bewilligung" in shown.spoken


def test_a_loan_shows_its_amount_and_not_the_share_it_finances():
    loan = replace(LOAN, amounts=Amounts(loan_eur=Range(max=25_000_000), finance_share_pct=100))
    assert (row(loan).figure, row(loan).cap) == (f"bis 25{NBSP}Mio.{NBSP}EUR", "")


@pytest.mark.parametrize(
    ("amounts", "kinds", "label", "note"),
    [
        (Amounts(finance_share_pct=100), (FundingType.DARLEHEN,), "Finanzierungsanteil", "der Kosten"),
        (
            Amounts(finance_share_pct=100, guarantee_pct=80),
            (FundingType.DARLEHEN,),
            "Finanzierungsanteil",
            f"Hausbank zu 80{NBSP}% von Haftung frei",
        ),
        (Amounts(guarantee_pct=50), (FundingType.DARLEHEN,), "Haftungsfreistellung", "für die Hausbank"),
        (Amounts(guarantee_pct=80), (FundingType.BUERGSCHAFT,), "Bürgschaft", "des Kredits"),
        (Amounts(rate_pct=Range(max=50)), (FundingType.ZUSCHUSS,), "Fördersatz", "der Kosten"),
    ],
)
def test_shares_of_a_bank_are_not_called_a_grant_rate(amounts, kinds, label, note):
    first = view(replace(LOAN, amounts=amounts, funding_types=kinds, rate_table=())).facts[0]
    assert (first.label, first.note) == (label, note)


def test_counted_costs_are_not_shown_as_a_grant():
    amounts = Amounts(rate_pct=Range(min=25, max=45), eligible_cost_eur=Range(max=690_000))
    item = programme("zim", "ZIM", amounts=amounts)
    assert row(item).cap == f"Kosten bis 690.000{NBSP}EUR"


def test_what_a_guarantee_stands_for_is_not_called_the_guarantee():
    amounts = Amounts(guarantee_pct=80, loan_eur=Range(max=500_000))
    item = programme("express", "Express", amounts=amounts, funding_types=(FundingType.BUERGSCHAFT,))
    assert (row(item).figure, row(item).cap) == (f"bis 80{NBSP}%", f"Kredit bis 500.000{NBSP}EUR")
    assert view(item).facts[1].note == "Kredit höchstens"


def test_what_stands_behind_a_share_in_a_company_frees_no_bank():
    amounts = Amounts(guarantee_pct=70, loan_eur=Range(max=1_500_000))
    item = programme("kbg", "KBG", amounts=amounts, funding_types=(FundingType.BETEILIGUNG, FundingType.GARANTIE))
    assert (view(item).facts[0].missing, view(item).facts[1].note) == (True, "Beteiligung höchstens")


def test_free_advice_says_so():
    assert row(programme("frei", "Frei", funding_types=(FundingType.BERATUNG,))).figure == "kostenfrei"


def test_an_ended_row_points_onward():
    shown = row(ENDED)
    assert (shown.muted, shown.cap, shown.onward) == (True, "beendet 12/2024", "mid-digitale-sicherheit")


def test_rows_of_the_other_kinds():
    assert row(TOPIC).badge.text == "Pflicht"
    assert row(TOPIC).state.text == f"1{NBSP}Programm"
    assert row(PARTNER).badge.text == f"2{NBSP}Gebiete"
    assert row(EVENT).meta == "Termin · IHK Mittleres Ruhrgebiet"
    assert row(EVENT).state.text == "monatlich"


@pytest.mark.parametrize(
    ("today", "certainty", "icon"),
    [
        (date(2026, 11, 23), Certainty.A, "clock"),
        (date(2026, 12, 20), Certainty.A, "progress"),
        (date(2027, 1, 16), Certainty.A, "zoom-question"),
        (date(2026, 11, 23), Certainty.C, "zoom-question"),
    ],
)
def test_the_as_of_mark_ages(today, certainty, icon):
    item = replace(SECURITY, review=replace(SECURITY.review, certainty=certainty))
    assert row(item, today=today).stand.icon == icon


def test_search_results_keep_all_kinds_visible_and_count_live():
    request = SearchRequest(text="digital", filters={"kind": ("programme",)})
    shown = run_search(MemoryLibrary(), request, baseline={}, today=TODAY)
    assert shown.headline == f"3{NBSP}Programme"
    kinds = {option.code: option.count for option in shown.groups[0].options}
    assert kinds == {"programme": 3, "topic": 0, "partner": 0, "event": 0}
    assert [chip.label for chip in shown.chips] == ["Programme"]


def test_every_facet_of_a_request_can_be_shown_and_dropped():
    for facet in FACETS:
        request = SearchRequest(filters={facet: ("x",)})
        shown = run_search(MemoryLibrary(), request, baseline={}, today=TODAY)
        assert shown.chips[0].facet == facet


def test_an_empty_answer_says_what_to_drop():
    request = SearchRequest(text="ihk", filters={"kind": ("programme",)})
    shown = run_search(MemoryLibrary(), request, baseline={}, today=TODAY)
    assert (shown.total, [way.total for way in shown.ways_out]) == (0, [1])
    assert shown.ways_out[0].label == "Programme"


def test_status_tells_age_and_counts():
    status = present_status(MemoryLibrary(), today=TODAY)
    assert (status.as_of, status.age, status.stale_days) == ("20.11.2026", f"vor 3{NBSP}Tagen", 0)
    assert status.counts == f"3{NBSP}Programme · 1{NBSP}Thema · 1{NBSP}Partner · 1{NBSP}Termin"
    assert present_status(MemoryLibrary(as_of="2026-10-20"), today=TODAY).stale_days == 34
