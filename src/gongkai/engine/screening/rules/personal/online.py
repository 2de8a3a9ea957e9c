"""E-mail, WeChat and QQ: an office's own address is public, somebody's is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import PERSON
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.plain import after, around, before, plain, remembered

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-*])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,40}[ ]?@[ ]?(?:[A-Za-z0-9\-]{1,30}\.){1,4}[A-Za-z]{2,10}"
)
OFFICIAL_DOMAIN = re.compile(r"\.gov\.cn$|\.gov$|\.edu\.cn$|\.org\.cn$|\.mil\.cn$", re.IGNORECASE)
OFFICE_USE = re.compile(
    r"招聘|意见箱|政务|同步开通|公开|征求意见|反馈|发送至|发至|报送|投稿|公开征集|监督|举报|咨询|投诉|受理|单位邮箱|办公邮箱|公务邮箱|意见建议|报名|寄至|局|委|办公室|中心|公司"
)
# A name of WeChat, QQ and the like, close behind the word: 微信：x, 微信号是x, 加微信x, QQ（x）, 留的QQ是x.
_WORD = r"(?:微信(?!公众号|小程序|群|平台|支付)|[Vv]信|威信|薇信|[Ww]e[Cc]hat|WX|wx(?=[：:号 ])|QQ(?!群)|[Qq]{2}(?!群)|扣扣|企鹅号|抖音|快手号|小红书号|陌陌|微博|支付宝|旺旺|钉钉|飞信|[Tt]elegram)"
_SIGNS = r"[A-Za-z][A-Za-z0-9_\-]{4,19}|[0-9]{5,13}"
MESSENGER = re.compile(
    rf"(?<![0-9A-Za-z]){_WORD}(?:号码?|ID|id|账号|帐号|昵称|名)?[^0-9A-Za-z，。；、\n群]{{0,6}}({_SIGNS})(?![0-9A-Za-z*@_\-.]|[ ]?(?:个|条|次|元|人|年|月|日|时|分|万|%|％))",
    re.ASCII,
)
# The other way round: x这个微信号, x的QQ.
BEFORE_WORD = re.compile(
    rf"(?<![0-9A-Za-z_\-.@/])({_SIGNS})(?:这个|那个|的|为|是|[（(])?[ ]?(?:QQ|扣扣|微信)(?!群|公众|小程序|支付|[0-9A-Za-z])",
    re.ASCII,
)
# Letters and figures that are a name of such a kind by their look, where a sentence speaks of talking online.
HANDLE = re.compile(
    r"(?<![0-9A-Za-z_\-.@/:=%])(wxid_[0-9a-z]{6,20}|(?=[A-Za-z_\-]{0,19}[0-9_])[A-Za-z][A-Za-z0-9_\-]{5,19})(?![0-9A-Za-z_\-.@/%*])"
)
NO_HANDLE = re.compile(r"[A-Z]{1,6}[\-_]?[0-9A-Z\-_]*[0-9A-Z]|[A-Za-z]+-?[0-9]{1,2}", re.ASCII)
ONLINE = re.compile(
    r"微信|QQ|扣扣|好友|加(?:了|我|他|她|其)|朋友圈|聊天|聊|业主群|群[里内聊主]|群成员|发帖|跟帖|网帖|网名|昵称|头像|私信|抖音|快手|小红书|微博|贴吧|直播|主播|网友|旺旺|支付宝|[Vv]信"
)
SERVICE = re.compile(
    r"网[友民][：:“\"（( ]*$|进行咨询|技术支持|售后|公众号|服务号|订阅号|官方|工作群|客服|政务|平台账号|政府|融媒|发布"
)
# An office gives such names for questions to it.
ASKED_THERE = re.compile(r"咨询|支持|服务|办公|科室|业务|窗口|报名|招聘|联系方式|运维|热线|公开")
REACH, LINE_REACH = 24, 60
MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9 \-]{9,11}(?![0-9])")


@check("personal.email")
@remembered
def mails(text: str) -> Iterator[Finding]:
    half = plain(text)
    if "@" not in half:
        return
    for match in EMAIL.finditer(half):
        lead = before(half, match.start(), 40).rpartition("\n")[2]
        public = OFFICIAL_DOMAIN.search(match.group()) or not _is_somebodys(half, match, lead)
        if public:
            message, severity, advice = "这里有电子邮箱。", Severity.INFO, "确为办公邮箱的，不用处理。"
        else:
            message, severity, advice = "这里有电子邮箱，像是个人的。", Severity.JUDGE, "请删去，或改为办公邮箱。"
        yield Finding("personal.email", severity, match.start(), match.end(), message, advice, "电子邮箱")


def _is_somebodys(half: str, match: re.Match[str], lead: str) -> bool:
    """Whether the line speaks of a person; of an office's box only what is a person's own counts."""
    near = around(half, match.start(), match.end(), LINE_REACH)
    if PERSON.search(lead) or INTIMATE.search(near):
        return True
    return not OFFICE_USE.search(lead) and (LIFE.search(near) or MOBILE.search(near)) is not None


@check("personal.messenger")
@remembered
def messengers(text: str) -> Iterator[Finding]:
    half = plain(text)
    seen: set[int] = set()
    if not _speaks_of_it(half):
        return
    for match in (*MESSENGER.finditer(half), *BEFORE_WORD.finditer(half), *_handles(half)):
        lead = before(half, match.start(), 20).rpartition("\n")[2]
        if match.start(1) in seen or SERVICE.search(lead) or SERVICE.search(half, match.start(), match.end() + 6):
            continue
        near = around(half, match.start(), match.end(), LINE_REACH)
        if ASKED_THERE.search(lead) and not (INTIMATE.search(near) or PERSON.search(near)):
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


def _speaks_of_it(half: str) -> bool:
    return "wxid_" in half or ONLINE.search(half) is not None


def _handles(half: str) -> Iterator[re.Match[str]]:
    for match in HANDLE.finditer(half):
        near = (
            before(half, match.start(), REACH).rpartition("\n")[2] + after(half, match.end(), REACH).partition("\n")[0]
        )
        if match.group().startswith("wxid_") or (not NO_HANDLE.fullmatch(match.group()) and ONLINE.search(near)):
            yield match
