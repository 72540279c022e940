"""`advisor-app check --interactive`, with what somebody types."""

from __future__ import annotations

import io
import stat
import sys
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.__main__ import main
from advisor_app.consultation.fact_words import FACT_WORDS
from advisor_app.content.profile_file import load_profile
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, AnyOf, Interval, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant, Holding
from advisor_app.terminal.answers import NotUnderstood, Reader

MUSTER, ANNA = Holding(name="Muster GmbH", share_pct=60), Holding(name="Anna", share_pct=30)
GRANT = DeMinimisGrant(granted_on="2025-03-01", gge_eur=12000)


@pytest.fixture
def talk(data_dir, monkeypatch, capsys):
    def run(*lines: str, options: tuple[str, ...] = ()):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = main(["check", "--interactive", "--data-dir", str(data_dir), "--today", "2026-11-23", *options])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out

    return run


@pytest.fixture(scope="module")
def reader(root, geodata):
    return Reader(root / "resources" / "geodata", geodata, {"ki": "Künstliche Intelligenz"})


def test_answers_move_the_counts_and_are_saved(talk, tmp_path):
    file = tmp_path / "betrieb.yaml"
    out = talk("12", f"s {file}", "q")
    assert "Beschäftigte: 12" in out
    found = load_profile(file)
    assert isinstance(found, Profile)
    assert found.value("company.headcount").possible == Known(12)
    assert found.value("company.headcount").as_of == "2026-11-23"


def test_a_question_comes_with_help(talk):
    out = talk("q")
    asked = out.splitlines()
    place = next(number for number, line in enumerate(asked) if line.startswith("Nächste Frage"))
    assert asked[place + 1].endswith(".")
    assert asked[place + 1].strip() in {words.hint.replace("\u00a0", " ") for words in FACT_WORDS.values()}


def test_a_bracket_back_and_no_answer(talk, tmp_path):
    first, second = tmp_path / "1.yaml", tmp_path / "2.yaml"
    talk("b", f"s {first}", "z", "k", f"s {second}")
    bracket, declined = (
        found.value("company.headcount").possible
        for found in (load_profile(file) for file in (first, second))
        if isinstance(found, Profile)
    )
    assert isinstance(bracket, Interval)
    assert bracket.min
    assert bracket.max
    assert declined is Absent.DECLINED


def test_what_is_not_known_is_asked_no_more(talk):
    out = talk("?", "?", "z", "q")
    asked = [line for line in out.splitlines() if line.startswith("Nächste Frage")]
    assert len({*asked[:3]}) == 3
    assert asked[3] == asked[1]


def test_nonsense_is_told_and_asked_again(talk):
    out = talk("viele", "", "zzz", "h", "e", "z")
    assert out.count("Nicht verstanden.") == 2
    assert "Das ist die erste Frage." in out


def test_a_file_that_is_there_is_left_alone(talk, tmp_path):
    file = tmp_path / "da.yaml"
    file.write_text("mein", encoding="utf-8")
    out = talk(f"s {file}", "s", f"s {tmp_path / 'none' / 'x.yaml'}")
    assert "is there already" in out
    assert "nothing can be written there" in out
    assert file.read_text(encoding="utf-8") == "mein"


def test_delicate_answers_are_not_saved_unless_wished(talk, tmp_path):
    begun, plain, whole = (tmp_path / name for name in ("begun.yaml", "plain.yaml", "whole.yaml"))
    begun.write_text("schema: profile/1\nfacts: {company.insolvency: true, company.headcount: 3}\n", encoding="utf-8")
    out = talk(f"s {plain}", options=("--profile", str(begun)))
    assert "vertrauliche Angaben sind nicht darin" in out
    assert "insolvency" not in plain.read_text(encoding="utf-8")
    talk(f"s {whole}", options=("--profile", str(begun), "--with-sensitive"))
    assert "company.insolvency: true" in whole.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(whole.stat().st_mode) == 0o600


def test_what_gives_a_delicate_answer_away_is_not_saved_either(talk, tmp_path):
    begun, plain = tmp_path / "begun.yaml", tmp_path / "plain.yaml"
    begun.write_text(
        'schema: profile/1\nfacts:\n  company.headcount: {value: 3, note: "vor der Insolvenz"}\n'
        "judged: {expressbuergschaft-nrw/bonitaet: false, zim-einzel/risiko: true}\n",
        encoding="utf-8",
    )
    told = talk(f"s {plain}", options=("--profile", str(begun)))
    assert "vertrauliche Angaben und Notizen sind nicht darin" in " ".join(told.split())
    saved = plain.read_text(encoding="utf-8")
    assert "Insolvenz" not in saved
    assert "bonitaet" not in saved
    assert "company.headcount: 3" in saved
    assert "zim-einzel/risiko: true" in saved


def test_the_interview_ends_when_nothing_is_left_to_ask(talk):
    assert "Es gibt nichts mehr zu fragen." in talk(*["?"] * 80)


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("company.headcount", "12", Known(12)),
        ("company.headcount", "10-49", Interval(10, 49)),
        ("company.headcount", "ab 250", Interval(250, None)),
        ("company.headcount", "höchstens 9", Interval(None, 9)),
        ("company.turnover_eur", "1,5 Mio", Known(1_500_000)),
        ("company.turnover_eur", "1.500.000 €", Known(1_500_000)),
        ("company.turnover_eur", "200 Tsd bis 1 Mio.", Interval(200_000, 1_000_000)),
        ("company.founded_on", "14.03.2015", Known("2015-03-14")),
        ("company.founded_on", "2015-03-14", Known("2015-03-14")),
        ("company.founded_on", "2015", Interval("2015-01-01", "2015-12-31")),
        ("company.insolvency", "nein", Known(False)),
        ("company.legal_form", "GmbH & Co. KG", Known("gmbh_co_kg")),
        ("project.kind", "Investition, energie", Known(("investition", "energie"))),
        ("project.themes", "ki", Known(("ki",))),
        ("company.seat_ags", "Witten", Known("05954036")),
        ("company.seat_ags", "58452", Known("05954036")),
        ("company.site_ags", "Witten, 58300", Known(("05954036", "05954032"))),
        ("company.wz_codes", "62.01", Known(("62.01",))),
        ("company.related", "keine", Known(())),
        ("company.related", "Muster GmbH 60; Anna 30", Known((MUSTER, ANNA))),
        ("company.deminimis_grants", "01.03.2025 12.000", Known((GRANT,))),
    ],
)
def test_answers_as_people_write_them(reader, fact, text, expected):
    assert reader.read(fact, text, ()) == expected


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("company.headcount", "-3"),
        ("company.headcount", "49-10"),
        ("company.public_share", "120"),
        ("company.founded_on", "31.02.2020"),
        ("company.seat_ags", "Neuenkirchenhausen"),
        ("company.seat_ags", "40721"),
        ("company.wz_codes", "herstellung"),
        ("company.legal_form", "Konzern"),
        ("company.related", "Muster GmbH"),
        ("company.related", "Muster GmbH 160"),
        ("company.deminimis_grants", "gestern 5"),
    ],
)
def test_what_cannot_be_is_not_taken(reader, fact, text):
    with pytest.raises(NotUnderstood):
        reader.read(fact, text, ())


def test_letters_choose_what_was_offered(reader):
    offered = (Known(("fue_produkt",)), Known(("messe",)), Known(("energie",)))
    assert reader.read("project.kind", "a c", offered) == Known(("fue_produkt", "energie"))
    forms = (Known("gmbh"), Known("ug"))
    assert reader.read("company.legal_form", "a, b", forms) == AnyOf(("gmbh", "ug"))
    assert reader.read("company.legal_form", "b", forms) == Known("ug")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FACTS)), st.text(max_size=12) | st.from_regex(r"[0-9., -]{1,12}( ?Mio)?", fullmatch=True))
def test_no_answer_raises_anything_else(reader, fact, text):
    with suppress(NotUnderstood):
        assert isinstance(reader.read(fact, text.strip(), ()), Known | Interval | AnyOf)
