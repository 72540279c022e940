"""Words and icons that the window needs before any knowledge is there. Imports next to nothing."""

from __future__ import annotations

from advisor_app.search.sort import Sort

KIND_ICONS = {"programme": "file-text", "topic": "bulb", "partner": "building", "event": "calendar-event"}
KIND_PLURALS = {
    "programme": ("Programm", "Programme"),
    "topic": ("Thema", "Themen"),
    "partner": ("Partner", "Partner"),
    "event": ("Termin", "Termine"),
}
SORT_LABELS = {
    Sort.RELEVANCE: "Beste Treffer zuerst",
    Sort.TITLE: "Titel von A bis Z",
    Sort.AS_OF: "Neuester Stand zuerst",
    Sort.DEADLINE: "Nächste Frist zuerst",
}
