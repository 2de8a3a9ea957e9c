"""Texts of letters: every change is a new version, and one that would leave a letter unlawful or open is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import queries
from gongkai.engine.casework.actions.shared import person_of, reason_of
from gongkai.engine.casework.models import Template
from gongkai.engine.casework.permissions import check_templates
from gongkai.engine.casework.rules import KINDS, Problem, Refused, Stale, problems
from gongkai.engine.casework.rules.wording import CONTROL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

WHY = "请填写修改原因。"


class TemplateDefects(Refused):
    """The text cannot be used; `problems` says where and why."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__("模板没有保存：" + "；".join(f"{one.place}：{one.sentence}" for one in found))
        self.problems = list(found)


@transaction.atomic
def write_template(
    *, kind: str, agency: Agency | None, text: str, by: Acting, reason: str, valid_from: dt.date | None = None,
    seen: int | None = None,
) -> Template:  # fmt: skip
    """Make a new version of the text that this agency (None: the platform) uses.

    `seen` is the version that the page was opened with. Raises TemplateDefects, Stale, Refused.
    """
    check_templates(agency, by)
    if kind not in KINDS:
        raise Refused("没有这个文书种类。")
    words = cleaned_text(text)
    found = problems(words, KINDS[kind])
    if found:
        raise TemplateDefects(found)
    return _version(kind, agency, words, by, reason_of(reason, WHY), valid_from, seen, "write")


def cleaned_text(text: str) -> str:
    """Return a text with plain line breaks and without control characters."""
    lines = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def go_back(*, template: Template, by: Acting, reason: str, seen: int | None = None) -> Template:
    """Use the words of an earlier version again, as a new version, if they still pass."""
    why = reason_of(reason, WHY)
    return write_template(
        kind=template.kind, agency=template.agency, text=template.text, by=by, seen=seen,
        reason=f"恢复第{template.version}版：{why}"[:200],
    )  # fmt: skip


@transaction.atomic
def use_upper(*, kind: str, agency: Agency, by: Acting, reason: str, seen: int | None = None) -> Template:
    """Give up the agency's own text: that of the level above holds from today."""
    check_templates(agency, by)
    if not queries.last_version(kind, agency):
        raise Refused("本机关没有自己的文本，用的就是上级或者平台的文本。")
    return _version(kind, agency, "", by, reason_of(reason, WHY), None, seen, "upper")


def _version(
    kind: str, agency: Agency | None, text: str, by: Acting, reason: str, valid_from: dt.date | None, seen: int | None,
    tag: str,
) -> Template:  # fmt: skip
    last = queries.last_version(kind, agency)
    moved = Stale("这个模板刚被别人修改过。您输入的内容还在页面上，请与新版本核对后再保存。")
    if seen is not None and seen != last:
        raise moved
    before = queries.own_versions(kind, agency).first()
    day = valid_from or timezone.localdate()
    if before is not None and before.text == text and before.valid_from <= day:
        raise Refused("文本与现行版本相同，没有需要保存的修改。")
    try:
        with transaction.atomic():
            made = Template.objects.create(
                agency=agency, kind=kind, version=last + 1, text=text, made_by=person_of(by), reason=reason[:200],
                valid_from=day,
            )  # fmt: skip
    except IntegrityError as error:
        raise moved from error
    owner = agency.code if agency else "platform"
    events.record(
        tag=f"casework:template:{tag}", by=by.actor(Permission.CASEWORK_TEMPLATES, agency), remark=reason,
        subject=Subject("letter-template", f"{owner}:{kind}", KINDS[kind].name), old=last,
        new={"版本": made.version, "启用日期": made.valid_from.isoformat()},
    )  # fmt: skip
    return made
