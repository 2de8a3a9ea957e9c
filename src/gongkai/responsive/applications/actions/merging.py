"""Look-alikes: several forms of one person become one case (并案); the same matter of several people is judged once (共同办理)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework.rules import Refused as LetterRefused
from gongkai.responsive.applications.actions.clocks import CLOSING, start_reply, stop_clocks
from gongkai.responsive.applications.actions.deciding import decide
from gongkai.responsive.applications.actions.letters import notice, void_notice
from gongkai.responsive.applications.actions.next_person import tell_handlers
from gongkai.responsive.applications.actions.shared import done, is_ordered, locked, required
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, Link, Meeting, Search
from gongkai.responsive.applications.permissions import Refused, check_read
from gongkai.responsive.applications.queries.counting import by_same_applicant
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.outcomes import ENDED, FOR_ALL

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Decision

# What of a decision is the same for everybody who asks for the same.
SHARED = (
    "reason", "bases", "where", "withheld", "withheld_grounds", "severable", "redirect", "redirect_contact",
    "redirect_unknown", "other_law", "override", "proactive", "proactive_reason",
)  # fmt: skip


def _pair(
    one: Application, other: Application, verb: str, by: Acting, seen: int | None = None
) -> tuple[Application, Application]:
    """Lock both, always in the same order. Raises Refused for one and the same, or another agency's."""
    if one.pk == other.pk:
        raise Refused("不能与自己合并，请另选一件。")
    check_read(other, by)
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    list(rows)
    found = locked(one, verb, by, seen)
    second = Application.objects.select_related("agency", "submission").get(pk=other.pk)
    if second.agency_id != found.agency_id:
        raise Refused("只能与本机关的申请一并办理。")
    return found, second


@transaction.atomic
def merge(
    *, application: Application, into: Application, reason: str, by: Acting, seen: int | None = None,
    text: str | None = None,
) -> Application:  # fmt: skip
    """Close this one into an earlier one of the same applicant for the same matter; the answer of that one serves both.

    It is counted as ended otherwise (table 三, row o3): a repeat (R11) it would be only after the first was answered.
    Raises Refused for different people, a later case, or one that is answered already.
    """
    application, into = _pair(application, into, "merge", by, seen)
    why = required(reason, "请写明为什么并案，例如同一申请人同日两次提交相同内容。")
    if problem := _no_merge(application, into):
        raise Refused(problem)
    stop_clocks(application, f"并入{into.number}办理", by)
    application.merged_into = into
    application.outcome, application.closed_on, application.closed_late = ENDED, timezone.localdate(), False
    application.due_on = None
    public = f"与您的另一件申请{into.number}合并办理，一并答复"
    done(
        application, "merge", by, text=f"并入{into.number}：{why}", public=public,
        changed=(*CLOSING, "merged_into"), facts={"办理结果": ENDED, "并入": into.number},
    )  # fmt: skip
    _linked(application, into, f"并案：{why}", by)
    tell(application)
    notice(application, "merged", by, on=timezone.localdate(), text=text, 并案理由=why)
    return application


def _no_merge(application: Application, into: Application) -> str:
    """Return why these two cannot become one case, "" where they can."""
    if not by_same_applicant(application).filter(pk=into.pk).exists():
        return "两件不是同一申请人提出的，不能并案；内容相同的，请用“共同办理”，分别答复。"
    if into.status == Status.CLOSED or into.decided_on is not None:
        return f"{into.number}已经答复。请以“重复申请，不予重复处理”答复这一件。"
    if into.due_on is None or into.received_on is None:
        return f"{into.number}现在没有计算答复期限（例如等待补正），请先恢复计算，再并案。"
    if application.received_on is not None and into.received_on > application.received_on:
        return f"请并入先收到的那一件：在{into.number}中并入{application.number}，答复期限不能因为并案推迟。"
    if application.inquiries.filter(ended_on__isnull=True).exists() or hasattr(application, "fee"):
        return "这一件正在征求意见或者已经发出收费通知，不能并案。"
    if is_ordered(application):
        return "这一件由裁判确定了答复期限，须单独答复，不能并入其他申请。"
    if application.merged.exists():
        return "已有申请并入这一件，请先撤销那一件的并案。"
    return ""


@transaction.atomic
def unmerge(*, application: Application, reason: str, by: Acting, seen: int | None = None) -> Application:
    """Take it out again while the other one is not answered: its own clock goes on from where it always counted."""
    application = locked(application, "unmerge", by, seen)
    into = application.merged_into
    if into is None:
        raise Refused("这一件没有并案。")
    if into.decided_on is not None or into.orders.exists():
        raise Refused(f"{into.number}已经作出答复，不能再撤销并案。")
    _stand_alone(application, required(reason, "请写明为什么撤销并案。"), "撤销合并办理，单独答复", by)
    return application


def _stand_alone(application: Application, why: str, public: str, by: Acting) -> None:
    """Its own clock goes on from where it always counted."""
    begins = application.clock_from or application.received_on
    assert begins is not None  # only what was received can be merged
    application.merged_into, application.outcome = None, ""
    application.closed_on, application.closed_late = None, None
    done(application, "unmerge", by, text=why, public=public, changed=(*CLOSING, "merged_into"))
    void_notice(application, "merged", f"撤销并案：{why}", by)
    start_reply(application, begins, by)
    tell(application)


def release_merged(lead: Application) -> None:
    """The case into which others were merged ended without an answer: each of them gets its own again (条例第三十三条)."""
    system = the_system("applications")
    for one in list(lead.merged.order_by("pk")):
        found = locked(one, "unmerge", system)
        public = f"合并办理的{lead.number}已经终结，没有作出答复，这一件恢复单独办理；不需要的，可以撤回"
        _stand_alone(found, f"{lead.number}已终结，没有答复", public, system)
        tell_handlers(found, "并入的申请已终结，请单独答复", f"released:{lead.pk}")


@transaction.atomic
def tie(*, application: Application, lead: Application, reason: str, by: Acting) -> Application:
    """Judge it together with another one, whoever asked: each keeps number, clock, letter and row. Raises Refused."""
    application, lead = _pair(application, lead, "tie", by)
    why = required(reason, "请写明为什么共同办理，例如多人申请公开同一项目的批复。")
    if application.together_with_id is not None:
        raise Refused("这一件已经与其他申请共同办理。")
    if lead.together_with_id is not None:
        raise Refused(f"{lead.number}本身随另一件办理，请选择那一件。")
    if application.alongside.exists():
        raise Refused("已有申请随这一件办理，请把它们和这一件都改为随那一件办理。")
    if lead.received_on is None:
        raise Refused("对方还没有确认收到，不能共同办理。")
    application.together_with = lead
    done(application, "tie", by, text=f"随{lead.number}共同办理：{why}", changed=("together_with",))
    _linked(application, lead, f"共同办理：{why}", by)
    return application


@transaction.atomic
def untie(*, application: Application, by: Acting) -> Application:
    application = locked(application, "untie", by)
    if application.together_with is None:
        raise Refused("这一件没有与其他申请共同办理。")
    number = application.together_with.number
    application.together_with = None
    done(application, "untie", by, text=f"不再随{number}办理", changed=("together_with",))
    return application


def copy_answer(*, application: Application, by: Acting) -> list[tuple[Application, str]]:
    """Draft the answer of this case for every one that is judged together with it, each for itself.

    Returns each with why it could not be drafted, "" where it was; those go on alone. Raises Refused where there is
    nothing to copy, or the outcome depends on the applicant.
    """
    with transaction.atomic():
        lead = locked(application, "copy_answer", by)
        decision = lead.decisions.standing().last()
        rows = list(lead.alongside.filter(status__in=[Status.EXAMINING, Status.HANDLING]).order_by("pk"))
        if decision is None or decision.code not in FOR_ALL:
            raise Refused("这种答复取决于申请人的情况，不能复制，请逐件拟出。")
        if not rows:
            raise Refused("没有需要拟出答复的共同办理申请。")
        done(lead, "copy_answer", by, text="、".join(one.number for one in rows))
        return [(one, _copied(lead, decision, one, by)) for one in rows]


def _copied(lead: Application, decision: Decision, other: Application, by: Acting) -> str:
    try:
        with transaction.atomic():
            _same_record(lead, other)
            facts = {name: getattr(decision, name) for name in SHARED}
            given = [(one.file, one.name, one.findings) for one in decision.given.at_hand()]
            decide(application=other, code=decision.code, by=by, given=given, **facts)
    except (Refused, LetterRefused) as error:
        return str(error)
    return ""


def _same_record(lead: Application, other: Application) -> None:
    """The searches and the judgement of the one stand in the file of the other too."""
    day = other.received_on
    for one in lead.searches.order_by("pk"):
        facts = {name: getattr(one, name) for name in ("place", "words", "result", "found", "searched_by")}
        on = max(one.searched_on, day) if day else one.searched_on
        Search.objects.get_or_create(application=other, **facts, defaults={"searched_on": on})
    for meeting in lead.meetings.order_by("pk"):
        facts = {name: getattr(meeting, name) for name in ("held_on", "people", "conclusion")}
        Meeting.objects.get_or_create(application=other, **facts, defaults={"recorded_by": meeting.recorded_by})


def _linked(application: Application, other: Application, why: str, by: Acting) -> None:
    Link.objects.get_or_create(
        application=application, other=other,
        defaults={"why": why[:200], "by_name": by.person.name if by.person else "系统"},
    )  # fmt: skip
