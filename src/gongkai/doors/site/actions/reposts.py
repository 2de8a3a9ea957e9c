"""Reposts from superiors (转载) and references to what stands on their sites: register, edit, decline, check the link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import Acting, check, holders
from gongkai.doors.site.actions.flow import check_drafting, note
from gongkai.doors.site.models import Repost, SiteProfile
from gongkai.doors.site.queries.pieces import edition_of
from gongkai.doors.site.rules import REPOST, BlockRefused, foreign_link
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

FACTS = frozenset({"source_name", "source_url", "doc_number", "original_on"})


def term_of(agency: Agency) -> tuple[dt.timedelta, str] | None:
    """Return how soon this agency reposts and by what rule, as its site register states; None where it states nothing."""
    own = SiteProfile.objects.filter(repost_hours__isnull=False)
    for code in reversed(agency.lineage_codes()):
        profile = own.filter(site__agency__code=code).order_by("-site__is_default").first()
        if profile is not None and profile.repost_hours:
            words = f"登记后{profile.repost_hours}小时内转载（{profile.repost_basis}）"
            return dt.timedelta(hours=profile.repost_hours), words
    return None


@transaction.atomic
def register_repost(
    *, agency: Agency, sort: str, title: str, facts: Mapping[str, Any], html: str = "", by: Acting
) -> Repost:
    """Register what is to be reposted or referred to; the term begins now. Raises Refused for a bad link or a double."""
    check(by, DRAFTING, agency)
    link = _checked(facts, title)
    double = Repost.objects.filter(source_url=link, item__agency=agency, declined_at__isnull=True).first()
    if double is not None:
        raise Refused("这个地址的内容已经登记过，请在列表中打开继续办理。")
    text = clean_html(html)
    edition = publishing.create_item(
        kind=sort, agency=agency, title=title.strip(), by=by, html=text, text=to_text(text), origin="received",
        source_url=link,
    )  # fmt: skip
    edition.mode = Mode.FULL_TEXT.value
    edition.save(update_fields=["mode"])
    now, term = timezone.now(), term_of(agency) if sort == REPOST else None
    repost = Repost.objects.create(
        item=edition.item, sort=sort, received_at=now, due_at=now + term[0] if term else None,
        term=term[1] if term else "", **{name: facts[name] for name in FACTS if name in facts} | {"source_url": link},
    )  # fmt: skip
    note("site:repost:register", repost, by, new={"source": repost.source_name, "url": link, "term": repost.term})
    return repost


def _checked(facts: Mapping[str, Any], title: str) -> str:
    if not title.strip() or not str(facts.get("source_name", "")).strip():
        raise Refused("请填写标题和来源。")
    if facts["original_on"] > timezone.localdate():
        raise Refused("原文发布日期在今天之后，请核对。")
    try:
        link = foreign_link(str(facts["source_url"]))
    except BlockRefused as error:
        raise Refused(str(error)) from error
    return link


@transaction.atomic
def edit_repost(
    *,
    repost: Repost,
    version: int,
    title: str,
    html: str,
    facts: Mapping[str, Any],
    columns: Sequence[str],
    by: Acting,
) -> Repost:
    """Change wording and particulars together. Raises Stale when somebody saved in between."""
    repost = Repost.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=repost.pk)
    edition = check_drafting(repost, by)
    link, text = _checked(facts, title), clean_html(html)
    publishing.save_edition(
        edition=edition, version=version, by=by, title=title.strip(), html=text, text=to_text(text),
        mode=Mode.FULL_TEXT.value,
    )  # fmt: skip
    wanted = {name: facts[name] for name in FACTS if name in facts} | {"source_url": link}
    old = {name: str(getattr(repost, name)) for name, value in wanted.items() if getattr(repost, name) != value}
    for name, value in wanted.items():
        setattr(repost, name, value)
    repost.columns = list(columns)
    if "source_url" in old:
        repost.checked_on, repost.checked_by, repost.link_works = None, None, None
    repost.save()
    if old:
        note("site:repost:edit", repost, by, old=old, new={name: str(wanted[name]) for name in old})
    return repost


@transaction.atomic
def decline(*, repost: Repost, reason: str, by: Acting) -> Repost:
    """Decide not to repost what was registered; the reason stays on record, the term ends."""
    edition = check_drafting(repost, by)
    if not reason.strip():
        raise Refused("请写明不转载的原因。")
    if edition.number > 1:
        raise Refused("已经公开过的转载不能这样处理；不再需要的，请撤下。")
    repost.declined_at, repost.declined_reason = timezone.now(), reason.strip()
    repost.save(update_fields=["declined_at", "declined_reason"])
    note("site:repost:decline", repost, by, remark=reason.strip())
    return repost


@transaction.atomic
def check_link(*, repost: Repost, works: bool, by: Acting) -> Repost:
    """Record that somebody opened the link today and found the right thing there, or did not (R270)."""
    check(by, DRAFTING, repost.item.agency)
    repost.checked_on, repost.checked_by, repost.link_works = timezone.localdate(), by.person, works
    repost.save(update_fields=["checked_on", "checked_by", "link_works"])
    note("site:reference:check", repost, by, new={"链接": "有效" if works else "打不开或者不是原文"})
    publishing.void_pages()
    return repost


def remind_reposts() -> int:
    """Tell once a day who drafts in the agency of each repost whose term is near its end or over; return how many notes."""
    today, soon = timezone.localdate(), timezone.now() + dt.timedelta(days=1)
    rows = Repost.objects.filter(declined_at__isnull=True, item__release__isnull=True, due_at__lte=soon)
    rows = rows.exclude(reminded_on=today).exclude(item__withdrawn_at__isnull=False).select_related("item__agency")
    notes = []
    for repost in rows:
        late = repost.due_at is not None and repost.due_at < timezone.now()
        people = tuple(person.pk for person in holders(DRAFTING, repost.item.agency))
        if people:
            title = f"{'转载已经超时' if late else '转载时限将到'}：{edition_of(repost).title}"
            key = f"repost:{repost.pk}:{today.isoformat()}"
            notes.append(Note(people, title, key, url=f"/desk/site/reposts/{repost.pk}/", kind="site", mail=True))
    notify.tell_all(notes=notes)
    rows.update(reminded_on=today)
    return len(notes)
