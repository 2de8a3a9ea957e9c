"""E-mail, WeChat and QQ: an office's own address is public, somebody's is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_TOLD, PERSON
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.people.beside import LIKELY, named_beside
from gongkai.engine.screening.rules.personal.people.finding import candidates
from gongkai.engine.screening.rules.personal.people.office import in_office, is_contact
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE, role
from gongkai.engine.screening.rules.personal.plain import after, around, before, plain, remembered

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-*])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,40}[ ]?@[ ]?(?:[A-Za-z0-9\-]{1,30}\.){1,4}[A-Za-z]{2,10}"
)
# Written so that machines shall not read it: x(at)163.com, x#126.com, x at sina dot com.
_AT = r"(?:[（(\[【<]?[ ]?(?:@|[Aa][Tt]|艾特)[ ]?[）)\]】>]?|[ ](?:at|AT)[ ]|#)"
_HOST = r"(?:qq|vip\.qq|foxmail|163|126|yeah|sina|sohu|139|189|gmail|hotmail|outlook|yahoo|aliyun|live|msn|icloud|tom|21cn|wo)"
_DOT = r"(?:[ ]?[.。点·][ ]?|[ ]?(?:dot|DOT)[ ]?)"
TYPED_MAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+\-*])[A-Za-z0-9](?:[A-Za-z0-9_\-]|[.](?=[A-Za-z0-9])){{2,30}}{_AT}{_HOST}{_DOT}(?:com|net|cn)(?:{_DOT}cn)?(?![A-Za-z0-9])"
)
MAIL_HINT = re.compile(r"[#@艾]|[Aa][Tt]|AT")
OFFICIAL_DOMAIN = re.compile(r"\.gov\.cn$|\.gov$|\.edu\.cn$|\.org\.cn$|\.mil\.cn$", re.IGNORECASE)
OFFICE_USE = re.compile(
    r"援助邮箱|运维|招聘|意见箱|政务|同步开通|公开|征求意见|反馈|发送至|发至|报送|投稿|公开征集|监督|举报|咨询|投诉|受理|单位(?:电子)?邮箱|办公邮箱|公务邮箱|意见建议|报名|寄至|局|委|办公室|中心|公司|工会|妇联|残联|协会|学会|报社|编辑|来信来访|来稿|订阅|采购|供应商|投标|客服|售后|技术支持|[科处局股队站所院部]长|主任"
)
# A name of WeChat, QQ and the like, close behind the word: 微信：x, 微信号是x, 加微信x, QQ（x）, 留的QQ是x.
_WORD = r"(?:微信(?!公众号|小程序|群|平台|支付)|[Vv][信Xx](?![A-Za-z])|威信|薇信|微 信|Q号|[加➕＋+][Vv](?=[信：:号 ])|[Ww]e[Cc]hat|WX|wx(?=[：:号 ])|QQ(?!群)|[Qq]{2}(?!群)|扣扣|企鹅号|抖音|快手号|小红书号|陌陌|微博|支付宝|旺旺|钉钉|飞信|[Tt]elegram)"
_SIGNS = r"[A-Za-z][A-Za-z0-9_\-]{4,19}|[0-9]{5,13}"
MESSENGER = re.compile(
    rf"(?<![0-9A-Za-z]){_WORD}(?:号码?|ID|id|账号|帐号|昵称|名)?[^0-9A-Za-z，。；、\n群]{{0,6}}({_SIGNS})(?![0-9A-Za-z*@_\-.]|[ ]?(?:个|条|次|元|人|年|月|日|时|分|万|%|％))",
    re.ASCII,
)
# The same some words on: QQ空间锁了，号是x; a QQ，x. Then the line must speak of somebody's life.
MESSENGER_ON = re.compile(
    rf"(?<![0-9A-Za-z]){_WORD}[^0-9A-Za-z。；\n群]{{0,12}}?(?:账号|帐号|号码?|名|叫|搜|[，,、：:“\"（( ])[是为：: 叫“\"（(]{{0,3}}({_SIGNS})(?![0-9A-Za-z*@_\-.]|[ ]?(?:个|条|次|元|人|年|月|日|时|分|万|%|％))",
    re.ASCII,
)
# A number of such a length, where people talk online.
FIGURES = re.compile(
    r"(?<![0-9A-Za-z.\-—/_@])([1-9][0-9]{7,9})(?![0-9A-Za-z.\-/_@*]|[ ]?(?:个|条|次|元|人|年|月|日|时|分|万|号|%|％))"
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
    r"微信|QQ|扣扣|好友|加(?:了|我|他|她|其)|朋友圈|聊天|聊|业主群|群[里内聊主]|群成员|发帖|跟帖|网帖|网名|昵称|头像|私信|抖音|快手|小红书|微博|贴吧|直播|主播|网友|旺旺|支付宝|[Vv]信|网上|网购|二手平台|平台上|名义"
)
SERVICE = re.compile(
    r"网[友民][：:“\"（( ]*$|进行咨询|技术支持|售后|公众号|服务号|订阅号|官方|工作群|客服|政务|平台账号|政府|融媒|发布|税企|沟通"
)
# An office gives such names for questions to it.
ASKED_THERE = re.compile(r"咨询|支持|服务|办公|科室|业务|窗口|报名|招聘|联系方式|运维|热线|公开")
OF_AN_OFFICE = re.compile(r"(?:工作|单位|公务|企业|公司|科室|办公|对公|[办局委科处室院所站部会厅])用?$")
# 失主留下的联系方式: somebody left it.
OFFICE_BEHIND = re.compile(r"[ ]?[（(][^）)\n]{0,10}(?:局|委|办|科|处|室|院|所|部|中心|公司)[）)]")
UNTRUE = re.compile(r"不实|虚假|谣|谩骂|辱骂|侮辱|诽谤|隐私|裸照")
LEFT_BEHIND = re.compile(r"留下|留存|所留|自留|预留|留的|登记的|填写的|填报的|提供的|失主|事主|物主|机主")
FREE_HOST = re.compile(rf"(?:{_HOST})[.。]", re.IGNORECASE)
REACH, LINE_REACH, CLEAR = 24, 60, 2
DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9 \-]{9,11}(?![0-9])")


@check("personal.email")
@remembered
def mails(text: str) -> Iterator[Finding]:
    half = plain(text)
    for match in _addresses(half):
        lead = before(half, match.start(), 40).rpartition("\n")[2]
        public = OFFICIAL_DOMAIN.search(match.group()) or not _is_somebodys(text, half, match, lead)
        if public:
            message, severity, advice = "这里有电子邮箱。", Severity.INFO, "确为办公邮箱的，不用处理。"
        else:
            message, severity, advice = "这里有电子邮箱，像是个人的。", Severity.JUDGE, "请删去，或改为办公邮箱。"
        yield Finding("personal.email", severity, match.start(), match.end(), message, advice, "电子邮箱")


def _addresses(half: str) -> Iterator[re.Match[str]]:
    if "@" in half:
        yield from EMAIL.finditer(half)
    if MAIL_HINT.search(half):
        yield from (match for match in TYPED_MAIL.finditer(half) if not EMAIL.fullmatch(match.group()))


def _is_somebodys(text: str, half: str, match: re.Match[str], lead: str) -> bool:
    """Whether the line speaks of a person; of an office's box only what is a person's own counts."""
    near = around(half, match.start(), match.end(), LINE_REACH)
    if PERSON.search(lead) or INTIMATE.search(lead):
        return True
    if _told_of_somebody(text, half, match):
        return True
    if OFFICE_USE.search(lead) or OFFICE_BEHIND.match(half, match.end()):
        return INTIMATE.search(near.replace("来信", "").replace("来访", "")) is not None
    found = LIFE.search(near) or MOBILE.search(near)
    return found is not None or named_beside(half, *match.span(), LINE_REACH)


def _told_of_somebody(text: str, half: str, match: re.Match[str]) -> bool:
    """Whether a mailbox of no organisation's stands in the line of somebody's number, or of somebody called by what he is."""
    if not FREE_HOST.search(match.group()):
        return False
    first = max(half.rfind("\n", 0, match.start()) + 1, match.start() - LINE_REACH)
    if any(first <= end <= match.start() for _, end in spans(text)):
        return True
    line = half[first : match.start()]
    return any(
        one.odds >= LIKELY
        and role(half, one.start)
        and not is_contact(line, one.start - first)
        and not in_office(line, one.start - first, one.end - first)
        for one in candidates(half)
        if first <= one.start and one.end <= match.start()
    )


@check("personal.messenger")
@remembered
def messengers(text: str) -> Iterator[Finding]:
    half = plain(text)
    seen: set[int] = set()
    if not _speaks_of_it(half):
        return
    for match in (*MESSENGER.finditer(half), *BEFORE_WORD.finditer(half), *_handles(half), *_farther(half)):
        lead = before(half, match.start(), 20).rpartition("\n")[2]
        if (
            match.start(1) in seen
            or SERVICE.search(lead)
            or (
                SERVICE.search(half, match.start(), match.end() + 6)
                and not UNTRUE.search(half, match.end(), match.end() + 8)
            )
        ):
            continue
        near = around(half, match.start(), match.end(), LINE_REACH)
        if OF_AN_OFFICE.search(lead) and not (INTIMATE.search(near) or PERSON.search(near)):
            seen.add(match.start(1))
            continue
        asked = ASKED_THERE.search(lead) and not LEFT_BEHIND.search(lead)
        if asked and not (INTIMATE.search(near) or PERSON.search(near)):
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


def _farther(half: str) -> Iterator[re.Match[str]]:
    """Yield what stands farther from the word, in a sentence of somebody's life."""
    for match in (*MESSENGER_ON.finditer(half), *FIGURES.finditer(half)):
        start, end = match.span(1)
        lead = before(half, start, REACH).rpartition("\n")[2]
        near = around(half, start, end, LINE_REACH)
        if CODE_TOLD.search(lead) or AMOUNT_BEFORE.search(lead) or DAY.fullmatch(match.group(1)):
            continue
        if (INTIMATE.search(near) or len(set(LIFE.findall(near))) >= CLEAR) and ONLINE.search(
            f"{lead}|{after(half, end, REACH)}"
        ):
            yield match


def _handles(half: str) -> Iterator[re.Match[str]]:
    for match in HANDLE.finditer(half):
        near = (
            before(half, match.start(), REACH).rpartition("\n")[2] + after(half, match.end(), REACH).partition("\n")[0]
        )
        figures = any(c.isdigit() for c in match.group())
        spoken = ONLINE.search(near) or (figures and LIFE.search(near))
        if match.group().startswith("wxid_") or (spoken and not NO_HANDLE.fullmatch(match.group())):
            yield match
