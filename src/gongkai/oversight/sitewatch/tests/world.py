"""A city whose documents link to each other, and what other hosts would say, without asking any."""

from __future__ import annotations

import itertools
from typing import Any

from gongkai.oversight.sitewatch.actions.asking import Found
from gongkai.oversight.sitewatch.rules import Outcome
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

NUMBERS = itertools.count(101)


def published(city: City, title: str, html: str = "<p>正文。</p>", **changes: Any) -> Any:
    """Return the release of a document that went the whole road."""
    text = f"{html}<h2>一、总体要求</h2><p>新市民住房租赁补贴按户发放，每户每月三百元，由各区住房和城乡建设局受理。</p>"
    document = document_at(
        city, Status.PUBLISHED, number=f"云川住建发〔2026〕{next(NUMBERS)}号", title=title, html=text, **changes
    )
    return document.item.release


class Others:
    """Stands for every other host: `says[url]` is what it gives; what is not named is fine."""

    def __init__(self, reached: bool = True, **says: Outcome) -> None:
        self.says: dict[str, Outcome] = dict(says)
        self.reached = reached
        self.asked: list[str] = []

    def __call__(self, links: Any) -> Any:
        self.asked += list(links)
        found = {
            (url, label): Found(self.says.get(url, Outcome.OK)) for url, labels in links.items() for label in labels
        }
        return found, self.reached
