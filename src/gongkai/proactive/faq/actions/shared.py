"""What the verbs share: the event, the change of state that only one of two people makes, the wording from the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.permissions import check_writing
from gongkai.proactive.faq.queries import edition_of
from gongkai.proactive.faq.rules import KIND, MOST_ENTRIES, STATUS_NAMES, Status, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


def note(verb: str, one: QuestionList, by: Acting, **facts: Any) -> None:
    events.record(
        tag=f"faq:{verb if ':' in verb else f'list:{verb}'}",
        by=by.actor(agency=one.item.agency),
        subject=Subject(KIND, one.item.key, edition_of(one).title),
        **facts,
    )


def move(verb: str, one: QuestionList, to: Status, *, by: Acting, remark: str = "") -> None:
    """Write the new state and the event. Raises Refused when somebody else moved it first."""
    old, now = one.status, timezone.now()
    if not QuestionList.objects.filter(pk=one.pk, status=old).update(status=to, status_since=now):
        raise Refused("这份问题清单刚刚被其他同志办理过，请刷新页面查看最新状态。")
    one.status, one.status_since = to, now
    note(verb, one, by, old={"status": STATUS_NAMES[old]}, new={"status": STATUS_NAMES[to]}, remark=remark)


def check_draft(one: QuestionList, by: Acting) -> Edition:
    """Return the edition that may be changed now. Raises NotAllowed, or Refused while it is not being written."""
    check_writing(one.item.agency, by)
    if one.status != Status.DRAFT:
        raise Refused("这份问题清单现在不能修改。已经送审的请先收回，已经发布的请先开始新的版本。")
    return edition_of(one)


def write(one: QuestionList, entries: Sequence[dict[str, Any]], *, version: int, title: str, by: Acting) -> Edition:
    """Write the entries and the wording made of them together. Raises Stale when somebody saved in between."""
    if len(entries) > MOST_ENTRIES:
        raise Refused(f"一份清单最多{MOST_ENTRIES}个问题。内容更多的，请精简。")
    html = clean_html(wording(entries))
    edition = publishing.save_edition(
        edition=edition_of(one), version=version, by=by, title=title, html=html, text=to_text(html), mode=Mode.FULL_TEXT
    )
    one.entries, one.title = list(entries), edition.title
    one.save(update_fields=["entries", "title"])
    return edition
