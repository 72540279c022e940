"""Pictures of the topics."""

from __future__ import annotations

from advisor_app.desktop.app import Face
from advisor_app.desktop.pages.topics.filter_bar import LIST
from advisor_app.desktop.pages.topics.page import TopicsPage
from advisor_app.desktop.shot_kit import Act, Shot, in_all_looks, page, then


def _look_at(topic_id: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("topics")
        if isinstance(shown, TopicsPage):
            shown.picture.choose(topic_id)
            shown.look_at(topic_id)

    return act


def _read(topic_id: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("topics")
        if isinstance(shown, TopicsPage):
            shown.open_topic(topic_id)

    return act


def _tie(one: str, two: str) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("topics")
        if isinstance(shown, TopicsPage):
            shown.show_tie(next(tie for tie in shown.picture.view.ties if set(tie.ends) == {one, two}))

    return act


def _filter(text: str, *, listed: bool = False) -> Act:
    def act(face: Face) -> None:
        shown = face.window.page("topics")
        if isinstance(shown, TopicsPage):
            shown.filters.field.edit.setText(text)
            if listed:
                shown.show_mode(LIST)

    return act


def _related(face: Face) -> None:
    shown = face.window.page("topics")
    if isinstance(shown, TopicsPage) and shown.visit is not None:
        bar = shown.visit.pane.area.verticalScrollBar()
        bar.setValue(bar.maximum())


_PAGE = page("topics")
_READING = then(_PAGE, _read("robotik"))
SHOTS: tuple[Shot, ...] = (
    *in_all_looks("topics", then(_PAGE, _look_at("robotik"))),
    *in_all_looks("topics-rest", _PAGE),
    *in_all_looks("topics-tie", then(_PAGE, _tie("robotik", "industrie-40"))),
    *in_all_looks("topics-reading", _READING),
    *in_all_looks("topics-list", then(_PAGE, _filter("", listed=True))),
    Shot(name="topics-related", act=then(_READING, _related), size=(1440, 900)),
    Shot(name="topics-filtered", act=then(_PAGE, _filter("kuenstlich"))),
    Shot(name="topics-none", act=then(_PAGE, _filter("Zauberei"))),
)
