"""Where somebody lives, down to the door. A street with a number is an office or a shop until words say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity
from gongkai.engine.screening.rules.personal.contexts import PERSON
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.people.beside import named_beside
from gongkai.engine.screening.rules.personal.plain import after, before, plain

_NUMBER = r"(?:[0-9]{1,5}|[A-Za-z]|[一二三四五六七八九十百]{1,4}|[东南西北甲乙丙丁])(?:[ ]?[\-—–#之附][ ]?[0-9A-Za-z]{1,5}){0,3}"
_UNIT = r"(?:号楼(?![顶上下前后])|号院|号|弄|幢|栋|座|单元|室|组|队|社|层|楼|门|房(?!间))"
# From the number of house, group or block to the door.
DOOR = re.compile(
    rf"(?<![0-9A-Za-z〔〕\[\]第]){_NUMBER}[ ]?{_UNIT}(?:[，, ]?{_NUMBER}[ ]?{_UNIT}){{0,6}}(?:[ ]?[0-9]{{2,4}}(?![0-9年月日元万人户家%.]))?(?:[ ]?[东南西北中]?户)?"
    r"|(?<=[区园苑城府庭寓厦村])[ ]?[0-9]{1,3}-[0-9]{1,2}-[0-9]{2,4}(?![0-9\-])(?:室|户)?"
)
_PLACE = r"(?:路|街|巷|弄|里|道|胡同|村|庄|屯|寨|塘|湾|坝|坪|岗|店|社区|小区|花园|花苑|苑|园|城|府|庭|公寓|大楼|大厦|广场|家园|宿舍|大院|坊|居|邸|轩|阁|郡|墅|镇|乡|组|嘎查|排|段|期|院)"
LEFT = re.compile(rf"[\u4e00-\u9fa5A-Za-z0-9·（）()]{{1,30}}{_PLACE}[（(]?[东南西北中]?(?:段|侧|区|期)?[)）]?[ ]?$")
ROOM = re.compile(r"室|户|单元|房|-[0-9]{1,2}-[0-9]{2,4}|(?:栋|幢|座|号楼|门)[ ]?[0-9]{2,4}|[0-9]-[0-9]{3,4}$")
RURAL = re.compile(r"(?:村|庄|屯|寨|社区|乡|镇|湾)[（(]?[^，。]{0,6}$")
HOME = re.compile(
    r"(?:[你您](?:的|预留的)?(?:联系|通讯|通信|邮寄)?地址|落户(?:地址?|在|于|到)|家庭住址|住址|家住|现住|居住|户籍|户口|暂住|租住|家庭地址|常住|家在|老家|原住|生前住|承租|业主|(?:收货|收件|送达|家访|邮寄|寄递)(?:地址|地点)|送回|送到|送至|回到|搬[到至往]|赶到|赶往|离开|躲[在到]|藏[在匿]|来到|寄[到往至]|租[下了]|买[下了]|原址|现址|门牌|租住地|暂住地|房屋坐落|"
    r"住(?![所房建宅院宿户保处民]))[^。；;\n]{0,24}$"
)
# Of these an office says the same of itself: 搬至, 寄到, 门牌.
WEAKLY = re.compile(r"(?:送达|邮寄|寄递)(?:地址|地点)|送[到至]|寄[到往至]|搬[到至往]|租[下了]|买[下了]|门牌|原址|现址")
AN_OFFICE = re.compile(
    r"公司|中心|[市县区省]局|政府|大厅|窗口|居委会|村委会|委员会|法院|银行|机关|单位|办公|材料|投标|响应文件|[局委办科处室院所站](?:收|[）)])"
)
NOT_HERS, ID_REACH = re.compile(r"公司|单位|经营|办公|注册|医院|机构|窗口|大厅|[。\n]"), 30
OF_A_HOUSE = re.compile(r"坐落|房产|房屋|被征收|产权|不动产|住所地")
OFFICE = re.compile(
    r"信用代码|法定代表人|经营范围|办公|注册地址|登记住所|经营场所|营业场所|经营地址|注册地|公司|厂|中心|大厅|窗口|政府|(?<!村民)(?<!居民)委员会|[市县区省]局|局|办事处|法院|医院|学校|幼儿园|药店|商行|超市|酒店|"
    r"门市|机构|网点|银行|支行|开标|评标|招标|投标|响应文件|标书|密封|磋商|(?:变更|迁址)[前后]|(?:领取|培训|体检|采样|活动|集合|报到|考试|面试|咨询|受理|服务|送达)地点(?=[：:为是设位在])|递交|报名|会议|服务站|事务所|单位地址|单位：|施工|项目"
)
BUILDING = re.compile(
    r"法拍|拍卖|变卖|招租|起拍|(?:安置房|公租房|廉租房|商品房|标准厂房|工程|项目|地块)[^，。；\n]{0,8}$|封顶|样板|对外|开放|公示|摇号|选房|认购|竣工|开工|主体|加装|改造|在建|施工|验收|交付|拆除|外墙|屋面|漏水|管网|电梯|消防"
)
BUSINESS_AFTER = re.compile(
    r"[^。；，,\n]{0,10}(?:会议室|办公|纪委|监委|信访|邮编|大厅|窗口|政府|局|中心|委员会|公司|医院|法院|学校|门前|门口|店|厂|路口|停车|地块|段|院内|出让|项目|工程)"
)
BESIDE = 3  # so few signs between a name and a street that the two belong together
ROOM_OF_AN_OFFICE = re.compile(r"[的 ]?(?:第?[0-9一二三四五]{1,3}[楼层号])?(?:会议室|办公室|大厅|服务窗口|楼会议)")
OFFICE_AFTER = re.compile(
    r"[^。；，\n]{0,12}(?:会议室|办公室|大厅|窗口(?![抛扔坠跳跌丢往])|政府|局|中心|委员会|公司|开标|评标|教室|楼会议)|[^。；\n]{0,14}[局委办科处室院所站](?:收|[）)])"
)
LABEL = re.compile(
    r"(?:住址|地址|家住|居住于|居住在|居住|现住|暂住|租住|户籍地|所在地|户籍|户口|住所地|坐落于|坐落|位于|住在|住于|家在|老家|住|系|[：:])(?:为|是|于|在|：|:)?"
)


def addresses(text: str) -> Iterator[Finding]:
    """Yield the addresses that are somebody's or an office's by their own words."""
    papers = spans(text)
    for start, end, severity in _found(text):
        if severity is not Severity.JUDGE and _behind_a_paper(plain(text), papers, start, end):
            yield finding_of(start, end, Severity.JUDGE)
        elif severity is not None:
            yield finding_of(start, end, severity)
    half = plain(text)
    for start, end in streets(text):
        if named_beside(half, start, end, BESIDE):
            yield finding_of(start, end, Severity.JUDGE)


def _behind_a_paper(half: str, papers: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Whether it follows somebody's identity number in the line, and no office comes between."""
    return any(0 <= start - last <= ID_REACH and not NOT_HERS.search(half, last, end) for _, last in papers)


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield streets with a number that tell no more; whose they are only people named beside them tell."""
    half = plain(text)
    for start, end, severity in _found(text):
        lead, rest = before(half, start, 24).rpartition("\n")[2], after(half, end, 16)
        if severity is None and not OFFICE.search(lead + half[start:end]) and not BUSINESS_AFTER.match(rest):
            yield start, end


@lru_cache(maxsize=8)
def _found(text: str) -> tuple[tuple[int, int, Severity | None], ...]:
    return tuple(_search(plain(text)))


def _search(half: str) -> Iterator[tuple[int, int, Severity | None]]:
    for match in DOOR.finditer(half):
        left = LEFT.search(before(half, match.start(), 36).rpartition("\n")[2])
        if left is None:
            continue
        lead = before(half, match.start(), 50).rpartition("\n")[2]
        severity = _severity(lead, match.group(), after(half, match.end(), 16))
        start = match.start() - len(left.group()) + _label_length(left.group())
        yield start, match.end(), severity


def _severity(lead: str, door: str, rest: str) -> Severity | None:
    """Return how it counts, None for what says no more than a street and a number."""
    group = re.search(r"(?:小组|[组队社])$", lead) is not None and "号" in door
    detailed = (
        group or ROOM.search(door) is not None or (RURAL.search(lead) is not None and re.search(r"[组队社].*号", door))
    )
    home = HOME.search(lead)
    if home and not ROOM_OF_AN_OFFICE.match(rest) and not _moves_an_office(home, lead, rest):
        return Severity.JUDGE
    if not detailed or (BUILDING.search(lead[-14:]) or BUILDING.match(rest.lstrip("已的 正"))):
        return None
    office = OFFICE.search(lead) is not None or OFFICE_AFTER.match(rest) is not None
    return Severity.INFO if office and not OF_A_HOUSE.search(lead) else Severity.JUDGE


def _moves_an_office(home: re.Match[str], lead: str, rest: str) -> bool:
    return (
        WEAKLY.match(home.group()) is not None and AN_OFFICE.search(lead + rest) is not None and not PERSON.search(lead)
    )


def _label_length(left: str) -> int:
    """Return how much of what stands before the number is not the address: “申请人家住”."""
    ends = [match.end() for match in LABEL.finditer(left)]
    return max((end for end in ends if end <= len(left) - 2), default=0)


def finding_of(start: int, end: int, severity: Severity) -> Finding:
    if severity is Severity.INFO:
        return Finding(
            "personal.address",
            severity,
            start,
            end,
            "这里有详细地址，像是单位的。",
            "确为单位地址的，不用处理。",
            "单位地址",
        )
    return Finding(
        "personal.address", severity, start, end, "这里有精确到门牌的住址。", "请删去，或只写到乡镇、街道。", "详细住址"
    )
