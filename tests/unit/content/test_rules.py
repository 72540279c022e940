"""The rules beyond the form of single fields: each can fire, and fires once."""

from __future__ import annotations

import pytest

from advisor_app.errors import Severity

PROGRAMME = "programmes/foerderung.md"
TOPIC = "topics/beispiel.md"
PARTNER = "partners/agentur.md"
EVENT = "events/sprechtag.md"
ROLLING = 'window: {model: rolling, open_from: "2026-01-01", open_to: "2029-12-31"}'
FACTS = "fact_sources: {amounts: [q1], window: [q1, q2], start_rule: [q2]}"
AMOUNTS = "amounts: {rate_pct: {min: 20, max: 50}, grant_eur: {max: 15000}, eligible_cost_eur: {max: 30000}}"


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "code", "told"),
    [
        # identity and links
        (TOPIC, "id: beispiel\n", "id: beispiele\n", "id", "file_name", "rename"),
        (EVENT, "organiser: agentur", "organiser: beispiel", "organiser", "wrong_kind", "topic"),
        (EVENT, "organiser: agentur", "organiser: agenturr", "organiser", "unknown_id", 'did you mean "agentur"?'),
        (PROGRAMME, "partner: agentur}", "partner: zzz}", "funder.partner", "unknown_id", "create"),
        (PROGRAMME, "topics: [beispiel]", "topics: [beispiel, beispiel]", "related.topics.1", "link_twice", "twice"),
        (
            PROGRAMME,
            "{topics: [beispiel]",
            "{programmes: [foerderung]",
            "related.programmes.0",
            "link_to_itself",
            "itself",
        ),
        # evidence
        (TOPIC, "{id: q2, url", "{id: q1, url", "sources.1.id", "source_twice", "q1"),
        (PROGRAMME, FACTS, FACTS.replace("[q1]", "[q3]"), "fact_sources.amounts.0", "unknown_source", "q3"),
        (PROGRAMME, FACTS, FACTS.replace("{", "{rout: [q1], "), "fact_sources.rout", "unknown_field_path", "route"),
        (
            PROGRAMME,
            FACTS,
            FACTS.replace("{", "{amounts.grant: [q1], "),
            "fact_sources.amounts.grant",
            "unknown_field_path",
            "below",
        ),
        (
            PROGRAMME,
            "route: direkt",
            'conflicts: [{field: amount.x, values: [{value: "1", src: q1}, {value: "2", src: q2}]}]',
            "conflicts.0.field",
            "unknown_field_path",
            "amounts",
        ),
        (
            PROGRAMME,
            "route: direkt",
            'conflicts: [{field: amounts.loan_eur.max, values: [{value: "1", src: q1}, {value: "2", src: q7}]}]',
            "conflicts.0.values.1.src",
            "unknown_source",
            "q7",
        ),
        (
            PROGRAMME,
            FACTS,
            FACTS.replace("window: [q1, q2], ", ""),
            "window.open_from",
            "number_without_source",
            "open_to",
        ),
        (
            PROGRAMME,
            FACTS,
            FACTS.replace("amounts:", "amounts.rate_pct:"),
            "amounts.grant_eur.max",
            "number_without_source",
            "eligible_cost_eur",
        ),
        (
            PROGRAMME,
            FACTS,
            FACTS.replace(", start_rule: [q2]", ""),
            "start_rule",
            "fact_without_source",
            "fact_sources",
        ),
        (TOPIC, "kind: official", "kind: secondary", "review.certainty", "certainty_without_source", "official"),
        (TOPIC, ', read_on: "2026-11-20"', "", "sources", "published_unread", "read_on"),
        (TOPIC, "certainty: A", "certainty: C", "review.certainty", "published_uncertain", "draft"),
        (TOPIC, '"2027-02-01"', '"2027-06-01"', "review.review_by", "review_too_late", "2027-05-19"),
        (TOPIC, '"2027-02-01"', '"2026-11-19"', "review.review_by", "date_order", "before"),
        (TOPIC, '"2027-02-01"', '"2026-11-21"', "review.review_by", "review_overdue", "2026-11-21"),
        (
            TOPIC,
            'checked_on: "2026-11-20"',
            'checked_on: "2026-11-24"',
            "review.checked_on",
            "date_in_future",
            "future",
        ),
        (TOPIC, 'read_on: "2026-11-20"', 'read_on: "2026-11-24"', "sources.0.read_on", "date_in_future", "future"),
        (TOPIC, 'url: "https://www.beispiel.de/richtlinie"', 'url: ""', "sources.1.url", "missing", "own_knowledge"),
        (
            TOPIC,
            "themes:",
            "quotes: [{text: Text, attribution: Land, src: q5}]\nthemes:",
            "quotes.0.src",
            "unknown_source",
            "q5",
        ),
        # words
        (TOPIC, "## Erster Schritt", "## Erste Schritte", "body", "heading_unknown", "## Erster Schritt"),
        (TOPIC, "## Erster Schritt\n\nEines ansehen.\n\n", "", "body", "heading_missing", "Erster Schritt"),
        (TOPIC, "Eines ansehen.", "", "body", "section_empty", "Erster Schritt"),
        (TOPIC, "Eines ansehen.", "Eines ansehen. " * 300, "body", "section_long", "4000"),
        (TOPIC, "Eines ansehen.", "wort " * 46 + ".", "body", "sentence_long", "47"),
        (TOPIC, "Eines ansehen.", "Ansehen.\n\n## Erster Schritt\n\nNoch eines.", "body", "heading_twice", "join"),
        (TOPIC, "---\n## Worum", "---\nVorab.\n## Worum", "body", "text_before_heading", "first"),
        (TOPIC, "Eines ansehen.", "Eines <b>ansehen</b>.", "body", "html_in_text", "Markdown"),
        (TOPIC, "Eines ansehen.", "Eines <script>x", "body", "html_in_text", "Markdown"),
        (TOPIC, "Eines ansehen.", "![Bild](https://b.de/x.png)", "body", "image_in_text", "words"),
        (TOPIC, "Eines ansehen.", "[Klick](javascript:alert)", "body", "link_form", "https"),
        (TOPIC, "Eines ansehen.", "Eines ansehen. [q9]", "body", "unknown_source", "q9"),
        (TOPIC, "helfen kann.", "helfen kann", "summary", "summary_sentence", "full stop"),
        # windows
        (
            PROGRAMME,
            ROLLING,
            'window: {model: rolling, dates: ["2026-12-01"]}',
            "window.dates",
            "window_dates",
            "cutoffs",
        ),
        (
            PROGRAMME,
            ROLLING,
            'window: {model: lottery, recurring: ["12-01"]}',
            "window.recurring",
            "window_dates",
            "lottery",
        ),
        (PROGRAMME, ROLLING, "window: {model: cutoffs}", "window", "window_dates", "recurring"),
        (PROGRAMME, ROLLING, "window: {model: single}", "window", "window_dates", "open_to"),
        (PROGRAMME, '"2029-12-31"', '"2025-12-31"', None, "date_order", "open_from"),
        (
            PROGRAMME,
            "model: rolling, ",
            'model: cutoffs, recurring: ["05-31", "02-28"], ',
            "window.recurring",
            "date_order",
            "sort",
        ),
        (
            PROGRAMME,
            "model: rolling, ",
            'model: cutoffs, dates: ["2031-02-28"], ',
            "window.dates.0",
            "date_order",
            "outside",
        ),
        (
            PROGRAMME,
            ROLLING,
            'window: {model: closed}\nvalid_to: "2026-01-31"',
            "window.model",
            "ended_without_successor",
            "none",
        ),
        (
            PROGRAMME,
            ROLLING,
            "window: {model: closed}\nsuccessor: none",
            "window.model",
            "ended_without_valid_to",
            "valid_to",
        ),
        (
            PROGRAMME,
            ROLLING,
            'window: {model: closed}\nsuccessor: none\nvalid_to: "2027-01-31"',
            "valid_to",
            "ended_in_future",
            "ahead",
        ),
        (PROGRAMME, '"2029-12-31"', '"2026-11-22"', "window.model", "ended_but_open", "2026-11-22"),
        # money
        (PROGRAMME, "min: 20, max: 50", "min: 60, max: 50", "amounts.rate_pct", "range_order", "60"),
        (PROGRAMME, "min: 20, max: 50", "", "amounts.rate_pct", "range_empty", "min or max"),
        (PROGRAMME, "{max: 15000}", "{max: 15001}", "amounts.grant_eur.max", "cap_unreachable", "15,000"),
        (PROGRAMME, "{max: 15000}", "{max: 1000, base_max: 2000}", "amounts.grant_eur", "range_order", "base_max"),
        (
            PROGRAMME,
            "{max: 15000}",
            "{max: 1000, bonus: [{id: x}]}",
            "amounts.grant_eur.bonus.0",
            "bonus_form",
            "eur or pct",
        ),
        (
            PROGRAMME,
            "{max: 15000}",
            "{max: 15000, bonus: [{id: x, eur: 1, when: {fact: project.fonding_kind, op: eq, value: uebernahme}}]}",
            "amounts.grant_eur.bonus.0.when.fact",
            "unknown_fact",
            "founding_kind",
        ),
        (
            PROGRAMME,
            "route: direkt",
            "rate_table: [{pct: 60, src: q1}]",
            "rate_table.0.pct",
            "rate_outside_range",
            "60",
        ),
        (
            PROGRAMME,
            "route: direkt",
            "rate_table: [{pct: 30, src: q1}, {pct: 20, src: q1}]",
            "rate_table.0",
            "row_unreachable",
            "end",
        ),
        (PROGRAMME, "route: direkt", "rate_table: [{pct: 30, src: q7}]", "rate_table.0.src", "unknown_source", "q7"),
        (
            PROGRAMME,
            FACTS,
            FACTS.replace("{", "{bagatelle_eur: [q1], ") + "\nbagatelle_eur: {value: 20000, refers_to: grant}",
            "bagatelle_eur",
            "range_order",
            "20,000",
        ),
        (PROGRAMME, "{max: 15000}", "{}", "amounts.grant_eur", "range_empty", "base_max"),
        (
            PROGRAMME,
            "route: direkt",
            "rate_table: [{and: {fact: person.age, op: lt, value: 3}, pct: 30, src: q1}]",
            "rate_table.0.and",
            "rule_form",
            "when",
        ),
        (
            PROGRAMME,
            FACTS,
            f"{FACTS}\ndecision_weeks: {{min: 3}}",
            "decision_weeks.min",
            "number_without_source",
            "decision",
        ),
        # places
        (TOPIC, 'region: ["DE"]', 'region: ["05999"]', "region.0", "unknown_region", "district"),
        (TOPIC, 'region: ["DE"]', 'region: ["05754999"]', "region.0", "unknown_region", "municipality"),
        (
            PARTNER,
            '{ags: ["05"]}',
            '{partial: [{ags: "05954", only: ["05754008"]}]}',
            "serves.partial.0.only.0",
            "wrong_district",
            "05954",
        ),
        (
            PARTNER,
            '{ags: ["05"]}',
            '{ags: ["05954"], partial: [{ags: "05954", only: ["05954036"]}]}',
            "serves.partial.0.ags",
            "area_twice",
            "partial",
        ),
        (
            PARTNER,
            "contacts:",
            'accepts: {wz_in: ["99.98"]}\ncontacts:',
            "accepts.wz_in.0",
            "unknown_industry",
            "99.98",
        ),
        # people and repetition
        (
            PARTNER,
            "role: Erstberatung,",
            "role: Erstberatung, person: Erika Muster,",
            "contacts.0.person",
            "person_without_consent",
            "consent_on",
        ),
        (
            PARTNER,
            '{role: Erstberatung, function_mailbox: info@beispiel.de, phone: "+49 211 1234567"}',
            "{role: Erstberatung}",
            "contacts.0",
            "contact_empty",
            "phone",
        ),
        (PARTNER, "Eine Agentur.", "Schreiben Sie an info@beispiel.de.", "body", "mail_in_text", "contact"),
        (TOPIC, "themes: [digitalisierung]", "themes: [ki, ki]", "themes.1", "entry_twice", "ki"),
        (
            PARTNER,
            "role: Erstberatung,",
            'role: Erstberatung, person: Erika Muster, consent_on: "2024-01-01", valid_to: "2025-01-01",',
            "contacts.0.valid_to",
            "consent_ended",
            "renew",
        ),
        (
            PARTNER,
            "role: Erstberatung,",
            'role: Erstberatung, person: Erika Muster, consent_on: "2027-01-01", valid_to: "2028-01-01",',
            "contacts.0.consent_on",
            "date_in_future",
            "future",
        ),
        # events
        (
            EVENT,
            "recurrence: monatlich",
            'starts_at: "2026-09-01T09:00:00+02:00"\nends_at: "2026-09-01T10:00:00+02:00"',
            "ends_at",
            "event_over",
            "recording_url",
        ),
        (EVENT, "recurrence: monatlich\n", "", "starts_at", "missing", "recurrence"),
        (EVENT, "online: true\n", "", "place", "missing", "online"),
        (EVENT, "recurrence: monatlich", 'starts_at: "2027-03-01T09:00:00+01:00"', "ends_at", "missing", "together"),
        (
            EVENT,
            "recurrence: monatlich",
            'starts_at: "2027-03-01T09:00:00+01:00"\nends_at: "2027-03-01T09:00:00+01:00"',
            "ends_at",
            "date_order",
            "after",
        ),
        (
            EVENT,
            "recurrence: monatlich",
            'starts_at: "2027-03-01T09:00:00"\nends_at: "2027-03-01T10:00:00+01:00"',
            "starts_at",
            "date_form",
            "+01:00",
        ),
    ],
)
def test_a_rule_fires_once_with_its_remedy(kb, only, file, old, new, field, code, told):
    kb.edit(file, old, new)
    problem = only(code, file=file, field=field)
    assert told in problem.message


def test_only_what_stops_a_build_is_an_error(kb):
    kb.edit(TOPIC, '"2027-02-01"', '"2026-11-21"')
    kb.edit(PROGRAMME, '"2029-12-31"', '"2026-11-22"')
    assert {problem.severity for problem in kb.problems()} == {Severity.WARNING}
    assert len(kb.load().items) == 4
    strict = [problem for problem in kb.problems(release=True) if problem.code in ("review_overdue", "ended_but_open")]
    assert [problem.severity for problem in strict] == [Severity.ERROR, Severity.ERROR]


def test_ids_are_unique_over_all_kinds_and_former_ids(kb):
    kb.write("partners/beispiel.md", kb.read(PARTNER).replace("id: agentur", "id: beispiel"))
    kb.edit(EVENT, "online: true", "online: true\nformer_ids: [foerderung, frueher]")
    kb.edit(PARTNER, "themes:", "former_ids: [frueher]\nthemes:")
    found = [(problem.file, problem.field) for problem in kb.errors() if problem.code == "id_twice"]
    assert found == [(EVENT, "former_ids.0"), (PARTNER, "former_ids.0"), (TOPIC, "id")]


def test_a_link_to_a_former_id_is_a_warning_with_the_new_one(kb, only):
    kb.edit(TOPIC, "themes:", "former_ids: [muster]\nthemes:")
    kb.edit(PROGRAMME, "topics: [beispiel]", "topics: [muster]")
    assert "beispiel" in only("former_id", file=PROGRAMME).message


def test_a_link_to_a_broken_file_is_not_a_second_fault(kb, only):
    kb.write(TOPIC, "")
    only("empty_file", file=TOPIC)


def test_a_link_to_a_draft_is_a_warning_but_an_event_needs_its_organiser(kb):
    kb.edit(PARTNER, "status: published", "status: draft")
    found = [(problem.file, problem.code, problem.severity) for problem in kb.problems()]
    assert found == [
        (EVENT, "link_to_unpublished", Severity.ERROR),
        (PROGRAMME, "link_to_unpublished", Severity.WARNING),
    ]


def test_a_programme_has_successors_or_none(kb, only):
    other = kb.read(PROGRAMME).replace("id: foerderung", "id: zweite").replace("Beispielf", "Neue F")
    kb.write("programmes/zweite.md", other.replace("beispiel.de", "zweite.de"))
    kb.edit(PROGRAMME, "route: direkt", "successor: [none, zweite]")
    only("successor_none", file=PROGRAMME, field="successor.0")


def test_successors_in_a_circle_are_found(kb):
    other = kb.read(PROGRAMME).replace("id: foerderung", "id: zweite").replace("Beispielf", "Neue F")
    kb.write("programmes/zweite.md", other.replace("route: direkt", "successor: [foerderung]"))
    kb.edit(PROGRAMME, "route: direkt", "successor: [zweite]")
    assert [problem.code for problem in kb.errors()] == ["circle", "circle"]


def test_an_item_in_the_wrong_folder_is_told(kb, only):
    (kb.path / TOPIC).rename(kb.path / "partners" / "beispiel.md")
    assert "topics" in only("wrong_folder", field="schema").message


def test_headings_in_the_wrong_order_are_told(kb, only):
    kb.edit(TOPIC, "## Erster Schritt", "## X")
    kb.edit(TOPIC, "## Stolpersteine", "## Erster Schritt")
    kb.edit(TOPIC, "## X", "## Stolpersteine")
    only("heading_order", file=TOPIC)


def test_look_alikes_are_warned_about(kb):
    kb.write("topics/zwei.md", kb.read(TOPIC).replace("id: beispiel\n", "id: zwei\n"))
    assert {(problem.file, problem.code) for problem in kb.problems()} == {
        ("topics/zwei.md", "duplicate_title"),
        ("topics/zwei.md", "duplicate_sources"),
    }


@pytest.fixture
def chambers(kb):
    """Return a function that writes a chamber with an area."""
    base = kb.read(PARTNER)

    def write(number: int, serves: str) -> None:
        text = base.replace("id: agentur", f"id: ihk-{number}").replace("kind: landeseinrichtung", "kind: ihk")
        text = text.replace("title: Beispielagentur", f"title: IHK {number}").replace('{ags: ["05"]}', serves)
        text = text.replace("beispiel.de/", f"ihk{number}.de/")
        kb.write(f"partners/ihk-{number}.md", text)

    return write


def test_chambers_cover_the_state_exactly_once(kb, chambers):
    others = [code for code in kb.geodata.districts if code != "05954"]
    split = kb.geodata.municipalities_of("05954")
    chambers(1, "{ags: " + str(others).replace("'", '"') + "}")
    chambers(2, '{partial: [{ags: "05954", only: ' + str(list(split[:2])).replace("'", '"') + "}]}")
    chambers(3, '{partial: [{ags: "05954", only: ' + str(list(split[2:])).replace("'", '"') + "}]}")
    assert kb.problems() == []
    assert [problem.code for problem in kb.problems(release=True)] == ["area_gap"]  # there is no HWK yet


def test_gaps_and_overlaps_of_chambers_name_the_places(kb, chambers):
    chambers(1, '{ags: ["05754", "05711"]}')
    chambers(2, '{ags: ["05711"]}')
    problems = {problem.code: problem for problem in kb.problems()}
    assert "Bielefeld" in problems["area_overlap"].message
    assert problems["area_overlap"].file == "partners/ihk-2.md"
    assert problems["area_overlap"].severity is Severity.ERROR
    assert "Düsseldorf" in problems["area_gap"].message
    assert problems["area_gap"].severity is Severity.WARNING
