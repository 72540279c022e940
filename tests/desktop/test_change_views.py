"""What the window says about changes, without a window."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor_app.desktop.formatting import MISSING, NBSP
from advisor_app.desktop.presenters import change_words, changes
from advisor_app.desktop.presenters.changes import GROUP_LABELS, ChangeLine, ChangeView, excerpts, present_feed
from advisor_app.domain import KIND_OF, Item
from advisor_app.domain.changes import NOISE, compare, paths_of
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.event import Registration
from advisor_app.domain.item import Conflict, ConflictingValue, Section, Visibility
from advisor_app.domain.natures import Nature
from advisor_app.domain.partner import Area, Contact, Offer, PartialArea
from advisor_app.domain.programme import (
    Amounts,
    Bonus,
    Budget,
    FundingType,
    Grant,
    Party,
    Range,
    RateRow,
    StartRule,
    Window,
    WindowModel,
)
from advisor_app.updates.feed import FeedEntry
from tests.makers import SOURCE, event, partner, programme, topic
from tests.samples import CODE, changed, filled, leaves

TODAY = date(2026, 11, 23)
KINDS = list(KIND_OF)
ROLLING = Window(model=WindowModel.ROLLING)
# Fields that are shown as they are written; every other text of a sample is a code.
WRITTEN = {
    "title", "summary", "aliases", "keywords", "synonyms", "uncertain", "conflicts", "body", "quotes", "licence",
    "sources", "funder", "operator", "window.open_from", "window.open_to", "window.dates", "window.recurring",
    "window.note", "amounts.grant_eur.bonus", "amounts.note", "rate_table", "aid.article", "cumulation.note",
    "start_event", "documents", "steps", "not_funded", "valid_to", "legal.guideline_title", "legal.citation",
    "legal.guideline_valid_to", "eligibility", "diagnostic_questions", "typical_use_cases", "entry_steps",
    "effort.weeks", "risks", "legal_hooks", "offers", "accepts.wz_in", "accepts.wz_not_in", "address", "website",
    "contacts", "startup.founded", "startup.technology", "startup.seeking", "starts_at", "ends_at", "recurrence",
    "registration.url", "registration.until", "place", "recording_url", "materials",
}  # fmt: skip


KNOWN = {
    "05954": "Ennepe-Ruhr-Kreis", "05954036": "Witten", "closed": "Beendet", "rolling": "Laufend",
    "antrag_vor_beginn": "Noch nicht. Erst den Antrag stellen.",
}  # fmt: skip


class NoLabels:
    """Knows no code and no item: whatever codes come through are shown."""

    def label(self, vocabulary: str, code: str) -> str:
        return code

    def items(self, ids: Sequence[str]) -> Mapping[str, Item]:
        return {}


class Words(NoLabels):
    """Knows every code, and the items of these tests."""

    def __init__(self, *items: Item) -> None:
        self._items = {item.id: item for item in items}
        self.asked: list[tuple[str, ...]] = []

    def label(self, vocabulary: str, code: str) -> str:
        return KNOWN.get(code, f"{vocabulary} {code}")

    def items(self, ids: Sequence[str]) -> Mapping[str, Item]:
        self.asked.append(tuple(ids))
        return {item_id: self._items[item_id] for item_id in ids if item_id in self._items}


def entry(
    old: Item | None, new: Item | None, version: int = 3, received: str = "2026-11-23T12:00:00+00:00"
) -> FeedEntry:
    change = compare(old, new)
    assert change is not None
    return FeedEntry(id=change.item.id, kind=change.kind, title=change.item.title, change=change, version=version,
                     received=received)  # fmt: skip


def view(old: Item | None, new: Item | None, labels: NoLabels | None = None, read_up_to: int = 0) -> ChangeView:
    (shown,) = present_feed([entry(old, new)], labels or Words(), TODAY, read_up_to)
    return shown


def money(**fields: Any) -> Amounts:
    return Amounts(**fields)


def lines(old: Item, new: Item, labels: NoLabels | None = None) -> list[tuple[str, str, str]]:
    return [(line.field, line.old, line.new) for line in view(old, new, labels).lines]


@pytest.mark.parametrize(("kind", "leaf"), [(kind, leaf) for kind in KINDS for leaf in leaves(kind)])
def test_every_field_of_the_domain_has_a_german_name(kind, leaf):
    if leaf in NOISE:
        return
    path = next(path for path in paths_of(kind) if leaf == path or leaf.startswith(f"{path}."))
    assert change_words.field_of(path) is not None
    name = change_words.name_of(leaf, filled(kind))
    assert name != "Angabe"
    assert name[0].isupper()
    assert "_" not in name


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind in KINDS for path in paths_of(kind)])
def test_no_field_is_told_in_codes_or_records(kind, path):
    old = filled(kind)
    new = changed(old, path, 1)
    for before, after in ((old, new), (new, old)):
        for labels in (NoLabels(), Words()):
            shown = view(before, after, labels)
            assert shown.lines
            assert all(line.field and (line.old or line.new) for line in shown.lines)
            text = " ".join(f"{line.field} {line.old} {line.new}" for line in shown.lines) + shown.note
            assert not re.search(r"\w+\(\w+=|<\w+[:.]|None|True|False|[{}]|\('|\['", text), text
            if isinstance(labels, NoLabels) and not isinstance(labels, Words) and path not in WRITTEN:
                assert CODE not in " ".join(f"{line.old} {line.new}" for line in shown.lines), text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ({"amounts": money(rate_pct=Range(max=50.0, min=50.0))}, {"amounts": money(rate_pct=Range(max=40.0, min=40.0))},
         ("Fördersatz", f"50{NBSP}%", f"40{NBSP}%")),
        ({"amounts": money(grant_eur=Grant(max=3_515_000.0))}, {"amounts": money(grant_eur=Grant(max=4_200_000.0))},
         ("Höchstbetrag", f"3.515.000{NBSP}EUR", f"4,2{NBSP}Mio.{NBSP}EUR")),
        ({"window": Window(model=WindowModel.SINGLE, open_to="2026-03-31")},
         {"window": Window(model=WindowModel.SINGLE, open_to="2026-12-31")},
         ("Einreichfrist", "31.03.2026", "31.12.2026")),
        ({}, {"window": Window(model=WindowModel.CLOSED)}, ("Antragsfenster", "Laufend", "Beendet")),
        ({}, {"start_rule": StartRule.ANTRAG_VOR_BEGINN},
         ("Darf ich schon unterschreiben?", "start_answers unklar", "Noch nicht. Erst den Antrag stellen.")),
        ({"start_event": "Auftrag"}, {"start_event": ""}, ("Was als Beginn zählt", "Auftrag", MISSING)),
        ({"funder": Party(name="Land")}, {"funder": Party(name="Land", partner="x")}, ("Fördergeber", "", "geändert")),
        ({"valid_to": ""}, {"valid_to": "2026-06-30"}, ("Ende des Programms", "", "30.06.2026")),
        ({"rate_table": (RateRow(pct=50),)}, {"rate_table": (RateRow(pct=45, when=Rule(op=Op.MANUAL, text="Kleine")),)},
         ("Staffel der Fördersätze", f"50{NBSP}%", f"45{NBSP}% für Kleine")),
    ],
)  # fmt: skip
def test_a_field_is_told_by_what_it_was_and_what_it_is(old, new, line):
    assert lines(programme(**old), programme(**new)) == [line]


def test_lists_are_told_by_what_came_and_what_went():
    def told(before, after):
        return lines(programme(documents=before), programme(documents=after))[0][1:]

    assert told(("A", "B"), ("A", "C")) == ("B", "C")
    assert told(("A",), ("A", "B", "C")) == ("", "zusätzlich B und C")
    assert told((), ("A", "B")) == ("", "A und B")
    assert told(("A", "B"), ("A",)) == ("B", "entfällt")
    assert told(("A",), ("B", "C", "D", "E")) == ("A", "B, C, D und E")
    assert told(("A",), ("B", "C", "D", "E", "F")) == ("A", "B, C, D und 2 weitere")
    assert told(("A",), ("eins, zwei", "drei")) == ("A", "eins, zwei; drei")


def test_long_entries_of_a_list_are_shortened():
    long = "Unternehmen " * 12
    assert lines(programme(documents=("A",)), programme(documents=("B", long))) == [
        ("Unterlagen", "A", f"B; {('Unternehmen ' * 6).strip()} …")
    ]


def test_order_alone_is_told_as_changed():
    rows = (RateRow(pct=50, when=Rule(op=Op.MANUAL, text="klein")), RateRow(pct=40))
    assert lines(programme(rate_table=rows), programme(rate_table=rows[::-1])) == [
        ("Staffel der Fördersätze", "", "geändert")
    ]


def test_conditions_are_told_by_their_words():
    def rule(*texts):
        return Rule(all=tuple(Rule(fact="company.headcount", op=Op.LT, value=250, text=text) for text in texts))

    assert lines(programme(eligibility=rule("KMU", "Sitz in NRW")), programme(eligibility=rule("KMU"))) == [
        ("Voraussetzungen", "Sitz in NRW", "entfällt")
    ]


def test_the_texts_of_sections_are_told_by_where_they_differ():
    long = (
        "Gefördert werden Vorhaben kleiner und mittlerer Unternehmen **bis zu** {} der Kosten, [siehe](https://x) [q1]."
    )
    old = programme(body=(Section(heading="Wie?", markdown=long.format("50 %")), Section(heading="Alt", markdown="x")))
    new = programme(body=(Section(heading="Wie?", markdown=long.format("40 %")), Section(heading="Neu", markdown="y")))
    assert lines(old, new) == [
        ("Abschnitt „Wie?“", "… Unternehmen bis zu 50 % der Kosten, …", "… Unternehmen bis zu 40 % der Kosten, …"),
        ("Abschnitt „Alt“", "", "entfällt"),
        ("Abschnitt „Neu“", "", "neu"),
    ]
    renamed = replace(old, body=(old.body[0], replace(old.body[1], heading="Besser")))
    assert lines(old, renamed) == [("Überschrift", "Alt", "Besser")]
    marked = replace(old, body=(replace(old.body[0], markdown=old.body[0].markdown.replace("**", "_")), old.body[1]))
    assert lines(old, marked) == [("Abschnitt „Wie?“", "", "geändert")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kurz", "lang", ("kurz", "lang")),
        ("a " * 60 + "x", "a " * 60 + "y", ("… a a a x", "… a a a y")),
        ("x " + "a " * 60, "a " * 60, ("x a a a …", "a a a …")),
        ("a " * 60, "b " * 60, ("a " * 14 + "…", "b " * 14 + "…")),
        ("a " * 60, "a " * 60 + "z", ("… a a a", "… a a a z")),
    ],
)
def test_long_texts_are_cut_down_to_their_difference(old, new, expected):
    assert excerpts(old.strip(), new.strip()) == expected


def test_successors_are_named():
    later = programme("zuschuss-b", "Zuschuss B")
    words = Words(later)
    assert lines(programme(), programme(successor=("zuschuss-b",)), words) == [
        ("Nachfolger", "", "Zeigt jetzt auf Zuschuss B")
    ]
    assert lines(programme(), programme(successor=("none",))) == [("Nachfolger", "", "Einen Nachfolger gibt es nicht")]
    assert lines(programme(successor=("x",)), programme()) == [("Nachfolger", "", "Nicht bekannt")]


def test_a_dispute_says_who_says_what():
    other = replace(SOURCE, id="q2", title="", url="https://www.ihk.de/seite", as_of="2024-03")
    dispute = Conflict(field="amounts.rate_pct.max", values=(
        ConflictingValue(value="45 %", src="q1"), ConflictingValue(value="50 %", src="q2"),
        ConflictingValue(value="55 %", src="weg"),
    ))  # fmt: skip
    sources = (SOURCE, other)
    shown = view(programme(sources=sources), programme(sources=sources, conflicts=(dispute,)))
    assert (shown.label, shown.icon, shown.group) == ("Widerspruch", "zoom-question", "support")
    assert shown.lines == (ChangeLine(field="Fördersatz", old="", new="45 % oder 50 % oder 55 %"),)
    assert shown.note == "Quelle (Stand 01/2026) nennt 45 %; ihk.de (Stand 03/2024) nennt 50 %; Eine Quelle nennt 55 %"
    settled = view(programme(sources=sources, conflicts=(dispute,)), programme(sources=sources))
    assert settled.lines[0].new == "Widerspruch geklärt"


def test_the_note_names_the_sources():
    dated, undated = SOURCE, replace(SOURCE, id="q2", title="x" * 60, url="https://www.in.nrw/seite", as_of="")
    both: dict[str, Any] = {"sources": (dated, undated), "fact_sources": {"valid_to": ("q1",), "title": ("q1", "q2")}}
    assert view(programme(**both), programme(valid_to="2029-01-01", **both)).note == "Quelle Quelle, Stand 01/2026"
    assert view(programme(**both), programme(title="B", summary=programme().summary, **both)).note == (
        "Quellen Quelle, Stand 01/2026 und in.nrw, undatiert"
    )
    assert view(programme(**both), programme(start_event="Auftrag", **both)).note == "Geprüft 23.11.2026"


def test_new_and_removed_items():
    new = view(None, topic())
    assert (new.label, new.group, new.lines, new.note, new.exists) == ("Neu", "new", (), topic().summary, True)
    gone = view(topic(), None)
    assert (gone.label, gone.group, gone.lines, gone.exists) == ("Nicht mehr im Bestand", "ended", (), False)
    assert gone.note


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        (event(), event(cancelled=True), "Abgesagt"),
        (event(cancelled=True), event(), "Findet doch statt"),
        (
            programme(),
            programme(window=Window(model=WindowModel.ROLLING, budget=Budget.EXHAUSTED)),
            "Mittel ausgeschöpft",
        ),
        (programme(), programme(window=Window(model=WindowModel.PAUSED)), "Zurzeit kein Antrag"),
        (programme(), programme(window=replace(ROLLING, open_to="2026-11-22")), "Frist verstrichen"),
        (programme(), programme(window=replace(ROLLING, open_to="2026-11-23")), "Frist geändert"),
        (event(), event(registration=Registration(until="2026-01-01")), "Frist verstrichen"),
    ],
)
def test_what_a_change_is_called(old, new, label):
    assert view(old, new).label == label


@pytest.mark.parametrize("nature", list(Nature))
def test_every_nature_has_a_word_a_tone_an_icon_and_a_group(nature, root):
    look = changes._LOOKS[nature]
    assert look.label
    assert look.tone in {"ok", "warn", "bad", "draw", "info", "mute"}
    assert look.group in GROUP_LABELS
    assert (root / "resources" / "icons" / f"{look.icon}.svg").is_file()


def test_a_bonus_has_its_unit():
    def grant(**value):
        return Amounts(grant_eur=Grant(bonus=(Bonus(id="kmu", **value),)))

    assert lines(programme(amounts=grant(text="KMU", pct=10)), programme(amounts=grant(text="KMU", eur=500))) == [
        ("Bonus", f"KMU: plus 10{NBSP}Prozentpunkte", f"KMU: 500{NBSP}EUR")
    ]
    assert lines(programme(), programme(amounts=grant(text="Neu")))[0][2] == "Neu"


def test_money_that_is_not_lent_has_its_own_name():
    def name(*kinds):
        old = programme(funding_types=kinds)
        return lines(old, replace(old, amounts=Amounts(loan_eur=Range(max=1000.0))))[0][0]

    assert name(FundingType.DARLEHEN, FundingType.BUERGSCHAFT) == "Darlehen"
    assert name(FundingType.BUERGSCHAFT) == "Bürgschaft"
    assert name(FundingType.BETEILIGUNG) == "Beteiligung"
    assert name() == "Darlehen"


def test_a_partners_area_is_told_by_its_places_and_not_twice():
    old = partner(region=("05911",), serves=Area(ags=("05911",)))
    new = replace(old, region=("05911", "05954036"),
                  serves=replace(old.serves, partial=(PartialArea(ags="05954", only=("05954036",)),)))  # fmt: skip
    shown = view(old, new)
    assert [(line.field, line.new) for line in shown.lines] == [("Zuständig für", "Witten")]
    assert (shown.label, shown.icon) == ("Zuständigkeit", "users")
    assert shown.regions == ("05911", "05954036")
    assert view(old, replace(old, region=("05954",))).lines[0].field == "Region"


def test_internal_contacts_are_not_shown():
    internal = Contact(role="Leitung", person="Erika Muster", visibility=Visibility.INTERNAL)
    shown = view(partner(), partner(contacts=(internal,)))
    assert shown.lines == (ChangeLine(field="Kontakt", old="", new="geändert"),)
    public = view(partner(), partner(contacts=(internal, Contact(role="Zentrale", phone="0211 1"))))
    assert public.lines[0].new == "Zentrale · 0211 1"


def test_offers_have_their_words():
    offer = Offer(type="erstberatung", text="Erstes Gespräch", cost="kostenfrei")
    assert lines(partner(), partner(offers=(offer,)))[0][2] == (
        "offer_types erstberatung: Erstes Gespräch (cost_bands kostenfrei)"
    )


def test_small_changes_are_told_only_where_there_is_nothing_else():
    small = view(programme(), programme(keywords=("neu",)))
    assert (small.group, small.groups, small.unread) == ("minor", frozenset({"minor"}), False)
    assert small.lines == (ChangeLine(field="Suchwörter", old="", new="neu"),)
    big = view(programme(), programme(keywords=("neu",), valid_to="2029-01-01", amounts=Amounts(note="neu")))
    assert [line.field for line in big.lines] == ["Ende des Programms", "Zu den Beträgen"]
    assert (big.group, big.groups, big.unread) == ("deadline", frozenset({"deadline", "amount"}), True)


def test_many_lines_end_in_how_many_more_there_are():
    old = filled(KINDS[0])
    new = old
    for path in ("title", "summary", "valid_to", "start_event", "route", "documents", "not_funded", "steps", "level"):
        new = changed(new, path, 1)
    shown = view(old, new).lines
    assert len(shown) == 8
    assert shown[-1] == ChangeLine(field="Außerdem", old="", new="2 weitere Angaben")


def test_items_are_looked_up_once_for_the_whole_feed():
    words = Words(programme("b", "B"), programme("c", "C"))
    entries = [entry(programme(), programme(successor=(code,))) for code in ("b", "c")]
    shown = present_feed(entries, words, TODAY, 0)
    assert [one.lines[0].new for one in shown] == ["Zeigt jetzt auf B", "Zeigt jetzt auf C"]
    assert words.asked == [("b", "c")]


def test_what_was_seen_is_not_unread_and_the_day_is_told():
    change = (programme(), programme(title="B"))
    assert view(*change, read_up_to=2).unread
    assert not view(*change, read_up_to=3).unread
    assert view(*change).day == "23.11.2026"
    (unknown,) = present_feed([entry(*change, received="")], Words(), TODAY, 0)
    assert unknown.day == ""


def test_a_change_is_found_under_old_and_new_topics():
    shown = view(partner(themes=("a",), competences=("c",)), partner(themes=("b",), competences=()))
    assert shown.themes == ("b", "a", "c")


def test_real_knowledge_is_told_in_words(library):
    items = library.items(tuple(hit.id for hit in library.search(_everything()).hits))
    entries = [entry(replace(item, title="Alt", themes=(), region=(), sources=()), item) for item in items.values()]
    assert entries
    for shown in present_feed(entries, library, TODAY, 0):
        text = " ".join(line.new for line in shown.lines)
        assert not re.search(r"\b[a-z]+_[a-z]+\b|\b\d{5,8}\b", text), text


def _everything():
    from advisor_app.search.model import SearchRequest

    return SearchRequest(limit=200)
