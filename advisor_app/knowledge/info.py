"""What a knowledge database says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Of the database file. Raised when an older app could not read it any more; older files are built or fetched anew.
FORMAT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeInfo:
    """Identity of a state of knowledge.

    `version` is the content version (0: built locally, never published), `digest` its state digest, `as_of` the ISO
    day of the newest editorial check in it, `items` the number of items of each kind, `vocabularies` their number.
    """

    version: int
    digest: str
    as_of: str
    items: Mapping[str, int]
    vocabularies: int = 0

    @property
    def records(self) -> int:
        """Return the number of records: items and vocabularies."""
        return sum(self.items.values()) + self.vocabularies
