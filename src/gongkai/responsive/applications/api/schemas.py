"""What a city platform sends of an application, and what it is answered."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, WithJsonSchema

from gongkai.responsive.applications.rules import APPLICANT_NAMES, FORM_NAMES, IDENTITY_NAMES, METHOD_NAMES
from gongkai.responsive.applications.rules.forms import Matter, Party
from gongkai.responsive.applications.rules.intake import MOST_FILES, MOST_MATTERS, MOST_PARTIES, MOST_TEXT, MOST_TITLE

LONGEST_EXTERNAL_ID = 80  # the name of the partner's account goes before it in the register
CLOCKS_DIFFER = dt.timedelta(minutes=10)


def _base64(value: str) -> str:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("文件内容应为 Base64 编码。") from None
    return value


def _moment(value: str) -> str:
    """Check an ISO 8601 moment with its zone; not in the future, as far as clocks agree."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("时间写法不对，应写作 2026-11-05T09:30:00+08:00。") from None
    if moment.tzinfo is None:
        raise ValueError("请写明时区，例如 2026-11-05T09:30:00+08:00。")
    if moment > timezone.now() + CLOCKS_DIFFER:
        raise ValueError("到达时间不能晚于现在，请核对贵平台的时钟。")
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("没有填写。")
    return value


Filled = Annotated[str, AfterValidator(_filled)]


def _key_of(names: Mapping[str, str]) -> Any:
    """Return the check of a key; what was sent instead is not repeated: it may stand in the wrong field."""
    known = {str(key): name for key, name in names.items()}

    def checked(value: str) -> str:
        if value not in known:
            raise ValueError(f"只能是 {'、'.join(f'{key}（{name}）' for key, name in known.items())} 之一。")
        return value

    return Annotated[str, AfterValidator(checked), WithJsonSchema({"type": "string", "enum": list(known)})]


if TYPE_CHECKING:
    Kind = str
    Identity = str
    FormKey = str
    MethodKey = str
else:
    Kind, FormKey, MethodKey = _key_of(APPLICANT_NAMES), _key_of(FORM_NAMES), _key_of(METHOD_NAMES)
    Identity = _key_of(IDENTITY_NAMES)


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class SentApplicant(Strict):
    kind: Kind = Field(description="申请人类别")
    name: Filled = Field(max_length=100, description="姓名或者名称")
    identity: Identity = Field("", description="证件类型")
    identity_number: str = Field("", max_length=60, description="证件号码")
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=120)
    address: str = Field("", max_length=200, description="通信地址")
    postal_code: str = Field("", max_length=6)
    fax: str = Field("", max_length=40)
    representative: str = Field("", max_length=60, description="法定代表人或者负责人")
    contact: str = Field("", max_length=60, description="联系人")
    agent: str = Field("", max_length=60, description="代理人")

    def party(self) -> Party:
        return Party(**self.model_dump())


class SentMatter(Strict):
    title: Filled = Field(max_length=MOST_TITLE, description="申请公开的信息的名称、文号或者特征")
    description: str = Field("", max_length=MOST_TEXT)

    def matter(self) -> Matter:
        return Matter(self.title, self.description)


class SentFile(Strict):
    name: Filled = Field(max_length=200, description="文件名，含扩展名")
    content: Annotated[str, AfterValidator(_base64)] = Field(description="文件内容，Base64")
    identity: bool = Field(default=False, description="这个文件是第一位申请人的身份证明")

    def data(self) -> bytes:
        return base64.b64decode(self.content)


class SentApplication(Strict):
    """One form as it was handed in at the city platform."""

    external_id: Filled = Field(max_length=LONGEST_EXTERNAL_ID, description="贵平台的编号；同一编号只收一次")
    agency: Filled = Field(max_length=40, description="受理机关代码")
    arrived_at: Annotated[str, AfterValidator(_moment)] = Field(description="申请人在贵平台提交的时间，含时区")
    applicants: list[SentApplicant] = Field(description=f"申请人，最多{MOST_PARTIES}人，第一位为联系人")
    matters: list[SentMatter] = Field(description=f"申请内容，最多{MOST_MATTERS}项，一事一申请")
    form: FormKey = Field(description="提供形式")
    method: MethodKey = Field(description="获取方式")
    original: str = Field("", max_length=20_000, description="申请原文")
    files: list[SentFile] = Field([], description=f"附件，最多{MOST_FILES}个")

    @property
    def arrived_on(self) -> dt.date:
        return timezone.localdate(dt.datetime.fromisoformat(self.arrived_at))


class HappenedStep(Schema):
    """What the applicant reads of a step; `event` is "" for those that are not announced."""

    event: str
    on: dt.date
    text: str


class MatterStanding(Schema):
    position: int
    number: str
    state: str
    state_name: str
    due_on: dt.date | None
    outcome: str
    outcome_name: str
    closed_on: dt.date | None
    steps: list[HappenedStep]


class ApplicationStanding(Schema):
    external_id: str
    receipt: str
    agency: str
    arrived_on: dt.date
    received_on: dt.date | None = Field(description="收到日期；双方确认以前为空（条例第三十一条）")
    matters: list[MatterStanding]


class Taken(ApplicationStanding):
    secret: str | None = Field(description="查询密码，请转告申请人。令牌更换后重复送来的，不再答复，为空")
    track: str = Field(description="申请人查询办理情况的地址")


class Happened(Schema):
    cursor: int = Field(description="下次查询的 after")
    happened: list[dict[str, Any]]
