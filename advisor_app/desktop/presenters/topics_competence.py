"""Which partners have the competence for a topic without being named with it, and the same from the partner's side.

A competence that every fourth partner claims does not tell one from another: it counts, but is not enough by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from advisor_app.domain.outlines import PartnerOutline, TopicOutline

# Held by more than this share of all partners, a competence is a common one.
_COMMON = 0.25
_FEW_PARTNERS = 8


class Competences:
    """Knows how many partners have each competence.

    Args:
        partners: all partners there are.
    """

    def __init__(self, partners: Sequence[PartnerOutline]) -> None:
        self._held = Counter(code for partner in partners for code in partner.competences)
        self._common = max(len(partners) * _COMMON, _FEW_PARTNERS)

    def match(self, competences: Sequence[str], themes: Sequence[str]) -> tuple[str, ...]:
        """Return the themes of a topic that a partner is competent in, in their order; none if all are common."""
        shared = tuple(code for code in themes if code in competences)
        return shared if any(self._held[code] <= self._common for code in shared) else ()

    @staticmethod
    def weight(shared: Sequence[str], themes: Sequence[str]) -> float:
        """Return how much shared themes tell of a topic: editors name the most fitting one first."""
        return sum(1 / (1 + themes.index(code)) for code in shared)

    def partners_for(
        self, themes: Sequence[str], partners: Sequence[PartnerOutline]
    ) -> list[tuple[PartnerOutline, tuple[str, ...]]]:
        """Return the partners competent in themes, each with those it is competent in; the best first."""
        found = [(one, shared) for one in partners if (shared := self.match(one.competences, themes))]
        return sorted(found, key=lambda pair: (-self.weight(pair[1], themes), pair[0].title))

    def topics_for(
        self, competences: Sequence[str], topics: Sequence[TopicOutline]
    ) -> list[tuple[TopicOutline, tuple[str, ...]]]:
        """Return the topics that competences are for, each with its shared themes; the best first."""
        found = [(one, shared) for one in topics if (shared := self.match(competences, one.themes))]
        return sorted(found, key=lambda pair: (-self.weight(pair[1], pair[0].themes), pair[0].title))
