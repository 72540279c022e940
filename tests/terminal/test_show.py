"""A partner as text: its whole area, and the ways to reach it that anybody may know."""

from __future__ import annotations

import pytest

from advisor_app.__main__ import main
from advisor_app.domain.item import Visibility
from advisor_app.domain.partner import Contact
from advisor_app.terminal.show import item_text
from tests.makers import partner


@pytest.fixture
def label(library):
    return library.label


def test_an_area_names_the_municipalities_of_a_district_served_in_part(data_dir, capsys):
    assert main(["show", "ihk-sihk", "--data-dir", str(data_dir)]) == 0
    area = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Zuständig für"))
    assert "Hagen, Märkischer Kreis, Ennepe-Ruhr-Kreis (nur " in area
    assert "Schwelm" in area
    assert "Witten" not in area


def test_public_contacts_are_shown(data_dir, capsys):
    assert main(["show", "ihk-sihk", "--data-dir", str(data_dir)]) == 0
    assert "Kontakt        Zentrale: +49 2331 390-0, sihk@hagen.ihk.de\n" in capsys.readouterr().out


def test_what_is_not_public_and_what_is_a_person_s_own_is_not_shown(label):
    contacts = (
        Contact(role="Zentrale", phone="0231 1"),
        Contact(role="Beratung", phone="0231 2", person="Eva Muster", function_mailbox="beratung@example.org"),
        Contact(role="Netz", phone="0231 3", visibility=Visibility.NETWORK),
        Contact(role="Innen", phone="0231 4", visibility=Visibility.INTERNAL),
    )
    text = item_text(partner(contacts=contacts), label)
    shown = [line for line in text.splitlines() if line.startswith("Kontakt")]
    assert shown == ["Kontakt        Zentrale: 0231 1", "Kontakt        Beratung: beratung@example.org"]
    assert "Muster" not in text
    hidden = item_text(partner(contacts=contacts, visibility=Visibility.NETWORK), label)
    assert "Kontakt" not in hidden
