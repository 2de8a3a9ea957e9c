"""What an officer decides: the mapping, each page put aside, the start, the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.doors.takeover import rules
from gongkai.doors.takeover.actions.judging import judge
from gongkai.doors.takeover.actions.reading import subject
from gongkai.doors.takeover.actions.refusals import Refused
from gongkai.doors.takeover.actions.stopping import clear
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.queries import missing_steps
from gongkai.doors.takeover.rules import FATE_NAMES, Fate, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

ASIDE = {Fate.HELD, Fate.NEAR, Fate.DUPLICATE}
OPEN = {State.SCANNED, State.COMMITTING, State.DONE}


def _locked(run: Run, by: Acting) -> Run:
    check(by, Permission.TAKEOVER_RUN, run.agency)
    return Run.objects.select_for_update(of=("self",)).select_related("agency").get(pk=run.pk)


def map_pages(*, run: Run, mapping: Sequence[rules.MappingRule], by: Acting) -> Run:
    """Keep a new mapping and judge all open pages by it. Raises Refused while pages are being taken over."""
    with transaction.atomic():
        run = _locked(run, by)
        if run.state == State.COMMITTING:
            raise Refused("正在接管，不能改对应规则；请等这一批完成。")
        if run.state == State.UNDONE:
            raise Refused("这一批已撤销，请重新扫描。")
        old, run.mapping = run.mapping, [rule.__dict__ for rule in mapping]
        run.save(update_fields=["mapping"])
        events.record(
            tag="takeover:run:map",
            by=by.actor(Permission.TAKEOVER_RUN, run.agency),
            subject=subject(run),
            old={"rules": len(old)},
            new={"rules": len(run.mapping)},
        )
    if run.state != State.SCANNING:
        judge(run=run)
    return run


@transaction.atomic
def decide(*, page: OldPage, take: bool, why: str, by: Acting) -> OldPage:
    """Decide on a page that was put aside: take it over as it is, or leave it. Raises Refused without a reason."""
    run = _locked(page.run, by)
    page = OldPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if run.state not in OPEN or Fate(page.fate) not in ASIDE:
        raise Refused(f"这一页现在是“{FATE_NAMES[Fate(page.fate)]}”，不需要处理。")
    if not why.strip():
        raise Refused("请写明理由：为什么可以接管，或为什么不接管。")
    old = page.fate
    page.decision = "take" if take else "leave"
    page.decided_by, page.decided_why = by.actor(Permission.TAKEOVER_RUN, run.agency).name[:60], why.strip()[:200]
    page.fate = Fate.READY if take else Fate.SKIPPED
    page.reason = "" if take else page.decided_why
    page.save(update_fields=["decision", "decided_by", "decided_why", "fate", "reason"])
    events.record(
        tag="takeover:page:decide",
        by=by.actor(Permission.TAKEOVER_RUN, run.agency),
        subject=Subject("takeover-page", str(page.pk), page.title),
        old={"fate": FATE_NAMES[Fate(old)]},
        new={"fate": FATE_NAMES[Fate(page.fate)], "address": page.address},
        remark=page.decided_why,
    )
    return page


@transaction.atomic
def start_commit(*, run: Run, by: Acting) -> Run:
    """Let a run become public; who starts it answers for it. One that was cut off goes on; a finished one with new
    decisions begins again. Raises Refused when nothing is ready.
    """
    run = _locked(run, by)
    if run.state == State.COMMITTING:
        clear(run, by)
        return run
    ready = run.pages.filter(fate=Fate.READY).count()
    if run.state == State.DONE and not ready:
        raise Refused("这一批已经接管完成，没有新的页面。")
    if run.state != State.DONE and (missing := missing_steps(run)):
        raise Refused(missing[0])
    run.state, run.finished_at, run.moved_at = State.COMMITTING, None, timezone.now()
    run.save(update_fields=["state", "finished_at", "moved_at"])
    events.record(
        tag="takeover:run:commit",
        by=by.actor(Permission.TAKEOVER_RUN, run.agency),
        subject=subject(run),
        new={"pages": ready},
    )
    return run


@transaction.atomic
def undo(*, run: Run, by: Acting) -> Run:
    """Forget a run that made nothing public yet. Raises Refused afterwards: public things are withdrawn one by one."""
    run = _locked(run, by)
    done = run.pages.filter(fate=Fate.DONE).count()
    if done or run.state in {State.COMMITTING, State.DONE}:
        raise Refused(f"已有 {done} 页公开，不能整批撤销。不该公开的请在公文页逐件撤下，旧地址会说明撤下原因。")
    if run.state == State.UNDONE:
        raise Refused("这一批已撤销。")
    pages = run.pages.count()
    run.pages.all().delete()
    run.state = State.UNDONE
    run.save(update_fields=["state"])
    events.record(
        tag="takeover:run:undo",
        by=by.actor(Permission.TAKEOVER_RUN, run.agency),
        subject=subject(run),
        old={"pages": pages},
    )
    return run
