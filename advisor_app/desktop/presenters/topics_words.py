"""How mature a topic is, in an icon and in words: what that means for the visit."""

from __future__ import annotations

from advisor_app.desktop.presenters.views import Labels, Mark
from advisor_app.domain.topic import Maturity

MARKS = {
    Maturity.BEOBACHTEN: ("telescope", "info"),
    Maturity.PILOTREIF: ("flask", "draw"),
    Maturity.STAND_DER_TECHNIK: ("circle-check", "ok"),
    Maturity.PFLICHT: ("scale", "warn"),
}
SHORT = {
    Maturity.BEOBACHTEN: "noch nichts kaufen",
    Maturity.PILOTREIF: "klein erproben",
    Maturity.STAND_DER_TECHNIK: "bewährt im Mittelstand",
    Maturity.PFLICHT: "Betroffenheit prüfen",
}
FOR_THE_VISIT = {
    Maturity.BEOBACHTEN: (
        "Fertige Lösungen für kleine Unternehmen sind selten. Im Gespräch genügt, ob das Thema den Betrieb oder seine "
        "Kunden in den nächsten Jahren erreicht und wo man sich auf dem Laufenden hält. Anschaffungen haben Zeit."
    ),
    Maturity.PILOTREIF: (
        "Erste Betriebe setzen es ein, Aufwand und Nutzen sind aber vorab schwer zu beziffern. Für den Besuch heißt "
        "das: einen begrenzten Anwendungsfall mit messbarem Ziel suchen und mit einem Partner erproben."
    ),
    Maturity.STAND_DER_TECHNIK: (
        "Lösungen sind am Markt und in Betrieben dieser Größe im Einsatz. Im Gespräch geht es nicht mehr darum, ob es "
        "geht, sondern ob es sich hier lohnt: Bedarf, Angebote im Vergleich, Einführung, Förderung."
    ),
    Maturity.PFLICHT: (
        "Das Recht verlangt hier etwas, wenn auch nicht von jedem Betrieb. Zuerst klären, ob und ab wann der Betrieb "
        "betroffen ist; danach folgen Aufgaben und Termine. Eine Rechtsberatung ersetzt das Gespräch nicht."
    ),
}


def maturity_mark(maturity: Maturity | None, labels: Labels, *, filled: bool = False) -> Mark | None:
    """Return the maturity in an icon and a word, None where it is not told."""
    if maturity is None:
        return None
    icon, tone = MARKS[maturity]
    return Mark(icon=icon, tone=tone, text=labels.label("maturities", maturity), filled=filled)
