"""A stand-in for the update process: plays what the file `PLAY` says. Run as a program of its own.

Each entry is a list: `line` TEXT, `fault_text` TEXT (to standard error), `sleep` SECONDS, `until_cancelled`,
`deaf` SECONDS (ignore everything), `exit` STATUS, `die` (as a kill would).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> int:
    """Play the file named by the first argument, note the others and what cancelled it beside it."""
    play = Path(sys.argv[1])
    play.with_suffix(".argv").write_text(json.dumps(sys.argv[2:]), encoding="utf-8")
    for deed, *values in json.loads(play.read_text(encoding="utf-8")):
        match deed:
            case "line":
                sys.stdout.write(f"{values[0]}\n")
                sys.stdout.flush()
            case "fault_text":
                sys.stderr.write(f"{values[0]}\n")
            case "sleep" | "deaf":
                time.sleep(values[0])
            case "until_cancelled":
                play.with_suffix(".heard").write_text(sys.stdin.readline(), encoding="utf-8")
                sys.stdout.write('{"event": "fault", "code": "cancelled", "details": {}}\n')
                return 130
            case "exit":
                return int(values[0])
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
