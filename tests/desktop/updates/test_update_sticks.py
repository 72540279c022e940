"""Sticks, files and folders: dropped onto the window or chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.errors import MaterialExpired
from tests.desktop.update_plays import CURRENT, RESULT, told
from tests.desktop.updates.acts import page_of, press, until_ended


def file_data(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(kind: type, data: QMimeData) -> Any:
    where: Any = QPoint(300, 300) if kind is QDragEnterEvent else QPointF(300, 300)
    return kind(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_a_stick_is_dropped_onto_the_window(updating, desk, qtbot, tmp_path):
    bundle = tmp_path / "koffer.kbz"
    bundle.write_bytes(b"PK")
    desk.say(told(CURRENT))
    data = file_data(bundle)
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
    hint = updating.window.surface.drop_hint
    assert hint.isVisible()
    assert hint.geometry() == updating.window.centralWidget().rect()
    assert not updating.window.grab().isNull()
    QApplication.sendEvent(hint, drag(QDragEnterEvent, data))
    QApplication.sendEvent(hint, QDragLeaveEvent())
    assert not hint.isVisible()
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
    QApplication.sendEvent(hint, drag(QDropEvent, data))
    assert not hint.isVisible()
    assert updating.window.page("freshness").isVisible()
    until_ended(qtbot, updating)
    assert desk.asked() == ["update", "--events", "--from", str(bundle)]


def test_only_bundles_and_folders_are_taken(updating, tmp_path):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.kbz").write_bytes(b"x")
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/koffer.kbz")])
    text = QMimeData()
    text.setText("koffer.kbz")
    refused = [file_data(tmp_path / "a.txt"), file_data(tmp_path / "gone.kbz"), web, text,
               file_data(tmp_path / "b.kbz", tmp_path)]  # fmt: skip
    for data in refused:
        QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, data))
        assert not updating.window.surface.drop_hint.isVisible()
    folder = file_data(tmp_path)  # an event only points to its data
    QApplication.sendEvent(updating.window.surface, drag(QDragEnterEvent, folder))
    assert updating.window.surface.drop_hint.isVisible()


def test_an_expired_stick_asks_first(updating, desk, qtbot, tmp_path):
    desk.say(told(MaterialExpired(where="koffer.kbz", role="timestamp", expired_on="2026-10-12")), ("exit", 4))
    updating.window.updates.read_source(str(tmp_path))
    view = until_ended(qtbot, updating)
    assert view.title == "Abgelaufenen Stick trotzdem einlesen?"
    assert "12.10.2026" in view.sentence
    desk.say(told(replace(RESULT, source="koffer.kbz")))
    press(updating, Deed.ACCEPT_EXPIRED)
    assert until_ended(qtbot, updating).title == "Neuer Inhaltsstand eingespielt"
    assert desk.asked() == ["update", "--events", "--from", str(tmp_path), "--accept-expired"]


def test_file_or_folder_is_chosen_in_a_dialog(updating, desk, qtbot, tmp_path):
    desk.say(told(CURRENT))
    ways = page_of(updating).ways
    for choose, mode in ((ways.choose_file, QFileDialog.FileMode.ExistingFile),
                         (ways.choose_folder, QFileDialog.FileMode.Directory)):  # fmt: skip
        choose()
        dialog = ways.findChild(QFileDialog)
        assert dialog.fileMode() is mode
        dialog.fileSelected.emit(str(tmp_path))
        until_ended(qtbot, updating)
        assert desk.asked()[-1] == str(tmp_path)
        dialog.close()
        dialog.deleteLater()
        qtbot.wait(5)
