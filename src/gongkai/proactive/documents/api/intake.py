"""`intake/documents`: the office automation system hands over a document with its attribute (R027, first half)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from ninja.errors import HttpError, ValidationError

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused, extract, to_text
from gongkai.base.organisations import queries as organisations
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening.rules import bears_secrecy_mark
from gongkai.proactive.documents import actions, queries, rules
from gongkai.proactive.documents.api.calls import Partner, caller, note, once
from gongkai.proactive.documents.api.reading import REQUEST_BODY, read
from gongkai.proactive.documents.api.schemas import DocumentStanding, IntakeDocument

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency, ApiToken, Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

router = Router(tags=["对接系统送文"], auth=Partner())
MARKED = "内容带有国家秘密标志。涉密公文不得送入本平台，请立即停止传输并按保密规定处理。"


def _refuse(field: str, sentence: str) -> ValidationError:
    return ValidationError([{"type": "sentence", "loc": ("body", field), "msg": sentence}])


@router.post(
    "",
    response={201: DocumentStanding},
    summary="送来一件公文",
    operation_id="hand_over_document",
    url_name="intake",
    openapi_extra={
        "requestBody": REQUEST_BODY,
        "parameters": [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": True,
                "schema": {"type": "string", "maxLength": 100},
                "description": "本次送文的唯一编号；重试时用同一个，平台只办理一次",
            }
        ],
    },
)
def hand_over(request: HttpRequest) -> HttpResponse:
    """要件齐全的直接送科室审核；缺公开属性或其他要件的收为草稿，并在 missing 中逐项列出。"""
    by, token = caller(request)
    try:
        sent = read(request)
        _check_no_secret(sent)
        return once(request, _fingerprint(sent), lambda: _take_in(sent, by, token))
    except (HttpError, ValidationError, FileRefused, NotAllowed, OutOfSight, actions.Refused) as error:
        # No title and no wording: what was refused may be what must not be here.
        note("documents:intake:refuse", by=by, token=token, label="", remark=_reason(error))
        raise


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "；".join(".".join(str(part) for part in one["loc"]) for one in error.errors)[:300]
    return str(error)[:300]


def _fingerprint(sent: IntakeDocument) -> dict[str, Any]:
    plain = sent.model_dump(mode="json", exclude={"files"})
    return plain | {
        "files": [[one.name, one.as_text, hashlib.sha256(one.data()).hexdigest()] for one in sent.files],
    }


def _check_no_secret(sent: IntakeDocument) -> None:
    """Refuse a paper with a secrecy mark before anything of it is stored (R008). Raises FileRefused for a bad file."""
    if bears_secrecy_mark(f"{sent.title}\n{to_text(sent.html) if sent.html else ''}"):
        raise _refuse("html", MARKED)
    for number, one in enumerate(sent.files):
        if bears_secrecy_mark(extract(one.data(), one.name, files.limits()).text):
            raise _refuse(f"files.{number}", MARKED)


def _take_in(sent: IntakeDocument, by: Acting, token: ApiToken) -> dict[str, Any]:
    agency, drafting_agency = _agencies(sent, by)
    _check_new(sent, by, token)
    document = actions.draft(
        agency=agency, drafting_agency=drafting_agency, division=_division(sent, drafting_agency), title=sent.title,
        html=sent.html, mode=sent.mode or rules.DEFAULT_MODE, origin="oa", external_id=_external_id(sent, token), by=by,
        **sent.particulars(),
    )  # fmt: skip
    for one in sent.files:
        stored: StoredFile = files.store(data=one.data(), filename=one.name, by=token.name)
        actions.add_file(document=document, file=stored, name=one.name, by=by, as_text=one.as_text)
    if sent.submit and not _missing(document):
        actions.submit(document=document, by=by)
    answer = standing(document).model_dump(mode="json")
    note(
        "documents:intake:receive", by=by, token=token, label=sent.title, number=document.item.key,
        external_id=sent.external_id, status=document.status, files=len(sent.files),
    )  # fmt: skip
    return answer


def _agencies(sent: IntakeDocument, by: Acting) -> tuple[Agency, Agency]:
    """Return who issues and who drafts: a bureau may draft what its government issues, but each only for itself."""
    known = organisations.agency_model().objects.filter(abolished_on__isnull=True)
    issuing = known.filter(code=sent.agency).first()
    field, code = ("drafting_agency", sent.drafting_agency) if sent.drafting_agency else ("agency", sent.agency)
    drafting = organisations.agencies_where(by, Permission.EXCHANGE_INTAKE).filter(code=code, abolished_on=None).first()
    if issuing is None:
        raise _refuse("agency", f"没有代码为“{sent.agency}”的机关，请核对。")
    if drafting is None:
        raise _refuse(
            field, f"没有代码为“{code}”的机关，或这个令牌无权为它送文；代其他机关起草的，请写明 drafting_agency。"
        )
    return issuing, drafting


def _division(sent: IntakeDocument, agency: Agency) -> Division | None:
    if not sent.division:
        return None
    found = agency.divisions.filter(name=sent.division).first()
    if found is None:
        names = "、".join(agency.divisions.values_list("name", flat=True)) or "（尚未登记科室）"
        raise _refuse("division", f"{agency.label}没有“{sent.division}”这个科室，现有：{names}。")
    return found


def _external_id(sent: IntakeDocument, token: ApiToken) -> str | None:
    """Ids of different systems must not meet: the name of the system's account goes before."""
    return f"{token.person.username}:{sent.external_id}" if sent.external_id else None


def _check_new(sent: IntakeDocument, by: Acting, token: ApiToken) -> None:
    known = _external_id(sent, token)
    earlier = queries.visible_to(by).filter(item__external_id=known).first() if known else None
    if earlier is not None:
        raise HttpError(
            409, f"编号“{sent.external_id}”的公文已经收到，索引号为{earlier.item.key}；如需修改请在平台上办理。"
        )


def _missing(document: Document) -> list[str]:
    if document.status not in {rules.Status.DRAFT, rules.Status.RETURNED}:
        return []
    return rules.draft_defects(queries.facts(document, queries.working_edition(document)))


def standing(document: Document) -> DocumentStanding:
    edition = queries.working_edition(document)
    returned = document.returns.first() if document.status == rules.Status.RETURNED else None
    own_id = (document.item.external_id or "").partition(":")[2]
    return DocumentStanding(
        id=document.item.key,
        external_id=own_id,
        title=edition.title,
        status=document.status,
        status_name=rules.STATUS_NAMES[rules.Status(document.status)],
        attribute=document.attribute,
        attribute_name=rules.ATTRIBUTE_NAMES.get(document.attribute, ""),
        doc_number=document.doc_number,
        missing=_missing(document),
        returned=f"{returned.cause}：{returned.detail}" if returned else "",
        url=f"/documents/{document.item.key}" if document.status == rules.Status.PUBLISHED else "",
    )


@router.get(
    "/{path:id}",
    response=DocumentStanding,
    summary="一件公文的办理情况",
    operation_id="get_standing",
    url_name="intake-one",
)
def where_it_stands(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - published name
    """`id` 为送文时返回的索引号。只能查询本系统送来的机关的公文。"""
    by, token = caller(request)
    document = queries.visible_to(by).filter(item__key=id).first()
    if document is None:
        note("documents:intake:refuse", by=by, token=token, label="", remark=f"查询了看不到的公文 {id}"[:300])
        raise Http404("没有这件公文，请核对索引号。")
    answer = standing(document)
    note("documents:intake:read", by=by, token=token, label=answer.title, number=id, status=document.status)
    return JsonResponse(
        answer.model_dump(mode="json"), json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "no-store"}
    )
