"""Letters of a case: their facts from the case as it is, drafted and issued in the transaction of the verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, problems_of, sheet
from gongkai.engine.casework.rules import clauses_of
from gongkai.law.clocks import CLOCKS
from gongkai.law.deadlines import Opinion as Asked
from gongkai.law.fees import SOURCE as FEE_SOURCE
from gongkai.law.sources import Source
from gongkai.responsive.applications.actions.reply_words import reply_values
from gongkai.responsive.applications.actions.shared import subject_of
from gongkai.responsive.applications.permissions import HANDLE
from gongkai.responsive.applications.queries.drafts import objecting, reasons_until
from gongkai.responsive.applications.queries.orders import cn, set_aside
from gongkai.responsive.applications.queries.remedies import third_party_remedy
from gongkai.responsive.applications.rules import addressing
from gongkai.responsive.applications.rules.inquiries import Party
from gongkai.responsive.applications.rules.letters import reply_key

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.casework.models import Letter
    from gongkai.engine.casework.rules import Clause, Problem
    from gongkai.responsive.applications.models import Application, Decision, Fee, Inquiry

THIRD_TOLD = "application.third-told"
FREQUENT = Source("《中华人民共和国政府信息公开条例》", "第三十五条", "条例")


def basic(application: Application) -> dict[str, str]:
    """Return what every letter may quote."""
    people = list(application.submission.applicants.filter(left_on__isnull=True).order_by("position"))
    return {
        "申请人": "、".join(one.name for one in people),
        addressing.NAME: addressing.to_applicants([one.kind for one in people]),
        "申请事项": application.title.rstrip("。"),
        "登记编号": application.number,
        "收到日期": cn(application.received_on),
    }


def _facts(application: Application, key: str) -> dict[str, str]:
    """Return what this kind of notice says beside the basic facts."""
    match key:
        case "receipt":
            return {"答复期限": cn(application.due_on), "回执编号": application.submission.receipt}
        case "supplement":
            asked = application.supplement
            return {
                "依据条文": CLOCKS["C2"].source.citation, "补正期限": cn(asked.due_on), "补正内容": asked.wanted,
            }  # fmt: skip
        case "extension":
            return _extension(application)
        case "reasons":
            request = application.reason_request
            return {
                "依据条文": FREQUENT.citation, "数量频次": request.facts, "说明期限": cn(reasons_until(request.asked_on)),
            }  # fmt: skip
        case "delay":
            request = application.reason_request
            return {"依据条文": FREQUENT.citation, "认定": request.finding, "答复期限": cn(request.delayed_to)}
        case "fee":
            return _fee(application.fee)
        case "merged":
            into = application.merged_into
            assert into is not None  # the verb that writes this letter has just set it
            return {"并入的申请": into.number, "答复期限": cn(into.due_on)}
    raise KeyError(key)


def _extension(application: Application) -> dict[str, str]:
    granted = application.extensions.get(granted=True)
    source = CLOCKS["C3"].extension_source
    assert source is not None  # the table says so
    return {
        "依据条文": source.citation, "延长理由": _cause(granted.reason), "原答复期限": cn(granted.due_before),
        "延长期限": f"{granted.days}个工作日", "答复期限": cn(application.due_on),
    }  # fmt: skip


def _cause(reason: str) -> str:
    """The letter itself says 因 before it."""
    words = reason.strip()
    return next((words.removeprefix(one) for one in ("因为", "由于", "因") if words.startswith(one)), words)


def _fee(fee: Fee) -> dict[str, str]:
    lines = fee.lines
    if fee.already:
        lines.insert(0, f"本月此前已计{fee.already}件")
    return {
        "依据条文": FEE_SOURCE.citation, "计收方式": fee.method, "计算过程": "\n".join(lines), "金额": f"{fee.yuan}元",
        "缴费期限": CLOCKS["C7"].limit, "缴费办法": fee.how_to_pay,
    }  # fmt: skip


def notice(
    application: Application, key: str, by: Acting, *, on: dt.date, text: str | None = None, **more: str
) -> Letter | None:
    """Write and issue a notice of this case in the standard wording, or in `text` where the officer changed it.

    None for what is put down afterwards (`on` lies before today): that letter left on paper, no second one is made.
    `more` are values that the case itself does not hold.
    """
    values = {**basic(application), **_facts(application, key), **more}
    return _issued(application, key, values, by, on, text)


def acknowledge(application: Application, by: Acting) -> Letter | None:
    """Give the applicant the receipt of registration, with number and last day; none where that day has passed already."""
    today = timezone.localdate()
    if application.due_on is None or application.due_on < today:
        return None
    return notice(application, "receipt", by, on=today)


def transferred(
    application: Application, old: Agency, new: Agency, reason: str, by: Acting, text: str | None = None
) -> Letter:
    """Tell the applicant that the form went to another agency before it was received; the letter is of the one that sends it."""
    known = basic(application)
    values = {
        **{name: known[name] for name in ("申请人", addressing.NAME, "申请事项")},
        "回执编号": application.submission.receipt, "接收机关": new.name,
        "接收机关联系方式": "，".join(part for part in (new.phone, new.address) if part), "转办理由": reason,
    }  # fmt: skip
    return _written(application, old, "transfer", values, by, timezone.localdate(), text)


def tell_objectors(application: Application, decision: Decision, by: Acting, text: str | None = None) -> list[Letter]:
    """Tell every third party that objected what is opened all the same and why (条例第三十二条), once for a decision.

    `text` is the wording where the approver changed it, the same for all: what differs are the values put into it.
    """
    told = []
    for inquiry in objecting(application).filter(told_on__isnull=True):
        values = _told(application, decision, inquiry)
        told.append(_written(application, application.agency, "third-told", values, by, timezone.localdate(), text))
        inquiry.told_on = timezone.localdate()
        inquiry.save(update_fields=["told_on"])
    return told


def _told(application: Application, decision: Decision, inquiry: Inquiry) -> dict[str, str]:
    return {
        **basic(application), addressing.NAME: addressing.to_name(inquiry.name), "征询对象": inquiry.name,
        "征询内容": inquiry.about, "公开理由": decision.override,
        "依据条文": CLOCKS[Asked.THIRD_PARTY.value].source.citation,
        "救济告知": third_party_remedy(application.agency),
    }  # fmt: skip


def as_told(application: Application, decision: Decision, by: Acting) -> list[Drafted]:
    """Return what the approval would tell those who objected, as it would read. Nothing of it is kept."""
    writer, found = _writer(application.agency, by), []
    with transaction.atomic():
        for inquiry in objecting(application).filter(told_on__isnull=True):
            letter = casework.draft(
                kind=THIRD_TOLD, subject=subject_of(application), agency=application.agency,
                variables=_told(application, decision, inquiry), by=writer,
            )  # fmt: skip
            found.append(Drafted(letter.text, sheet(letter), problems_of(letter), clauses_of(letter.kind_data)))
        transaction.set_rollback(True)
    return found


def untell(application: Application, why: str, by: Acting) -> None:
    """The decision stands no more: what was not sent yet is void, and whoever objected is told anew of the next one."""
    writer = _writer(application.agency, by)
    for letter in letters_of(subject_of(application)).filter(kind=THIRD_TOLD, state="issued"):
        if not letter.dispatches.exists():
            casework.void(letter=letter, reason=why, by=writer)
    application.inquiries.update(told_on=None)


def void_notice(application: Application, key: str, why: str, by: Acting) -> None:
    for letter in letters_of(subject_of(application)).filter(kind=f"application.{key}", state="issued"):
        casework.void(letter=letter, reason=why, by=_writer(application.agency, by))


def ask(
    application: Application, inquiry: Inquiry, by: Acting, *, on: dt.date, text: str | None = None
) -> Letter | None:
    """Write and issue the letter that asks somebody else; None as with `notice`."""
    values = {
        **basic(application), addressing.NAME: addressing.to_name(inquiry.name), "征询对象": inquiry.name,
        "征询内容": inquiry.about,
    }  # fmt: skip
    if inquiry.party != Party.AGENCY:
        asked = Asked.THIRD_PARTY if inquiry.party == Party.THIRD_PARTY else Asked.JOINT_AGENCY
        clock = CLOCKS[asked.value]
        values |= {"依据条文": clock.source.citation, "意见期限": clock.limit}
    return _issued(application, inquiry.party, values, by, on, text)


def _issued(
    application: Application, key: str, values: dict[str, str], by: Acting, on: dt.date, text: str | None
) -> Letter | None:
    if on < timezone.localdate():
        return None
    return _written(application, application.agency, key, values, by, on, text)


def _writer(agency: Agency, by: Acting) -> Acting:
    """Who approves or accepts writes no letters: what follows from that is written by the platform."""
    return by if by.may(HANDLE, agency) else the_system("applications")


def _written(
    application: Application, agency: Agency, key: str, values: dict[str, str], by: Acting, on: dt.date,
    text: str | None,
) -> Letter:  # fmt: skip
    writer = _writer(agency, by)
    letter = casework.draft(
        kind=f"application.{key}", subject=subject_of(application), agency=agency, variables=values, by=writer,
        text=text,
    )  # fmt: skip
    if _TRYING.get():
        raise Drafted(letter.text, sheet(letter), problems_of(letter), clauses_of(letter.kind_data))
    return casework.issue(letter=letter, by=writer, on=on)


class Drafted(Exception):
    """The notice that a verb would issue, as it would read: raised while it is only tried, so that nothing is kept."""

    def __init__(
        self, text: str, sheet: dict[str, Any], problems: list[Problem], clauses: Mapping[str, Clause]
    ) -> None:
        super().__init__("试办")
        self.text, self.sheet, self.problems, self.clauses = text, sheet, problems, clauses


_TRYING: ContextVar[bool] = ContextVar("applications-trying", default=False)


@contextmanager
def trying() -> Iterator[None]:
    """Let the verbs inside raise Drafted where they would issue a notice, so that its wording can be changed first."""
    token = _TRYING.set(True)
    try:
        yield
    finally:
        _TRYING.reset(token)


def draft_reply(application: Application, decision: Decision, by: Acting) -> Letter:
    """Draft the answer; one of an earlier draft of this case is dropped."""
    drop_reply(application, "重新拟出答复", by)
    return casework.draft(
        kind=reply_key(decision.code), subject=subject_of(application), agency=application.agency,
        variables=reply_values(application, decision, basic(application)), by=by,
    )  # fmt: skip


def drop_reply(application: Application, why: str, by: Acting) -> None:
    """Drop drafted answers that were not issued."""
    for letter in letters_of(subject_of(application)).filter(
        kind__startswith="application.reply.", state__in=["draft", "countersigning"]
    ):
        casework.void(letter=letter, reason=why, by=by)


def reply_of(application: Application) -> Letter | None:
    """The answer as it stands: drafted, signed or issued, and not set aside."""
    return (
        letters_of(subject_of(application))
        .filter(kind__startswith="application.reply.")
        .exclude(state="void")
        .exclude(pk__in=set_aside(application))
        .order_by("-pk")
        .first()
    )
