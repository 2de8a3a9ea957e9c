"""The doors that are shown where a question finds no answer: the message board of the site, an application for disclosure."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse

from gongkai.engine.answers.rules import Unanswered
from gongkai.engine.publishing import queries as publishing

BOARD_NAMES = ("留言", "咨询", "信箱")


def board(asked: Unanswered) -> str:
    """Return where one writes to this site: the address set for the installation, else its own column of that name."""
    if settings.MESSAGE_BOARD_URL:
        address: str = settings.MESSAGE_BOARD_URL
        return address.replace("{question}", quote(asked.question))
    if asked.site is None:
        return ""
    columns = publishing.column_model().objects.filter(site=asked.site, visible=True, block="interaction")
    named = [one for one in columns if any(name in one.name for name in BOARD_NAMES)]
    return f"/columns/{named[0].slug}/" if named else ""


def application(asked: Unanswered) -> str:
    """Return the form of 依申请公开, the agency filled in where the question names one."""
    told = f"?{urlencode({'agency': asked.agency})}" if asked.agency else ""
    return f"{reverse('applications_portal:apply')}{told}"
