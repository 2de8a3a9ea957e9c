"""What the public interface says of interpretations."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Schema

from gongkai.proactive.interpretation.rules.listing import PUBLIC_LINES


class InterpretationAgency(Schema):
    code: str
    name: str


class ExplainedPolicy(Schema):
    """The interpreted policy as it is public today; null while it is a draft or when it was withdrawn."""

    id: str
    title: str
    doc_number: str
    validity: str
    validity_name: str
    edition: int
    url: str


class InterpretationBrief(Schema):
    """One line of the list. `id` is the index number (索引号)."""

    id: str
    title: str
    summary: str
    form: str
    form_name: str
    stage: str
    stage_name: str
    sort: str
    agency: InterpretationAgency
    issuers: list[str]
    themes: list[str]
    policy_edition: int = Field(description="解读对应的文件版次")
    first_published_at: dt.datetime
    published_at: dt.datetime
    url: str


class InterpretationPage(Schema):
    items: list[InterpretationBrief]
    next_cursor: str | None = Field(description="下一页的标记；没有下一页时为 null")


class ToldFact(Schema):
    kind: str = Field(description="fact 客观事实、data 客观数据、case 生动案例")
    text: str
    source: str = ""


class InterpretationFile(Schema):
    name: str
    role: str
    sha256: str
    size: int
    media_type: str


class InterpretationFull(InterpretationBrief):
    """One interpretation with its wording. `content_sha256` is what the public log proves."""

    edition: int
    audience: str
    content: str
    policy_type: str
    policy: ExplainedPolicy | None
    held_on: dt.date | None = Field(None, description="新闻发布会、吹风会、访谈的举行日期")
    speakers: list[str] = Field([], description="出席或者受访的人：姓名，单位和职务")
    html: str
    text: str
    transcript: str
    facts: list[ToldFact]
    points: dict[str, object] = Field(description="图解要点；没有图解时为空")
    files: list[InterpretationFile]
    change_note: str
    content_sha256: str


class InterpretationFilters(Schema):
    """Each filter narrows; those left out do not."""

    q: str = Field("", max_length=100, description="标题或内容中的文字")
    form: str = Field("", max_length=12, description="形式，如 graphic、qa、video")
    stage: str = Field("", max_length=16, description="阶段：draft、release、implementation")
    agency: str = Field("", max_length=40, description="机关代码")
    subtree: bool = Field(default=False, description="与 agency 连用：包括下级机关")
    theme: str = Field("", max_length=20, description="主题分类")
    year: int | None = Field(None, ge=1949, le=2199, description="首次发布的年份")
    policy: str = Field("", max_length=60, description="所解读文件的索引号")
    cursor: str = Field("", max_length=300)
    limit: int = Field(PUBLIC_LINES, ge=1, le=100)
