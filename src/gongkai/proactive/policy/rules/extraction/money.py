"""Which figures of a clause are the benefit, and which only say who gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.proactive.policy.rules.extraction.numbers import Figure, chinese, figures
from gongkai.proactive.policy.rules.extraction.text import Piece, segments

NEAR = 60  # letters
_BEFORE_CAP = re.compile(
    r"(?:不超过|不高于|不得高于|不突破|不多于|最高|最多|至多|控制在|封顶线?|限(?=\s*$)|上限为?|限额为?|不得超过|不超出)[^\d一二三四五六七八九十百千两，。；]{0,10}$"
)
_AFTER_CAP = re.compile(
    r"^(?:以下|以内)的?(?:一次性)?(?:奖励|奖金|补贴|补助|资助|支持)(?![\d一二三四五六七八九])|^(?:为限|为限额|封顶|以内|为上限)"
)
_AT_LEAST = re.compile(r"(?:不足|低于)([\d.]+)元的?[，,]?按照?\1元")
_RAISED = re.compile(
    r"(?:提高|增加)[^，。；]{0,8}(?:最高|最多)[^，。；]{0,8}(?:限额|额度|标准)$|(?:最高|最多)[^，。；]{0,8}(?:限额|额度|标准)(?:提高|增加)$"
)  # by so much, no limit
_BEFORE_FLOOR = re.compile(r"(?:不低于|不少于|至少|最低)[^\d一二三四五六七八九十百千两，。；]{0,4}$")
_BEFORE_CONDITION = re.compile(
    r"(?:规模(?:扩大)?(?:至|到)?|满|达到?|(?<!不)超过|超出|不足|高于(?<!不高于)|低于(?<!不低于)(?<!不得低于)|每再?增加|增长|下降|递减|增幅|裁员率[^，]{0,8}|收入(?:在|为)|占比?|比例(?:为|在)|限额基准[^，]{0,12})$"
)
_AFTER_CONDITION = re.compile(
    r"^(?:（含）|\(含\)|（不含）|（含本数）)?(?:及?以上|及?以下|以外|的?部分|（含）?至|至[\d.]+万?元(?:（含）)?的?部分|至[\d一二三四五六七八九十]+[^，]{0,8}的(?:[，,]|补贴|$)|的(?:补贴|奖励|给予)\d)"
)
_MEANS = re.compile(
    r"(?:收入|资产|存款|财产|产值|营业额|销售额)(?:总额|总值)?(?:不超过|不高于|不得超过|低于|少于|不足|高于|超过|达到?|在)\s*$"
)
_WITHIN = re.compile(r"^(?:以内|以下)的?部分")
_PAID_AS_SPENT = re.compile(
    r"^的?部分[，,]?由[^，。；]{0,12}(?:据实|全额|承担|支付)"
)  # «不超过4000元的部分由区财政据实支付»
_RATIO_OF = re.compile(
    r"(?:裁员率|增长率|营业收入|(?<!不)(?:超过|低于)[^，。；]{4,16}收入|持股比例|占比|人数)[^，]{0,10}$"
)
# What people pay themselves, and what a standard was before it was raised, are no benefit.
_OWN_SHARE = re.compile(
    r"(?:(?:自付|自筹|自担|自缴|自负)|(?:自付|自筹|自担|自缴|自负|个人|农户|用户|投保人|参保人|购机者)(?:自行)?(?:比例|部分|承担|负担|缴纳|支付)[^，。；]{0,6})"
    r"(?:为|是|不得?低于)?\s*$"
)
_PAYS_THEMSELVES = re.compile(r"自行(?:承担|负担|支付|缴纳)[^，。；]{0,10}费用?[，,]?$")
_PRICE = re.compile(
    r"(?:保费|保额|赔偿限额|保险费|保险金额|起付线|起付标准|售价|单价|收费标准|缴费标准|筹资标准)(?:为|是|不得?低于)?(?:每\S(?:每[年月])?)?\s*$|"
    r"(?:服务费|电价|气价|水价)(?:不得?超过|为)?每[^，。；\d]{0,6}$|费用[（(]每\S约?$|缴费(?:标准)?[（(][^）)]{0,12}$|(?:只|仅)(?:出|交|缴|需出|需缴)\s*$|(?:价格|售价|单价)(?:一般)?(?:不超过|低于|不高于|在)\s*$"
)
_BENEFIT_SHARE = re.compile(
    r"(?:补贴|补助|奖励|资助|贴息|支持|报销|支付|补偿|减免|返还|救助|扶持)(?:的)?比例(?:为|是|在|按)?$"
)
_COLLECTED = re.compile(r"(?<!减半)(?<!减按)收取\s*$|每\S收\s*$")
_A_PRICE = re.compile(r"^的(?:现行|原)?(?:租金|价格|电价|收费|票价)")
_IN_PARTS = re.compile(r"^(?:的比例)?(?:等额|分期)?(?:拨付|兑付|兑现)")
_RATE = re.compile(r"(?:费率|利率)[^，。；]{0,4}(?:不超过|不高于|控制在)$")
_INSTALMENT = re.compile(r"(?:拨付|预拨|兑付)(?:其中的?|总额的|剩余的?|资金的)?\s*$")
_OLD = re.compile(
    r"^[”\"』」]?\s*(?:/[^，。；]{1,4})?(?:统一)?(?:提高|调整|增加|上调|提升|上浮|降低|下调|降|调高|调至|提)(?:到|至|为)"
)
_OLD_BEFORE = re.compile(r"(?:由|从|原)[^，。；]{0,14}$")
_PART_OF = re.compile(r"^(?:的标准对|的生活补贴)")
_CLOSES = re.compile(
    r"的(?:[，,]|$)|的[\u4e00-\u9fff]{0,4}(?:企业|项目|单位|家庭|人员|个人|民宿|机构|组织|公司|海外仓|小区|民用建筑项目)[，,]?$"
)
_BUDGET = re.compile(
    r"不予|不再补|不重复|所需(?:资金|经费)|列支|安排(?:资金|经费)不(?:超过|低于|少于)|安排不(?:超过|低于|少于)[^，。；]{0,4}元|资金(?:由|来源)"
)
_SET_ASIDE = re.compile(
    r"提取不低于|财政[^，。；]{0,6}统筹(?:安排)?\s*\d|(?:出资|规模至?)\s*\d[\d.]*亿元|^\s*(?:[市区县]级?财政)?每年安排(?:资金|经费)?\s*\d"
)
# «最高贷款额度由60万元提高到70万元»: what is raised is a limit. «提高…最高支付限额3800元» is an amount on top.
_RAISES_A_LIMIT = re.compile(
    r"(?:最高[^，。；]{0,8}(?:额度|限额|标准)|提取额度|贷款额度|限额|上限)[^，。；]{0,6}(?:由|从)[^，。；]{0,12}(?:提高|上调|调整|增加)"
)
_EACH_GETS = re.compile(r"每[^，。；]{0,10}(?:补|奖)")
_LIMITS_FOLLOW = re.compile(
    r"(?:支付|年度|补贴|补助|奖励)?(?:限额|上限)[，：:]$"
)  # «年度最高支付限额，高血压400元、糖尿病600元»
_RANGE = re.compile(r"^(?:[-—~～－]|至|到)$")


@dataclass
class Money:
    """The benefit in figures. Yuan and percent; `places` are the spans in the source."""

    amounts: list[Decimal] = field(default_factory=list)
    caps: list[Decimal] = field(default_factory=list)
    floors: list[Decimal] = field(default_factory=list)
    percents: list[Decimal] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.places)

    def add(self, other: Money) -> None:
        for name in ("amounts", "caps", "floors", "percents"):
            mine: list[Decimal] = getattr(self, name)
            mine.extend(value for value in getattr(other, name) if value not in mine)
        self.places.extend(other.places)


def money_of(clause: Piece) -> Money:
    """Return the figures of a clause that are what is granted; thresholds of its conditions are left out."""
    found = Money()
    parts = [one for one in segments(clause) if not _BUDGET.search(one.text)] or segments(clause)
    raises_a_limit = bool(_RAISES_A_LIMIT.search(clause.text))
    for number, part in enumerate(parts):
        if _is_condition(part.text, last=number == len(parts) - 1):
            continue
        if _SET_ASIDE.search(part.text) or (number and _PAYS_THEMSELVES.search(parts[number - 1].text)):
            continue  # «养殖户自行承担劳务费，每头不高于50元»
        here = [one for one in figures(part.text, part.start) if not _threshold(part, one)]
        if (raises_a_limit and not _EACH_GETS.search(part.text)) or (
            number and _LIMITS_FOLLOW.search(parts[number - 1].text)
        ):
            limits = Money()
            _sort_into(limits, part, here)
            limits.caps, limits.amounts = limits.caps + limits.amounts, []
            found.add(limits)
        else:
            _sort_into(found, part, here)
    least = _AT_LEAST.search(clause.text)
    if least and (value := chinese(least.group(1))) in found.amounts:
        found.amounts.remove(value)
        found.floors.append(value)
    return found


_NOT_FOR = re.compile(r"^(?:但|不过)?[^，。；\d]*(?:不享受|不纳入|不适用)[。；]?$")


def without_budget(text: str) -> str:
    """Return a clause without the parts that say from which purse it is paid; nothing where it begins with the purse."""
    parts = segments(Piece(text, 0))
    if _BUDGET.search(parts[0].text):
        return ""
    aside = (_BUDGET, _PAYS_THEMSELVES, *([_NOT_FOR] if len(parts) > 1 else []))
    return "".join(one.text for one in parts if not any(pattern.search(one.text) for pattern in aside))


def _is_condition(text: str, *, last: bool) -> bool:
    """Tell a part that says who: «招用满3人、营业收入2000万元以上的，»."""
    return not last and bool(_CLOSES.search(text))


def _threshold(part: Piece, figure: Figure) -> bool:
    before, after = _beside(part, figure)
    if figure.kind == "money" and _MEANS.search(before):
        return True  # «年收入不超过10万元的居民»: what somebody has, not what is given
    if _AFTER_CAP.match(after) and not _WITHIN.match(after):
        return False
    if _PAID_AS_SPENT.match(after) and _BEFORE_CAP.search(before):
        return False
    if (
        _AFTER_CONDITION.match(after)
        or _WITHIN.match(after)
        or _PART_OF.match(after)
        or (figure.kind == "percent" and _RATIO_OF.search(before))
    ):
        return True
    if _OWN_SHARE.search(before) or (_OLD.match(after) and _OLD_BEFORE.search(before)):
        return True
    if figure.kind == "money" and (_COLLECTED.search(before) or _A_PRICE.match(after)):
        return True
    if figure.kind == "percent" and _RATE.search(before):
        return True
    if before.endswith(("（含", "(含")):
        return True  # said again, to say that it is within
    if figure.kind == "percent" and _IN_PARTS.match(after):
        return True
    if (_INSTALMENT if figure.kind == "percent" else _PRICE).search(before):
        return True
    if _BENEFIT_SHARE.search(before):
        return False
    return bool(_BEFORE_CONDITION.search(before)) and not _BEFORE_CAP.search(before)


def put(found: Money, one: Figure, piece: Piece) -> None:
    """Sort one figure into amounts, limits and rates by the words beside it in its piece."""
    _put(found, one, *_beside(piece, one), "")
    found.places.append((one.start, one.end))


def _beside(part: Piece, figure: Figure) -> tuple[str, str]:
    """Return the words before and after a figure as far as they can matter: a line of nothing but sums stays quick to read."""
    start, end = figure.start - part.start, figure.end - part.start
    return part.text[max(0, start - NEAR) : start], part.text[end : end + NEAR]


def _sort_into(found: Money, part: Piece, here: list[Figure]) -> None:
    for place, one in enumerate(here):
        before, after = _beside(part, one)
        _put(found, one, before, after, _range_end(part, here, place))
        found.places.append((one.start, one.end))


def _range_end(part: Piece, here: list[Figure], place: int) -> str:
    """Say whether this figure begins or ends a range «1000元至1万元»."""
    one = here[place]
    following = here[place + 1] if place + 1 < len(here) else None
    previous = here[place - 1] if place else None
    if following is not None and _RANGE.match(part.text[one.end - part.start : following.start - part.start].strip()):
        return "low"
    if previous is not None and _RANGE.match(part.text[previous.end - part.start : one.start - part.start].strip()):
        return "high"
    return ""


def _put(found: Money, one: Figure, before: str, after: str, edge: str) -> None:
    if one.kind == "percent":
        wanted = found.percents
    elif edge == "low" or (not edge and _BEFORE_FLOOR.search(before)):
        wanted = found.floors
    elif (
        edge == "high"
        or (_BEFORE_CAP.search(before) and not _RAISED.search(before))
        or _AFTER_CAP.match(after)
        or _listed_cap(before)
    ):
        wanted = found.caps
    else:
        wanted = found.amounts
    if one.value not in wanted:
        wanted.append(one.value)


def _listed_cap(before: str) -> bool:
    """«最高分别为300万元、100万元»: what follows a cap in one list is a cap too."""
    return bool(re.search(r"(?:最高|不超过|限额)[^，。；\d]{0,8}(?:[\d.]+万?元[、和])+[^，。；\d]{0,8}$", before))
