"""Norm check, opinion form with interpretation material: recorded steps beside the reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Material, NormCheck, OpinionForm
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries import facts, working_edition
from gongkai.proactive.documents.queries.opinions import goes_up
from gongkai.proactive.documents.rules.countersigns import BEFORE_SIGNATURE
from gongkai.proactive.documents.rules.norms import POINTS, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

LONGEST = {"contact": 40, "phone": 40}


def _required(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    plain = {key: str(fields.get(key) or "").strip() for key in names}
    missing = [name for key, name in names.items() if not plain[key]]
    if missing:
        raise Refused(f"请填写{'、'.join(missing)}。")
    for key, length in LONGEST.items():
        if len(plain.get(key, "")) > length:
            raise Refused(f"{names[key]}不能超过{length}个字。")
    return plain


@transaction.atomic
def norm_check(
    *,
    document: Document,
    answers: Mapping[str, bool],
    by: Acting,
    opinion: str = "",
    notes: Mapping[str, str] | None = None,
) -> NormCheck:
    """Record a person's answer to every point, beside what the machine saw (R018). Any "no" means not passed.

    Raises Refused when a point is unanswered, the drafter checks, or a failed check has no opinion.
    """
    if document.status not in BEFORE_SIGNATURE:
        raise Refused("规范性审核在办公室核稿到签发之间进行。")
    check_permission(document, Permission.DOCUMENTS_CHECK, by)
    edition = working_edition(document)
    if by.person is not None and edition.author_id == by.person.pk:
        raise Refused("拟稿人不能审核自己的稿件，请由其他同志审核。")
    unanswered = [name for key, name in POINTS.items() if key not in answers]
    if unanswered:
        raise Refused(f"请逐项作出结论，还差：{'、'.join(unanswered)}。")
    passed = all(answers[key] for key in POINTS)
    if not passed and not opinion.strip():
        raise Refused("有不符合的项目，请写明怎样修改。")
    actor = by.actor(Permission.DOCUMENTS_CHECK, document.item.agency)
    seen = {one.key: one for one in look(norm_facts(document))}
    row = NormCheck.objects.create(
        edition=edition,
        digest=publishing.review_digest(edition),
        answers=[
            {"key": key, "seen": seen[key].note, "seen_ok": seen[key].ok, "ok": bool(answers[key]),
             "note": str((notes or {}).get(key, "")).strip()}
            for key in POINTS
        ],
        passed=passed, opinion=opinion.strip(), by=by.person, by_name=actor.name, role=actor.role, at=timezone.now(),
    )  # fmt: skip
    events.record(
        tag="documents:norm:check", by=actor, subject=subject_of(document, edition.title),
        new={"result": "通过" if passed else "未通过", "points": [POINTS[key] for key in POINTS if not answers[key]]},
        remark=opinion.strip(),
    )  # fmt: skip
    return row


def norm_facts(document: Document) -> dict[str, object]:
    edition = working_edition(document)
    files = [one.name for one in edition.files.filter(role="attachment")]
    return facts(document, edition) | {"addressees": document.addressees, "attachments": files}


OPINION_FIELDS = {
    "disclosure": "公开意见", "release": "发布要求", "interpretation": "解读安排", "contact": "联系人", "phone": "联系电话",
}  # fmt: skip


@transaction.atomic
def save_opinion(*, document: Document, by: Acting, **fields: str) -> OpinionForm:
    """Fill in 公文公开发布意见单 for the superior body that will issue the document (R017)."""
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    _check_goes_up(document)
    plain = _required(fields, OPINION_FIELDS)
    actor = by.actor(Permission.DOCUMENTS_DRAFT, document.drafting_agency)
    form, _ = OpinionForm.objects.update_or_create(
        document=document, defaults={**plain, "by_name": actor.name, "at": timezone.now()}
    )
    events.record(
        tag="documents:opinion:save",
        by=actor,
        subject=subject_of(document, working_edition(document).title),
        new={key: plain[key] for key in ("disclosure", "release", "interpretation")},
    )
    return form


def _check_goes_up(document: Document) -> None:
    if not goes_up(document):
        raise Refused("本机关自行印发的公文不需要意见单。报请上级机关印发的，请把发文机关改为上级机关。")


@transaction.atomic
def add_material(*, document: Document, file: StoredFile, name: str, by: Acting) -> Material:
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    _check_goes_up(document)
    if Material.objects.filter(document=document, name=name).exists():
        raise Refused(f"已有名为“{name}”的解读材料，请改名后再上传。")
    actor = by.actor(Permission.DOCUMENTS_DRAFT, document.drafting_agency)
    material = Material.objects.create(document=document, file=file, name=name, by_name=actor.name, at=timezone.now())
    events.record(
        tag="documents:opinion:material", by=actor,
        subject=subject_of(document, working_edition(document).title), new={"attached": name, "sha256": file.sha256},
    )  # fmt: skip
    return material


def note_package(*, document: Document, by: Acting) -> None:
    """Put on record that the three went up together, and who took them."""
    events.record(
        tag="documents:opinion:package",
        by=by.actor(),
        subject=subject_of(document, working_edition(document).title),
        new={"parts": ["公文公开发布意见单", "公文稿", "政策解读材料"]},
    )
