"""The page of one policy, to which the document's gate leads: clocks, plan, doubts, what interprets it and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.rules import STATUS_NAMES as DOCUMENT_STATES
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.desk.forms import (
    AnswerForm,
    AssignForm,
    DoubtForm,
    NewForm,
    OpinionForm,
    PlanForm,
    UnconsultedForm,
)
from gongkai.proactive.interpretation.desk.looks import next_step, pill
from gongkai.proactive.interpretation.models import Doubt, Plan, Unconsulted
from gongkai.proactive.interpretation.permissions import check_approving, check_planning, may
from gongkai.proactive.interpretation.queries.clocks import synchronisations
from gongkai.proactive.interpretation.queries.helping import outline_html
from gongkai.proactive.interpretation.queries.readiness import PLAN_FIELDS
from gongkai.proactive.interpretation.rules import CHANNELS, FORM_NAMES
from gongkai.proactive.interpretation.rules.road import plan_lacking
from gongkai.proactive.interpretation.rules.scope import LABELS, why

if TYPE_CHECKING:
    from django import forms

    from gongkai.proactive.documents.models import Document

NAV = "interpretation"


def load(request: OfficerRequest, pk: int) -> Document:
    """Return the document by its number; what is out of sight does not exist. Who interprets for others sees it too."""
    found = documents.visible_to(request.acting).filter(pk=pk).first()
    if found is None:
        plan = Plan.objects.filter(policy=pk).select_related("agency", "policy__document").first()
        if plan is None or not request.acting.may(Permission.DOCUMENTS_READ, plan.agency):
            raise Http404
        found = queries.document_of(plan.policy)
    if found is None or found.attribute != "proactive":
        raise Http404
    return found


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def of(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show the policy; a post saves the plan."""
    document = load(request, pk)
    if request.method != "POST":
        return policy_page(request, document)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return policy_page(request, document, plan_form=form, status=422)
    try:
        actions.plan(document=document, by=request.acting, version=form.cleaned_data["version"] or 0, **form.facts())
    except (Refused, Stale, NotAllowed) as error:
        form.add_error(None, str(error))
        return policy_page(request, document, plan_form=form, stale=isinstance(error, Stale), status=409)
    messages.success(request, "已保存解读方案。修改过的方案须重新审定。")
    return redirect("interpretation:of", pk)


def policy_page(
    request: OfficerRequest,
    document: Document,
    *,
    plan_form: PlanForm | None = None,
    bound: dict[str, forms.Form] | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Everything of one policy on one screen; `bound` holds the small form that was refused, with what was typed."""
    policy, plan = document.item, queries.plan_of(document.item)
    edition = queries.policy_edition(policy)
    draft = plan or Plan(policy=policy, agency=document.drafting_agency, division=document.division, version=0)
    planning = may(check_planning, draft, request.acting)
    rows = [_row(request, one) for one in queries.interpretations_of(policy)]
    context = {
        "document": document,
        "edition": edition,
        "plan": plan,
        "home": draft,
        "stale": stale,
        "planning": planning,
        "plan_form": plan_form
        or (PlanForm(initial=PlanForm.initial_of(plan) if plan else _first(document)) if planning else None),
        "plan_open": plan is None or plan_form is not None,
        "plan_missing": plan_lacking({name: getattr(plan, name) for name in PLAN_FIELDS}) if plan else [],
        "plan_rows": _plan_rows(plan) if plan else [],
        "channels": _channels(plan) if plan else [],
        "approving": plan is not None and plan.approved_at is None and may(check_approving, plan, request.acting),
        "assigning": plan is not None and request.acting.may(Permission.INTERPRETATION_MANAGE, policy.agency),
        "forms": _small_forms(document, bound or {}),
        "wanted": queries.wanted(document),
        "why": why(document.category, important=bool(plan and plan.important)),
        "pairs": synchronisations([policy])[policy.pk],
        "rows": rows,
        "state": DOCUMENT_STATES[Stand(document.status)],
        "doubts": Doubt.objects.filter(policy=policy).select_related("raised_by", "answered_by"),
        "unconsulted": Unconsulted.objects.filter(policy=policy).select_related("said_by").first(),
        "writing": _may_write(request, draft),
    }
    return desk_page(request, "interpretation/desk/of.html", context, nav=NAV, status=status)


def _first(document: Document) -> dict[str, Any]:
    return {"forms_": ["graphic"], "channels": ["portal"], "outline": "", "timing": document.interpretation_plan[:200]}


def _may_write(request: OfficerRequest, plan: Plan) -> bool:
    return request.acting.may(Permission.INTERPRETATION_DRAFT, plan.agency)


def _small_forms(document: Document, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    made: dict[str, forms.Form] = {
        "approve": OpinionForm(prefix="approve"),
        "assign": AssignForm(prefix="assign", top=document.item.agency),
        "doubt": DoubtForm(prefix="doubt"),
        "consultation": UnconsultedForm(prefix="consultation"),
    }
    return made | bound


def _row(request: OfficerRequest, one: Any) -> dict[str, Any]:
    edition = queries.edition_of(one)
    return {
        "one": one, "title": edition.title, "pill": pill(one), "next": next_step(one, edition, request.acting),
        "url": reverse("interpretation:work", args=[one.pk]),
    }  # fmt: skip


def _plan_rows(plan: Plan) -> list[dict[str, Any]]:
    marks = [
        word
        for name, word in (
            ("important", "重要政策性文件"),
            ("attention", "社会关注度高"),
            ("misreading", "容易造成误解误读"),
        )
        if getattr(plan, name)
    ]
    rows: list[tuple[str, Any]] = [
        ("解读单位", f"{plan.agency.label}{f'　{plan.division}' if plan.division else ''}"),
        ("改由该单位解读的原因", plan.assigned_reason),
        (
            "四个维度",
            f"{plan.get_policy_type_display()}、{plan.get_audience_display()}、{plan.get_content_display()}",
        ),
        ("解读形式", "、".join(FORM_NAMES[key] for key in plan.forms)),
        ("解读时间", plan.timing),
        ("解读提纲", plan.outline),
        ("标记", "、".join(marks)),
        ("媒体沟通和舆情跟踪", plan.media_plan),
        ("三同步用语", LABELS[plan.labels].name),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _channels(plan: Plan) -> list[dict[str, str]]:
    return [
        {"name": name, "state": "使用" if key in plan.channels else "不使用", "why": plan.unused.get(key, "")}
        for key, name in CHANNELS.items()
    ]


def _refused(request: OfficerRequest, document: Document, name: str, form: forms.Form, error: str = "") -> HttpResponse:
    if error:
        form.add_error(None, error)
    return policy_page(request, document, bound={name: form}, status=409 if error else 422)


@officer_required
@require_POST
def approve_plan(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    plan, form = queries.plan_of(document.item), OpinionForm(request.POST, prefix="approve")
    if plan is None:
        raise Http404
    if not form.is_valid():
        return _refused(request, document, "approve", form)
    try:
        actions.approve_plan(plan=plan, by=request.acting, opinion=form.cleaned_data["opinion"])
    except Refused as error:
        return _refused(request, document, "approve", form, str(error))
    messages.success(request, "已审定解读方案。")
    return redirect("interpretation:of", pk)


@officer_required
@require_POST
def assign(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    plan, form = queries.plan_of(document.item), AssignForm(request.POST, prefix="assign", top=document.item.agency)
    if plan is None:
        raise Http404
    if not form.is_valid():
        return _refused(request, document, "assign", form)
    said = form.cleaned_data
    try:
        actions.assign(plan=plan, agency=said["agency"], division=None, reason=said["reason"], by=request.acting)
    except Refused as error:
        return _refused(request, document, "assign", form, str(error))
    messages.success(request, f"已改由{said['agency'].label}解读。")
    return redirect("interpretation:of", pk)


@officer_required
@require_POST
def raise_doubt(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document, form = load(request, pk), DoubtForm(request.POST, prefix="doubt")
    if not form.is_valid():
        return _refused(request, document, "doubt", form)
    try:
        actions.raise_doubt(policy=document.item, by=request.acting, **form.cleaned_data)
    except Refused as error:
        return _refused(request, document, "doubt", form, str(error))
    messages.success(request, "已登记疑问。")
    return redirect(f"{reverse('interpretation:of', args=[pk])}#doubts")


@officer_required
@require_POST
def answer_doubt(request: OfficerRequest, pk: int, doubt: int) -> HttpResponseBase:
    document = load(request, pk)
    found = Doubt.objects.select_related("policy__agency").filter(policy=document.item_id, pk=doubt).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST)
    try:
        actions.answer_doubt(doubt=found, answer=form.data.get("answer", ""), by=request.acting)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已答复。")
    return redirect(f"{reverse('interpretation:of', args=[pk])}#doubts")


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Begin an interpretation: four dimensions choose the template, which gives the outline to write along (R171)."""
    document = load(request, pk)
    plan, edition = queries.plan_of(document.item), queries.policy_edition(document.item)
    known = {name: getattr(plan, name) for name in ("policy_type", "audience", "content")} if plan else {}
    chosen = next(iter(plan.forms), "graphic") if plan else "graphic"
    form = NewForm(
        request.POST or None, initial={"title": f"{_short(edition)}解读", "form": chosen, "layout": "nine"} | known
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        names = ("policy_type", "audience", "content", "layout", "reason")
        try:
            made = actions.draft(
                policy=document.item, title=said["title"], by=request.acting, form=said["form"], stage=said["stage"],
                sort=said["sort"], html=outline_html(**{name: said[name] for name in ("policy_type", "audience", "content", "stage", "layout")}),
                **{name: said[name] for name in names},
            )  # fmt: skip
        except (Refused, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已按模板建立解读，请逐段填写。")
            return redirect("interpretation:work", made.pk)
    context = {"form": form, "document": document, "edition": edition}
    return desk_page(request, "interpretation/desk/new.html", context, nav=NAV, status=422 if form.errors else 200)


def _short(edition: Any) -> str:
    title = edition.title if edition else ""
    inner = title.partition("《")[2].rpartition("》")[0]
    return f"《{inner or title}》"
