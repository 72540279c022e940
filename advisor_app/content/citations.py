"""How a text names its sources: `[q1]` at the end of a sentence."""

from __future__ import annotations

import re

# A word in brackets that is no link and no definition; several may follow each other: `[q1][q2]`.
PATTERN = r"\[([a-z][a-z0-9]{0,9})\](?![(:])"
CITATION = re.compile(PATTERN)
