"""The submission to a superior body: opinion form, draft and interpretation material belong together (三同步, R017)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.proactive.documents.models import Material, OpinionForm
from gongkai.proactive.documents.queries.redaction import whole

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def goes_up(document: Document) -> bool:
    """Return whether a superior body, or the office of one, will issue what this agency drafted (R017).

    A body beside or below the drafting one is no superior: between these no form is asked for. Nor is it of the office
    that drafts for its own government: it is that government's house, nothing is submitted.
    """
    issuing, drafting = document.item.agency, document.drafting_agency
    if issuing.pk == drafting.pk or (drafting.kind == "office" and drafting.parent_id == issuing.pk):
        return False
    above = issuing.parent if issuing.kind == "office" and issuing.parent is not None else issuing
    return drafting.lineage.startswith(above.lineage)


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
