"""How a text names its sources: `[q1]` at the end of a sentence."""

from __future__ import annotations

import re

# A word in brackets that is no link, no reference and no footnote.
PATTERN = r"\[([a-z][a-z0-9]{0,9})\](?![(:\[])"
CITATION = re.compile(PATTERN)
