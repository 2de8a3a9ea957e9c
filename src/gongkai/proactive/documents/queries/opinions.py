"""The submission to a superior body: opinion form, draft and interpretation material belong together (三同步, R017)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.proactive.documents.models import Material, OpinionForm
from gongkai.proactive.documents.queries.redaction import whole

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def goes_up(document: Document) -> bool:
    """Return whether another body than the drafting one will issue the document."""
    return document.item.agency_id != document.drafting_agency_id


def opinion_of(document: Document) -> OpinionForm | None:
    return OpinionForm.objects.filter(document=document).first()


def materials_of(document: Document) -> list[Material]:
    return list(Material.objects.filter(document=document).select_related("file"))


def package_gaps(document: Document, edition: Edition) -> list[str]:
    """Return which of the three are missing; nothing for what the drafting body issues itself."""
    if not goes_up(document):
        return []
    found = []
    if opinion_of(document) is None:
        found.append("缺公文公开发布意见单")
    if not whole(edition).text.strip() and not edition.files.exists():
        found.append("缺公文稿")
    if not materials_of(document):
        found.append("缺政策解读材料")
    return found
