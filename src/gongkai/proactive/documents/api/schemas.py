"""What a partner sends and what it is answered."""

from __future__ import annotations

import base64
import datetime as dt
from functools import partial
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from gongkai.engine.tags import queries as tags
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.proactive.documents.rules import FIVE_NAMES
from gongkai.proactive.documents.rules.fields import base64_text, one_of

MOST_FILES = 50
LONGEST_TEXT = 5_000_000


def _tag(scheme: str, name: str) -> AfterValidator:
    """Accept what the catalogue holds on the day of the call."""
    return AfterValidator(one_of(partial(tags.names, scheme), name))


Theme = Annotated[str, _tag("theme", "主题分类")]
Five = Annotated[str, AfterValidator(one_of(FIVE_NAMES, "“五公开”类别"))]


class IntakeFile(Schema):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=200, description="文件名，含扩展名")
    content: Annotated[str, AfterValidator(base64_text)] = Field(description="文件内容，Base64")
    as_text: bool = Field(default=False, description="这个文件就是正文：取其文字作为公文正文")

    def data(self) -> bytes:
        return base64.b64decode(self.content)


class IntakeDocument(Schema):
    """One document. Only `agency` and `title` are needed to be taken in; the answer lists what is still missing."""

    model_config = ConfigDict(extra="forbid")
    external_id: str = Field("", max_length=80, description="对接系统自己的编号；同一编号只收一次")
    agency: str = Field(min_length=1, max_length=40, description="发文机关代码")
    drafting_agency: str = Field("", max_length=40, description="起草单位代码，缺省同发文机关")
    division: str = Field("", max_length=60, description="起草科室名称")
    title: str = Field(min_length=1, max_length=300)
    html: str = Field("", max_length=LONGEST_TEXT, description="正文（HTML）；或用 files 中的 as_text")
    attribute: Literal["proactive", "on-application", "not-disclosed"] | None = Field(None, description="公开属性")
    mode: Literal["full-text", "redacted", "abstract", "targeted"] | None = Field(None, description="公开方式")
    ground: Annotated[str, AfterValidator(one_of(REASON_CATEGORIES, "理由种类"))] = ""
    reason: str = Field("", max_length=2000)
    interpretation_plan: str = Field("", max_length=300)
    release_channel: str = Field("", max_length=100)
    release_audience: str = Field("", max_length=100)
    release_wanted_on: dt.date | None = None
    genre: Annotated[str, _tag("genre", "文种")] = ""
    category: Annotated[str, _tag("category", "公开类别")] = ""
    themes: list[Theme] = []
    audiences: list[Annotated[str, _tag("audience", "服务对象")]] = []
    keywords: list[str] = Field([], max_length=20)
    five: list[Five] = []
    summary: str = Field("", max_length=500)
    joint_issuers: list[str] = Field([], max_length=50)
    addressees: str = Field("", max_length=500)
    copied_to: str = Field("", max_length=500)
    signer: str = Field("", max_length=40)
    formed_on: dt.date | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    files: list[IntakeFile] = Field([], max_length=MOST_FILES)
    submit: bool = Field(default=True, description="要件齐全时直接送科室审核；否则作为草稿留存")

    def particulars(self) -> dict[str, Any]:
        """Return what the verb `draft` takes beside title and wording; nothing that was not sent."""
        names = set(IntakeDocument.model_fields) - {
            "external_id", "agency", "drafting_agency", "division", "title", "html", "mode", "files", "submit", "attribute",
        }  # fmt: skip
        given = {name: getattr(self, name) for name in names & self.model_fields_set}
        # An attribute that was not stated stays open: somebody must state it (R004), the default is for drafters here.
        return given | {"attribute": self.attribute or ""}


class DocumentStanding(Schema):
    """Where a document stands. `id` is its index number; `missing` keeps it from going on, in sentences."""

    id: str
    external_id: str
    title: str
    status: str
    status_name: str
    attribute: str
    attribute_name: str
    doc_number: str
    missing: list[str]
    returned: str = Field(description="最近一次退文的原因；没有退文时为空")
    url: str = Field(description="公开后的地址；未公开时为空")
