"""Does a clause grant something? The words are those of Chinese 惠企、惠民 policies; each list says what it is for."""

from __future__ import annotations

import re
from enum import StrEnum

from gongkai.proactive.policy.rules.extraction.money import Money

_NOUN = (
    r"补贴|补助|奖励|奖金|奖补|津贴|资助|贴息|资金支持|支持|贷款|算力券|消费券|扶助金|抚慰金|补助金|抚恤金|奖励费|保险金|补偿|返还|"
    r"税费|优惠|退税|安家费|红包|奖学金|助学金|救助金|慰问金|养育金|补贴资金"
)
_GIVE = r"给予|予以|发放|发给|颁发|计发|享受|领取|申领|可以?[^，。；]{0,8}申请|核拨|享有"
_STRONG = re.compile(rf"(?:{_GIVE})[^，。；：]{{0,30}}?(?:{_NOUN})")
_MORE = re.compile(rf"(?:分别|每月|每年)增加[^，。；：]{{0,24}}?(?:{_NOUN})")
_FREE = re.compile(
    r"免费(?!的?创业培训并|创业培训)|免收|免征|免缴|免除(?!责任)|减免[^，。；]{0,6}(?:\d|租金|税|费)|减半|减按|减收|全额补贴|全额承担|"
    r"优先(?:录取|安排|提供|办理|配租|享受|入学)|下浮|返还[^，。；]{0,24}(?:\d|百分之)|(?:可以|可)提取|"
    r"(?<!逐步)提高(?:到|至)|依次扣减"
)
_WEAK = re.compile(
    r"(?:奖励|补贴|补助|减免|资助|津贴|奖补|返还|发放|支付|增加|提高|奖)[^，。；：]{0,14}?(?:\d|百分之|[一二三四五六七八九十百千]+(?:元|万元))|"
    r"(?:\d|元|%|％|百分之[一二三四五六七八九十]+)[^，。；：]{0,14}?(?:奖励|补贴|补助|津贴|资助|奖补|返还|发放)"
)
_STANDARD = re.compile(
    r"标准[^，。；]{0,6}(?:为|：|:)|标准可按|(?:补贴|补助|奖励|资助)(?:金额|额度?|标准)[^，。；]{0,4}(?:为|：)"
)
_PER = re.compile(r"每(?:人|户|家|台|套|件|孩|生|个|亩|月|年|学年|平方米|公里|千瓦时|名|艘)|元/")
# Sentences that speak of money and grant nothing: budgets, penalties, procedure, statistics.
_NOTHING = re.compile(
    r"罚款|罚金|处以|追回|收回|追缴|退回|骗取|截留|挪用|扣除|不予|不得(?!超过|高于|低于)|不再|专项资金\d|安排[^，。；]{0,8}(?:资金|经费)|"
    r"下达|预算|列支|所需(?:资金|经费)|资金(?:由|主要用于|来源)|由[^，。；]{0,12}财政[^，。；]{0,6}(?:分担|负担)|只能(?:享受|申领|用于)|只(?:享受|领取)|限享受|"
    r"不能|只有|惠及|异议|领取人|共受理|人次|累计发放|享受[^，。；]{0,14}\d[\d.]*万人|已拨付|同比|征求意见|有奖销售|鼓励各地|支持稳定就业|违反|清算"
)
_STRONG_NOTHING = re.compile(r"罚款|罚金|追回|收回|追缴|骗取|截留|挪用|下达|有奖销售|退回")
_BACK = re.compile(r"上述|前款|前述|本条|该项|按照?就高|按[^，。；]{0,10}(?:较高|就高|最高)|择高|规定补贴的")
_OTHERS = re.compile(r"^\s*(?:其他|其它|对(?!于)|另|三孩家庭另)")


class Role(StrEnum):
    GRANT = "grant"  # says of itself that somebody gets something
    STANDARD = "standard"  # says how much, of what was granted before
    TIER = "tier"  # a figure more, of the same benefit
    CAP = "cap"  # an upper limit only
    NONE = "none"


def role_of(text: str, money: Money) -> Role:
    """Return what a clause does for benefits. The figures are those that are no thresholds."""
    if _STRONG_NOTHING.search(text) or (_NOTHING.search(text) and not _grants_despite(text, money)):
        return Role.NONE
    if _BACK.search(text) and not money:
        return Role.NONE
    if "\t" in text and not (money and re.search(_NOUN, text)):
        return Role.NONE  # the row of a table: a price is no benefit
    if _FREE.search(text):
        return Role.GRANT
    if _MORE.search(text) and money:
        return Role.GRANT
    if _STRONG.search(text) and not _only_speaks_of(text, money):
        return Role.GRANT
    if not money:
        return Role.NONE
    if _STANDARD.search(text):
        return Role.STANDARD
    if _is_only_cap(money) and not re.search(r"每\S{0,3}(?:奖励|补助)", text):
        return Role.CAP
    return Role.TIER if _WEAK.search(text) or _PER.search(text) else Role.NONE


def _grants_despite(text: str, money: Money) -> bool:
    return bool(money) and bool(_STRONG.search(text)) and not re.search(r"安排|预算|不予|不再|同比|累计发放", text)


def _only_speaks_of(text: str, money: Money) -> bool:
    """«领取津贴的人员…», «享受补贴的办公用房…», «申请奖励的，应当…»: the benefit is a word, not a gift."""
    if money:
        return False
    return bool(
        re.search(
            rf"(?:{_GIVE})[^，。；]{{0,16}}(?:{_NOUN})(?:[^，。；]{{0,4}}的|待遇条件|条件的|申请|时|期间|手续|资格)",
            text,
        )
    )


def _is_only_cap(money: Money) -> bool:
    return bool(money.caps) and not (money.amounts or money.percents or money.floors)


def names_others(text: str) -> bool:
    """Tell whether a clause turns to another group of people: «其他企业按…»."""
    return bool(_OTHERS.match(text))


def is_whole(text: str) -> bool:
    """Tell whether a clause says what is granted without any figure: «免收门票», «优先录取», «全额补贴»."""
    return bool(_FREE.search(text))


def is_standard(text: str) -> bool:
    return bool(_STANDARD.search(text))


def speaks_weakly(text: str) -> bool:
    return bool(_WEAK.search(text))
