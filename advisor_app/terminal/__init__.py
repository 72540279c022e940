"""The terminal: `advisor-app` sub-commands (`app`), the prompt without a window (`prompt`), `advisor-admin` (`admin`).

Speaks English; `--json` prints one JSON document on stdout, messages go to stderr.
"""
