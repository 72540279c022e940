"""The look as values: colour tokens per appearance, zoom, and the object widgets ask for both.

Custom painting reads tokens here, never a literal colour; sizes are design pixels at 100 % and go through `px`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette, QPixmap

if TYPE_CHECKING:
    from advisor_app.desktop.icons import IconSet

ZOOM_LEVELS = (1.0, 1.12, 1.25, 1.5, 1.75, 2.0)


class Appearance(StrEnum):
    """What the user chose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """What a colour says; each tone also has its own icon and word."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    DRAW = "draw"
    INFO = "info"
    MUTE = "mute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours of one appearance as `#RRGGBB`; text pairs have a contrast of at least 4.6:1.

    `pick` and `on_pick` are what is switched on (soft, so that one primary button stands out; solid in high contrast,
    where there are no soft fills), `off_text` and `off_line` what cannot be pressed.
    """

    bg: str
    surface: str
    sunken: str
    line: str
    btnline: str
    control: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_soft: str
    pick: str
    on_pick: str
    off_text: str
    off_line: str
    sel: str
    rail: str
    rail_sel: str
    rail_text: str
    rail_on: str
    rail_new: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    draw: str
    draw_soft: str
    info: str
    info_soft: str
    mute: str
    mute_soft: str
    mark: str
    mark_text: str
    map_bg: str
    map_land: str
    map_sel: str
    map_hatch: str
    map_thin: str
    map_edge: str
    map_rim: str
    map_step1: str
    map_step2: str
    map_step3: str
    map_step4: str
    map_step5: str
    outline_soft: bool = False

    def tone(self, tone: Tone) -> str:
        """Return the strong colour of a tone."""
        return str(getattr(self, tone.value))

    def soft(self, tone: Tone) -> str:
        """Return the soft fill of a tone."""
        return str(getattr(self, f"{tone.value}_soft"))

    def names(self) -> dict[str, str]:
        """Return every colour by its name, for the style sheet."""
        return {entry.name: str(getattr(self, entry.name)) for entry in fields(self) if entry.name != "outline_soft"}


LIGHT = Tokens(
    bg="#F1F4F3", surface="#FFFFFF", sunken="#F6F8F7", line="#DBE1DF", btnline="#B7C3C0", control="#76837F",
    text="#16211F", text2="#46524F", text3="#5C6865",
    accent="#0B5F66", accent_hover="#084A50", accent_press="#063A3F", on_accent="#FFFFFF", accent_soft="#DFEFEF",
    pick="#DFEFEF", on_pick="#0B5F66", off_text="#5C6865", off_line="#DBE1DF",
    sel="#E9F3F3", rail="#0D353B", rail_sel="#1D5058", rail_text="#BCD4D4", rail_on="#FFFFFF",
    rail_new="#FFD98A",
    ok="#17653A", ok_soft="#E1F2E8", warn="#7A4B00", warn_soft="#FCF0D6", bad="#A01F19", bad_soft="#FBE8E6",
    draw="#573B9C", draw_soft="#EEE9FA", info="#1C568E", info_soft="#E4EFF9", mute="#4F5B58", mute_soft="#E9EDEC",
    mark="#FFE79E", mark_text="#16211F",
    map_bg="#E4EBEA", map_land="#FFFFFF", map_sel="#A9D3D4", map_hatch="#6DB0B3", map_thin="#DBE1DF",
    map_edge="#93A19E", map_rim="#76837F", map_step1="#DCEDED", map_step2="#B3D7D8", map_step3="#82BBBE",
    map_step4="#4C9499", map_step5="#0B5F66",
)  # fmt: skip
DARK = Tokens(
    bg="#10171A", surface="#182124", sunken="#1E292C", line="#2D3A3D", btnline="#43545A", control="#74868A",
    text="#E7EDEC", text2="#B4C0BF", text3="#97A5A4",
    accent="#6CC9CE", accent_hover="#8AD8DC", accent_press="#A6E3E6", on_accent="#04282B", accent_soft="#173E42",
    pick="#173E42", on_pick="#6CC9CE", off_text="#97A5A4", off_line="#2D3A3D",
    sel="#1C3337", rail="#0A1113", rail_sel="#173539", rail_text="#9DB3B3", rail_on="#FFFFFF",
    rail_new="#F0C069",
    ok="#7ED6A1", ok_soft="#15362A", warn="#F0C069", warn_soft="#3A2D12", bad="#FF9E95", bad_soft="#43201E",
    draw="#C6B4FA", draw_soft="#302851", info="#91C5F5", info_soft="#183450", mute="#B4C0BF", mute_soft="#2A3639",
    mark="#5A4A12", mark_text="#E7EDEC",
    map_bg="#0C1315", map_land="#223034", map_sel="#2F6F74", map_hatch="#4A999E", map_thin="#35464A",
    map_edge="#5F7378", map_rim="#7E9196", map_step1="#24474C", map_step2="#2A6166", map_step3="#337E84",
    map_step4="#46A1A7", map_step5="#6CC9CE",
)  # fmt: skip
CONTRAST = Tokens(
    bg="#000000", surface="#000000", sunken="#000000", line="#FFFFFF", btnline="#FFFFFF", control="#FFFFFF",
    text="#FFFFFF", text2="#FFFFFF", text3="#FFFFFF",
    accent="#FFE14D", accent_hover="#FFFFFF", accent_press="#FFFFFF", on_accent="#000000", accent_soft="#000000",
    pick="#FFE14D", on_pick="#000000", off_text="#A6A6A6", off_line="#6B6B6B",
    sel="#1A1A00", rail="#000000", rail_sel="#FFE14D", rail_text="#FFFFFF", rail_on="#000000",
    rail_new="#FFE14D",
    ok="#7CFFA8", ok_soft="#000000", warn="#FFD24D", warn_soft="#000000", bad="#FF9A91", bad_soft="#000000",
    draw="#D9C8FF", draw_soft="#000000", info="#8FD0FF", info_soft="#000000", mute="#FFFFFF", mute_soft="#000000",
    mark="#4A4000", mark_text="#FFFFFF",
    map_bg="#000000", map_land="#000000", map_sel="#665A00", map_hatch="#FFE14D", map_thin="#8C8C8C",
    map_edge="#FFFFFF", map_rim="#FFFFFF", map_step1="#2B2600", map_step2="#574D00", map_step3="#857600",
    map_step4="#B5A100", map_step5="#FFE14D", outline_soft=True,
)  # fmt: skip


def system_appearance() -> Appearance:
    """Return what the desktop asks for now; an unknown answer is light."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Appearance.CONTRAST
    return Appearance.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Appearance.LIGHT


def tokens_of(appearance: Appearance) -> Tokens:
    """Return the colours of an appearance."""
    shown = system_appearance() if appearance is Appearance.SYSTEM else appearance
    return {Appearance.DARK: DARK, Appearance.CONTRAST: CONTRAST}.get(shown, LIGHT)


def palette_of(tokens: Tokens) -> QPalette:
    """Return the Qt palette of a set of colours, for everything a style sheet does not reach."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: tokens.bg, roles.WindowText: tokens.text, roles.Base: tokens.surface,
        roles.AlternateBase: tokens.sunken, roles.Text: tokens.text, roles.Button: tokens.surface,
        roles.ButtonText: tokens.text, roles.BrightText: tokens.text, roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent, roles.Link: tokens.accent, roles.LinkVisited: tokens.accent,
        roles.ToolTipBase: tokens.surface, roles.ToolTipText: tokens.text, roles.PlaceholderText: tokens.text3,
        roles.Accent: tokens.accent, roles.Light: tokens.surface, roles.Midlight: tokens.line,
        roles.Mid: tokens.control, roles.Dark: tokens.control, roles.Shadow: tokens.line,
    }  # fmt: skip
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    return palette


class Theme(QObject):
    """The current look; widgets get it through their constructor and listen to `changed`."""

    changed = Signal()

    def __init__(
        self, *, icons: IconSet, appearance: Appearance = Appearance.SYSTEM, zoom: float = 1.0,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._icons = icons
        self.appearance = appearance
        self.zoom = zoom
        self.tokens = tokens_of(appearance)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)

    def px(self, design: float) -> int:
        """Return a size in pixels for a size of the design at 100 %."""
        return max(1, round(design * self.zoom)) if design > 0 else 0

    def colour(self, name: str) -> QColor:
        """Return a colour by its token name."""
        return QColor(getattr(self.tokens, name))

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the interface font at a design size, with figures of equal width."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        return font

    def icon(self, name: str, colour: str, size: float, ratio: float = 1.0, stroke: float = 1.75) -> QPixmap:
        """Return an icon as a pixmap in a token's colour (or `#RRGGBB`) for a screen's pixel ratio."""
        value = colour if colour.startswith("#") else str(getattr(self.tokens, colour))
        return self._icons.pixmap(name, colour=value, size=self.px(size), ratio=ratio, stroke=stroke)

    def choose(self, appearance: Appearance) -> None:
        """Show another appearance."""
        self.appearance = appearance
        self.tokens = tokens_of(appearance)
        self.changed.emit()

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller, within 100 to 200 %."""
        self.zoom = min(max(zoom, ZOOM_LEVELS[0]), ZOOM_LEVELS[-1])
        self.changed.emit()

    def step_zoom(self, steps: int) -> None:
        """Go to the next larger (1) or smaller (-1) level; 0 goes back to 100 %."""
        if steps == 0:
            self.set_zoom(1.0)
            return
        nearest = min(range(len(ZOOM_LEVELS)), key=lambda index: abs(ZOOM_LEVELS[index] - self.zoom))
        self.set_zoom(ZOOM_LEVELS[min(max(nearest + steps, 0), len(ZOOM_LEVELS) - 1)])

    @Slot()
    def follow_system(self) -> None:
        """Take over the desktop's change if the user left the choice to it."""
        if self.appearance is Appearance.SYSTEM:
            self.choose(Appearance.SYSTEM)
