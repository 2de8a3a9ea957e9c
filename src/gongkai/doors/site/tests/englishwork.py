"""An English version on its road, and a look at a page for Chinese that is not marked as Chinese."""

from __future__ import annotations

import re
from typing import Any

from lxml import html as lxml_html

from gongkai.doors.site import actions
from gongkai.doors.site.models import Translation
from gongkai.doors.site.rules.english import HAN_RUN
from gongkai.engine.publishing.queries import public_releases
from gongkai.proactive.documents.models import Document
from gongkai.project.tests.cast import City

from .piecework import released, version

TITLE = "Notice on Paying Rental Subsidies to New Residents"
SUMMARY = "Who may claim a rental subsidy, how much it is, and how it is paid."
BODY = "<p>The subsidy is paid by household: three hundred yuan a month.</p><p>Apply to the sub-district office (街道办事处).</p>"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
UNSEEN = ("script", "style")


def translation(city: City, document: Document, **changes: Any) -> Translation:
    release = public_releases().select_related("edition").get(item=document.item_id)
    made = actions.create_translation(agency=city.government, source=release, title=TITLE, by=city.bian)
    return edited(city, made, **changes)


def edited(city: City, made: Translation, **changes: Any) -> Translation:
    facts = {
        "title": TITLE, "level": "full", "summary": SUMMARY, "body": BODY, "of_edition": made.of_edition,
    } | changes  # fmt: skip
    return actions.edit_translation(translation=made, version=version(made), by=city.bian, **facts)


def translated(city: City, document: Document, **changes: Any) -> Translation:
    made = translation(city, document, **changes)
    released(city, made)
    made.refresh_from_db()
    return made


def unmarked_chinese(text: str) -> list[str]:
    """Return every piece of Chinese on the page that stands outside an element marked as Chinese."""
    page = lxml_html.document_fromstring(text)
    found: list[str] = []

    def walk(element: Any, language: str) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        here = str(element.get("lang") or language)
        english = not here.startswith("zh")
        if english and tag:
            said = [element.text or "", *(element.get(name) or "" for name in SPOKEN)]
            if tag == "meta":
                said.append(element.get("content") or "")
            found.extend(one for one in said if tag not in UNSEEN and HAN_RUN.search(one))
        for child in element:
            if isinstance(child.tag, str):
                walk(child, here)
            if english and tag not in UNSEEN and HAN_RUN.search(child.tail or ""):
                found.append(child.tail)

    walk(page, "")
    return found


def local_links(text: str) -> set[str]:
    """Return the addresses below /en/ that a page leads to, without anchors."""
    return {link.partition("#")[0] for link in re.findall(r'href="(/en/[^"]*)"', text)}
