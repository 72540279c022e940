"""In which order hits come."""

from __future__ import annotations

from enum import StrEnum


class Sort(StrEnum):
    """Order of hits."""

    RELEVANCE = "relevance"
    TITLE = "title"
    AS_OF = "as_of"
    DEADLINE = "deadline"
