"""Reading and writing deliveries at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.rules.serving import may_be_served
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.desk.forms import (
    DeliveryForm,
    ReasonForm,
    ReceiptForm,
    ReviewForm,
    SecrecyForm,
)
from gongkai.proactive.targeted.desk.recipients import recipient_row
from gongkai.proactive.targeted.desk.widening import widening_of
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.permissions import REVIEWERS
from gongkai.proactive.targeted.rules import (
    LAST_CALL_SOURCE,
    STANDING,
    STATE_NAMES,
    STEPS,
    Channel,
    State,
)

PER_PAGE = 30
KINDS = {State.PREPARING: "info", State.DELIVERED: "ok", State.WITHDRAWN: "bad", State.PUBLIC: "ok"}


def load(request: OfficerRequest, pk: int) -> Delivery:
    """Return the delivery, or raise OutOfSight (404)."""
    return queries.delivery(pk, request.acting)


def may_manage(request: OfficerRequest, delivery: Delivery) -> bool:
    return request.acting.may(Permission.TARGETED_DISCLOSE, delivery.item.agency)


def _check_reader(request: OfficerRequest) -> None:
    if not any(request.acting.may_anywhere(permission) for permission in queries.READERS):
        raise NotAllowed("这一页供政务公开专员、保密审查员和签发领导使用，您目前没有这些岗位。")


@officer_required
@require_GET
def show_list(request: OfficerRequest) -> HttpResponseBase:
    _check_reader(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    rows = queries.deliveries(request.acting)
    if state in STATE_NAMES:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(item__editions__title__icontains=words).distinct()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counted = queries.statistics(request.acting)
    rate = round(100 * counted["read"] / counted["recipients"]) if counted["recipients"] else 0
    words_of = {
        "preparing": "审查中",
        "running": "可查阅",
        "expired": "已到期",
        "public": "已转为主动公开",
        "withdrawn": "已撤回",
    }
    strip = [{"label": label, "value": counted[key], "unit": "件"} for key, label in words_of.items()]
    strip.append(
        {
            "label": "签收率",
            "value": rate if counted["recipients"] else "—",
            "unit": "%" if counted["recipients"] else "",
        }
    )
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "strip": strip,
        "query": words,
        "state": state,
        "states": STATE_NAMES,
        "may_draft": request.acting.may_anywhere(Permission.TARGETED_DISCLOSE),
    }
    return desk_page(request, "targeted/desk/list.html", context, nav="targeted")


def _row(delivery: Any) -> dict[str, Any]:
    late = delivery.state == State.DELIVERED and delivery.expires_at <= timezone.now()
    return {
        "delivery": delivery,
        "title": queries.edition_of(delivery).title,
        "state": ("已到期" if late else delivery.get_state_display())
        + ("，正在转为主动公开" if delivery.widening else ""),
        "kind": "pause" if late else KINDS[State(delivery.state)],
    }


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.TARGETED_DISCLOSE)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = DeliveryForm(request.POST or None, request.FILES or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(agency=form.cleaned_data["agency"], by=request.acting, **form.verb_facts())
            _keep_file(request, made, form)
        except (actions.Refused, FileRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已起草，请保密审查员和负责人审查。")
            return redirect("targeted:detail", made.pk)
    context = {"form": form, "word": "起草定向公开", "back": reverse("targeted:list")}
    return desk_page(request, "targeted/desk/form.html", context, nav="targeted", status=422 if form.errors else 200)


def _keep_file(request: OfficerRequest, delivery: Delivery, form: DeliveryForm) -> None:
    upload = form.cleaned_data.get("file")
    if upload:
        stored = files.store(data=upload.read(), filename=upload.name, by=request.user.username)
        actions.attach(delivery=delivery, file=stored, name=stored.name, by=request.acting)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.TARGETED_DISCLOSE)
def new_of(request: OfficerRequest, document: int) -> HttpResponseBase:
    """Deliver an issued document of mode 定点、定向公开: its wording stands, only whom and until when is asked."""
    found = documents.visible_to(request.acting).filter(pk=document).first()
    if found is None:
        raise OutOfSight
    known = queries.deliveries(request.acting).filter(document=found)
    source = documents.working_edition(found)
    standing = known.filter(state__in=STANDING).first()
    if standing is None and not may_be_served(found.status, source.mode):
        standing = known.first()  # nothing to deliver any more: show what was
    if standing is not None:
        return redirect("targeted:detail", standing.pk)
    initial = {"agency": found.item.agency, "title": source.title, "text": source.text, "why": found.reason[:300]}
    form = DeliveryForm(request.POST or None, by=request.acting, initial=initial)
    for name in ("agency", "title", "text"):
        form.fields[name].disabled = True
    del form.fields["file"]
    if request.method == "POST" and form.is_valid():
        facts = {key: value for key, value in form.verb_facts().items() if key not in {"title", "text"}}
        try:
            made = actions.draft_of(document=found, by=request.acting, **facts)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已起草，请保密审查员和负责人审查。")
            return redirect("targeted:detail", made.pk)
    context = {"form": form, "word": "定向送达公文", "back": reverse("documents:detail", args=[found.pk])}
    return desk_page(request, "targeted/desk/form.html", context, nav="targeted", status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    delivery = load(request, pk)
    if not may_manage(request, delivery):
        raise NotAllowed("修改定向公开由政务公开专员办理。")
    edition = queries.edition_of(delivery)
    people = delivery.recipients.all()
    initial = {
        "version": edition.version,
        "agency": delivery.item.agency,
        "title": edition.title,
        "text": edition.text,
        "why": delivery.why,
        "expires_on": timezone.localdate(delivery.expires_at),
        "people": "\n".join(_line(one) for one in people if one.channel == Channel.LINK),
        "places": "\n".join(_line(one) for one in people if one.channel == Channel.PLACE),
    }
    form = DeliveryForm(request.POST or None, request.FILES or None, by=request.acting, initial=initial)
    fixed = ("agency", "title", "text") if delivery.document_id is not None else ("agency",)
    for name in fixed:
        form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.edit(delivery=delivery, version=version, by=request.acting, **form.verb_facts())
            if delivery.document_id is None:
                _keep_file(request, delivery, form)
        except (actions.Refused, FileRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。内容有改动，须重新审查。")
            return redirect("targeted:detail", pk)
    context = {"form": form, "word": "修改定向公开", "back": reverse("targeted:detail", args=[pk])}
    return desk_page(request, "targeted/desk/form.html", context, nav="targeted", status=422 if form.errors else 200)


def _line(recipient: Recipient) -> str:
    return f"{recipient.name}，{recipient.organisation}，{recipient.contact}".rstrip("，")


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return detail_page(request, load(request, pk))


def detail_page(
    request: OfficerRequest,
    delivery: Delivery,
    *,
    refused: str = "",
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Everything of one delivery on one page; `refused` is the sentence of an action that did not go through.

    `typed` holds what was sent with it, by the name of the form.
    """
    edition = queries.edition_of(delivery)
    manage = may_manage(request, delivery)
    missing = queries.missing_reviews(delivery) if delivery.state == State.PREPARING else []
    context = {
        "delivery": delivery,
        "edition": edition,
        "html": mark_safe(edition.html),  # noqa: S308 cleaned when it was stored
        "attached": edition.files.select_related("file"),
        "recipients": [
            recipient_row(request, one, manage, (typed or {}).get(f"readdress-{one.pk}"))
            for one in delivery.recipients.prefetch_related("mailings", "readdressings")
        ],
        "sending": _sending(delivery) if manage and delivery.state == State.DELIVERED else None,
        "reviews": publishing.reviews_of(edition),
        "step_names": {step.key: step.name for step in STEPS},
        "review_forms": _review_forms(request, delivery),
        "missing": missing,
        "manage": manage,
        "refused": refused,
        "expired": delivery.expires_at <= timezone.now(),
        "reason_form": ReasonForm(auto_id="withdraw_%s"),
        "receipt_form": ReceiptForm(),
        "steps": _stepper(delivery, missing),
        **widening_of(delivery, manage=manage, typed=typed or {}),
    }
    return desk_page(request, "targeted/desk/detail.html", context, nav="targeted", status=status)


def _sending(delivery: Delivery) -> dict[str, Any]:
    """Return what stands at the button that sends: how many it would reach, and who has no address."""
    rows = [one for one in delivery.recipients.all() if one.channel == Channel.LINK and one.receipt_at is None]
    return {
        "waiting": len(queries.to_be_mailed(delivery)),
        "with_address": sum(bool(one.email) for one in rows),
        "by_letter": sum(not one.email for one in rows),
        "unserved": len(queries.unserved(delivery)),
        "expired": delivery.expires_at <= timezone.now(),
        "reminder": LAST_CALL_SOURCE,
    }


def _stepper(delivery: Delivery, missing: list[str]) -> list[dict[str, str]]:
    names = ["起草", *(step.name for step in STEPS), "送达"]
    if delivery.state != State.PREPARING:
        steps = [{"label": name, "state": "done"} for name in names]
        if delivery.state == State.PUBLIC or delivery.widenings.filter(closed_at__isnull=True).exists():
            steps.append({"label": "主动公开", "state": "done" if delivery.state == State.PUBLIC else "now"})
        return steps
    todo = [name for name in names if name in missing] or ["送达"]
    states = {name: "done" if name not in missing and name != "送达" else "next" for name in names}
    states[todo[0]] = "now"
    return [{"label": name, "state": states[name]} for name in names]


def _review_forms(request: OfficerRequest, delivery: Delivery) -> list[dict[str, Any]]:
    """Return the reviews that this person may decide now."""
    edition = queries.edition_of(delivery)
    if delivery.state != State.PREPARING or edition.author_id == request.user.pk:
        return []
    seen = {"seen": publishing.review_digest(edition)}
    return [
        {"step": step, "form": SecrecyForm(initial=seen) if step.checks else ReviewForm(initial=seen)}
        for step in publishing.missing_steps(edition)
        if request.acting.may(REVIEWERS[step.key], delivery.item.agency)
    ]
