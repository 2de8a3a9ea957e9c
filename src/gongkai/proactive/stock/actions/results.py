"""The result of a clean-up: drafted as an official document of its own, with relations that end what it repeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import divisions_of, subtree
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import THEMES
from gongkai.proactive.stock.actions.judging import title_of
from gongkai.proactive.stock.actions.rounds import subject_of
from gongkai.proactive.stock.models import Entry, NormativeEntry, Round
from gongkai.proactive.stock.queries.rounds import unfinished
from gongkai.proactive.stock.rules import VERDICT_NAMES, VERDICTS, Kind, State, Verdict

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

HEADINGS = {
    Verdict.VALID: "继续有效的行政规范性文件目录",
    Verdict.AMEND: "拟修改的行政规范性文件目录",
    Verdict.REPEAL: "废止的行政规范性文件目录",
    Verdict.EXPIRED: "宣布失效的行政规范性文件目录",
}
ENDS = {Verdict.REPEAL: "repeals", Verdict.EXPIRED: "lapses"}
NUMERALS = "一二三四"


@transaction.atomic
def draft_result(*, round_: Round, by: Acting) -> Document:
    """Draft the list document of a clean-up. It goes through its own reviews; released, it changes what is in force.

    Raises Refused while a document has no approved conclusion, or when the result was drafted already.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("agency", "result").get(pk=round_.pk)
    if round_.kind != Kind.CLEANUP:
        raise Refused("只有规范性文件清理需要公布结果。")
    if round_.result_id is not None:
        raise Refused("清理结果已经起草，请到公文中继续办理。")
    left = unfinished(round_.entries.all()).count()
    entries = list(round_.entries.select_related("document__item__agency").order_by("pk"))
    if left or not entries:
        raise Refused(f"还有{left}件没有批准的结论，不能起草清理结果。" if left else "清单是空的，请先抽取。")
    grant = by.grant_for(Permission.DOCUMENTS_DRAFT, round_.agency)
    division = divisions_of(subtree(round_.agency)).filter(pk=grant.division_id or 0).first() if grant else None
    document = documents.draft(
        division=division,
        agency=round_.agency, title=f"{round_.agency.name}关于公布行政规范性文件清理结果的通知", by=by,
        html=_html(entries), genre="通知", category="其他文件", themes=[_theme()], five=["result"],
        interpretation_plan="随文公布清理结果目录，不另行解读", formed_on=timezone.localdate(),
        summary=f"公布{len(entries)}件行政规范性文件的清理结论。",
    )  # fmt: skip
    for entry in entries:
        verb = ENDS.get(Verdict(entry.verdict))
        if verb and not (entry.verdict == Verdict.EXPIRED and _lapsed(entry)):
            publishing.relate(source=document.item, verb=verb, target=entry.document.item, by=by)
    round_.result = document
    round_.save(update_fields=["result"])
    events.record(
        tag="stock:round:result",
        by=by.actor(Permission.DOCUMENTS_DRAFT, round_.agency),
        subject=subject_of(round_),
        new={"索引号": document.item.key, "件数": len(entries)},
    )
    return document


def _theme() -> str:
    return "政务公开" if "政务公开" in THEMES else THEMES[0]


def _lapsed(entry: Entry) -> bool:
    expires = entry.document.expires_on
    return expires is not None and expires < timezone.localdate()


def _html(entries: list[Entry]) -> str:
    numbers = dict(
        NormativeEntry.objects.filter(item__in=[one.document_id for one in entries]).values_list("item_id", "number")
    )
    parts = [f"<p>经清理，现将{len(entries)}件行政规范性文件的清理结果公布如下。</p>"]
    present = [one for one in VERDICTS[Kind.CLEANUP] if any(entry.verdict == one for entry in entries)]
    for place, verdict in enumerate(present):
        rows = [entry for entry in entries if entry.verdict == verdict]
        parts.append(f"<h2>{NUMERALS[place]}、{HEADINGS[verdict]}（{len(rows)}件）</h2>")
        parts.append(
            "<table><thead><tr><th>序号</th><th>统一登记号</th><th>发文字号</th><th>标题</th><th>清理意见</th></tr></thead><tbody>"
        )
        parts += [_row(place, entry, numbers.get(entry.document_id, "")) for place, entry in enumerate(rows, start=1)]
        parts.append("</tbody></table>")
    if any(entry.verdict in {Verdict.REPEAL, Verdict.EXPIRED} for entry in entries):
        parts.append("<p>上述废止和宣布失效的文件，自本通知公布之日起不再作为行政管理的依据。</p>")
    return "".join(parts)


def _row(place: int, entry: Entry, number: str) -> str:
    cells = (str(place), number, entry.document.doc_number, title_of(entry), VERDICT_NAMES[entry.verdict])
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


@transaction.atomic
def take_effect(*, document_pk: int) -> int:
    """When a result is public, say its conclusions in the register; return how many lines. Twice does no harm."""
    round_ = Round.objects.filter(result=document_pk, result__status="published").first()
    if round_ is None:
        return 0
    day, count = timezone.localdate(), 0
    for entry in round_.entries.filter(state=State.DONE):
        count += NormativeEntry.objects.filter(item=entry.document_id).exclude(
            conclusion=entry.verdict, concluded_on__isnull=False
        ).update(conclusion=entry.verdict, concluded_on=day)  # fmt: skip
    return count
