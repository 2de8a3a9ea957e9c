"""Does a clause grant something? The words are those of Chinese 惠企、惠民 policies; each list says what it is for."""

from __future__ import annotations

import re
from enum import StrEnum

from gongkai.proactive.policy.rules.extraction.money import Money, without_budget

_NOUN = (
    r"补贴|补助|奖励|奖金|奖补|津贴|资助|贴息|资金支持|支持|贷款|算力券|消费券|服务券|创新券|扶助金|抚慰金|补助金|抚恤[金费]|丧葬费|救济[金费]|奖励费|保险金|"
    r"补偿|返还|税费|优惠|退税|安家费|红包|奖学金|助学金|救助金|慰问金|养育金|补贴资金|待遇|生活费|护理费|路费|启动资金|经费|优待|优先服务|救助|援助|帮扶|扶持(?!政策|资金|措施|对象)|退役金|养老金|一次性[\u4e00-\u9fff]{1,8}金"
)
_GIVE = r"给予|予以|发放|发给|付给|给付|颁发|计发|享受|领取|申领|可以?领|可以?拿到|可以?[^，。；]{0,8}申请|规定申请|规定落实|核拨|享有"
_SHARE = r"(?:\d[\d.]*\s*[%％]|百分之[一二三四五六七八九十百]+|[一二两三四五六七八九\d.]+[折成]|一半|[一二两三四五六七八九十]+分之[一二三四五六七八九十]+)"
_STRONG = re.compile(
    rf"(?:{_GIVE})[^，。；：]{{0,30}}?(?:{_NOUN})|按[^，。；：]{{0,16}}(?:补助|补贴|奖励|资助)(?=[：:，。；])"
)
_MORE = re.compile(rf"(?:分别|每月|每年)增加[^，。；：]{{0,24}}?(?:{_NOUN})")
_FREE = re.compile(
    r"(?:政府|财政)(?:全额)?(?:买单|兜底)|免息|免押金|免租(?!金)|(?:费|费用|租金|利息)由[^，。；]{0,8}(?:财政|政府)[^，。；]{0,4}(?:承担|负担|支付)|免租金|零收费|免费(?!的?创业培训并)|全免|即征即退|加计扣除|税前扣除|免收|免征|免缴|免交|免除(?!责任)|减免[^，。；]{0,6}(?:\d|租金|税|费)|减半|减按|减收|减征|"
    r"(?:全额|全部)由[^，。；]{0,10}(?:财政|政府)[^，。；]{0,6}(?:承担|负担|支付)|全额(?:出资|贴补|补贴|补助|承担|代缴|支付|资助|报销|补偿|减免|返还|退还|退费)|"
    r"优先(?:录取|录用|核发|安排|提供|办理|配租|享受|入学|入园|入住|受理|推荐|购买|购票|检票|乘|保障|挂号|就诊|落户|承租|聘用|给予|发放|评定|租赁)|返还[^，。；]{0,24}(?:\d|百分之)|可以?[^，。；]{0,10}提取|提取额度[^，。；]{0,8}(?:提高|调整|上浮)|"
    r"(?:补贴|补助|标准|津贴|待遇|额度|比例|奖励|限额|养老金|保障金|救助金)[^，。；]{0,24}(?<!逐步)提高(?:到|至)|依次扣减|(?:可以?|允许|准予)[^，。；]{0,6}(?:缓缴|缓征|缓收|延期缴纳|分期缴纳)|免购|"
    r"可以?(?:扣减|抵扣|抵减)|据实(?:补贴|补助|报销|给予)|可以?(?:依法)?申请[^，。；]{0,8}(?:减免|缓缴|延期)|满\s*\d+元(?:立)?减\s*\d|(?:再|立|直)减\s*\d|不再增收|无需(?:承担|缴纳|支付|交纳)|(?:不再|停止|暂停|暂不)收取[^，。；]{0,12}(?:费|租金|押金|保证金)|"
    r"可贷\s*\d|不受[^，。；]{0,16}(?:限行|通行限制)|(?:开通|享受|提供)[^，。；]{0,8}(?:绿色通道|优先通道)|(?:个人|居民)(?:个人)?(?:不|无需|不需)(?:缴费|出资|负担费用)|列入[^，。；]{0,14}正面清单|纳入[^，。；]{0,14}(?:正面清单|保障|救助|供应|支付|报销)范围|不得收取[^，。；]{0,10}费|"
    rf"减?按\s*{_SHARE}的(?:优惠)?税率|免学杂费|免学费|免[\u4e00-\u9fff]{0, 4}门票|半价|半票|"
    r"执行[^，。；]{0,6}(?:居民|优惠|农业生产|最低)[^，。；]{0,10}(?:价格|电价|水价|气价)"
)
# What is paid less, or lent more: a share together with the word that says which way.
_LESS = re.compile(
    rf"按照?[^，。；]{{0,16}}(?:现行|标准|价格?|成本|原)[^，。；]{{0,8}}的?{_SHARE}(?:以内)?(?:收取|征收|缴纳|计收|执行|计征|收费|计租)|"
    rf"{_SHARE}(?:给予)?(?:贴息|贴补)|优惠\s*(?:{_SHARE}|\d)|{_SHARE}(?:予以|给予)?配套|(?:减免|减收)\s*{_SHARE}|(?:补助|补贴|资助|奖励|报销)(?![^，。；]{{0,4}}(?:不超过|最高|不高于|总额))[^，。；]{{2,14}}的{_SHARE}(?=[，。；]|$)|报销?\s*{_SHARE}|{_SHARE}(?:的比例)?(?:一次性)?(?:报销|救助|支付|资助)|按[^，。；]{{0,24}}{_SHARE}(?:的标准|的比例)?(?:发放|计发|返还)|实行[^，。；]{{0,16}}优先|面值[^，。；]{{0,24}}券|按[^，。；]{{0,8}}应缴[^，。；]{{0,6}}的?{_SHARE}(?:缴纳|征收)|按[^，。；]{{0,6}}居民[^，。；]{{0,8}}(?:价格|电价|水价|标准)执行|"
    rf"{_SHARE}(?:的)?(?:优惠|减免|让利)|[一二三四五六七八九\d.]+折|"
    rf"(?:额度|标准|比例|限额)[^，。；]{{0,10}}(?:上浮|上调|提高|增加)[^，。；]{{0,6}}(?:{_SHARE}|\d)|"
    rf"(?:费率|税率|起付标准|起付线|利率|标准|价格?|租金|费用?|保证金)[^，。；]{{0,12}}(?:下调|下浮|降低|降至|调减)[^，。；]{{0,6}}{_SHARE}|"
    rf"(?:利率|租金|价格|费率)[^，。；]{{0,6}}(?:下浮|下调)"
)
# Somebody else's purse: a fund or the treasury pays (a share of) what the applicant would have to.
_PAID = re.compile(
    rf"由[^，。；]{{0,14}}(?:财政|基金|专户|资金|政府|残联|工会)[^，。；]{{0,10}}(?:按[^，。；]{{0,10}})?(?:承担|负担|支付|代缴|补贴|补助|资助)[^，。；]{{0,6}}(?:{_SHARE}|[。；]?$)|"
    rf"(?:财政|政府)[^，。；]{{0,8}}(?:补贴|补助|资助)\s*{_SHARE}|"
    rf"(?:资金池|基金|财政)[^，。；]{{0,6}}承担[^，。；]{{0,12}}{_SHARE}|"
    rf"(?:财政|基金|统筹基金)[^，。；]{{0,6}}(?:承担|负担|支付|报销)\s*{_SHARE}"
)
_WEAK = re.compile(
    rf"标准的?{_SHARE}|分别(?:是|为)\s*\d|按\s*{_SHARE}(?:缴纳|收取|计收|执行)|"
    r"(?:给予|予以|奖励|补贴|补助|减免|资助|津贴|奖补|返还|发放|支付|增加|(?<!率)提高|核发|给付|抵扣|抵用|返(?=\d)|享(?=\d)|报销(?=\d)|加发|再加|立?减(?=\d)|给(?=\d)|充入|奖|补)[^，。；：]{0,14}?(?:\d|百分之|[一二两三四五六七八九十百千]+(?:元|万元))|"
    r"(?:\d|元|%|％|百分之[一二三四五六七八九十]+)[^，。；：]{0,14}?(?:奖励|补贴|补助|津贴|资助|奖补|返还|发放|定额支付|定额报销|支付(?=[。；]|$))"
)
# Laws grant by months of wages or as a multiple of something: «一次性补助金标准为…：五级18个月».
_IN_WAGES = re.compile(
    r"(?:补助金|抚恤[金费]|补偿金|丧葬[^，。；]{0,3}[金费]|退役金|津贴|补助费|救济费)[^。；]{0,60}?(?:[\d一二三四五六七八九十]+个月(?:的|本人|工资|平均|[，,、；。])|的?[\d一二三四五六七八九十]+倍)"
)
_STANDARD = re.compile(
    r"标准[^，。；]{0,6}(?:为|：|:)|标准可按|(?:补贴|补助|奖励|资助|贴息|支持)(?:金额|额度?|标准)[^，。；]{0,4}(?:为|：)|"
    rf"(?:补贴|补助|奖励|资助|贴息|支持|报销|支付|补偿|减免|救助|扶持)比例[^，。；]{{0,8}}{_SHARE}"
)
_OF_A_STANDARD = re.compile(
    rf"减半(?:发放|享受|领取)|(?<!收费)(?<!现行)(?<!租金)标准的?\s*{_SHARE}(?:发放|执行|领取|享受|计发|给予)"
)
_PER = re.compile(
    r"每(?:人|户|家|台|套|件|孩|生|个|亩|月|年|学年|平方米|公里|千瓦时|名|艘|头|只|辆|次|张|场|项|吨)|元/"
)
# Sentences that speak of money and grant nothing: budgets, penalties, procedure, statistics.
_NOTHING = re.compile(
    r"罚款|罚金|处以|追回|收回|追缴|退回|骗取|截留|挪用|扣除|不予|不得(?!超过|高于|低于|收取)|不再(?!收取|增收|受理)|专项资金\d|安排[^，。；]{0,8}(?:资金|经费)|"
    r"下达|预算|列支|所需(?:资金|经费)|资金(?:由|主要用于|来源)|(?<![费租息])(?<!租金)由[^，。；]{0,12}财政[^，。；]{0,6}(?:分担|负担)|只能|只(?:享受|领取)|限享受|"
    r"不能|只有|惠及|异议|领取人|共受理|人次|累计发放|享受[^，。；]{0,14}\d[\d.]*万人|已拨付|同比|征求意见|有奖销售|(?<!国家)鼓励(?![^。；]*(?:给予|予以|按照?以下|享受))|支持稳定就业|违反|清算|"
    r"有无(?!障碍)|(?<!论)(?<!论其)是否|不享受|不纳入|不适用|不属于|同时(?:享受|申领|申请)|自行|仍按(?![^，。；]*(?:发放|给予|补贴|补助))|仍为|维持不变|因[^，。；]{0,4}(?:减免|补贴|补助|奖励)|不在本|研究(?:制定|提出)|探索|"
    r"(?:为|向)\s*\d[\d,.]*\s*(?:余|多)?(?:万|千)?(?:余|多)?(?:家|户|名|人)|户均|去年|^\s*全年(?!举办|开放|免)|任何(?:部门|单位)|抽样|人均[^，。；]{0,6}(?:获得|领取|减)"
)
# Sentences without a figure that only speak of benefits: definitions, papers, means of government, honours, duties not kept.
_ONLY_WORDS = re.compile(
    r"(?:正在|已经?)享受|日前发放|^[^，。；]*案[。；]?$|按照?本(?:通知|办法)标准|公示并发放|(?<!教育)阶段|现将|(?:公告|通知)如下|的(?:公告|通知)$|所称[^。；\d]*是指[^。；\d]*$|载明|通知书|凭证[。；]|通过[^。；]{0,40}(?:措施|方式|途径|手段)(?![^。；]*免费)|表彰|责令|未免费|停止免费|接受减免|利用职务|"
    r"由[^，。；]{2,16}(?:决定|规定|制定|确定)[。；]?$|另行(?:制定|公布|通知|规定)|对[^，。；]{0,30}(?:省（区、市）|地区|县（市、区、旗）|省（市）)|"
    r"免费(?:向社会)?(?:推介|查询|公开|公布|获取|查阅|下载|发布)|(?<!提)供[^，。；]{1,8}免费"
)
_STRONG_NOTHING = re.compile(
    r"请求(?:给予|给付|支付|发给|享受)|无法享受|制定[^，。；]{0,14}(?:优惠|扶持|优待|激励)(?:政策|措施|办法)|[，,]是指[^。；]{0,12}(?:补贴|优惠)(?:金额|数额)|"
    r"^\s*(?:[（(][一二三四五六七八九十]+[)）]|\d+[.．、])?(?:累计|共)?(?:发放|兑现|拨付)[\u4e00-\u9fff]{2,16}\d[\d.]*万?元|受益农户|"
    r"(?:征收|收费|缴费|交存|缴存)标准为|收费最高限额|交存|支出\s*\d|转移支付|(?:总|规划)投资\s*\d[\d.]*[万亿]|指导价|诈骗|违约金|退还已领取|评价经费|工作经费|从[^，。；]{0,10}(?:收入|经费|资金)中[^，。；]{0,6}提取(?![^。；]*奖励)|上一?年度[^，。；]{0,14}共|(?<!免收)(?<!免除)(?:手续费|工本费)|抽查|曾获|共(?:支持|资助|奖补)[^，。；]{0,10}\d+(?:个|家|户|人)|支出资金|户领取|加价|差别电价|(?:收费|服务费)[^，。；]{0,12}不得(?:高于|超过)|暂停优惠|评审费|造价(?:一般)?在|分摊\d|已?预拨\s*\d|安排(?:保费)?(?:补贴|补助|奖补)\s*\d|每户平均|\d+户\d+人|停发|已累计|不(?:另行|再)发放|停止享受|价格每?[^，。；]{0,8}(?:上调|上涨)|(?:暂停|停止)发放|涉及\s*\d+[户家人名]|[？?]\s*$|[比较]上年|[【（(]?(?:经费|资金)(?:保障|来源|筹措)[】）)]?|【经费】|"
    r"(?:全市|全省|全县|全区|全国|各地|全年)[^，。；]{0,4}共(?:计)?(?:资助|兑付|发放|拨付|兑现|惠及|补贴|支持|为)|"
    r"罚款|罚金|追回|收回|追缴|骗取|截留|挪用|下达|有奖销售|退回|有无(?!障碍)|户均|去年|上年度[^，。；]{0,14}(?:多发|共|发放)|"
    r"(?:为|向)\s*\d[\d,.]*\s*(?:余|多)?(?:万|千)?(?:余|多)?(?:家|户|名|人)[^。；]{0,12}(?:发放|减免|办理|兑现)|人均[^，。；]{0,6}获得|惠及[^，。；]{0,6}\d"
)
_BACK = re.compile(r"上述|前款|前述|本条|该项|按照?就高|按[^，。；]{0,10}(?:较高|就高|最高)|择高|规定补贴的")
_SPOKEN_OF = re.compile(
    rf"(?:{_GIVE})[^，。；]{{0,16}}(?:{_NOUN})(?:[^，。；]{{0,4}}的|待遇条件|条件的|申请|时|期间|手续|资格)"
)
_OTHERS = re.compile(r"^\s*(?:其他|其它|对(?!于)|另|三孩家庭另)")


BUDGET = 100_000_000  # yuan: nobody is granted as much; it is what is spent on all


class Role(StrEnum):
    GRANT = "grant"  # says of itself that somebody gets something
    STANDARD = "standard"  # says how much, of what was granted before
    TIER = "tier"  # a figure more, of the same benefit
    CAP = "cap"  # an upper limit only
    NONE = "none"


# «（二）未享受养老金。» asks something, it gives nothing.
_NOT_HAD = re.compile(r"^[^，。；]{0,14}(?:未|没有)曾?(?:享受|领取|申领)[^，。；]*[。；]?\s*$")


def role_of(text: str, money: Money) -> Role:
    """Return what a clause does for benefits. The figures are those that are no thresholds."""
    text = without_budget(text)
    if not text:
        return Role.NONE
    if _STRONG_NOTHING.search(text) or (_NOTHING.search(text) and not _grants_despite(text, money)):
        return Role.NONE
    if max(money.amounts, default=0) >= BUDGET or ("个百分点" in text and not _STRONG.search(text)):
        return Role.NONE
    if not money and _NOT_HAD.match(text):
        return Role.NONE
    if not money and (_BACK.search(text) or _ONLY_WORDS.search(text)):
        return Role.NONE
    if _OF_A_STANDARD.search(text):
        return Role.TIER
    if is_whole(text) or _PAID.search(text):
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
    in_yuan = money.amounts or money.caps or money.floors
    return Role.TIER if _WEAK.search(text) or (in_yuan and _PER.search(text)) else Role.NONE


def _grants_despite(text: str, money: Money) -> bool:
    return (
        bool(money)
        and bool(is_whole(text) or _STRONG.search(text) or _WEAK.search(text))
        and not re.search(
            r"安排|预算|不予|不再|同比(?![^，。；]{0,12}以上的)|累计发放|不享受|仍按(?![^，。；]*(?:发放|给予|补贴|补助))",
            text,
        )
    )


def _only_speaks_of(text: str, money: Money) -> bool:
    """«领取津贴的人员…», «享受补贴的办公用房…», «申请奖励的，应当…»: the benefit is a word, not a gift."""
    return not money and not _STRONG.search(_SPOKEN_OF.sub("", text))


def _is_only_cap(money: Money) -> bool:
    return bool(money.caps) and not (money.amounts or money.percents or money.floors)


def names_others(text: str) -> bool:
    """Tell whether a clause turns to another group of people: «其他企业按…»."""
    return bool(_OTHERS.match(text))


def is_whole(text: str) -> bool:
    """Tell whether a clause says what is granted without any figure: «免收门票», «优先录取», «全额补贴»."""
    return bool(_FREE.search(text) or _LESS.search(text) or _IN_WAGES.search(text))


def names_a_benefit(text: str) -> bool:
    return bool(re.search(_NOUN, text))


def is_standard(text: str) -> bool:
    return bool(_STANDARD.search(text))


def speaks_weakly(text: str) -> bool:
    return bool(_WEAK.search(text))
