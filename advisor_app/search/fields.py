"""Names, weights and constants shared by index writing and search."""

from __future__ import annotations

STEM = "stem"  # stems of all words and of compound parts, with positions
FORM = "form"  # surface forms of all words and of compound parts: completion, typos, exact-form boost
TITLE = "title"  # stems of title and aliases, and their forms behind TITLE_FORM
TITLE_FORM = "~"
NAME = "name"  # whole titles, aliases and keywords as one key each; the first two once more behind OWN_NAME
OWN_NAME = "="
FACET = "facet"  # `name=code`

SCORED = (STEM, FORM, TITLE)
FIELDS = (STEM, FORM, TITLE, NAME, FACET)

TITLE_WEIGHT = 3.0
ALIAS_WEIGHT = 2.0
BODY_WEIGHT = 1.0
PART_WEIGHT = 0.5
ZONE_GAP = 100  # positions between title, aliases, keywords and body, so that no phrase runs across

K1 = 1.5
B = 0.75

KIND = "kind"
WINDOW = "fenster"
REGION = "region"
VISIBILITY = "visibility"  # of what not everybody may see; kept beside the facets, so that nobody can ask for it


def facet_term(name: str, code: str) -> str:
    """Return the term under which a facet's code is indexed."""
    return f"{name}={code}"
