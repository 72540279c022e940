"""`python -m advisor_app.content KB [GEODATA]`: print every problem of a content folder, one a line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content


def main() -> int:
    """Check the folder named on the command line; 1 if it has errors."""
    kb = Path(sys.argv[1] if len(sys.argv) > 1 else "kb")
    geodata = Path(sys.argv[2] if len(sys.argv) > 2 else "resources/geodata")
    content = load_content(kb, Geodata.load(geodata), today=datetime.now(tz=UTC).date())
    for problem in content.problems:
        place = f"{problem.file}:{problem.line}"
        sys.stdout.write(f"{place}: {problem.severity} {problem.code} [{problem.field}] {problem.message}\n")
    sys.stdout.write(f"{content.files} files, {len(content.items)} fine, {len(content.errors)} errors\n")
    return 1 if content.errors else 0


if __name__ == "__main__":
    sys.exit(main())
