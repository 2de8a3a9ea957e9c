"""The site register, the theme of a site, the yearly check, and searches that are not to be shown as hot."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import Acting, check, holders, site_model
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site.models import HiddenTerm, SiteProfile
from gongkai.doors.site.queries.sitebook import facts_of
from gongkai.doors.site.rules import PALETTES, site_defects
from gongkai.doors.site.rules.sitebook import REMIND_DAYS, check_due
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

STATED = frozenset(
    "purpose content_duty column_set keeper keeper_phone security_grade security_filing opened_on repost_hours "
    "repost_basis".split()
)


def _note(tag: str, site: Site, by: Acting, **facts: Any) -> None:
    events.record(
        tag=tag,
        by=by.actor(Permission.PUBLISHING_COLUMNS, site.agency),
        subject=Subject("site", str(site.pk), site.name),
        **facts,
    )


def _profile(site: Site) -> SiteProfile:
    profile, _ = SiteProfile.objects.get_or_create(site=site)
    return profile


@transaction.atomic
def edit_profile(*, site: Site, changes: dict[str, Any], by: Acting) -> SiteProfile:
    """State what the site is for and who answers for it (R250). A term for reposts needs the rule it comes from."""
    check(by, Permission.PUBLISHING_COLUMNS, site.agency)
    profile = _profile(site)
    wanted = {name: value for name, value in changes.items() if name in STATED}
    old = {name: getattr(profile, name) for name, value in wanted.items() if getattr(profile, name) != value}
    for name in old:
        setattr(profile, name, wanted[name])
    if profile.repost_hours and not profile.repost_basis.strip():
        raise Refused("填写了转载时限，请同时写明依据（哪个文件第几条）。")
    profile.full_clean()
    profile.save()
    if old:
        said = {name: _plain(wanted[name]) for name in old}
        _note("site:register:edit", site, by, old={name: _plain(value) for name, value in old.items()}, new=said)
    return profile


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


@transaction.atomic
def confirm_check(*, site: Site, remark: str, by: Acting) -> SiteProfile:
    """Record that the site was gone through this year; what was missing that day goes on record with it."""
    check(by, Permission.PUBLISHING_COLUMNS, site.agency)
    if not remark.strip():
        raise Refused("请写明核查情况：看了什么，有什么问题，怎样处理。")
    profile = _profile(site)
    profile.checked_on, profile.checked_by, profile.check_note = timezone.localdate(), by.person, remark.strip()
    profile.full_clean()
    profile.save()
    left = site_defects(facts_of(site, profile), timezone.localdate())
    _note("site:register:check", site, by, new={"未解决": left}, remark=remark.strip())
    return profile


@transaction.atomic
def choose_theme(*, site: Site, theme: str, by: Acting) -> Site:
    """Give the site its colours; every page shows them at once. The administrator's, as all that names a site is."""
    if theme not in PALETTES:
        raise Refused("没有这个主题，请从列表中选择。")
    changed = organisations.edit_site(site=site, changes={"theme": theme}, by=by)
    publishing.void_pages()
    return changed


@transaction.atomic
def hide_term(*, site: Site, term: str, reason: str, by: Acting) -> HiddenTerm:
    check(by, Permission.SEARCH_MANAGE, site.agency)
    words = " ".join(term.split())
    if not words or not reason.strip():
        raise Refused("请填写检索词和不展示的原因。")
    hidden, _ = HiddenTerm.objects.update_or_create(site=site, term=words, defaults={"reason": reason.strip()})
    _note("site:hot:hide", site, by, new={"term": words}, remark=reason.strip())
    publishing.void_pages()
    return hidden


@transaction.atomic
def show_term(*, site: Site, term: str, by: Acting) -> None:
    check(by, Permission.SEARCH_MANAGE, site.agency)
    HiddenTerm.objects.filter(site=site, term=term).delete()
    _note("site:hot:show", site, by, new={"term": term})
    publishing.void_pages()


def remind_checks() -> int:
    """Tell whoever arranges a site that its yearly check is due; once a month until it was done. Return how many notes."""
    today = timezone.localdate()
    notes = []
    for site in site_model().objects.select_related("agency"):
        profile = SiteProfile.objects.filter(site=site).first()
        due = check_due(profile.checked_on if profile else None)
        if due is not None and due - dt.timedelta(days=REMIND_DAYS) > today:
            continue
        people = tuple(person.pk for person in holders(Permission.PUBLISHING_COLUMNS, site.agency))
        if people:
            title = f"网站年度核查{'已到期' if due is None or due < today else '将到期'}：{site.name}"
            key = f"site-check:{site.pk}:{today:%Y-%m}"
            notes.append(Note(people, title, key, url=f"/desk/site/book/{site.pk}/", kind="site", mail=True))
    notify.tell_all(notes=notes)
    return len(notes)
