"""Telephones that stand at home and streets that somebody lives in: what only the people named beside them tell apart from an office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.addresses import addresses, finding_of, streets
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_BEFORE, PERSON
from gongkai.engine.screening.rules.personal.lines import AT_HOME, CLOSE, HOUSE, LANDLINE
from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.phones import mobiles
from gongkai.engine.screening.rules.personal.plain import after, before, plain

TELEPHONE = re.compile(r"电话|座机|固话|传真|[Tt][Ee][Ll]|联系|☎|号码|来电|拨|打")
# An office's own line, by the words close before it or behind it.
OFFICE_LINE = re.compile(
    r"[局委办院所站科处部馆社队厅校厂店会园庭室台](?:地址|住所|位于|坐落|联系方式|业务)|办理|负责|承办|残联|妇联|工会|协会|签约|指导|教育|宣传|门市|订购|我们|详询|疑问|致电[我本]|可拨打|请拨打|敬请|可致电|如有|办公|单位|值班|咨询|监督|举报(?!人)|投诉电|投诉热|投诉举报|受理|窗口|服务(?!对象)|热线|总机|传真|报修|维修|抢修|缴费|报警|急救|预约|招聘|客服|专线|公布|公示|对外|公开|政务|财务|保卫|大厅|前台|招标|采购|"
    r"[局委办院所站科处部馆社队厅校厂店会园庭室岗台](?:的|联系)?(?:电话|座机|固话|号码|[：:（( ]|$)|中心|公司|集团|银行|支行|[县区市]政府|镇政府|街道办|村委(?!会[\u4e00-\u9fa5]{1,6}[村组屯寨])|居委"
)
OFFICE_BEHIND = re.compile(
    r"[ ]?(?:[（(][^）)]{0,10}(?:办|科|局|处|室|院|所|部|值班|工作日|上班)|[，, ]?(?:咨询|反映|向我|工作日|上班时间|工作时间|传真|联系人|[0-9:：]{3,5}[—\-至]))"
)
EDGE = re.compile(r"[ ]?[\t |]{1,3}")
# 经办人朱科长，电话…: whom one asks, by his rank.
BY_RANK = re.compile(
    r"[科处局股队站所院校组部](?:长|员)[，,（( ]{0,2}(?:联系)?(?:电话|座机)[：: ]?$|主任[，,（( ]{0,2}(?:联系)?(?:电话|座机)[：: ]?$"
)
REACH, LINE_REACH, ONCE = 24, 80, 2
OFFICE_ADVICE = "确为办公电话的，不用处理。"


@check("personal.landline")
def landlines(text: str) -> Iterator[Finding]:
    half = plain(text)
    for match in AT_HOME.finditer(half):
        yield _landline(match.start(1), match.end(1), private=True)
    for match in LANDLINE.finditer(half):
        lead = before(half, match.start(), 30).rpartition("\n")[2]
        told = TELEPHONE.search(lead + after(half, match.end(), 6))
        if not told and (CODE_BEFORE.search(lead) or AMOUNT_BEFORE.search(lead) or match.group().isdigit()):
            continue
        yield _landline(match.start(), match.end(), private=_at_home(text, half, match.start(), match.end()))


def _at_home(text: str, half: str, start: int, end: int) -> bool:
    lead = before(half, start, 30).rpartition("\n")[2]
    rest = after(half, end, 30).partition("\n")[0]
    if HOUSE.search(lead[-CLOSE:]):
        return True
    if _directly_behind_a_name(text, half, start):
        return True
    if BY_RANK.search(lead) or OFFICE_LINE.search(lead) or OFFICE_BEHIND.match(rest):
        return False
    if HOUSE.search(lead) or HOUSE.search(rest[:14]):
        return True
    if PERSON.search(lead) or _named_near(text, half, start, end):
        return True
    near = _near(half, start, end)
    return INTIMATE.search(near) is not None or len(set(LIFE.findall(near))) > 1


def _directly_behind_a_name(text: str, half: str, start: int) -> bool:
    """Whether nothing but a cell's edge or a blank stands between a private person's name and the number."""
    return any(one.end <= start and EDGE.fullmatch(half, one.end, start) for one in names(text))


def _near(half: str, start: int, end: int) -> str:
    return before(half, start, LINE_REACH).rpartition("\n")[2] + "，" + after(half, end, LINE_REACH).partition("\n")[0]


def _lived_in(half: str, start: int, end: int) -> bool:
    """Whether the line speaks of private life, more than once."""
    near = _near(half, start, end)
    return INTIMATE.search(near) is not None and len(set(LIFE.findall(near))) > ONCE


def _named_near(text: str, half: str, start: int, end: int) -> bool:
    """Whether a private person is named in the same line, not far from here."""
    first, last = half.rfind("\n", 0, start), half.find("\n", end)
    last = last if last >= 0 else len(half)
    return any(
        first < one.start < last and one.start - end < LINE_REACH and start - one.end < LINE_REACH
        for one in (*names(text), *mobiles(text))
        if one.needs_decision
    )


def _landline(start: int, end: int, *, private: bool) -> Finding:
    if private:
        message, advice = "这里的固定电话像是个人或家庭的。", "请删去，或改为办公电话。"
        return Finding("personal.landline", Severity.JUDGE, start, end, message, advice, "个人固定电话")
    return Finding("personal.landline", Severity.INFO, start, end, "这里有固定电话。", OFFICE_ADVICE, "固定电话")


@check("personal.address")
def homes(text: str) -> Iterator[Finding]:
    yield from addresses(text)
    half = plain(text)
    for start, end in streets(text):
        if _named_near(text, half, start, end) or _lived_in(half, start, end):
            yield finding_of(start, end, Severity.JUDGE)
