"""The values that the page of partners shows beside its map. Frozen, so they may cross from a worker to the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from advisor_app.desktop.map.picture import DistrictWords, MapPicture
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.views import ChipView, FacetGroup, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCard:
    """Somebody who is responsible: why, since when that is known, and how to reach them.

    `doubts` is how many points of the entry are not certain; `phone`, `mail` (`mail_link` begins one) and `website` are
    "" where unknown.
    """

    id: str
    overline: str
    title: str
    city: str
    reason: str
    stand: Mark
    phone: str = ""
    mail: str = ""
    mail_link: str = ""
    website: str = ""
    doubts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCard:
    """An office that nobody holds, as far as the knowledge goes."""

    overline: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A partner in a list: name, what it is and where, how far that is, and what it serves."""

    id: str
    icon: str
    title: str
    meta: str
    area: str
    distance: str = ""

    @property
    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        return ", ".join(part for part in (self.title, self.meta, self.distance, self.area) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """A place that may be meant. `detail` tells it from others of its name."""

    code: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """What has to be asked before an answer: why, and the places to choose from."""

    title: str
    sentence: str
    choices: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownView:
    """A text that names no place: what can be typed, and what comes near."""

    title: str
    sentence: str
    suggestions: tuple[PlaceChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """Who is responsible for a place, and who else helps.

    `helpful` are the nearest of `total` others. `ask` stands before the places in `also`: those that decide between
    chambers, or others of the same name.
    """

    title: str
    subtitle: str
    cards: tuple[OfficeCard | GapCard, ...]
    helpful: tuple[PartnerRow, ...]
    total: int
    remark: str = ""
    ask: str = ""
    also: tuple[PlaceChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """A group of partners with how many there are."""

    code: str
    label: str
    count: int
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What there is to find, before a place is named."""

    title: str
    sentence: str
    groups: tuple[GroupCount, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Several partners at one place of the map."""

    title: str
    rows: tuple[PartnerRow, ...]


Side = Offices | QuestionView | UnknownView | Overview | Gathering


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersView:
    """What the page shows at first sight."""

    picture: MapPicture
    side: Side
    chips: tuple[ChipView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What the page shows when it is asked for: the list, the filters with counts, what is said of each district.

    `facets` counts what each filter would give, which is wanted when somebody opens the menu.
    """

    title: str = ""
    rows: LazyRows[PartnerRow] = field(default_factory=LazyRows)
    facets: Callable[[], tuple[FacetGroup, ...]] = tuple
    words: Mapping[str, DistrictWords] = field(default_factory=dict)
