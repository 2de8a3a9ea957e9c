"""优秀解读评选: call, entries, jurors, scores, and a result that goes the one road to the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.html import escape

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import KINDS, Result, Withdrawal
from gongkai.law.grounds import Mode
from gongkai.oversight.outreach.actions.keeping import check_managing
from gongkai.oversight.outreach.models import Contest, ContestEntry, Juror, Score
from gongkai.oversight.outreach.queries.contests import conflict, edition_of, placed
from gongkai.oversight.outreach.queries.ratings import ratings_of
from gongkai.oversight.outreach.rules import KIND, Stage, criteria_wrong, weighted
from gongkai.oversight.outreach.rules.contests import FULL, STAGE_NAMES
from gongkai.proactive.interpretation.rules import KIND as INTERPRETATION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting


def note(verb: str, contest: Contest, by: Acting, **facts: Any) -> None:
    events.record(
        tag=f"outreach:contest:{verb}", by=by.actor(agency=contest.agency),
        subject=Subject("outreach-contest", str(contest.pk), contest.title), **facts,
    )  # fmt: skip


def move(contest: Contest, to: Stage, *, verb: str, by: Acting, remark: str = "") -> None:
    """Write the new stage and the event. Raises Refused when somebody else moved it first."""
    old = contest.stage
    if not Contest.objects.filter(pk=contest.pk, stage=old).update(stage=to):
        raise Refused("这次评选刚刚被其他同志办理过，请刷新页面查看最新状态。")
    contest.stage = to
    note(verb, contest, by, old={"stage": STAGE_NAMES[old]}, new={"stage": STAGE_NAMES[to]}, remark=remark)


def _at(contest: Contest, *stages: Stage) -> None:
    contest.refresh_from_db(fields=["stage"])
    if contest.stage not in stages:
        raise Refused(f"这次评选现在是“{STAGE_NAMES[contest.stage]}”，不能这样办理，请刷新页面。")


@transaction.atomic
def open_contest(
    *, agency: Agency, title: str, year: int, criteria: Sequence[Mapping[str, Any]], opens_on: dt.date,
    closes_on: dt.date, by: Acting, awarded: int = 3,
) -> Contest:  # fmt: skip
    """Call for entries. Weights must add up to a hundred."""
    check_managing(agency, by)
    wrong = criteria_wrong(criteria)
    if wrong:
        raise Refused(wrong)
    if closes_on < opens_on:
        raise Refused("征集截止日期不能早于开始日期。")
    kept = [
        {"key": f"c{place}", "name": str(one["name"]).strip(), "weight": int(one["weight"])}
        for place, one in enumerate(criteria, 1)
    ]
    contest = Contest.objects.create(
        agency=agency, title=title.strip(), year=year, criteria=kept, opens_on=opens_on, closes_on=closes_on,
        awarded=awarded, recorded_by=by.person,
    )  # fmt: skip
    note("add", contest, by, new={"title": contest.title, "criteria": kept})
    return contest


@transaction.atomic
def enter(*, contest: Contest, key: str, reason: str, by: Acting, today: dt.date) -> ContestEntry:
    """Recommend a public interpretation of an agency this person looks after."""
    _at(contest, Stage.OPEN)
    if not contest.opens_on <= today <= contest.closes_on:
        raise Refused(f"征集时间是{contest.opens_on}至{contest.closes_on}，现在不能推荐。")
    release = published.release_by_key(key.strip()) if "\x00" not in key else None
    if release is None or release.kind != INTERPRETATION:
        raise Refused("没有查到这份解读。请填写已经公开的解读的索引号。")
    check_managing(release.agency, by)
    if not reason.strip():
        raise Refused("请写明推荐理由。")
    try:
        with transaction.atomic():
            entry = ContestEntry.objects.create(
                contest=contest, interpretation=release.item, agency=release.agency, title=release.title,
                reason=reason.strip()[:300], entered_by=by.person,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("这份解读已经推荐过了。") from error
    note("enter", contest, by, new={"entry": release.title})
    return entry


@transaction.atomic
def add_juror(*, contest: Contest, person: Person, by: Acting) -> Juror:
    check_managing(contest.agency, by)
    _at(contest, Stage.OPEN, Stage.JUDGING)
    juror, made = Juror.objects.get_or_create(contest=contest, person=person)
    if not made:
        raise Refused(f"{person.name}已经是评委。")
    note("juror", contest, by, new={"juror": person.name})
    return juror


@transaction.atomic
def start_judging(*, contest: Contest, by: Acting) -> None:
    """Close the call. Every entry needs at least one juror who is not of its own agency."""
    check_managing(contest.agency, by)
    _at(contest, Stage.OPEN)
    jurors, entries = list(contest.jurors.select_related("person")), list(contest.entries.select_related("agency"))
    if not entries:
        raise Refused("还没有参评的解读。")
    without = [one.title for one in entries if all(conflict(juror, one) for juror in jurors)]
    if without:
        raise Refused(f"这些解读没有可以评分的评委（评委须回避本单位的解读）：{'、'.join(without)}。")
    move(contest, Stage.JUDGING, verb="judge", by=by)


@transaction.atomic
def score(*, entry: ContestEntry, marks: Mapping[str, int], by: Acting, comment: str = "") -> Score:
    """Give marks of 0 to 100 for each criterion: each juror once, nobody for the own agency."""
    contest = entry.contest
    juror = contest.jurors.filter(person=by.person).first() if by.person else None
    if juror is None:
        raise Refused("您不是这次评选的评委。")
    _at(contest, Stage.JUDGING)
    if conflict(juror, entry):
        raise Refused("这是您所在单位的解读，请回避，不能评分。")
    wanted = {one["key"] for one in contest.criteria}
    if set(marks) != wanted or not all(0 <= int(mark) <= FULL for mark in marks.values()):
        raise Refused(f"请给每项标准打0到{FULL}分。")
    try:
        with transaction.atomic():
            made = Score.objects.create(
                entry=entry, juror=juror, marks=dict(marks), total=weighted(contest.criteria, marks),
                comment=comment.strip()[:300],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("您已经给这份解读评过分，不能再评。") from error
    note("score", contest, by, new={"entry": entry.title})
    return made


def _missing_scores(contest: Contest) -> list[str]:
    given = set(Score.objects.filter(entry__contest=contest).values_list("entry", "juror"))
    return [
        f"{juror.person.name}还没有评“{entry.title}”"
        for juror in contest.jurors.select_related("person")
        for entry in contest.entries.select_related("agency")
        if not conflict(juror, entry) and (entry.pk, juror.pk) not in given
    ]


def _rated(key: str) -> str:
    """Return what readers said on the public page, beside the jurors' score (社会评价)."""
    told = ratings_of(key)
    return f"{told['mean']}分（{told['votes']}人）" if told["votes"] else "暂无"


def result_html(contest: Contest) -> str:
    rows = "".join(
        f"<tr><td>{place.rank}</td><td>{escape(place.entry.title)}</td><td>{escape(place.entry.agency.name)}</td>"
        f"<td>{place.score}</td><td>{escape(_rated(place.entry.interpretation.key))}</td></tr>"
        for place in placed(contest)
        if place.rank <= contest.awarded
    )
    rules = "；".join(f"{escape(one['name'])}{one['weight']}%" for one in contest.criteria)
    count = f"共有{contest.entries.count()}份解读参评，{contest.jurors.count()}名评委评分，评委回避本单位的解读。"
    return clean_html(
        f"<p>{escape(count)}</p><p>评分标准：{rules}。</p><table><tr><th>名次</th><th>解读</th><th>单位</th><th>得分</th><th>公众评价</th></tr>"
        f"{rows}</table>"
    )


@transaction.atomic
def settle(*, contest: Contest, by: Acting) -> Contest:
    """Make the result of the scores: an item with its wording, to be reviewed and released. Every juror has scored."""
    check_managing(contest.agency, by)
    _at(contest, Stage.JUDGING)
    missing = _missing_scores(contest)
    if missing:
        raise Refused("还不能形成结果：" + "；".join(missing) + "。")
    html, title = result_html(contest), f"{contest.title}结果"
    edition = publishing.create_item(kind=KIND, agency=contest.agency, title=title, by=by, quiet=True)
    publishing.save_edition(
        edition=edition, version=1, by=by, title=title, html=html, text=to_text(html), mode=Mode.FULL_TEXT
    )
    contest.item = edition.item
    contest.save(update_fields=["item"])
    move(contest, Stage.RESULT, verb="settle", by=by)
    return contest


@transaction.atomic
def decide_result(
    *, contest: Contest, approve: bool, by: Acting, opinion: str = "", checks: Mapping[str, Any] | None = None
) -> None:
    """Review the result: first by a reviewer, then for secrecy. A returned one goes back to the jurors' scores."""
    _at(contest, Stage.RESULT, Stage.SECRECY)
    edition, secrecy = edition_of(contest), contest.stage == Stage.SECRECY
    permission = Permission.DOCUMENTS_SECRECY_REVIEW if secrecy else Permission.INTERPRETATION_REVIEW
    grant = check(by, permission, contest.agency)
    if not approve and not opinion.strip():
        raise Refused("退回时请写明原因。")
    publishing.decide(
        edition=edition, step="secrecy" if secrecy else "check", result=Result.APPROVE if approve else Result.RETURN,
        by=by, grant=grant, opinion=opinion, checks=checks,
    )  # fmt: skip
    if approve:
        move(contest, Stage.READY if secrecy else Stage.SECRECY, verb="approve", by=by, remark=opinion.strip())
        return
    publishing.discard(edition=edition, by=by, reason=opinion.strip())
    contest.item = None
    contest.save(update_fields=["item"])
    move(contest, Stage.JUDGING, verb="return", by=by, remark=opinion.strip())


@transaction.atomic
def publish_result(*, contest: Contest, by: Acting) -> str:
    """Release the result; return its public address."""
    _at(contest, Stage.READY)
    release = publishing.release(edition=edition_of(contest), by=by)
    return KINDS[KIND].path(release.key)


@transaction.atomic
def withdraw_result(*, contest: Contest, kind: str, reason: str, by: Acting) -> None:
    _at(contest, Stage.PUBLISHED)
    if contest.item is None:
        raise Refused("这次评选没有公布过结果。")
    publishing.withdraw(item=contest.item, kind=Withdrawal(kind), reason=reason, by=by)
