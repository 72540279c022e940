"""A window that a house set up: what is fixed and why, what is proposed, whose it is and who helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDesktopServices, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from advisor_app.desktop.app import Face, _settle, make_face
from advisor_app.desktop.fault_words import words_for
from advisor_app.desktop.pages.about.page import AboutPage
from advisor_app.desktop.pages.search.facet_list import FacetCheck
from advisor_app.desktop.presenters.managed import present_setting, value_words, why_words
from advisor_app.desktop.presenters.update_steps import Job
from advisor_app.desktop.presenters.updates import Ending, Situation, present_card
from advisor_app.desktop.widgets.basics import Button
from advisor_app.desktop.widgets.logo import Logo, read_picture
from advisor_app.errors import Offline, PolicyUnreadable, TlsRefused
from advisor_app.installation import Installation, Package
from advisor_app.updates.policy import KEYS, TRUST_ROOT, Source, UpdatePolicy, load_policy
from advisor_app.updates.preset import House, Preset
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary, dispose
from tests.desktop.update_plays import NOW, PlayDesk

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#d00000"/></svg>'
HELP = "it@ihk-a.example.org"


def logo_file(folder: Path, text: str = SVG) -> Path:
    file = folder / "logo.svg"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def preset(tmp_path) -> Preset:
    """Locks the endpoint, proposes the rest."""
    return Preset(
        file=tmp_path / "preset.ini",
        house=House(name="IHK A", logo=logo_file(tmp_path), regions=("05911",), help=HELP),
        values={"endpoint": "https://ihk.example.org/kb/", "metered": "off", "proxy": "none"},
        locked=frozenset({"endpoint", "interval_hours"}),
    )


# Words


@pytest.mark.parametrize(
    ("key", "written", "words"),
    [
        ("endpoint", "", "Kein Server, nur USB-Stick oder Ordner"),
        ("endpoint", "https://anna:geheim@a.example/kb/", "https://a.example/kb/"),
        ("mirrors", "", "Keine"),
        ("mirrors", "https://u:p@a.example/, https://b.example/", "https://a.example/ https://b.example/"),
        ("proxy", "", "Wie das System"),
        ("proxy", "none", "Keiner"),
        ("proxy", "http://u:p@p.example:8080", "http://p.example:8080"),
        ("check", "Yes", "Von selbst"),
        ("check", "0", "Nur auf Wunsch"),
        ("interval_hours", "1", "Jede Stunde"),
        ("interval_hours", "24", "Alle 24\u00a0Stunden"),
        ("metered", "no", "Nein"),
        ("app_updates", "on", "Ja"),
    ],
)
def test_a_value_is_said_as_people_say_it_and_without_logins(key, written, words):
    assert value_words(key, written) == words


def test_who_fixed_a_setting_is_said():
    assert why_words(Source(file=Path("/etc/b/policy.ini"))) == "Festgelegt von Ihrer IT (Richtlinie /etc/b/policy.ini)"
    assert why_words(Source(file=Path("preset.ini"), house="IHK A")) == "Festgelegt von IHK A"
    assert why_words(Source(file=Path("preset.ini"), house="")) == "Festgelegt von Ihrem Haus"


def test_every_setting_has_words():
    for key in (*KEYS, TRUST_ROOT):
        view = present_setting(key, UpdatePolicy())
        assert view.label
        assert view.value
        assert not view.note


def test_help_is_named_where_the_reader_needs_it():
    fault = PolicyUnreadable(file="/etc/b/policy.ini", place="line 3", remedy="mend it")
    assert words_for(fault, HELP)[1].endswith(f"/etc/b/policy.ini: line 3. Hilfe: {HELP}")
    assert words_for(fault)[1].endswith("line 3")
    assert HELP not in words_for(Offline(where="a.example", reason="x"), HELP)[1]


def test_the_card_of_an_update_names_whom_to_ask():
    for fault, told in ((TlsRefused(where="a.example", reason="x"), True), (Offline(where="a.example"), False)):
        situation = Situation(now=NOW, ending=Ending(job=Job(), fault=fault), helper=HELP)
        assert (f"Hilfe: {HELP}" in [line.text for line in present_card(situation).lines]) == told


# Logo


def test_a_logo_is_drawn_in_its_proportions(tmp_path, theme):
    picture = read_picture(logo_file(tmp_path))
    assert picture is not None
    logo = Logo(picture, name="IHK A", room=(64, 40), theme=theme)
    assert (logo.sizeHint().width(), logo.sizeHint().height()) == (64, 38)
    assert logo.accessibleName() == "Logo: IHK A"
    logo.resize(logo.sizeHint())
    image = logo.grab().toImage()
    assert image.pixelColor(32, 19).name() == "#d00000"
    assert image.pixelColor(3, 19).name() == "#ffffff"


def test_pixels_are_drawn_as_well(tmp_path):
    file = tmp_path / "logo.png"
    source = QImage(32, 32, QImage.Format.Format_RGB32)
    source.fill(0x00AA00)
    source.save(str(file))
    picture = read_picture(file)
    assert picture is not None
    drawn = QImage(16, 16, QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    picture.paint(painter, QRectF(0, 0, 16, 16))
    painter.end()
    assert drawn.pixelColor(8, 8).name() == "#00aa00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kein Bild",
        SVG.replace("<rect", '<image href="file:///etc/hostname"/><rect'),
        SVG.replace("<rect", "<script>1</script><rect"),
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_a_logo_that_is_none_is_left_out(tmp_path, text):
    assert read_picture(logo_file(tmp_path, text)) is None


def test_a_logo_that_is_gone_is_left_out(tmp_path):
    assert read_picture(tmp_path / "none.svg") is None


# Window


@pytest.fixture
def face(app, settings, preset, tmp_path, qtbot) -> Iterator[Face]:
    """A window on a device that the house set up."""
    desk = PlayDesk(tmp_path, root=RESOURCES / "trust" / "root.json", policy=load_policy(settings.file, (), preset))
    desk.policy = replace(desk.policy, check=False)
    face = make_face(app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, updates=desk,
                     clock=lambda: NOW, first_page="search")  # fmt: skip
    face.window.resize(1366, 768)
    with qtbot.waitSignal(face.window.library_opened):
        face.window.show()
    face.window.take_house(preset.house)
    qtbot.waitUntil(lambda: not face.runner.is_busy())
    qtbot.wait(5)
    yield face
    dispose(face)


def options_of(face: Face) -> Any:
    face.window.show_page("options")
    return face.window.page("options")


def words_of(page: Any) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_the_window_says_whose_it_is(face, qtbot):
    assert face.window.windowTitle() == "IHK A – Beratungskoffer"
    logo = face.window.rail.findChild(Logo)
    assert logo.isVisible()
    face.window.show_page("about")
    page: Any = face.window.page("about")
    assert "IHK A" in words_of(page)
    assert HELP in words_of(page)
    assert page.findChild(Logo) is not None
    # The rail's entries come first.
    face.window.rail.setFixedHeight(270)
    qtbot.waitUntil(lambda: not logo.isVisible())


def test_a_window_learns_it_once_it_stands(app, settings, preset, qtbot):
    face = make_face(app, MemoryLibrary, resources=RESOURCES, settings=settings, today=TODAY, first_page="search")
    _settle(face, lambda: preset.house)
    assert face.window.windowTitle() == "Beratungskoffer"
    qtbot.waitUntil(lambda: face.window.windowTitle() == "IHK A – Beratungskoffer")
    dispose(face)


def test_whom_to_ask_is_said_with_a_fault(face):
    face.window.show_failure(PolicyUnreadable(file="policy.ini", place="line 3", remedy="mend it"))
    assert HELP in face.window.banner.accessibleName()
    assert face.window.messages.find_help() == HELP
    assert face.window.updates.situation().helper == HELP


def test_the_own_region_comes_first_and_is_only_proposed(face):
    face.window.search.toggle_filter("kind", "partner")
    checks = [check for check in face.window.search.facets.findChildren(FacetCheck) if check.facet == "region"]
    assert [check.option.code for check in checks if check.own] == ["05911"]
    assert checks[0].own
    assert "Ihre Region" in checks[0].accessibleName()
    assert not any(check.isChecked() for check in checks)


def test_what_is_fixed_can_be_reached_and_read_but_not_changed(face):
    form = options_of(face).form
    assert set(form.locked) == {"endpoint", "interval_hours"}
    field = form.locked["endpoint"]
    assert field.text() == "https://ihk.example.org/kb/"
    assert form.locked["interval_hours"].text() == "Alle 24\u00a0Stunden"
    assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert (field.accessibleName(), field.accessibleDescription()) == (
        "Adresse des Servers, festgelegt",
        "Festgelegt von IHK A",
    )
    assert field.toolTip() == "Festgelegt von IHK A"
    assert words_of(form).count("Festgelegt von IHK A") == 2
    QTest.keyClicks(field, "x")
    assert field.text() == "https://ihk.example.org/kb/"


def test_a_proposal_can_be_left_and_taken_up_again(face, settings, qtbot):
    form = options_of(face).form
    assert words_of(form).count("Vorschlag Ihres Hauses") == 2
    desk = face.window.updates.receiving.desk
    next(button for button in form.findChildren(Button) if button.accessibleName() == "Proxy: Wie das System").click()
    assert desk.policy.proxy == "system"
    qtbot.waitUntil(lambda: not face.runner.is_busy())
    form = options_of(face).form
    assert "Vorschlag Ihres Hauses: Keiner" in words_of(form)
    back = next(button for button in form.findChildren(Button) if "übernehmen" in button.accessibleName())
    assert back.accessibleName() == "Proxy: Vorschlag übernehmen"
    back.click()
    assert desk.policy.proxy == "none"
    assert "proxy" not in settings.file.read_text(encoding="utf-8")


def test_new_versions_of_the_program_can_be_declined(face):
    form = options_of(face).form
    name = "Neue Versionen dieses Programms anbieten: Nein"
    next(button for button in form.findChildren(Button) if button.accessibleName() == name).click()
    assert not face.window.updates.receiving.desk.policy.app_updates


def test_an_administrator_who_slips_meanwhile_is_told_and_all_stays_as_it_is(face, tmp_path):
    desk = face.window.updates.receiving.desk
    admin = tmp_path / "policy.ini"
    admin.write_text("[updates]\nmetered = off\n", encoding="utf-8")
    desk.policy = load_policy(tmp_path / "none.ini", (admin,))
    admin.write_text("[updates]\nmetered = vielleicht\n", encoding="utf-8")
    face.window._stack.update_setting_chosen.emit("proxy", "none")
    assert (desk.policy.proxy, desk.policy.metered) == ("system", False)
    assert "metered = vielleicht" in face.window.banner.accessibleName()


def test_about_tells_the_package_and_leads_to_the_licences(theme, tmp_path, monkeypatch, qtbot):
    licences = tmp_path / "_internal" / "licences"
    licences.mkdir(parents=True)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    installation = Installation(version="1", package=Package.DEB, platform="linux", program=tmp_path,
                                commit="abcdef0123456789", built_on="2026-11-23")  # fmt: skip
    page = AboutPage(theme=theme, installation=installation)
    qtbot.addWidget(page)
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "Debian-Paket · gebaut am 23.11.2026 · Quelltext abcdef012345" in said
    next(button for button in page.findChildren(QPushButton) if "Lizenztexte" in button.text()).click()
    assert opened == [str(licences)]
