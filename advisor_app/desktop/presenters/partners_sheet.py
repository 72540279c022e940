"""What is printed of the page of partners: its map, and below it who is responsible or what there is."""

from __future__ import annotations

from collections.abc import Iterator

from advisor_app.desktop import formatting
from advisor_app.desktop.map.paper import Sheet, SheetEntry
from advisor_app.desktop.presenters.partners_views import OfficeCard, Offices, PartnersView


def sheet_of(view: PartnersView, as_of: str) -> Sheet:
    """Return the sheet of what the page shows.

    Args:
        view: what the page shows.
        as_of: day of the knowledge (ISO).
    """
    side = view.side
    responsible = side if isinstance(side, Offices) else None
    return Sheet(
        title=responsible.title if responsible is not None else view.picture.title,
        subtitle=formatting.joined([responsible.subtitle, view.picture.title]) if responsible is not None else "",
        picture=view.picture,
        entries=tuple(_entries(responsible)) if responsible is not None else (),
        foot=f"Beratungskoffer, Inhaltsstand {formatting.as_of(as_of)}",
    )


def _entries(side: Offices) -> Iterator[SheetEntry]:
    for card in side.cards:
        if isinstance(card, OfficeCard):
            reach = formatting.joined([card.phone, card.mail, formatting.host(card.website) if card.website else ""])
            doubts = formatting.count(card.doubts, "Punkt ist", "Punkte sind") if card.doubts else ""
            lines = (card.city, card.reason, reach, f"{doubts} nicht gesichert." if doubts else "")
            overline = formatting.joined([card.overline, card.stand.text])
            yield SheetEntry(overline=overline, title=card.title, lines=tuple(line for line in lines if line))
        else:
            yield SheetEntry(overline=card.overline, title="Keine Angabe", lines=(card.sentence,))
    if side.helpful:
        rows = tuple(formatting.joined([row.title, row.meta, row.distance]) for row in side.helpful)
        yield SheetEntry(overline=side.remark, title="Außerdem hilfreich", lines=rows)
