"""What was copied as a table outlives the program as text, and does not crash it at its end."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from advisor_app.desktop.clipboard import copy_rich
app = QApplication([])
for number in range(2):
    copy_rich(f"a{number}", f"<table><tr><td>a{number}</td></tr></table>")
assert app.clipboard().mimeData().hasHtml() and app.clipboard().text() == "a1"
QTimer.singleShot(0, app.quit)
app.exec()
"""


def test_a_program_that_copied_a_table_ends_as_it_should(root):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
