"""What all verbs of this package share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.events.rules import Subject, declare

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, ApiToken, Person, Site, StandIn


declare(
    {
        "organisations:agency:create": "新增机关",
        "organisations:agency:edit": "修改机关信息",
        "organisations:division:create": "新增内设机构",
        "organisations:person:create": "新增人员",
        "organisations:person:edit": "修改人员信息",
        "organisations:person:activate": "启用人员",
        "organisations:person:deactivate": "停用人员",
        "organisations:person:password": "重置密码",
        "organisations:post:appoint": "任命岗位",
        "organisations:post:end": "结束岗位",
        "organisations:stand_in:appoint": "指定代理",
        "organisations:stand_in:end": "结束代理",
        "organisations:site:create": "新增网站",
        "organisations:site:edit": "修改网站信息",
        "organisations:token:issue": "签发接口令牌",
        "organisations:token:revoke": "停用接口令牌",
        "organisations:session:sign_in": "登录",
        "organisations:session:sign_out": "退出",
        "organisations:session:second_factor": "设置动态口令",
    }
)


class UnableToAppoint(Exception):
    """The post or stand-in is impossible; the sentence says why."""


def subject_of(kind: str, thing: Agency | Person | Site | ApiToken | StandIn, label: str) -> Subject:
    return Subject(kind, str(thing.pk), label)
