"""What the editor of a fact looks things up in, gathered once in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor_app.content.geodata import PlaceTables
from advisor_app.desktop.presenters.views import Library
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.domain.outlines import PartnerOutline


@dataclass(frozen=True, kw_only=True)
class EditorTables:
    """Places, industries and themes, and who is responsible for a place.

    Args:
        gazetteer: finds places.
        districts: key (AGS-5) -> name.
        themes: code -> label.
        partners: among them the chambers.
        today: the day of new answers.
    """

    gazetteer: Gazetteer
    districts: Mapping[str, str]
    themes: Mapping[str, str]
    partners: tuple[PartnerOutline, ...]
    today: date

    @classmethod
    def of(cls, library: Library, geodata: Path, today: date) -> EditorTables:
        """Gather the tables; called in a worker.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        tables = PlaceTables.load(geodata)
        return cls(
            gazetteer=Gazetteer(tables),
            districts=tables.districts,
            themes=library.vocabulary("themes"),
            partners=library.outlines().partners,
            today=today,
        )
