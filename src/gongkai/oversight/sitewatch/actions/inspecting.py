"""The look at columns, contents and the tags of our own pages; reminders to those who keep the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS
from gongkai.oversight.sitewatch.actions.findings import settle
from gongkai.oversight.sitewatch.actions.own_pages import opens, read_own
from gongkai.oversight.sitewatch.actions.reading import tags_of
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.queries.columns import Due, dues, newest_on_home, shelves
from gongkai.oversight.sitewatch.queries.problems import Problem, column_problems, misplaced, undated
from gongkai.oversight.sitewatch.rules import WAITING, Kind
from gongkai.oversight.sitewatch.rules.findings import REMIND_AGAIN_DAYS, REMIND_DAYS_BEFORE
from gongkai.oversight.sitewatch.rules.pages import SOURCE, PageKind, page_defects

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person, Site
    from gongkai.base.organisations.queries import Acting

ARTICLES = 30  # content pages whose tags are looked at in one round, the newest and a different sample every day
KINDS_SEEN = (Kind.EMPTY, Kind.STALE, Kind.MISPLACED, Kind.UNDATED)


def inspect(*, site: Site, by: Acting, today: dt.date | None = None) -> tuple[int, int]:
    """Look at columns and contents of a site; return how many tasks began and ended."""
    day = today or timezone.localdate()
    found = shelves(site)
    problems = [*column_problems(found, day), *misplaced(site), *undated(site)]
    opened, ended = settle(site=site, problems=problems, kinds=KINDS_SEEN, today=day, by=by)
    more, fewer = inspect_tags(site=site, by=by, today=day)
    return opened + more, ended + fewer


def inspect_tags(*, site: Site, by: Acting, today: dt.date) -> tuple[int, int]:
    """Look at the label tags of our own pages as visitors get them; a page not looked at today keeps its task."""
    if not opens(site.host):
        return 0, 0
    problems, looked = [], set()
    for path, kind, agency in _pages(site, today):
        looked.add(f"tags:{path}")
        if (problem := tag_problem(site, path, kind, agency)) is not None:
            problems.append(problem)
    standing = Finding.objects.filter(site=site, kind=Kind.TAGS, state__in=WAITING).select_related("agency")
    for one in standing:
        if one.fingerprint not in looked:
            problems.append(Problem(Kind.TAGS, one.fingerprint, one.title, one.detail, one.url, one.agency))
    return settle(site=site, problems=problems, kinds=[Kind.TAGS], today=today, by=by)


def tag_problem(site: Site, path: str, kind: PageKind, agency: Agency) -> Problem | None:
    page = read_own(site.host, path)
    if page.root is None:
        return Problem(Kind.TAGS, f"tags:{path}", f"本站页面 {path} 打不开", f"页面答复{page.status}。", path, agency)
    defects = [defect for defect in page_defects(tags_of(page.root), kind) if defect.blocks]
    if not defects:
        return None
    words = f"{'；'.join(defect.says for defect in defects)}。依据：{SOURCE}"
    return Problem(Kind.TAGS, f"tags:{path}", f"页面 {path} 的网页标签有{len(defects)}处缺陷", words, path, agency)


def _pages(site: Site, today: dt.date) -> Iterator[tuple[str, PageKind, Agency]]:
    yield "/", PageKind.HOME, site.agency
    yield "/disclosure/", PageKind.LIST, site.agency
    for column in publishing.columns_of_site(site):
        yield f"/columns/{column.slug}/", PageKind.LIST, site.agency
    rows = publishing.public_releases(site).filter(kind__in=KINDS)
    newest = list(rows[: ARTICLES // 2])
    turn = today.toordinal() % max(rows.count() // ARTICLES, 1)
    sample = list(rows.order_by("item_id")[turn * ARTICLES : turn * ARTICLES + ARTICLES // 2])
    for release in {release.pk: release for release in newest + sample}.values():
        path = KINDS[release.kind].path(release.key)
        if path:
            yield path, PageKind.ARTICLE, release.agency


def remind(*, site: Site, today: dt.date) -> int:
    """Tell the keepers of columns what falls due and what is overdue; told once for each occasion. Return to how many."""
    found = shelves(site)
    waiting = [
        one for one in dues(site, found, newest_on_home(site), today) if one.column is not None and _told_on(one)
    ]
    notes = []
    for due in waiting:
        people = keepers(due)
        if people and due.column is not None:
            notes.append(_reminder(site, due, people))
    return notify.tell_all(notes=notes)


def keepers(due: Due) -> list[Person]:
    """Return who answers for a column: the openness officers of its agency, else the editors of its site."""
    if due.column is None:
        return []
    own = holders(Permission.PUBLISHING_RELEASE, due.column.agency)
    return (
        own
        or holders(Permission.SITEWATCH_MANAGE, due.column.agency)
        or holders(Permission.SITEWATCH_MANAGE, due.column.site.agency)
    )


def _told_on(due: Due) -> bool:
    return due.left in REMIND_DAYS_BEFORE or (due.left < 0 and (-due.left) % REMIND_AGAIN_DAYS == 1)


def _reminder(site: Site, due: Due, people: list[Person]) -> Note:
    title = f"栏目“{due.what}”{due.word}：{due.limit.rule}"
    key = f"sitewatch:due:{due.column.pk if due.column else 0}:{due.limit.last_day}:{due.left}"
    return Note(
        tuple(person.pk for person in people), title, key, body=f"网站：{site.name}。请在{due.limit.last_day:%Y-%m-%d}前更新。",
        url=due.url, kind="sitewatch", about=f"site:{site.pk}",
    )  # fmt: skip
