"""What can be set about updates, and what is set for good."""

from __future__ import annotations

from advisor_app.desktop.widgets.basics import Button
from advisor_app.updates.policy import load_policy
from tests.desktop.update_plays import SERVER
from tests.desktop.updates.acts import form_of, rest, type_into


def test_settings_take_effect_and_are_kept(updating, desk, settings, qtbot):
    type_into(form_of(updating).edits["endpoint"], "https://neu.example.org/kb/")
    assert desk.policy.endpoint == "https://neu.example.org/kb/"
    form = form_of(updating)
    next(button for button in form.findChildren(Button) if button.accessibleName().endswith("Von selbst")).click()
    rest(qtbot, updating)
    form = form_of(updating)
    next(button for button in form.findChildren(Button) if button.accessibleName() == "Proxy: Keiner").click()
    rest(qtbot, updating)
    kept = load_policy(settings.file, ())
    assert (kept.endpoint, kept.proxy, kept.check) == ("https://neu.example.org/kb/", "none", True)


def test_what_makes_no_sense_is_said_and_not_kept(updating, desk, settings):
    form = form_of(updating)
    edit = form.edits["endpoint"]
    type_into(edit, "ftp://x")
    assert "https://updates.example.org/kb/" in edit.accessibleDescription()
    assert desk.policy.endpoint == SERVER
    assert not settings.file.exists()
    next(button for button in form.findChildren(Button) if button.accessibleName() == "Proxy: Adresse").click()
    type_into(form.edits["proxy"], "proxy ohne Schema")
    assert form.edits["proxy"].accessibleDescription()
    type_into(form.edits["proxy"], "http://proxy.example.org:8080")
    assert desk.policy.proxy == "http://proxy.example.org:8080"


def test_what_it_fixed_is_locked(updating, desk, tmp_path, qtbot):
    admin = tmp_path / "policy.ini"
    admin.write_text("[updates]\nendpoint = https://fest.example.org/kb/\ncheck = off\n", encoding="utf-8")
    desk.policy = load_policy(tmp_path / "none.ini", (admin,))
    updating.window.updates.receiving.look()
    rest(qtbot, updating)
    form = form_of(updating)
    assert set(form.locked) == {"endpoint", "check"}
    assert set(form.edits) == {"mirrors", "proxy"}
    assert (form.locked["endpoint"].text(), form.locked["check"].text()) == (
        "https://fest.example.org/kb/",
        "Nur auf Wunsch",
    )
    assert not [button for button in form.findChildren(Button) if "Von selbst" in button.accessibleName()]
    words = [label.text() for label in form.findChildren(type(form._faults["proxy"]))]
    assert words.count(f"Festgelegt von Ihrer IT (Richtlinie {admin})") == 2
    assert "Entwicklungs-Kanal, nicht für den Einsatz" in words
    type_into(form.edits["mirrors"], "https://spiegel.example.org/kb/")
    assert desk.policy.endpoint == "https://fest.example.org/kb/"
    assert desk.policy.mirrors == ("https://spiegel.example.org/kb/",)
