"""Entry point of `advisor-admin`. Its commands take a second to import; that waits until Ctrl-C is in good hands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from advisor_app.terminal.interrupt import Run, start


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: arguments without the program's name; those of the process by default.

    Returns:
        The exit status: 0 done, 1 the content says no, 2 wrong usage, 3 environment, 130 interrupted.
    """
    return start("advisor-admin", _load, sys.argv[1:] if argv is None else argv)


def _load() -> Run:
    from advisor_app.terminal.admin_commands import run  # noqa: PLC0415 - see above

    return run


if __name__ == "__main__":
    sys.exit(main())
