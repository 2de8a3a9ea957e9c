"""Putting items together for one audience."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.files.rules import to_text
from gongkai.base.organisations.queries import Acting, check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode
from gongkai.proactive.policy.actions.noting import html_of, note
from gongkai.proactive.policy.models import PolicyPackage
from gongkai.proactive.policy.permissions import EDIT, check_edit
from gongkai.proactive.policy.queries import working_edition
from gongkai.proactive.policy.rules import ITEM, MOST_IN_PACKAGE, PACKAGE
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def _members(keys: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_IN_PACKAGE:
        raise Refused(f"一个服务包最多{MOST_IN_PACKAGE}个事项，请按对象再分开。")
    standing = set(published.public_releases().filter(kind=ITEM, key__in=wanted).values_list("key", flat=True))
    missing = [key for key in wanted if key not in standing]
    if missing:
        raise Refused(f"只能放进已经公开的政策事项，以下不是：{'、'.join(missing[:5])}。")
    return wanted


def _words(title: str, audience: str, intro: str) -> str:
    rows = [(title, f"对象：{AUDIENCE_NAMES[audience]}"), ("说明", intro)]
    return html_of([row for row in rows if row[1]])


def _checked(title: str, audience: str) -> str:
    if not title.strip():
        raise Refused("请填写服务包名称。")
    if audience not in AUDIENCE_NAMES:
        raise Refused("请选择服务包的对象。")
    return title.strip()


@transaction.atomic
def create_package(
    *, agency: Agency, title: str, audience: str, intro: str, members: Sequence[str], by: Acting
) -> PolicyPackage:
    check(by, EDIT, agency)
    name = _checked(title, audience)
    html = _words(name, audience, intro.strip())
    edition = publishing.create_item(
        kind=PACKAGE, agency=agency, title=name, by=by, html=html, text=to_text(html), quiet=True
    )
    edition.mode = Mode.FULL_TEXT.value
    edition.save(update_fields=["mode"])
    row = PolicyPackage.objects.create(
        item=edition.item, audience=audience, intro=intro.strip()[:500], members=_members(members)
    )
    note("package:create", row, by, new={"事项": len(row.members)})
    return row


@transaction.atomic
def edit_package(
    *, row: PolicyPackage, version: int, title: str, audience: str, intro: str, members: Sequence[str], by: Acting
) -> PolicyPackage:
    """Change a package in preparation; of a public one the next edition is begun first."""
    row = PolicyPackage.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=row.pk)
    check(by, EDIT, row.item.agency)
    name = _checked(title, audience)
    if row.item.editions.filter(state="published").exists() and working_edition(row).state == "published":
        publishing.open_edition(item=row.item, note="调整服务包的内容", by=by)
        version = working_edition(row).version
        row.submitted, row.submitted_by = False, None
    edition = working_edition(row)
    check_edit(row, edition, by)
    row.audience, row.intro, row.members = audience, intro.strip()[:500], _members(members)
    row.save(update_fields=["audience", "intro", "members", "submitted", "submitted_by"])
    html = _words(name, audience, row.intro)
    publishing.save_edition(
        edition=edition, version=version, by=by, title=name, html=html, text=to_text(html), mode=Mode.FULL_TEXT.value
    )
    note("package:edit", row, by, new={"事项": len(row.members)})
    return row
