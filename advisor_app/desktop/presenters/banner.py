"""What the banner says about the knowledge as a whole: that it is held back, old, or no longer confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.update_faults import Deed
from advisor_app.desktop.presenters.updates import Ending, is_expired, present_fault
from advisor_app.desktop.presenters.views import StatusView
from advisor_app.updates.app_offer import AppOffer
from advisor_app.updates.model import UpdateStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerView:
    """Title, sentence and link of the banner; `deed` is what the link does, None to show the page of freshness."""

    icon: str
    title: str
    sentence: str
    link: str
    deed: Deed | None = None


def present_banner(knowledge: StatusView, status: UpdateStatus, now: datetime) -> BannerView | None:
    """Return what there is to say, the weightiest only; None if all is well."""
    days = knowledge.stale_days
    if status.held:
        age = f" Er ist {days} Tage alt, Zusagen daraus vor dem Gespräch nachprüfen." if days else ""
        return BannerView(
            icon="history",
            title=f"Angezeigt wird ein früherer Stand: {knowledge.as_of}",
            sentence=f"Sie haben ihn gewählt, es gibt einen neueren.{age}",
            link="Zum neuesten Stand",
            deed=Deed.NEWEST,
        )
    if days:
        return BannerView(
            icon="hourglass",
            title=f"Inhalte sind {days} Tage alt",
            sentence="Sie bleiben nutzbar. Zahlen und Fristen vor dem Gespräch nachprüfen; was erlaubt oder offen war, "
            "heißt „Stand prüfen“.",
            link="Aktualität",
        )
    if is_expired(status, now):
        return BannerView(
            icon="calendar-x",
            title=f"Aktualität nicht mehr bestätigt seit {formatting.as_of(status.expires)}",
            sentence="Die Inhalte bleiben nutzbar. Ob es Neueres gibt, weiß dieses Gerät nicht.",
            link="Aktualität",
        )
    return None


def fault_banner(ending: Ending, newer: AppOffer | None = None) -> BannerView:
    """Return that an update which was asked for failed, for those who are on another page.

    Args:
        ending: how it ended.
        newer: a newer version of the program that is offered, None without one.
    """
    card = present_fault(ending, None, newer)
    return BannerView(icon=card.icon, title=card.title, sentence=card.sentence, link="Aktualität")
