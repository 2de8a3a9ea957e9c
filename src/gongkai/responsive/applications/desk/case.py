"""One case: all that belongs to it on one page, what may be done with it now, and the looks at who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import OutOfSight, check
from gongkai.base.vault import actions as vault
from gongkai.base.vault import queries as vault_queries
from gongkai.base.vault.rules import VaultError
from gongkai.engine.casework import queries as casework
from gongkai.engine.casework.rules import KINDS
from gongkai.engine.duties import queries as duties
from gongkai.engine.duties.rules import rule_of
from gongkai.responsive.applications import queries
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.desk import next_steps, verbs, wording
from gongkai.responsive.applications.desk.histories import record_of
from gongkai.responsive.applications.desk.shared import PILLS, attempt, given_of, page, seen_of
from gongkai.responsive.applications.desk.verb_forms import LookForm
from gongkai.responsive.applications.permissions import IDENTITY, READ
from gongkai.responsive.applications.queries.helping import helping_of
from gongkai.responsive.applications.queries.likeness import alike
from gongkai.responsive.applications.queries.parts import divisions_of, is_office, parts_of
from gongkai.responsive.applications.queries.register import who
from gongkai.responsive.applications.rules import IDENTITY_NAMES
from gongkai.responsive.applications.rules.intake import masked_name

if TYPE_CHECKING:
    from django import forms

    from gongkai.base.vault.queries import SealedFile
    from gongkai.responsive.applications.models import AnswerOrder, Applicant, Application

LINKING = ("link", "merge", "tie")  # verbs that the list of look-alikes begins with the number filled in
HISTORY = 12  # of the same applicant, the latest
MOST_HISTORY = 100
LETTER_LOOK = ("文书内容", "收件地址")
# What an officer sees after giving a reason: name of the column, words for it and for the record.
SHOWN = (
    ("name", "姓名或者名称"),
    ("identity_number", "证件号码"),
    ("phone", "电话"),
    ("email", "电子邮箱"),
    ("address", "通信地址"),
    ("postal_code", "邮政编码"),
    ("fax", "传真"),
    ("representative", "法定代表人或者负责人"),
    ("contact", "联系人"),
    ("agent", "代理人"),
)


@officer_required
@permission_required(READ)
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        return _for_division(request, application)
    return shown(request, application)


def _for_division(request: OfficerRequest, application: Application) -> HttpResponse:
    """What a division sees of a case: what is asked for and what it was asked, nothing about who asks."""
    mine = divisions_of(request.acting)
    context = {
        "application": application,
        "pill": PILLS[application.status],
        "opinions": application.opinions.filter(division__in=mine).select_related("division"),
    }
    return page(request, "case_division", context, last=str(application))


def shown(
    request: OfficerRequest, application: Application, *, verb: str = "", form: forms.Form | None = None,
    look: LookForm | None = None, opened: list[dict[str, Any]] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page; `form` is that of a verb that did not go through, `opened` the applicants when somebody just looked."""
    by, today, parts = request.acting, timezone.localdate(), parts_of(application)
    history = _same_applicant(application)
    steps = list(application.steps.all())
    orders = list(application.orders.select_related("challenge", "letter"))
    mails = queries.mails_of(application)
    aside = {one.letter_id: one for one in orders if one.letter_id is not None}
    first, helping = verbs.next_step(application, parts, by), helping_of(application.submission)
    typed = {key: {"number": number, "why": "内容相似"} for key in LINKING if (number := request.GET.get(key, ""))}
    context = {
        "pill": PILLS[application.status],
        "stages": next_steps.stages(application, steps),
        "timeline": next_steps.timeline(steps),
        "clocks": _clocks(application, today),
        "waits": next_steps.waits_for(application, parts, today)
        + next_steps.help_missing(application, helping)
        + next_steps.owed(parts),
        "parts": parts,
        "who": who(application.submission),
        "people": _masked(application),
        "helping": helping,
        "opened": opened,
        "look": look or LookForm(prefix="look"),
        "may_look": by.may(IDENTITY, application.agency),
        "papers": range(1, application.submission.materials.count() + 1),
        "proofs": application.submission.applicants.exclude(identity_file=None).only("pk", "position"),
        "merged": application.merged.select_related("submission"),
        "alongside": application.alongside.select_related("submission"),
        "siblings": application.submission.applications.exclude(pk=application.pk),
        "alike": alike(application),
        "same": {one.pk for one in history},
        "history": history[:HISTORY],
        "orders": orders,
        "letters": [_letter_row(one, aside, mails) for one in casework.letters_of(subject_of(application))],
        "card": _card(request, application),
        "first": first,
        "offers": verbs.offers(application, parts, by, first=first, verb=verb, form=form, typed=typed),  # type: ignore[arg-type]
        "may_decide": verbs.may_decide(application, by),
        "may_approve": verbs.may_approve(application, parts, by),
        "events": record_of(application, by),
    }
    return page(request, "case", {"application": application} | context, last=str(application), status=status)


def _clocks(application: Application, today: Any) -> list[dict[str, Any]]:
    """Return the clocks that run or stand, and the last of those that ended, each with its account."""
    rows = list(duties.of_subject(subject_of(application)))
    book = duties.current_book()
    active = [row for row in rows if row.status in {"open", "paused"}]
    ended = [row for row in rows if row.status == "done"][-1:] if not active else []
    return [
        {"name": rule_of(row.rule).name, "clock": duties.clock(row, today, book=book), "due": duties.due_text(row)}
        for row in (active or ended)
    ]


def _masked(application: Application) -> list[dict[str, Any]]:
    rows = []
    for one in application.submission.applicants.all():
        ways = [
            name for value, name in ((one.phone, "电话"), (one.email, "电子邮箱"), (one.address, "通信地址")) if value
        ]
        rows.append(
            {"name": masked_name(one.name, one.kind) or "（未写明）", "kind": one.get_kind_display(),
             "identity": one.get_identity_display() if one.identity_number else "", "ways": "、".join(ways) or "没有留下",
             "left": one.left_reason if one.left_on else "", "proof": one.identity_file_id is not None}
        )  # fmt: skip
    return rows


def _same_applicant(application: Application) -> list[Application]:
    if application.received_on is None:
        return []
    rows = queries.by_same_applicant(application).exclude(pk=application.pk).select_related("submission")
    return list(rows.order_by("-received_on", "-pk")[:MOST_HISTORY])


def _letter_row(letter: Any, aside: dict[int, AnswerOrder], mails: dict[int, str]) -> dict[str, Any]:
    name = KINDS[letter.kind].name if letter.kind in KINDS else letter.kind
    return {"letter": letter, "name": name, "set_aside": aside.get(letter.pk), "mail": mails.get(letter.pk, "")}


def _card(request: OfficerRequest, application: Application) -> dict[str, Any] | None:
    """Return the chosen letter; opening it is a look. What signs, issues or voids an answer is done by the case."""
    wanted = request.GET.get("letter", "")
    if not wanted.isdecimal():
        return None
    letter = casework.letters_of(subject_of(application)).filter(pk=int(wanted)).first()
    if letter is None:
        return None
    vault.look(subject=subject_of(application), fields=LETTER_LOOK, by=request.acting, why="办理文书")
    card = casework.card(casework.letter(letter.pk, request.acting), request.acting)
    card["back"] = f"{reverse('applications:detail', args=[application.pk])}?letter={letter.pk}"
    if letter.kind.startswith("application.reply."):
        card |= {"may_submit": False, "may_issue": False, "may_sign": False, "pending": None}
    return card


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    application = queries.application_of(pk, request.acting)
    if verb not in verbs.OFFERS or not is_office(request.acting, application.agency):
        raise Http404
    offer = verbs.OFFERS[verb]
    form: Any = offer.form(request.POST, prefix=verb, application=application)
    try:
        form.kept = given_of(request) if offer.file else []
    except FileRefused as error:
        form.kept = []
        form.add_error(None, str(error))
    if form.kept:
        form.given = [(one.file, one.name) for one in form.kept]
    if offer.notice and request.POST.get("wording") == "preview":
        shown_first, status = wording.previewed(request, application, verb, form)
        return shown_first or shown(
            request, queries.application_of(pk, request.acting), verb=verb, form=form, status=status
        )
    text = wording.text_of(request) if offer.notice else None
    said: list[object] = []
    status = attempt(
        form, lambda: said.append(verbs.run(verb, application, form, request.acting, seen_of(request), text))
    )
    if status and text is not None:
        return wording.refused(request, application, verb, form, status)
    if not status:
        messages.success(request, offer.said or str(said[0]))
        if verb == "reroute":  # it is another agency's now
            return redirect("applications:list")
        return redirect("applications:detail", pk)
    return shown(request, queries.application_of(pk, request.acting), verb=verb, form=form, status=status)


@officer_required
@require_POST
def look(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show who asks, once, after a reason was given; the look is on record before anything is shown."""
    application = _identity_of(request, pk)
    form = LookForm(request.POST, prefix="look")
    if not form.is_valid():
        return shown(request, application, look=form, status=422)
    people = list(application.submission.applicants.all())
    opened: list[dict[str, Any]] = [
        {"rows": _opened(one), "pk": one.pk, "proof": one.identity_file_id} for one in people
    ]
    fields = list(dict.fromkeys(name for one in opened for name, _ in one["rows"])) or ["姓名或者名称"]
    if application.submission.original:
        fields.append("申请原文")
    vault.look(subject=subject_of(application), fields=fields, by=request.acting, why=form.cleaned_data["why"])
    return shown(request, application, opened=opened)


def _opened(one: Applicant) -> list[tuple[str, str]]:
    rows = [(name, str(getattr(one, column))) for column, name in SHOWN if getattr(one, column)]
    if one.identity_number:
        rows.insert(1, ("证件类型", IDENTITY_NAMES.get(one.identity, one.identity)))
    return rows


def _identity_of(request: OfficerRequest, pk: int) -> Application:
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        raise OutOfSight
    check(request.acting, IDENTITY, application.agency)
    return application


@officer_required
@require_POST
def paper(request: OfficerRequest, pk: int, what: str, number: int) -> HttpResponseBase:
    """Hand out a sealed file of the form, after a reason: `proof` of an applicant, or the `material` of that place."""
    application = _identity_of(request, pk)
    form = LookForm(request.POST, prefix="look")
    if not form.is_valid():
        return shown(request, application, look=form, status=422)
    sealed = _sealed(application, what, number)
    try:
        data = vault_queries.read_file(
            sealed, by=request.acting, why=form.cleaned_data["why"], subject=subject_of(application)
        )
    except VaultError as error:
        form.add_error(None, str(error))
        return shown(request, application, look=form, status=422)
    response = HttpResponse(data, content_type=sealed.media_type or "application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=sealed.name or "材料")
    assert disposition
    response["Content-Disposition"] = disposition
    return response


def _sealed(application: Application, what: str, number: int) -> SealedFile:
    """Raises Http404."""
    if what == "proof":
        one = application.submission.applicants.select_related("identity_file").filter(pk=number).first()
        found = one.identity_file if one is not None else None
    else:
        rows = list(application.submission.materials.select_related("file")) if what == "material" else []
        found = rows[number - 1].file if 0 < number <= len(rows) else None
    if found is None:
        raise Http404
    return found
