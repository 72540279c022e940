"""Words that carry no topic: function words, and the words lay questions are phrased with.

They are indexed (phrases need them) but a query leaves them out as long as it says anything else.
"""

from __future__ import annotations

from advisor_app.search.analysis.words import shapes

_FUNCTION = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin
bis bist da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darüber das dass dazu
dein deine deinem deinen deiner dem den denen denn der deren des deshalb dessen dich die dies diese diesem diesen
dieser dieses dir doch dort du durch ein eine einem einen einer eines einige einigen er es etwa etwas euch euer eure
für gegen gibt habe haben hat hatte hatten her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im
in indem ins ist ja je jede jedem jeden jeder jedes jener jetzt kein keine keinem keinen keiner man mehr mein meine
meinem meinen meiner mich mir mit nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner
seit sich sie sind so sofern solche solchen somit sondern sowie sowohl über um und uns unser unsere unserem unseren
unserer unter vom von vor war waren was weil wenn werde werden wie wieder wir wird worden wurde wurden zu zum zur zwar
zwischen während wegen trotz dass sodass falls bzw usw etc ggf
"""
_QUESTION = """
wer wen wem wessen wo wohin woher wann warum wieso weshalb wieviel wieviele welche welchem welchen welcher welches
worauf woran wofür womit wozu worin wodurch kann kannst können könnte könnten darf dürfen dürfte muss müssen müsste
soll sollen sollte sollten will wollen wollte möchte möchten mag würde würden hätte hätten wäre wären schon eigentlich
denn mal bitte bekomme bekommen bekommt kriege kriegen kriegt gern gerne vielleicht überhaupt eben halt etwa viel viele
vielen machen mache macht tun brauche brauchen braucht lassen lasse lässt gehen geht gehört ab bereits zuerst
"""

STOP_KEYS = frozenset(shapes(word)[1] for word in (_FUNCTION + _QUESTION).split())


def is_stop(key: str) -> bool:
    """Tell whether a key is a word without a topic."""
    return key in STOP_KEYS
