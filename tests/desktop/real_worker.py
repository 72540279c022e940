"""The real update process with an administrator's file of its own and no knowledge of the installation.

Called as `real_worker.py POLICY ...`, where the rest is what follows `advisor-app`.
"""

import sys
from dataclasses import replace
from pathlib import Path

from advisor_app.__main__ import main
from advisor_app.updates import policy
from advisor_app.workspace import Workspace

if __name__ == "__main__":
    file = Path(sys.argv[1])
    policy.admin_policy_files = lambda: (file,)
    locate = Workspace.locate
    Workspace.locate = lambda data_dir=None: replace(locate(data_dir), seed=file.parent / "seed")  # type: ignore[method-assign]
    sys.exit(main(sys.argv[2:]))
