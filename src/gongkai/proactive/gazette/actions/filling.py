"""Planning an issue and filling it: choose, add, order, bring up to the document, hand over to the readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.ui.text import cited
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.gazette.actions.shared import lock, note, note_gazette, number_entries
from gongkai.proactive.gazette.models import Divergence, Entry, Gazette, Issue
from gongkai.proactive.gazette.permissions import check_edit, check_open, check_state
from gongkai.proactive.gazette.queries.candidates import level_of
from gongkai.proactive.gazette.queries.public import code_of
from gongkai.proactive.gazette.queries.standard import Written, written
from gongkai.proactive.gazette.rules import (
    COLUMN_NAMES,
    ISSUE,
    MOST_ENTRIES,
    State,
    column_for,
    issue_key,
    issue_name,
)
from gongkai.proactive.gazette.rules.framing import paragraphs

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release


@transaction.atomic
def found_gazette(
    *, agency: Agency, name: str, by: Acting, english_name: str = "", founded_on: dt.date | None = None, about: str = ""
) -> Gazette:
    """Put a gazette on the register; one a government. Raises Refused when there is one."""
    check_edit(agency, by)
    if not name.strip():
        raise Refused("请填写公报名称。")
    if Gazette.objects.filter(agency=agency).exists():
        raise Refused(f"{agency.name}的公报已经登记。")
    made = Gazette.objects.create(
        agency=agency, name=name.strip(), english_name=english_name.strip(), founded_on=founded_on, about=about.strip()
    )
    note_gazette("gazette:found", made, by, new={"名称": made.name})
    return made


@transaction.atomic
def plan(
    *, gazette: Gazette, year: int, number: int, total: int, by: Acting, planned_on: dt.date | None = None
) -> Issue:
    """Begin an issue. Raises Refused when its number in the year or its total number is taken."""
    check_edit(gazette.agency, by)
    if year < 1949 or not 1 <= number <= 9999 or total < number:
        raise Refused("请核对年份、期号和总期号：总期号不小于年内期号。")
    issue = begin(gazette, year, number, total, by=by, planned_on=planned_on)
    note("issue:plan", issue, by, new={"期次": issue.name, "计划": planned_on.isoformat() if planned_on else ""})
    return issue


def begin(
    gazette: Gazette, year: int, number: int, total: int, *, by: Acting, planned_on: dt.date | None, **more: Any
) -> Issue:
    """Create item and issue, in the caller's transaction, which records the event."""
    standing = gazette.issues.filter(year=year, number=number) | gazette.issues.filter(total=total)
    known = standing.first()
    if known is not None:
        raise Refused(f"{known.name}已经登记，期号不能重复。")
    edition = publishing.create_item(
        kind=ISSUE, agency=gazette.agency, title=issue_name(gazette.name, year, number, total), by=by, quiet=True,
        key=issue_key(year, number, code=code_of(gazette.agency)), origin="import" if more.get("old") else "drafted",
    )  # fmt: skip
    edition.mode = "full-text"
    edition.save(update_fields=["mode"])
    try:
        with transaction.atomic():
            return Issue.objects.create(
                gazette=gazette, item=edition.item, year=year, number=number, total=total, planned_on=planned_on, **more
            )
    except IntegrityError as error:
        raise Refused("期号刚刚被别人登记，请刷新页面。") from error


@transaction.atomic
def choose(*, issue: Issue, items: Sequence[int], by: Acting, column: str = "", why: str = "") -> list[Entry]:
    """Take public documents into an issue, each with its present wording. `column` empty: the one proposed."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.PLANNED)
    if column and column not in COLUMN_NAMES:
        raise Refused("没有这个栏目，请重新选择。")
    found = _public(items, issue)
    made = []
    for release in found:
        entry = Entry(
            issue=issue, order=_next(issue), document=release.item, why=why.strip()[:200],
            column=column or column_for(release.title, level_of(issue.gazette, release.agency)),
        )  # fmt: skip
        _fill(entry, written(release))
        entry.save()
        made.append(entry)
    note("issue:choose", issue, by, new={"选入": [one.title for one in made]}, remark=why)
    return made


def _public(items: Sequence[int], issue: Issue) -> list[Release]:
    """Raises Refused for what is not public, already in an issue, or too much."""
    rows = {
        row.item_id: row
        for row in published.public_releases()
        .filter(item__in=list(items), kind="document", agency__lineage__startswith=issue.gazette.agency.lineage)
        .select_related("edition", "item")
    }
    if not items or len(rows) < len(set(items)):
        raise Refused("只能选入本级政府及其部门已经公开的文件，请从候选文件中勾选。")
    if issue.entries.count() + len(rows) > MOST_ENTRIES:
        raise Refused(f"一期最多{MOST_ENTRIES}篇，请分期刊登。")
    taken = Entry.objects.filter(issue__gazette=issue.gazette, document__in=rows).select_related("issue").first()
    if taken is not None:
        raise Refused(f"{cited(taken.title)}已选入{taken.issue.brief}，不能重复刊登。")
    return [rows[pk] for pk in dict.fromkeys(items)]


def _next(issue: Issue) -> int:
    last: int | None = issue.entries.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _fill(entry: Entry, one: Written) -> None:
    entry.title, entry.doc_number, entry.issuer = one.title, one.doc_number, one.issuer
    entry.formed_on, entry.edition, entry.html, entry.text = one.formed_on, one.edition, one.html, one.text


@transaction.atomic
def add_text(
    *, issue: Issue, column: str, title: str, body: str, by: Acting, issuer: str = "", doc_number: str = "",
    formed_on: dt.date | None = None, corrects: Divergence | None = None,
) -> Entry:  # fmt: skip
    """Take in a text that is no document of the library: 大事记, an appointment, a correction. `body` is plain text or HTML."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.PLANNED)
    if column not in COLUMN_NAMES or not title.strip() or not body.strip():
        raise Refused("请选择栏目，填写标题和正文。")
    if issue.entries.count() >= MOST_ENTRIES:
        raise Refused(f"一期最多{MOST_ENTRIES}篇，请分期刊登。")
    html = clean_html(body if body.lstrip().startswith("<") else paragraphs(body))
    entry = Entry.objects.create(
        issue=issue, order=_next(issue), column=column, title=title.strip()[:300], html=html, text=to_text(html),
        issuer=issuer.strip()[:100], doc_number=doc_number.strip()[:60], formed_on=formed_on, corrects=corrects,
    )  # fmt: skip
    note("issue:choose", issue, by, new={"选入": [entry.title]})
    return entry


@transaction.atomic
def edit_entry(*, entry: Entry, by: Acting, column: str, title: str = "", body: str = "", issuer: str = "") -> Entry:
    """Change column and, of a text that is no document's, title and wording. A document's text is changed at the document."""
    issue = _opened(entry, by)
    if column not in COLUMN_NAMES:
        raise Refused("没有这个栏目，请重新选择。")
    old = {"栏目": COLUMN_NAMES[entry.column], "标题": entry.title}
    entry.column = column
    if entry.document_id is None and title.strip() and body.strip():
        html = clean_html(body if body.lstrip().startswith("<") else paragraphs(body))
        entry.title, entry.html, entry.text = title.strip()[:300], html, to_text(html)
        entry.issuer = issuer.strip()[:100]
    entry.save()
    note("issue:arrange", issue, by, old=old, new={"栏目": COLUMN_NAMES[column], "标题": entry.title})
    return entry


def _opened(entry: Entry, by: Acting) -> Issue:
    issue = lock(entry.issue)
    check_edit(issue.gazette.agency, by)
    check_open(issue)
    return issue


@transaction.atomic
def drop(*, entry: Entry, by: Acting) -> None:
    issue = _opened(entry, by)
    title = entry.title
    entry.delete()
    number_entries(issue)
    note("issue:drop", issue, by, old={"移出": title})


@transaction.atomic
def move_entry(*, entry: Entry, up: bool, by: Acting) -> None:
    """Exchange a text with its neighbour; at the end nothing happens."""
    issue = _opened(entry, by)
    number_entries(issue)
    entry.refresh_from_db(fields=["order"])
    beside = issue.entries.filter(order=entry.order + (-1 if up else 1)).first()
    if beside is None:
        return
    order = [one.pk for one in issue.entries.order_by("order", "pk")]
    first, second = order.index(entry.pk), order.index(beside.pk)
    order[first], order[second] = order[second], order[first]
    arrange(issue=issue, order=order, by=by)


@transaction.atomic
def arrange(*, issue: Issue, order: Sequence[int], by: Acting) -> Issue:
    """Put the texts into this order (their ids). Raises Refused when the list is not exactly the texts of the issue."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_open(issue)
    entries = {one.pk: one for one in issue.entries.all()}
    if sorted(order) != sorted(entries):
        raise Refused("篇目刚刚有变动，请刷新页面后再排。")
    for place, pk in enumerate(order, start=1):
        if entries[pk].order != place:
            Entry.objects.filter(pk=pk).update(order=place)
    note("issue:arrange", issue, by, new={"次序": [entries[pk].title for pk in order]})
    return issue


@transaction.atomic
def refresh(*, entry: Entry, by: Acting) -> Entry:
    """Take the document's present public wording; what was read before then counts no more (see `reading`)."""
    issue = _opened(entry, by)
    rows = published.public_releases().filter(item=entry.document_id, kind="document").select_related("edition")
    release = rows.first()
    if release is None:
        raise Refused("这份文件在网站上没有公开内容，请移出本期。")
    old = entry.edition
    _fill(entry, written(release))
    entry.save()
    note("issue:refresh", issue, by, old={"版次": old}, new={"标题": entry.title, "版次": entry.edition})
    return entry


@transaction.atomic
def select(*, issue: Issue, by: Acting) -> Issue:
    """Close the selection and hand over to the readers."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.PLANNED)
    if not issue.entries.exists():
        raise Refused("还没有选入篇目，不能提交校对。")
    number_entries(issue)
    Issue.objects.filter(pk=issue.pk).update(state=State.SELECTED)
    note("issue:select", issue, by, new={"篇目": issue.entries.count()})
    issue.refresh_from_db()
    return issue


@transaction.atomic
def set_print_run(*, issue: Issue, copies: int, by: Acting) -> Issue:
    """Put down how many copies are printed (R292)."""
    check_edit(issue.gazette.agency, by)
    if copies < 0:
        raise Refused("印数不能是负数。")
    old = issue.print_run
    Issue.objects.filter(pk=issue.pk).update(print_run=copies)
    note("paper:supply", issue, by, old={"印数": old}, new={"印数": copies})
    issue.refresh_from_db()
    return issue
