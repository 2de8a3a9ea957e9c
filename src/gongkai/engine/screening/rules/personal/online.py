"""E-mail, WeChat and QQ: an office's own address is public, somebody's is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import PERSON
from gongkai.engine.screening.rules.personal.plain import before, plain

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-*])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,40}[ ]?@[ ]?(?:[A-Za-z0-9\-]{1,30}\.){1,4}[A-Za-z]{2,10}"
)
OFFICIAL_DOMAIN = re.compile(r"\.gov\.cn$|\.gov$|\.edu\.cn$|\.org\.cn$|\.mil\.cn$", re.IGNORECASE)
OFFICE_USE = re.compile(
    r"征求意见|反馈|发送至|发至|报送|投稿|公开征集|监督|举报|咨询|投诉|受理|单位邮箱|办公邮箱|公务邮箱|意见建议|报名|寄至|局|委|办公室|中心|公司"
)
_ID = r"([A-Za-z][A-Za-z0-9_\-]{4,19}|[0-9]{5,13})(?![0-9A-Za-z*])"
MESSENGER = re.compile(
    rf"(?:微信(?!公众号|小程序|群|平台|支付)(?:号码?|ID|id)?|[Vv]信|wechat|WeChat|WX|QQ(?!群)(?:号码?)?|[Qq]{{2}}号?(?!群)|企鹅号|抖音号|支付宝(?:账号|帐号)?)[：:为是（( ]{{1,3}}{_ID}",
    re.ASCII,
)
GLUED = re.compile(r"(?:微信号|QQ号?|[Qq]{2}号)(?!群)([A-Za-z][A-Za-z0-9_\-]{4,19}|[0-9]{5,13})(?![0-9A-Za-z*])")
SERVICE = re.compile(r"公众号|服务号|订阅号|官方|工作群|客服|政务")


@check("personal.email")
def mails(text: str) -> Iterator[Finding]:
    half = plain(text)
    if "@" not in half:
        return
    for match in EMAIL.finditer(half):
        lead = before(half, match.start(), 40).rpartition("\n")[2]
        public = OFFICIAL_DOMAIN.search(match.group()) or (OFFICE_USE.search(lead) and not PERSON.search(lead))
        if public:
            message, severity, advice = "这里有电子邮箱。", Severity.INFO, "确为办公邮箱的，不用处理。"
        else:
            message, severity, advice = "这里有电子邮箱，像是个人的。", Severity.JUDGE, "请删去，或改为办公邮箱。"
        yield Finding("personal.email", severity, match.start(), match.end(), message, advice, "电子邮箱")


@check("personal.messenger")
def messengers(text: str) -> Iterator[Finding]:
    half = plain(text)
    seen: set[int] = set()
    for pattern in (MESSENGER, GLUED):
        for match in pattern.finditer(half):
            lead = before(half, match.start(), 20).rpartition("\n")[2]
            if match.start(1) in seen or SERVICE.search(lead):
                continue
            seen.add(match.start(1))
            yield Finding(
                "personal.messenger",
                Severity.JUDGE,
                match.start(1),
                match.end(1),
                "这里有个人的微信、QQ等账号。",
                "请删去。",
                "社交账号",
            )
