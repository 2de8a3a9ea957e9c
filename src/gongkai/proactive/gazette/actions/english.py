"""The English edition of a released issue: translated by one, checked by another, released beside the Chinese one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.gazette.actions.shared import lock, note
from gongkai.proactive.gazette.models import EnglishIssue, EnglishText, Issue
from gongkai.proactive.gazette.permissions import EDIT, RELEASE, check_edit, check_state
from gongkai.proactive.gazette.rules import COLUMNS, ENGLISH, LANGUAGE, State, english_key
from gongkai.proactive.gazette.rules.english import default_title, has_english, is_english
from gongkai.proactive.gazette.rules.framing import paragraphs

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Release


def english_edition(english: EnglishIssue) -> Edition:
    rows = english.item.editions.exclude(state=EditionState.DISCARDED).select_related("item__agency")
    edition: Edition = rows.order_by("-number")[0]
    return edition


@transaction.atomic
def begin_english(*, issue: Issue, by: Acting) -> EnglishIssue:
    """Begin the English edition of a released issue. Raises Refused when there is one."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.RELEASED)
    if EnglishIssue.objects.filter(issue=issue).exists():
        raise Refused("本期英文版已经开始，请继续编辑。")
    name = issue.gazette.english_name
    if not is_english(name):
        raise Refused("请先在公报登记里填写英文名称。")
    edition = publishing.create_item(
        kind=ENGLISH, agency=issue.gazette.agency, by=by, quiet=True, key=english_key(issue.item.key),
        title=default_title(name, issue.year, issue.number, issue.total),
    )  # fmt: skip
    edition.mode = "full-text"
    edition.save(update_fields=["mode"])
    made = EnglishIssue.objects.create(
        issue=issue, item=edition.item, translator=by.actor().name, translated_by=by.person
    )
    note("english:edit", issue, by, new={"英文版": edition.title})
    return made


@transaction.atomic
def edit_english(
    *,
    english: EnglishIssue,
    title: str,
    preface: str,
    texts: Mapping[int, tuple[str, str]],
    by: Acting,
    reason: str = "",
) -> EnglishIssue:
    """Write the English edition: `texts` maps a text of the issue to its title and, where translated, its wording.

    A text without a title is left out. Once public, a change begins the next edition and needs `reason` (in Chinese,
    for the record of changes); the public one stands until the new one is released.
    """
    issue = lock(english.issue)
    check_edit(issue.gazette.agency, by)
    if not is_english(title):
        raise Refused("英文版名称要用英文填写。")
    if preface and not has_english(preface):
        raise Refused("英文说明要用英文填写。")
    entries = {entry.pk: entry for entry in issue.entries.all()}
    rows = _checked(english, texts, set(entries))
    edition = english_edition(english)
    if edition.state in {EditionState.PUBLISHED, EditionState.WITHDRAWN}:
        edition = publishing.open_edition(item=english.item, note=reason, by=by)
    EnglishText.objects.filter(english=english).delete()
    EnglishText.objects.bulk_create(rows)
    EnglishIssue.objects.filter(pk=english.pk).update(
        preface=preface.strip()[:500], translator=by.actor().name, translated_by=by.person
    )
    html = "".join(
        f"<h2>{escape(row.title)}</h2>{row.html}" for row in sorted(rows, key=lambda row: entries[row.entry_id].order)
    )
    publishing.save_edition(
        edition=edition, version=edition.version, by=by, title=title.strip()[:300], html=html,
        text="\n".join(filter(None, (preface.strip(), to_text(html)))), mode="full-text",
    )  # fmt: skip
    english.refresh_from_db()
    return english


def _checked(english: EnglishIssue, texts: Mapping[int, tuple[str, str]], known: set[int]) -> list[EnglishText]:
    rows = []
    for pk, (title, body) in texts.items():
        if pk not in known:
            raise Refused("篇目刚刚有变动，请刷新页面。")
        if not title.strip():
            if body.strip():
                raise Refused("有译文的篇目要有英文标题。")
            continue
        if not is_english(title):
            raise Refused(f"英文标题“{title[:30]}”里不能有中文。")
        html = clean_html(body if body.lstrip().startswith("<") else paragraphs(body))
        if html and not has_english(html):
            raise Refused(f"“{title[:30]}”的译文里没有英文。")
        rows.append(EnglishText(english=english, entry_id=pk, title=title.strip()[:300], html=html))
    return rows


def titled(english: EnglishIssue) -> list[tuple[str, EnglishText]]:
    """Return (English name of the column, text) in the order of the issue."""
    rows = english.texts.select_related("entry__item").order_by("entry__order")
    return [(COLUMNS[row.entry.column].english, row) for row in rows]


@transaction.atomic
def review_english(*, english: EnglishIssue, agree: bool, by: Acting, opinion: str = "", seen: str = "") -> None:
    """The language review, never by the translator. A return opens a new round."""
    grant = check(by, EDIT, english.issue.gazette.agency)
    edition = english_edition(english)
    if by.person is not None and by.person.pk == english.translated_by_id:
        raise Refused("翻译的人不能作语言审校，请由其他同志审校。")
    if agree and not english.texts.exists():
        raise Refused("英文版还没有篇目，不能同意。")
    publishing.decide(
        edition=edition, step=LANGUAGE.key, result=Result.APPROVE if agree else Result.RETURN, by=by, grant=grant,
        opinion=opinion, seen=seen,
    )  # fmt: skip
    if not agree:
        publishing.new_round(edition=edition)
    note("english:review", english.issue, by, new={"结论": "同意" if agree else "退回"}, remark=opinion)


@transaction.atomic
def publish_english(*, english: EnglishIssue, by: Acting) -> Release:
    check(by, RELEASE, english.issue.gazette.agency)
    made = publishing.release(edition=english_edition(english), by=by)
    note("english:release", english.issue, by, permission=RELEASE, new={"英文版": made.title})
    return made
