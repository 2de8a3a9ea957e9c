"""`intake/applications`: a city platform hands over applications and asks where they stand."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError, ValidationError

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.queries import agencies_where, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.base.vault import actions as vault
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.api.calls import Caller, Platform, caller, note, once, say
from gongkai.responsive.applications.api.reading import REQUEST_BODY, faulty, read
from gongkai.responsive.applications.api.schemas import ApplicationStanding, Happened, SentApplication, Taken
from gongkai.responsive.applications.queries.handed_over import happened_since, known_number, own_number, standing
from gongkai.responsive.applications.rules import Door
from gongkai.responsive.applications.rules.window import IDENTITY_KINDS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.vault.queries import SealedFile

router = Router(tags=["城市平台转来申请"], auth=Platform())


@router.post(
    "", response={201: Taken}, summary="转来一份申请", operation_id="hand_over_application", url_name="intake-applications",
    openapi_extra={
        "requestBody": REQUEST_BODY,
        "parameters": [
            {
                "in": "header", "name": "Idempotency-Key", "required": True, "schema": {"type": "string", "maxLength": 80},
                "description": "本次来件的唯一编号；重试时用同一个，平台只办理一次",
            }
        ],
    },
)  # fmt: skip
def hand_over(request: HttpRequest) -> HttpResponse:
    """同一编号、同一内容重复送来，答复相同；同一编号而内容不同的不收（409）。网上提交的，双方确认之日为收到之日。"""
    who = caller(request)
    try:
        sent = read(request)
        return once(request, sent.external_id, _plain(sent), lambda: _take_in(sent, who))
    except (HttpError, ValidationError, FileRefused) as error:
        note("refuse", who, remark=_reason(error))
        raise


def _reason(error: Exception) -> str:
    """Return the fields that were wrong, or our own sentence: nothing of what was sent."""
    if isinstance(error, ValidationError):
        return ("不符合要求的项：" + "、".join(".".join(map(str, one["loc"][1:])) for one in error.errors))[:300]
    if isinstance(error, FileRefused):
        return "附件没有收下"  # its sentence names the file
    return str(error)[:300]


def _plain(sent: SentApplication) -> dict[str, Any]:
    return sent.model_dump(mode="json", exclude={"files"}) | {
        "files": [[one.name, one.identity, hashlib.sha256(one.data()).hexdigest()] for one in sent.files]
    }


def _take_in(sent: SentApplication, who: Caller) -> tuple[dict[str, Any], str]:
    """Take it in as the platform itself does for the web: a partner hands over, it has no post at the desk."""
    agency, by = _agency(sent, who), the_system(f"intake:{who.token.person.username}")
    number = own_number(who.token.person.username, sent.external_id)
    if known_number(number):
        raise HttpError(409, "这个编号的申请已经收到，没有改动。")
    files = [(one.identity, _kept(place, sent, who)) for place, one in enumerate(sent.files)]
    proof = next((file for identity, file in files if identity), None)
    parties = [one.party() for one in sent.applicants]
    if proof is not None:
        parties[0] = type(parties[0])(**{**parties[0].__dict__, "identity_file": proof})
    try:
        received = actions.submit(
            agency=agency, door=Door.PLATFORM, form=sent.form, method=sent.method, by=by, complete=True,
            matters=[one.matter() for one in sent.matters], parties=parties, original=sent.original,
            files=[file for identity, file in files if not identity], arrived_on=sent.arrived_on, external_id=number,
        )  # fmt: skip
    except actions.Refused as error:
        raise HttpError(422, str(error)) from error
    form = received.submission
    form.arrived_at = dt.datetime.fromisoformat(sent.arrived_at)
    form.save(update_fields=["arrived_at"])
    note("receive", who, receipt=form.receipt, matters=len(sent.matters), files=len(sent.files), agency=agency.code)
    answer = ApplicationStanding(**standing(form, sent.external_id)).model_dump(mode="json")
    return answer | {"track": reverse("applications_portal:track")}, received.secret


def _agency(sent: SentApplication, who: Caller) -> Agency:
    mine = agencies_where(who.by, Permission.APPLICATIONS_INTAKE)
    found = mine.filter(code=sent.agency, abolished_on__isnull=True).first()
    if found is None:
        raise faulty((("agency",), "没有这个机关，或者这个令牌无权向它转来申请，请核对机关代码。"))
    return found


def _kept(place: int, sent: SentApplication, who: Caller) -> SealedFile:
    one = sent.files[place]
    ending = one.name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if one.identity and ending not in IDENTITY_KINDS:
        raise faulty((("files", place, "name"), f"身份证明请用{'、'.join(IDENTITY_KINDS)}格式的扫描件或者照片。"))
    try:
        return vault.keep_file(
            data=one.data(), name=one.name, by=who.by, purpose="身份证明" if one.identity else "申请材料"
        )
    except FileRefused as error:
        sentence = str(error).replace(one.name, "这个文件")
        raise faulty((("files", place, "content"), sentence)) from error


@router.get(
    "", response=Happened, summary="转来的申请有什么新进展", operation_id="list_application_events",
    url_name="intake-applications-events",
)  # fmt: skip
def what_happened(request: HttpRequest, after: int = 0) -> HttpResponse:
    """按发生顺序列出本系统转来的申请的进展（arrived、registered、supplement-asked、extended、replied、closed、withdrawn）。"""
    who = caller(request)
    rows, cursor = happened_since(who.token.person.username, after, timezone.now())
    note("read", who, listed=len(rows))
    return say({"cursor": cursor, "happened": rows}, 200)


@router.get(
    "/{path:external_id}", response=ApplicationStanding, summary="一份申请的办理情况", operation_id="get_application_standing",
    url_name="intake-application",
)  # fmt: skip
def where_it_stands(request: HttpRequest, external_id: str) -> HttpResponse:
    """`external_id` 为贵平台的编号。只能查询本系统转来的申请；只列出向申请人公开的步骤。"""
    who = caller(request)
    form = known_number(own_number(who.token.person.username, external_id))
    if form is None:
        note("refuse", who, remark="查询了没有转来过的编号")
        raise Http404("没有转来过这个编号的申请，请核对。")
    note("read", who, receipt=form.receipt)
    return say(ApplicationStanding(**standing(form, external_id)).model_dump(mode="json"), 200)
