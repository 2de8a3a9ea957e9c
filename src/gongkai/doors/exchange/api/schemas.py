"""What an office system sends: an envelope of one of four kinds; what a superior sends: a receipt."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, TypeAdapter

from gongkai.engine.tags import queries as tags
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.proactive.documents.rules import FIVE_NAMES
from gongkai.proactive.documents.rules.fields import base64_text, one_of

MOST_FILES = 20
LONGEST_TEXT = 2_000_000


def _tag(scheme: str, name: str) -> AfterValidator:
    """Accept what the catalogue holds on the day of the call."""
    return AfterValidator(one_of(partial(tags.names, scheme), name))


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class SentFile(Strict):
    name: str = Field(min_length=1, max_length=200, description="文件名，含扩展名")
    content: Annotated[str, AfterValidator(base64_text)] = Field(description="文件内容，Base64")
    as_text: bool = Field(default=False, description="这个文件就是正文")


class SentDocument(Strict):
    """One document. Only the title is needed to be taken in; the answer lists what is still missing."""

    title: str = Field(min_length=1, max_length=300)
    doc_number: str = Field("", max_length=60, description="发文字号；同一文号内容不同时由人工核定")
    agency: str = Field("", max_length=40, description="发文机关代码，缺省为对接系统所属机关")
    division: str = Field("", max_length=60, description="起草科室名称")
    html: str = Field("", max_length=LONGEST_TEXT, description="正文（HTML）；或用 files 中的 as_text")
    attribute: Literal["proactive", "on-application", "not-disclosed"] | None = Field(None, description="公开属性")
    mode: Literal["full-text", "redacted", "abstract", "targeted"] | None = Field(None, description="公开方式")
    ground: Annotated[str, AfterValidator(one_of(REASON_CATEGORIES, "理由种类"))] = ""
    reason: str = Field("", max_length=2000)
    interpretation_plan: str = Field("", max_length=300)
    release_channel: str = Field("政府网站", max_length=100)
    release_audience: str = Field("全社会", max_length=100)
    genre: Annotated[str, _tag("genre", "文种")] = ""
    category: Annotated[str, _tag("category", "公开类别")] = ""
    themes: list[Annotated[str, _tag("theme", "主题分类")]] = []
    audiences: list[Annotated[str, _tag("audience", "服务对象")]] = []
    keywords: list[str] = Field([], max_length=20)
    five: list[Annotated[str, AfterValidator(one_of(FIVE_NAMES, "“五公开”类别"))]] = []
    summary: str = Field("", max_length=500)
    joint_issuers: list[str] = Field([], max_length=50)
    addressees: str = Field("", max_length=500)
    copied_to: str = Field("", max_length=500)
    signer: str = Field("", max_length=40)
    formed_on: dt.date | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    files: list[SentFile] = Field([], max_length=MOST_FILES)
    attachments_to_follow: int = Field(0, ge=0, le=100, description="另行送来的附件数，到齐后才送审")
    submit: bool = Field(default=True, description="要件和附件齐全时直接送科室审核")


class _Envelope(Strict):
    external_id: str = Field(min_length=1, max_length=80, description="贵系统中这份公文的编号")


class DocumentMessage(_Envelope):
    kind: Literal["document"]
    document: SentDocument


class AttachmentMessage(_Envelope):
    kind: Literal["attachment"]
    file: SentFile


class CorrectionMessage(_Envelope):
    kind: Literal["correction"]
    sequence: int = Field(ge=1, le=10_000, description="第几次更正；较早的更正迟到时不再并入")
    document: SentDocument


class WithdrawalMessage(_Envelope):
    kind: Literal["withdrawal"]
    reason: str = Field(min_length=1, max_length=300)


Envelope = Annotated[
    DocumentMessage | AttachmentMessage | CorrectionMessage | WithdrawalMessage, Field(discriminator="kind")
]
ENVELOPE: TypeAdapter[Any] = TypeAdapter(Envelope)


class Receipt(Strict):
    """A receipt that the superior sends by itself, later than its answer."""

    key: str = Field(min_length=1, max_length=120, description="报送时的 Idempotency-Key")
    result: Literal["accepted", "rejected"]
    receipt: str = Field(min_length=1, max_length=100, description="回执号")
    reason: str = Field("", max_length=500, description="未接受的原因")


class MessageStanding(Schema):
    """How a message stands. `document` is how the document stands that it belongs to, null while it waits for it."""

    receipt: str
    kind: str
    external_id: str
    state: str
    state_name: str
    note: str
    document: dict[str, Any] | None


class ReceiptTaken(Schema):
    key: str
    state: str
    counted: bool = Field(description="false：这件报送早有回执，未再计")
