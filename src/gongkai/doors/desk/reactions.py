"""Where what was given on application turns towards the public: a draft of a document, on the ordinary road.

Proactive disclosure and disclosure on application do not know each other; this door knows both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.responsive.applications.rules.draft_makers import MAKERS

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item


def draft_for_all(conversion: Any, title: str, files: list[tuple[Any, str]], by: Acting) -> Item:
    """Draft a document with the files that were given; whoever drafts it answers for it and cannot review it."""
    application = conversion.application
    document = documents.draft(agency=application.agency, title=title, by=by, division=application.division)
    for file, name in files:
        publishing.attach(edition=working_edition(document), file=file, name=name, by=by)
    item: Item = document.item
    return item


MAKERS.append(draft_for_all)
