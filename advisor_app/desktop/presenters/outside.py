"""What of the items on screen may leave the window, by a clipboard or on paper: only what anybody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.views import Labels, Library
from advisor_app.domain.audience import Audience, sees
from advisor_app.domain.item import Item

NOT_COPIED = "Nichts kopiert"


@dataclass(frozen=True, slots=True)
class Outside:
    """Items parted: those anybody may see, as anybody sees them, and the titles of those that stay here."""

    library: Library
    items: Mapping[str, Item]
    kept: tuple[str, ...]


def may_go_out(item: Item) -> bool:
    """Tell whether anybody may see an item."""
    return sees(Audience.ANYBODY, item.visibility)


def kept_words(kept: tuple[str, ...]) -> str:
    """Return in words what stays here, "" for nothing."""
    if not kept:
        return ""
    if len(kept) == 1:
        return f"{kept[0]} ist nur für das Netzwerk bestimmt und bleibt hier"
    return f"{formatting.count(len(kept), 'Eintrag', 'Einträge')} sind nur für das Netzwerk bestimmt und bleiben hier"


def part(library: Library, ids: Sequence[str]) -> Outside:
    """Part items by whether they may leave; meant for a worker.

    Args:
        library: where they are looked up.
        ids: of the items; those that the library does not hold are passed over.
    """
    public = library.for_clients()
    items = public.items(ids)
    kept = tuple(item.title for code, item in library.items(ids).items() if code not in items)
    return Outside(public, items, kept)


class PublicLabels:
    """Knows the words behind codes, and of linked items only those that anybody may see."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code."""
        return self._labels.label(vocabulary, code)

    def items(self, ids: Sequence[str]) -> Mapping[str, Item]:
        """Return the items that exist of the ids asked for, and are public."""
        return {found: item for found, item in self._labels.items(ids).items() if may_go_out(item)}
