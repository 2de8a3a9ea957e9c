"""What an applicant does by number and secret that is no verb of the case itself: hand in more, be reached elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Applicant, Material, Submission
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.account import mark_of
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.intake import contact_defects

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.base.vault.queries import SealedFile
    from gongkai.responsive.applications.models import Application

CONTACT_NAMES = {"phone": "电话", "email": "电子邮箱", "address": "通信地址", "postal_code": "邮政编码", "fax": "传真"}
WAY = "查询页"
MOST_MATERIALS = 50


def open_matters(submission: Submission) -> list[Application]:
    return list(submission.applications.exclude(status=Status.CLOSED.value).order_by("position"))


def check_room(submission: Submission, more: int) -> None:
    if submission.materials.count() + more > MOST_MATERIALS:
        raise Refused(f"材料最多{MOST_MATERIALS}个。更多的材料请当面提交或者邮寄，并写明回执编号。")


@transaction.atomic
def attach(*, submission: Submission, files: Sequence[SealedFile], note: str, by: Acting) -> None:
    """Add files and a note to what is under way; the handlers see it among the talks. Raises Refused."""
    matters = open_matters(submission)
    if not matters:
        raise Refused("申请已经办结，不能再补充材料。需要的，请另写一份申请，或者与受理机关联系。")
    if not files and not note.strip():
        raise Refused("请写几句话，或者选择要上传的文件。")
    check_room(submission, len(files))
    keep(submission, files, "申请人补充")
    said = "；".join(part for part in (f"申请人补充材料{len(files)}个" if files else "", note.strip()) if part)
    public = f"已收到您补充的{f'材料（{len(files)}个文件）' if files else '说明'}"
    for matter in matters:
        actions.contact(application=matter, way=WAY, text=said, by=by, public=public)


def keep(submission: Submission, files: Sequence[SealedFile], why: str) -> None:
    Material.objects.bulk_create([Material(submission=submission, file=file, why=why) for file in files])


@transaction.atomic
def change_contact(*, submission: Submission, facts: dict[str, str], by: Acting) -> None:
    """Replace how the first applicant is reached; what stands in the record is only which of it changed. Raises Refused."""
    first = (
        Applicant.objects.select_for_update(of=("self",))
        .filter(submission=submission, left_on=None)
        .order_by("position")
        .first()
    )
    matters = open_matters(submission)
    if first is None or not matters:
        raise Refused("申请已经办结，联系方式不再使用，不必更新。")
    if wrong := contact_defects(facts):
        raise Refused(" ".join(wrong.values()))
    changed = {
        name: value[:300] for name, value in facts.items() if name in CONTACT_NAMES and value != getattr(first, name)
    }
    if not changed:
        raise Refused("联系方式没有变化，不必更新。")
    after = {name: changed.get(name, getattr(first, name)) for name in CONTACT_NAMES}
    if not (after["phone"] or after["email"] or after["address"]):
        raise Refused("请至少留下一种联系方式：电话、电子邮箱或者通信地址。")
    for name, value in changed.items():
        setattr(first, name, value)
    if "email" in changed:
        first.email_mark = mark_of(changed["email"])
    first.save(update_fields=sorted({*changed, *(["email_mark"] if "email" in changed else [])}))
    names = "、".join(CONTACT_NAMES[name] for name in changed)
    for matter in matters:
        actions.contact(
            application=matter, way=WAY, text=f"申请人更新了{names}，请看申请人信息", by=by, public=f"已更新{names}"
        )
