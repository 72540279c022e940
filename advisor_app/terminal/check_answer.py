"""What the check found, as a JSON document and as lines for an advisor; delicate facts stay out unless wished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from advisor_app.consultation.contradictions import DOUBTS, Contradiction, contradictions
from advisor_app.consultation.groups import GROUP_WORDS, GROUPS, Group, group_of
from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.privacy import SENSITIVE, WITHHELD, hides, sensitive_known
from advisor_app.consultation.verdict_words import NO_CONDITIONS, estimate_words
from advisor_app.consultation.words import (
    DISCLAIMER,
    WHO,
    as_of_words,
    label,
    possible_words,
    question,
    said,
)
from advisor_app.content.profile_text import plain_value
from advisor_app.content.yaml_data import Plain
from advisor_app.domain.profile import Interval, Provenance
from advisor_app.domain.programme import Programme
from advisor_app.matching.derive import estimate_for
from advisor_app.matching.explanation import Reason
from advisor_app.matching.question import Question, next_question
from advisor_app.matching.rulebook import Check
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict

_NAMED = 3
# Gives the German label of (vocabulary, code).
Label = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is told of a check.

    Args:
        check: what was found.
        words: labels of the vocabularies.
        names: what codes of the profile are called.
        as_of: day of the knowledge.
        with_sensitive: delicate facts may be shown.
        skip: facts that are not asked for next.
    """

    check: Check
    words: Label
    as_of: str
    names: Names = NO_NAMES
    with_sensitive: bool = False
    skip: Sequence[str] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the delicate facts that are known and not shown."""
        return () if self.with_sensitive else sensitive_known(self.check.given)

    def document(self) -> dict[str, object]:
        """Return the JSON document that scripts rely on."""
        asked = next_question(self.check, skip=self.skip)
        facts = self.check.profile.facts
        return {
            "as_of": self.as_of,
            "today": self.check.rulebook.today.isoformat(),
            "verdicts": [self._verdict(verdict) for verdict in self.check.verdicts],
            "derived": {
                name: plain_value(value.possible)
                for name, value in facts.items()
                if value.provenance is Provenance.DERIVED and not self._is_withheld(name)
            },
            "contradictions": [{"facts": list(one.facts), "text": one.text} for one in self._doubts()],
            "next_question": None if asked is None else _question(asked, self.names),
            # How many, not which: that one of them is known says something already.
            "left_out": len(self.left_out),
            "note": DISCLAIMER,
        }

    def _doubts(self) -> tuple[Contradiction, ...]:
        """Return what answers say against each other, as far as it may be shown."""
        found = contradictions(self.check.given, self.check.rulebook.today)
        return tuple(one for one in found if not any(self._is_withheld(fact) for fact in one.facts))

    def _verdict(self, verdict: Verdict) -> dict[str, object]:
        programme = verdict.programme
        found = estimate_for(programme, verdict.profile)
        return {
            "id": verdict.programme_id,
            "title": programme.title,
            "outcome": verdict.outcome.value,
            "window": verdict.window.value,
            "start_rule": programme.start_rule.value,
            "relevance": verdict.relevance,
            "deciding": [self._reason(programme, reason) for reason in verdict.deciding],
            "open": list(verdict.open),
            "fixable": [self._reason(programme, reason) for reason in verdict.fixable],
            "manual": [self._reason(programme, reason) for reason in verdict.manual],
            "estimate": {
                "rate_pct": _ends(found.rate_pct),
                "aid_eur": _ends(found.aid_eur),
                "loan_eur": _ends(found.loan_eur),
            },
        }

    def _reason(self, programme: Programme, reason: Reason) -> dict[str, object]:
        if self._hides(reason):
            return {"id": "", "text": "", "truth": "", "fact": "", "value": None, "source": "", "withheld": True}
        return {
            "id": reason.id,
            "text": reason.text,
            "truth": reason.truth.code,
            "fact": reason.fact,
            "value": plain_value(reason.value.possible),
            "source": next((source.url for source in programme.sources if source.id == reason.src), ""),
            "as_of": reason.as_of,
            "manual": reason.manual,
        }

    def _is_withheld(self, fact: str) -> bool:
        return fact in SENSITIVE and not self.with_sensitive

    def _hides(self, reason: Reason) -> bool:
        return not self.with_sensitive and hides(reason, self.check.given)

    def lines(self, limit: int) -> Iterator[str]:
        """Yield the result for people.

        Args:
            limit: how many programmes of a group, 0 for all.
        """
        yield from self._head()
        groups: dict[Group, list[Verdict]] = {group: [] for group in GROUPS}
        for verdict in self.check.verdicts:
            groups[group_of(verdict)].append(verdict)
        for group, verdicts in groups.items():
            yield ""
            yield f"{GROUP_WORDS[group]} ({len(verdicts)})"
            shown = verdicts[: limit or None]
            for verdict in shown:
                yield from self._verdict_lines(verdict)
            if len(shown) < len(verdicts):
                yield f"  … und {len(verdicts) - len(shown)} weitere; --limit 0 zeigt alle"
        yield ""
        asked = next_question(self.check, skip=self.skip)
        if asked is not None:
            yield question_line(asked)
        yield DISCLAIMER
        if self.left_out:
            yield "Vertrauliche Angaben wurden mitgeprüft und sind hier ausgelassen; --with-sensitive zeigt sie."

    def _head(self) -> Iterator[str]:
        title = self.check.given.title
        yield f"Fördercheck{f' · {title}' if title else ''} · Wissen vom {as_of_words(self.as_of)}"
        facts = self.check.profile.facts
        for name in facts:
            value = facts[name]
            if not value.is_open and not self._is_withheld(name):
                origin = " (berechnet)" if value.provenance is Provenance.DERIVED else ""
                yield f"  {label(name)}: {said(name, value, self.names)}{origin}"
        doubts = self._doubts()
        if doubts:
            yield f"{DOUBTS}:"
        yield from (f"  {one.text}" for one in doubts)

    def _verdict_lines(self, verdict: Verdict) -> Iterator[str]:
        programme = verdict.programme
        about = [
            self.words("window_states", verdict.window.value),
            self.words("start_rules", programme.start_rule.value),
            estimate_words(verdict),
        ]
        yield f"  {programme.title} · {' · '.join(word for word in about if word)}"
        yield f"      {self._why(verdict)} · {programme.id}"

    def _why(self, verdict: Verdict) -> str:
        """Return the deciding reasons in one line."""
        if verdict.outcome is Outcome.OPEN:
            return self._what_is_open(verdict)
        if verdict.outcome is Outcome.FIXABLE:
            return f"zu tun: {self._texts(verdict.fixable)}"
        if verdict.outcome is Outcome.FAILS:
            return f"nicht erfüllt: {self._texts(verdict.deciding)}"
        met = f"erfüllt: {self._texts(verdict.deciding)}"
        if verdict.outcome is Outcome.FITS:
            return met
        review = verdict.programme.review
        due = as_of_words(review.review_by)
        return f"Angaben zum Programm prüfen (Beleg {review.certainty}, Prüfung bis {due}); {met}"

    def _what_is_open(self, verdict: Verdict) -> str:
        if not verdict.has_rule:
            return NO_CONDITIONS
        parts = []
        if verdict.open:
            parts.append(f"es fehlt: {_listed([label(fact) for fact in verdict.open])}")
        if verdict.manual:
            parts.append(f"im Gespräch klären: {self._texts(verdict.manual)}")
        return "; ".join(parts)

    def _texts(self, reasons: Sequence[Reason]) -> str:
        return _listed([WITHHELD if self._hides(reason) else self._text(reason) for reason in reasons])

    def _text(self, reason: Reason) -> str:
        text = reason.text or label(reason.fact) if reason.fact else reason.text
        if reason.truth is not Truth.FALSE or not reason.fact or reason.value.is_open:
            return text
        return f"{text} ({label(reason.fact)}: {said(reason.fact, reason.value, self.names)})"


def question_line(asked: Question) -> str:
    """Return the next best question in one line."""
    settled, touched = len(asked.settles), len(asked.touches)
    if settled:
        worth = "kann ein Programm entscheiden" if settled == 1 else f"entscheidet bis zu {settled} Programme"
    else:
        worth = "berührt ein Programm" if touched == 1 else f"berührt {touched} Programme"
    return f"Nächste Frage ({WHO[asked.who]}): {question(asked.fact)} [{asked.fact}; {worth}]"


def _question(asked: Question, names: Names) -> dict[str, object]:
    return {
        "fact": asked.fact,
        "text": question(asked.fact),
        "who": asked.who.value,
        "ease": asked.ease,
        "weight": round(asked.weight, 4),
        "sensitive": asked.sensitive,
        "options": [
            {"value": plain_value(option), "text": possible_words(asked.fact, option, names)}
            for option in asked.options
        ],
        "settles": list(asked.settles),
        "touches": len(asked.touches),
        "leads_to": list(asked.leads_to),
    }


def _ends(interval: Interval | None) -> Plain:
    return None if interval is None else plain_value(interval)


def _listed(texts: Sequence[str]) -> str:
    different = list(dict.fromkeys(texts))
    more = f"; {len(different) - _NAMED} weitere" if len(different) > _NAMED else ""
    return "; ".join(different[:_NAMED]) + more
