"""Comparing the site's version with the standard text, and deciding what follows from a difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders, the_system
from gongkai.base.ui.text import cited
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.gazette.actions.papering import forget_paper, order_paper
from gongkai.proactive.gazette.actions.shared import note
from gongkai.proactive.gazette.models import Divergence, EnglishText, Entry
from gongkai.proactive.gazette.permissions import EDIT, check_edit
from gongkai.proactive.gazette.queries.standard import Written, comparison_of, standing
from gongkai.proactive.gazette.rules import ANSWER_NAMES, TOLD, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item

WITHDRAWN = "网站上已经撤下"
# What harms by being read goes from the gazette together with the document; an error is for a person to judge.
HARMFUL = frozenset({Withdrawal.PRIVACY, Withdrawal.SECRECY, Withdrawal.LAW, Withdrawal.ATTRIBUTE})


def compare_documents(items: Iterable[int]) -> int:
    """Compare these documents with the released texts that print them; return how many differences were found anew."""
    rows = Entry.objects.filter(document__in=list(items), issue__state=State.RELEASED, item__isnull=False)
    entries = list(rows.select_related("issue__gazette__agency", "issue__item", "document", "item"))
    site = standing({entry.document_id for entry in entries if entry.document_id})
    return sum(_compare(entry, site.get(entry.document_id or 0)) for entry in entries)


@transaction.atomic
def _compare(entry: Entry, site: Written | None) -> bool:
    by = the_system("gazette")
    comparison = comparison_of(entry, site)
    earlier = entry.divergences.filter(settled_at__isnull=True)
    if site is None and entry.document is not None:
        _follow_withdrawal(entry, entry.document, by)
    if not comparison.differs:
        if earlier.update(settled_at=timezone.now()):
            note("standard:settle", entry.issue, by, new={"篇目": entry.title})
        return False
    number = site.edition if site else 0
    said = f"网站第{number}版：{comparison.words}" if site else WITHDRAWN
    found, made = Divergence.objects.get_or_create(entry=entry, site_edition=number, defaults={"said": said[:100]})
    if made:
        # One question at a time: what was found of an earlier edition is answered by the look at this one.
        earlier.filter(verdict="").exclude(pk=found.pk).update(settled_at=timezone.now())
        note("standard:found", entry.issue, by, new={"篇目": entry.title, "差异": said})
        _tell(entry, found)
    return made


def _follow_withdrawal(entry: Entry, document: Item, by: Acting) -> None:
    """Take down the text, its translation and the printed file that holds it, where the document went for harming."""
    if document.withdrawal_kind not in HARMFUL or entry.item is None or entry.item.withdrawn_at is not None:
        return
    kind, reason = Withdrawal(document.withdrawal_kind), f"所刊文件已撤下：{document.withdrawal_reason}"[:300]
    publishing.withdraw(item=entry.item, kind=kind, reason=reason, by=by)
    english = EnglishText.objects.filter(entry=entry, english__item__release__isnull=False).first()
    if english is not None:
        publishing.withdraw(item=english.english.item, kind=kind, reason=reason, by=by)
    forget_paper(entry.issue)
    order_paper(entry.issue)


def _tell(entry: Entry, found: Divergence) -> None:
    agency = entry.issue.gazette.agency
    notify.tell(
        people=holders(EDIT, agency), title=f"{cited(entry.title)}的网站版本与公报标准文本不一致",
        key=f"gazette-standard:{found.pk}", url="/desk/gazette/standard/", kind="gazette", body=found.said,
    )  # fmt: skip


@transaction.atomic
def decide_divergence(*, divergence: Divergence, verdict: str, note_text: str, by: Acting) -> Divergence:
    """Decide what follows; readers of both pages are told by `note_text`. A later decision replaces an earlier one."""
    row = Divergence.objects.select_for_update(of=("self",)).select_related("entry__issue__gazette__agency").get(
        pk=divergence.pk
    )  # fmt: skip
    issue = row.entry.issue
    check_edit(issue.gazette.agency, by)
    if verdict not in ANSWER_NAMES:
        raise Refused("请选择处理方式。")
    if verdict in TOLD and not note_text.strip():
        raise Refused("请写明对读者的说明：哪里不同，以哪个文本为准。")
    old = row.verdict
    row.verdict, row.note = verdict, note_text.strip()[:300]
    row.decided_by, row.decided_at = by.actor().name, timezone.now()
    if verdict != "site":
        row.settled_at = timezone.now()
    row.save()
    new = {"篇目": row.entry.title, "处理": ANSWER_NAMES[verdict]}
    note("standard:decide", issue, by, old={"处理": ANSWER_NAMES.get(old, "")}, new=new, remark=note_text)
    publishing.void_pages()  # both pages say it now
    return row
