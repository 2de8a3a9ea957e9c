"""评选: the list, one contest with its entries, jurors and scores, and the result on its way."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import OutOfSight, people_of, visible_agencies
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import KINDS, WITHDRAWAL_NAMES
from gongkai.engine.screening import queries as screening
from gongkai.oversight.outreach import actions, queries
from gongkai.oversight.outreach.desk.forms import ContestForm
from gongkai.oversight.outreach.desk.shared import PER_PAGE, REFUSALS, as_csv, check_reads, page
from gongkai.oversight.outreach.models import Contest, Score
from gongkai.oversight.outreach.permissions import MANAGE, agencies_managed
from gongkai.oversight.outreach.rules import CRITERIA, KIND, Stage
from gongkai.oversight.outreach.rules.contests import SECRECY

MOST_OFFERED = 200
LOOKS = {Stage.OPEN: "info", Stage.JUDGING: "info", Stage.PUBLISHED: "ok", Stage.WITHDRAWN: "bad"}
CHECK_WORDS = dict(zip(SECRECY.checks, ("国家秘密", "工作秘密", "敏感信息"), strict=True))


def _find(request: OfficerRequest, pk: int) -> Contest:
    found = queries.contests(request.acting).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def _pill(contest: Contest) -> dict[str, str]:
    return {"label": contest.get_stage_display(), "kind": LOOKS.get(Stage(contest.stage), "warn")}


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    found = Paginator(queries.contests(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [{"one": one, "pill": _pill(one), "entries": one.entries.count()} for one in found],
        "manages": request.acting.may_anywhere(MANAGE),
    }
    return page(request, "contests", context, tab="contests", trail=[{"label": "评选"}])


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE)
def new(request: OfficerRequest) -> HttpResponseBase:
    today = timezone.localdate()
    first = {
        "year": today.year, "opens_on": today, "criteria": "\n".join(f"{one['name']} {one['weight']}" for one in CRITERIA),
    }  # fmt: skip
    form = ContestForm(request.POST or None, agencies=agencies_managed(request.acting), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_contest(by=request.acting, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已发起评选。")
            return redirect("outreach:contest", made.pk)
    trail = [{"label": "评选", "url": reverse("outreach:contests")}, {"label": "发起评选"}]
    return page(request, "contest_new", {"form": form}, tab="contests", status=422 if form.errors else 200, trail=trail)


@officer_required
@require_GET
def contest(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found, by = _find(request, pk), request.acting
    juror = found.jurors.filter(person=by.person).first() if by.person else None
    given = {one.entry_id: one for one in Score.objects.filter(juror=juror)} if juror else {}
    manages = by.may(MANAGE, found.agency)
    places = {place.entry.pk: place for place in queries.placed(found)}
    edition = queries.edition_of(found) if found.item_id else None
    release = publishing.release_by_key(found.item.key) if found.item else None
    secrecy = found.stage == Stage.SECRECY
    recommends = by.may_anywhere(MANAGE) and found.stage == Stage.OPEN
    turn = Permission.DOCUMENTS_SECRECY_REVIEW if secrecy else Permission.INTERPRETATION_REVIEW
    context = {
        "contest": found,
        "pill": _pill(found),
        "entries": [
            {
                "one": entry, "rated": queries.ratings_of(entry.interpretation.key), "given": given.get(entry.pk), "conflict": juror is not None and queries.conflict(juror, entry),
                "place": places[entry.pk] if found.stage == Stage.PUBLISHED or (manages and found.stage != Stage.OPEN) else None,
            }
            for entry in found.entries.select_related("agency", "interpretation")
        ],
        "jurors": [
            {"one": one, "scores": one.scores.count()} for one in found.jurors.select_related("person")
        ],
        "is_juror": juror is not None,
        "manages": manages,
        "recommends": recommends,
        "offered": queries.to_enter(found, by).values_list("key", "title", "agency__short_name")[:MOST_OFFERED] if recommends else [],
        "shows_jurors": manages or juror is not None or found.stage == Stage.PUBLISHED,
        "people": people_of(visible_agencies(by)).filter(is_active=True).order_by("name") if manages else [],
        "edition": edition,
        "screened": screening.findings_for_edition(edition, by) if edition is not None and release is None else {"findings": [], "open": 0},
        "public_url": KINDS[KIND].path(release.key) if release else "",
        "reviews_now": found.stage in {Stage.RESULT, Stage.SECRECY} and by.may(turn, found.agency)
        and (edition is None or by.person is None or edition.author_id != by.person.pk),
        "checks": [{"key": key, "label": word} for key, word in CHECK_WORDS.items()] if secrecy else [],
        "may_release": by.may(Permission.PUBLISHING_RELEASE, found.agency),
        "may_withdraw": by.may(Permission.PUBLISHING_WITHDRAW, found.agency),
        "withdrawals": WITHDRAWAL_NAMES,
        "here": request.path,
    }  # fmt: skip
    trail = [{"label": "评选", "url": reverse("outreach:contests")}, {"label": found.title}]
    return page(request, "contest", context, tab="contests", trail=trail)


def _enter(request: OfficerRequest, found: Contest) -> str:
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    actions.enter(contest=found, key=key, reason=reason, by=request.acting, today=timezone.localdate())
    return "已推荐参评。"


def _juror(request: OfficerRequest, found: Contest) -> str:
    pk = request.POST.get("person", "")
    people = people_of(visible_agencies(request.acting)).filter(is_active=True)
    person = people.filter(pk=pk).first() if pk.isdecimal() else None
    if person is None:
        raise Refused("请选择一位评委。")
    actions.add_juror(contest=found, person=person, by=request.acting)
    return "已聘请评委。"


def _score(request: OfficerRequest, found: Contest) -> str:
    entry = (
        found.entries.filter(pk=request.POST.get("entry", "0")[:18] or 0).first()
        if request.POST.get("entry", "").isdecimal()
        else None
    )
    if entry is None:
        raise Refused("请选择要评分的解读。")
    typed = {one["key"]: request.POST.get(f"mark-{one['key']}", "") for one in found.criteria}
    if not all(mark.isascii() and mark.isdigit() for mark in typed.values()):
        raise Refused("请给每项标准打0到100分，填写整数。")
    marks = {key: int(mark[:4]) for key, mark in typed.items()}
    actions.score(entry=entry, marks=marks, by=request.acting, comment=request.POST.get("comment", ""))
    return "已评分。"


def _judge(request: OfficerRequest, found: Contest) -> str:
    actions.start_judging(contest=found, by=request.acting)
    return "征集已经结束，请评委评分。"


def _settle(request: OfficerRequest, found: Contest) -> str:
    actions.settle(contest=found, by=request.acting)
    return "已形成评选结果，等待审核。"


def _approve(request: OfficerRequest, found: Contest) -> str:
    checks = {key: request.POST.get(key, "") for key in CHECK_WORDS if key in request.POST}
    opinion = request.POST.get("opinion", "")
    actions.decide_result(contest=found, approve=True, by=request.acting, opinion=opinion, checks=checks)
    return "已同意。"


def _return(request: OfficerRequest, found: Contest) -> str:
    opinion = request.POST.get("opinion", "")
    actions.decide_result(contest=found, approve=False, by=request.acting, opinion=opinion)
    return "已退回，请重新形成结果。"


def _publish(request: OfficerRequest, found: Contest) -> str:
    actions.publish_result(contest=found, by=request.acting)
    return "已公布。"


def _withdraw(request: OfficerRequest, found: Contest) -> str:
    kind = request.POST.get("kind", "")
    if kind not in WITHDRAWAL_NAMES:
        raise Refused("请选择撤下的原因。")
    actions.withdraw_result(contest=found, kind=kind, reason=request.POST.get("reason", ""), by=request.acting)
    return "已撤下。"


VERBS: dict[str, Callable[[OfficerRequest, Contest], str]] = {
    "enter": _enter, "juror": _juror, "score": _score, "judge": _judge, "settle": _settle, "approve": _approve,
    "return": _return, "publish": _publish, "withdraw": _withdraw,
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    found = _find(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](request, found))
    except OutOfSight:
        raise
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("outreach:contest", pk)


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out all scores; only to the organiser while they are not public."""
    found = _find(request, pk)
    if not request.acting.may(MANAGE, found.agency):
        raise OutOfSight
    head: list[object] = ["名次", "解读", "推荐单位", "平均分", "评分人数"]
    rows: list[list[object]] = [
        [one.rank, one.entry.title, one.entry.agency.name, one.score, one.jurors] for one in queries.placed(found)
    ]
    return as_csv(f"contest-{found.pk}", [head, *rows])
