"""The work page of one interpretation: wording, parts, marked facts, files, measures, and the decision that is due."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.base.unsaved.queries import as_post, typed_by
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.engine.screening import queries as screening
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.desk import measuring
from gongkai.proactive.interpretation.desk.forms import FileForm, WorkForm, facts_initial, parts_initial
from gongkai.proactive.interpretation.desk.looks import is_behind, next_step, pill
from gongkai.proactive.interpretation.desk.moves import moves_of
from gongkai.proactive.interpretation.models import Doubt, Interpretation
from gongkai.proactive.interpretation.permissions import check_can_read, check_writing, may
from gongkai.proactive.interpretation.queries.helping import detected, prompts
from gongkai.proactive.interpretation.rules import FACT_KINDS, FORMS, KIND, STEPS, TURNS, Status
from gongkai.proactive.interpretation.rules.kinds import ROLE_NAMES, parts_of
from gongkai.proactive.interpretation.rules.substance import shown_parts

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition

NAV = "interpretation"
MEETINGS = frozenset({"press", "briefing", "interview"})
STATIONS = (
    (Status.DRAFT, "起草"), (Status.HEAD, "科室审定"), (Status.SECRECY, "保密审查"), (Status.SIGNING, "签发"),
    (Status.READY, "发布"),
)  # fmt: skip


def load(request: OfficerRequest, pk: int) -> Interpretation:
    """Return the interpretation by its number; what is out of sight does not exist."""
    rows = Interpretation.objects.select_related("item__agency", "policy__agency", "drafting_agency", "division")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        check_can_read(request.acting, found.item.agency, found.drafting_agency)
    except OutOfSight as error:
        raise Http404 from error
    return found


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show everything of one interpretation; a post saves the wording and particulars."""
    one = load(request, pk)
    if request.method != "POST":
        typed = typed_by(request.acting, actions.place_of(one)) if one.status == Status.DRAFT else None
        if typed is not None and "recover" in request.GET:
            return work_page(request, one, form=WorkForm(as_post(typed), layout=one.layout))
        return work_page(request, one, typed=typed)
    form = WorkForm(request.POST, layout=one.layout)
    if not form.is_valid():
        return work_page(request, one, form=form, status=422)
    said = form.cleaned_data
    material = replace(
        queries.material_of(one, queries.edition_of(one)), html=said["html"], transcript=said["transcript"]
    )
    found = detected(material.whole, said["layout"])
    try:
        actions.save(
            interpretation=one, version=said["version"], by=request.acting, title=said["title"], html=said["html"],
            form=said["form"], elements=form.elements(found), facts=form.facts(), **form.fields_of(),
        )  # fmt: skip
    except (Refused, Stale, NotAllowed) as error:
        form.add_error(None, str(error))
        return work_page(request, load(request, pk), form=form, stale=isinstance(error, Stale), status=409)
    if "submit" not in request.POST:
        messages.success(request, "已保存。")
        return redirect("interpretation:work", pk)
    try:
        actions.submit(interpretation=one, by=request.acting)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已送科室负责人审定。")
    return redirect("interpretation:work", pk)


def _initial(one: Interpretation, edition: Edition) -> dict[str, Any]:
    names = (
        "form policy_type audience content layout transcript summary reason consultation_url copy_reason held_on speakers"
    ).split()
    known: dict[str, Any] = {name: getattr(one, name) for name in names}
    known |= {"version": edition.version, "title": edition.title, "html": edition.html}
    return known | parts_initial(one.elements) | facts_initial(one.facts)


def work_page(
    request: OfficerRequest,
    one: Interpretation,
    *,
    form: WorkForm | None = None,
    bound: dict[str, Any] | None = None,
    stale: bool = False,
    typed: object = None,
    status: int = 200,
) -> HttpResponse:
    """Everything for writing and deciding on one screen; `bound` holds the decision that was refused, as it was typed.

    `typed`: what this person typed earlier and did not save.
    """
    edition = queries.edition_of(one)
    editing = one.status == Status.DRAFT and may(check_writing, one, request.acting)
    if editing and form is None:
        form = WorkForm(initial=_initial(one, edition), layout=one.layout, told=edition.html)
    told = queries.material_of(one, edition).whole
    found = detected(told, one.layout)
    parts = _parts(one, form if editing else None, found, told)
    screened = screening.findings_for_edition(edition, request.acting)
    context = {
        "one": one,
        "edition": edition,
        "policy": _policy(one),
        "pill": pill(one),
        "next": next_step(one, edition, request.acting),
        "steps": _stations(one),
        "editing": editing,
        "form": form if editing else None,
        "refused": form if form is not None and not editing else None,
        "stale": stale,
        "typed": typed if editing else None,
        "bound_open": bound or {},
        "parts": parts,
        "unfound": [part for part in parts if part["unfound"]],
        "facts_told": _facts(one),
        "told_fields": [form[name] for name in form.fields if name.startswith("told_")] if editing and form else [],
        "files": _files(edition),
        "file_form": FileForm(),
        "needs": [ROLE_NAMES[role] for role in FORMS[one.form].needs],
        "spoken": FORMS[one.form].spoken,
        "meeting": one.form in MEETINGS,
        "missing": queries.lacking_of(one, edition) if one.status in {Status.DRAFT, *TURNS} else [],
        "measures": measuring.measures(one, edition, editing=editing),
        "moves": moves_of(request, one, edition, bound or {}),
        "screened": screened,
        "reviews": publishing.reviews_of(edition),
        "step_names": {step.key: step.name for step in STEPS},
        "doubts": Doubt.objects.filter(policy=one.policy).select_related("answered_by"),
        "behind": one.status == Status.PUBLISHED and is_behind(one),
        "events": _history(one),
        "public_url": f"/interpretations/{one.item.key}" if hasattr(one.item, "release") else "",
        "here": request.path,
        "is_graphic": one.form in measuring.WITH_CARD,
    }
    return desk_page(request, "interpretation/desk/work.html", context, nav=NAV, status=status)


def _policy(one: Interpretation) -> dict[str, Any]:
    edition = queries.policy_edition(one.policy)
    document = queries.document_of(one.policy)
    return {
        "pk": one.policy_id if document else None,
        "title": edition.title if edition else one.policy.key,
        "number": document.doc_number if document else "",
        "edition": edition,
        "public_url": f"/documents/{one.policy.key}" if hasattr(one.policy, "release") else "",
    }


def _stations(one: Interpretation) -> list[dict[str, str]]:
    status = Status(one.status)
    order = [state for state, _ in STATIONS]
    place = order.index(status) if status in order else len(order)
    if status in {Status.WITHDRAWN, Status.ABANDONED}:
        place = 0 if status is Status.ABANDONED else len(order)
    return [
        {"label": label, "state": "done" if n < place else "now" if n == place else "next"}
        for n, (_, label) in enumerate(STATIONS)
    ]


PART_WORDS = {
    "found": ("已写明", "ok"), "pointed": ("作者指明", "ok"), "insisted": ("没有找到，有说明", "warn"),
    "unfound": ("没有找到", "bad"), "absent": ("不适用", "pause"), "missing": ("没有写明", "warn"),
}  # fmt: skip


def _parts(one: Interpretation, form: WorkForm | None, found: dict[str, str], told: str) -> list[dict[str, Any]]:
    dimensions = ("policy_type", "audience", "content", "stage", "layout")
    hints = prompts(**{name: getattr(one, name) for name in dimensions}) if form is not None else {}
    names = form.parts if form is not None else parts_of(one.layout)
    judged = {part.key: part for part in shown_parts(one.layout, one.elements, told)}
    shown = []
    for key, name in names.items():
        part = judged.get(key)
        word, kind = PART_WORDS[part.state if part else "missing"]
        if (part is None or part.state == "missing") and key in found:
            word, kind = "文中已有，保存后计入", "info"
        shown.append(
            {
                "name": name, "word": word, "kind": kind, "found": found.get(key, ""), "prompt": hints.get(key, ""),
                "text": part.text if part else "", "unfound": part is not None and part.state in {"insisted", "unfound"},
                "state": form[f"part_{key}"] if form else None, "why": form[f"why_{key}"] if form else None,
                "where": form[f"where_{key}"] if form and key not in found else None,
            }
        )  # fmt: skip
    return shown


def _facts(one: Interpretation) -> list[dict[str, Any]]:
    return [
        {"name": name, "told": [fact for fact in one.facts if fact.get("kind") == key]}
        for key, name in FACT_KINDS.items()
    ]


def _files(edition: Edition) -> list[dict[str, Any]]:
    return [
        {"one": attached, "role": ROLE_NAMES.get(attached.role, "附件"), **measuring.captions_checked(attached)}
        for attached in edition.files.select_related("file")
    ]


def _history(one: Interpretation) -> list[dict[str, Any]]:
    rows = events.events_of(Subject(KIND, one.item.key))
    return [
        {"at": row.at, "who": row.actor_name, "what": row.words, "note": row.remark} for row in rows
    ]  # fmt: skip


def check_desk(request: OfficerRequest) -> None:
    """Raise NotAllowed for whoever reads no documents anywhere."""
    if not request.acting.may_anywhere(Permission.DOCUMENTS_READ):
        raise NotAllowed("这一页供起草、审查和政务公开岗位使用，您目前没有这些岗位。")
