"""Colours, style sheet, icons, fonts, settings."""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.icons import IconSet
from advisor_app.desktop.settings import WindowSettings
from advisor_app.desktop.stylesheet import fill
from advisor_app.desktop.theme import CONTRAST, DARK, LIGHT, ZOOM_LEVELS, Appearance, Theme, Tone
from advisor_app.desktop.widgets.basics import Button
from tests.desktop.conftest import RESOURCES

DESKTOP = Path(__file__).parents[2] / "advisor_app" / "desktop"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_all_text_is_readable(tokens):
    pairs = [(getattr(tokens, text), getattr(tokens, ground))
             for text in ("text", "text2", "text3") for ground in ("bg", "surface", "sunken", "sel")]  # fmt: skip
    pairs += [(tokens.tone(tone), tokens.soft(tone)) for tone in Tone]
    pairs += [(tokens.tone(tone), tokens.surface) for tone in Tone]
    pairs += [(tokens.on_accent, tokens.accent), (tokens.accent, tokens.accent_soft), (tokens.accent, tokens.surface)]
    pairs += [(tokens.on_pick, tokens.pick), (tokens.off_text, tokens.sunken), (tokens.off_text, tokens.mute_soft)]
    pairs += [(tokens.rail_text, tokens.rail), (tokens.rail_on, tokens.rail_sel), (tokens.mark_text, tokens.mark)]
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.6, (text, ground)
    assert contrast(tokens.control, tokens.surface) >= 3


@pytest.mark.parametrize("kind", ["plain", "pill", "primary", "icon"])
def test_a_button_that_cannot_be_pressed_looks_so_without_soft_fills(app, theme, kind):
    theme.choose(Appearance.CONTRAST)
    button = Button("Drucken", theme=theme, kind=kind)
    button.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    edges = set()
    for on in (True, False):
        button.setEnabled(on)
        button.show()
        image = button.grab().toImage()
        edges.add(image.pixelColor(image.width() // 2, 0).name())
    assert len(edges) == 2


def test_the_style_sheet_has_no_open_fields_and_no_colours_of_its_own(theme):
    template = (RESOURCES / "styles" / "app.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{6}\b", template)
    assert "$" not in fill(template, theme)
    with pytest.raises(KeyError):
        fill("${no_such_colour}", theme)


def test_modules_name_no_colours(theme):
    for path in DESKTOP.rglob("*.py"):
        if path.name not in ("theme.py", "icons.py"):
            assert not re.search(r'"#[0-9a-fA-F]{6}"', path.read_text(encoding="utf-8")), path


def test_every_icon_that_is_used_is_shipped_and_every_shipped_one_is_used(app):
    shipped = set(IconSet(RESOURCES / "icons").names())
    source = "\n".join(path.read_text(encoding="utf-8") for path in DESKTOP.rglob("*.py"))
    named = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)*)"', source))
    assert shipped <= named | {"beratungskoffer"}
    used = set(re.findall(r'icon="([a-z0-9-]+)"', source)) | set(re.findall(r'IconLabel\("([a-z0-9-]+)"', source))
    assert used <= shipped


def test_icons_take_the_colour_asked_for(app):
    image = IconSet(RESOURCES / "icons").pixmap("hand-stop", colour="#A01F19", size=26, ratio=2).toImage()
    assert image.width() == 52
    colours = [image.pixelColor(x, y) for x in range(52) for y in range(52)]
    opaque = [colour for colour in colours if colour.alpha() == 255]
    assert opaque
    for colour in opaque:
        assert abs(colour.red() - 0xA0) + abs(colour.green() - 0x1F) + abs(colour.blue() - 0x19) <= 3


def test_weights_differ_and_figures_have_one_width(theme):
    def width(text, weight):
        return QFontMetricsF(theme.font(40, weight)).horizontalAdvance(text)

    assert len({width("Digitale Sicherheit", weight) for weight in (400, 500, 600, 700)}) == 4
    assert width("111", 600) == width("000", 600)
    assert QApplication.font().family() == "Inter"
    plain = QFont("Inter")
    plain.setPixelSize(40)
    assert width("-", 400) == QFontMetricsF(plain).horizontalAdvance("-")


def test_zoom_steps_through_the_levels_and_stops_at_the_ends(theme):
    for _ in range(10):
        theme.step_zoom(1)
    assert theme.zoom == ZOOM_LEVELS[-1]
    assert theme.px(13) == 26
    theme.step_zoom(-1)
    assert theme.zoom == 1.75
    theme.step_zoom(0)
    assert theme.zoom == 1.0


def test_the_desktop_is_followed_only_where_that_was_chosen(app):
    theme = Theme(icons=IconSet(RESOURCES / "icons"), appearance=Appearance.DARK)
    theme.follow_system()
    assert theme.tokens is DARK
    theme.choose(Appearance.SYSTEM)
    assert theme.tokens in (LIGHT, DARK, CONTRAST)


def test_settings_are_kept(tmp_path, app):
    settings = WindowSettings(tmp_path / "a" / "settings.ini")
    settings.appearance = Appearance.CONTRAST
    settings.zoom = 1.5
    settings.hits_width = 512
    settings.geometry = QByteArray(b"\x01\x00=%\n")
    settings.save()
    again = WindowSettings(tmp_path / "a" / "settings.ini")
    assert (again.appearance, again.zoom, again.hits_width) == (Appearance.CONTRAST, 1.5, 512)
    assert again.geometry == b"\x01\x00=%\n"


def test_a_folder_that_cannot_be_written_to_is_only_noted(tmp_path, app, caplog):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = WindowSettings(tmp_path / "file" / "settings.ini")
    settings.save()
    assert "settings were not saved" in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="no such rights there")
def test_nobody_else_reads_settings(tmp_path, app):
    file = tmp_path / "settings.ini"
    for name in (file.name, "settings.new"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o644)
    settings = WindowSettings(file)
    settings.choose_update("proxy", "http://anna:geheim@proxy.example.org:3128/")
    settings.save()
    assert "geheim" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe garbage \x00" * 200,
        b"[look]\nappearance=purple\nzoom=big\n[window]\ngeometry=xyz\nhits_width=99999999\n",
        b"[look]\nzoom=900\n",
        b"[look\nno end",
        b"no section = 1\n",
    ],
)
def test_damaged_settings_never_stop_the_start(tmp_path, app, content):
    file = tmp_path / "settings.ini"
    file.write_bytes(content)
    settings = WindowSettings(file)
    assert (settings.appearance, settings.zoom) == (Appearance.SYSTEM, 1.0)
    assert settings.hits_width in (0, 4000)
    settings.zoom = 1.25
    settings.save()
    assert WindowSettings(file).zoom == 1.25
