"""The one page with everything needed for a decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from gongkai.base.files import queries as file_queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import queries as duties
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State
from gongkai.engine.screening import queries as screening
from gongkai.law.grounds import REASON_CATEGORIES, Mode
from gongkai.proactive.documents import queries, rules
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.desk import forms as desk_forms
from gongkai.proactive.documents.desk.annotate import paragraphs
from gongkai.proactive.documents.desk.missing import beside
from gongkai.proactive.documents.permissions import can_move
from gongkai.proactive.documents.queries.gates import related_count
from gongkai.proactive.documents.queries.holds import holds_of
from gongkai.proactive.documents.queries.serving import was_served
from gongkai.proactive.documents.rules import OWNERS, STATIONS, STATUS_NAMES, TRANSITIONS, Status

if TYPE_CHECKING:
    from django import forms

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


# verb in the address -> form, and the status it leads to where there are several
DECISION_FORMS: dict[str, type[forms.Form]] = {
    "approve-head": desk_forms.SeenForm,
    "check": desk_forms.CheckForm,
    "clear": desk_forms.ClearForm,
    "agree-attribute": desk_forms.SeenForm,
    "sign": desk_forms.SeenForm,
    "return": desk_forms.ReturnForm,
    "issue": desk_forms.IssueForm,
    "schedule": desk_forms.ScheduleForm,
    "correct": desk_forms.CorrectForm,
    "withdraw": desk_forms.WithdrawForm,
    "reattribute": desk_forms.ReattributeForm,
    "abandon": desk_forms.AbandonForm,
    "drop-correction": desk_forms.DropForm,
    "seal": desk_forms.SealForm,
    "stop": desk_forms.StopForm,
    "go-on": desk_forms.GoOnForm,
}
GRAVE = frozenset({"withdraw", "seal", "abandon", "drop-correction", "reattribute", "stop"})
NAMES = {"schedule": "定时发布", "unschedule": "取消定时", "go-on": "继续办理"}
ASIDE = GRAVE | {"return", "schedule"}


def load(request: OfficerRequest, pk: int) -> Document:
    """Return the document by its number; what is out of sight does not exist."""
    found = queries.visible_to(request.acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@officer_required
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return decision_page(request, load(request, pk))


def decision_page(
    request: OfficerRequest, document: Document, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Everything for a decision on one screen; `bound` holds the form that was refused, with what was typed."""
    edition = queries.working_edition(document)
    screened = screening.findings_for_edition(edition, request.acting)
    moves = _moves(request, document, edition, bound or {})
    offered = {move["verb"] for move in moves}
    context = {
        "document": document,
        "edition": edition,
        "attached": edition.files.select_related("file"),
        "stations": _stations(document, edition),
        "moves": moves,
        # A form still on offer shows its errors itself; one whose step is over has only this place.
        "refused": next((form for verb, form in (bound or {}).items() if form.errors and verb not in offered), None),
        "waiting_for": OWNERS[Status(document.status)],
        "reviews": publishing.reviews_of(edition),
        "screened": screened,
        "paragraphs": paragraphs(screened),
        "hidden": [
            (attached.name, file_queries.hidden_in(extracted))
            for attached in edition.files.select_related("file")
            if (extracted := file_queries.extracted_of(attached.file)) is not None
        ],
        "facts": facts_of(document, edition),
        **beside(document, edition),
        "clock": _clock(document),
        "official": _official(document, edition),
        "secrecy_answers": {"none": "未发现", "found": "发现"},
        "returns": document.returns.all()[:5],
        "editions": document.item.editions.order_by("-number"),
        "public_url": f"/documents/{document.item.key}" if queries.is_public(document) else "",
        "may_edit": can_move(document, Status.HEAD_REVIEW, request.acting)
        if document.status in {Status.DRAFT, Status.RETURNED}
        else False,
    }
    return desk_page(request, "documents/desk/detail.html", context, nav="documents", status=status)


def _clock(document: Document) -> Any:
    # The last one: what was not public and is to be now (publish-after-…) has a clock of its own again.
    duty = duties.of_subject(subject_of(document)).filter(rule__startswith=rules.PUBLICATION_CLOCKS).last()
    return duties.clock(duty, timezone.localdate()) if duty else None


def _stations(document: Document, edition: Edition) -> list[dict[str, str]]:
    status = Status(document.status)
    full = rules.is_full_disclosure(document.attribute, edition.mode)
    stations = [s for s in STATIONS if s is not Status.AUTHORITY_REVIEW or not full]
    shown = Status.DRAFT if status is Status.RETURNED else status
    if status in {Status.FILED, Status.ISSUED, Status.SERVED}:
        shown = Status.PUBLISHED
    place = stations.index(shown) if shown in stations else len(stations)
    states = ["done" if i < place else "now" if i == place else "next" for i in range(len(stations))]
    if status in {Status.PUBLISHED, Status.FILED, Status.SERVED}:
        states[-1] = "done"
    last = {Status.FILED: "已印发", Status.SERVED: "已定向公开"}.get(status, "公开")
    names = {**STATUS_NAMES, Status.SIGNING: "签发", Status.SIGNED: "编号印发", Status.PUBLISHED: last}
    return [{"label": names[s], "state": state} for s, state in zip(stations, states, strict=True)]


def _moves(
    request: OfficerRequest, document: Document, edition: Edition, bound: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the decisions this person may take now, the main one first, each with its form."""
    seen = publishing.review_digest(edition)
    related = document.status == Status.SECRECY_REVIEW and related_count(edition) > 0
    found: dict[str, dict[str, Any]] = {}
    for to, move in TRANSITIONS[Status(document.status)].items():
        if not can_move(document, to, request.acting):
            continue
        verb = move.verb.replace("_", "-")
        for name in _verbs_of(verb, edition, document):
            form_class = DECISION_FORMS.get(name)
            form = bound.get(name) or (
                form_class(initial=_initial(name, document, edition, seen)) if form_class else None
            )
            if name == "clear" and form is not None and not related:
                form.fields.pop("combination", None)
                form.fields.pop("combination_text", None)
            found[name] = {
                "verb": name,
                "name": NAMES.get(name, move.name),
                "form": form,
                "url": reverse("documents:decide", args=[document.pk, name]),
                "grave": name in GRAVE,
                "main": name not in ASIDE,
            }
    if "withdraw" not in found and document.status != Status.PUBLISHED and _may_withdraw(document, request.acting):
        name = "withdraw"
        form = bound.get(name) or DECISION_FORMS[name]()
        found[name] = {
            "verb": name, "name": "撤下公开的版本", "form": form, "url": reverse("documents:decide", args=[document.pk, name]),
            "grave": True, "main": False,
        }  # fmt: skip
    own_review = Status(document.status) in {
        Status.HEAD_REVIEW, Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.AUTHORITY_REVIEW, Status.SIGNING,
    } and edition.author_id == request.user.pk  # fmt: skip
    if own_review:
        return [move for move in found.values() if move["verb"] == "withdraw"]
    return sorted(found.values(), key=lambda move: (not move["main"], move["grave"]))


def _may_withdraw(document: Document, by: Acting) -> bool:
    """What is public can be taken down while its correction is prepared: whoever finds a leak need not wait for it."""
    return queries.is_public(document) and by.may(Permission.PUBLISHING_WITHDRAW, document.item.agency)


def _verbs_of(verb: str, edition: Edition, document: Document) -> list[str]:
    """Return the buttons of one move: what is held can only be ended or let go on; 定向 is done at its own desk."""
    if verb == "stop":
        return ["go-on", "stop"] if holds_of(document) else []
    if verb in {"serve", "widen", "narrow"} or (verb in {"issue", "publish"} and holds_of(document)):
        return []
    if (verb == "publish" and edition.mode == Mode.TARGETED) or (verb == "abandon" and was_served(document)):
        return []
    if verb in {"abandon", "drop-correction"} and (verb == "abandon") == queries.is_public(document):
        return []
    if verb == "correct" and document.status == Status.ABANDONED and document.item.withdrawn_at is None:
        return []
    if verb == "publish":
        return ["unschedule"] if edition.state == State.SCHEDULED else ["publish", "schedule"]
    return [verb]


def _initial(verb: str, document: Document, edition: Edition, seen: str) -> dict[str, Any]:
    if verb == "issue":
        prefixes = document.item.agency.number_prefixes
        today = timezone.localdate()
        number = queries.next_number(prefixes[0], today.year) if prefixes else ""
        return {"number": number, "issued_on": today, "formed_on": document.formed_on}
    if verb == "check":
        return {"mode": edition.mode, "seen": seen}
    return {"seen": seen}


def facts_of(document: Document, edition: Edition) -> list[dict[str, Any]]:
    ground = REASON_CATEGORIES.get(document.ground)
    pairs: list[tuple[str, Any]] = [
        ("公开属性", document.get_attribute_display()),
        ("公开方式", rules.MODE_NAMES.get(edition.mode, "未定")),
        ("理由种类", f"{ground.name}（{ground.source.brief}）" if ground else ""),
        ("理由", document.reason),
        ("下次复核", document.next_review_on),
        ("解读方案", document.interpretation_plan),
        ("发布要求", "，".join(part for part in (document.release_channel, document.release_audience) if part)),
        ("希望发布", document.release_wanted_on),
        ("五公开", "、".join(rules.FIVE_NAMES.get(tag, tag) for tag in document.five)),
        ("时度效评估", document.timing_assessment),
        ("文种", document.genre),
        ("公开类别", document.category),
        ("主题分类", "、".join(document.themes)),
        ("服务对象", "、".join(document.audiences)),
        ("发文机关", "、".join(queries.issuers(document))),
        ("主送单位", document.addressees),
        ("抄送单位", document.copied_to),
        ("审议会议", document.approving_meeting),
        ("发文字号", document.doc_number),
        ("成文日期", document.formed_on),
        ("印发日期", document.issued_on),
        ("施行日期", document.effective_on),
        ("有效期至", document.expires_on),
        ("索引号", document.item.key),
        ("保存位置", document.item.kept_at or "本平台公文库"),
        (
            "形成方式",
            {"drafted": "本机关制作", "oa": "办公系统送入", "import": "导入接管"}.get(document.item.origin, "获取"),
        ),
    ]
    return [{"label": label, "value": _words(value)} for label, value in pairs if value]


def _words(value: Any) -> Any:
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else value


def _official(document: Document, edition: Edition) -> dict[str, Any]:
    return {
        "head": "、".join(queries.issuers(document)) + ("文件" if document.doc_number else ""),
        "number": document.doc_number,
        "title": edition.title,
        "html": edition.html,
        "cc": document.copied_to,
        "office": document.item.agency.name if document.issued_on else "",
        "printed": document.issued_on,
    }
