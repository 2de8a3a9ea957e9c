"""Is a clause a step of the benefit before it, or another benefit? Steps, levels, raises and what comes on top are one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

ALIKE = 0.65  # of the letters in two clauses that say who, from which on they are steps of one benefit
ALIKE_FROM_THE_START = 0.55  # where both begin with the same word
LONG_ENOUGH = 5  # letters before a level that must be the same
SHORT = 30  # letters of a clause that can only be a step: «低保对象按280元定额资助»
_COUNTED = re.compile(r"([\u4e00-\u9fff]{2,8})\d")  # «招用3人以下的…；招用4人以上的…»
_ENDS = re.compile(r"(资助|补贴|补助|救助|奖励|津贴)[；;。]?$")
_STEP = re.compile(
    r"\s*(?:其中|或者?|也可以?|同时|并|再|另(?:外)?(?:奖|补|给|再)|设置|(?:年?满|超过|不足|达到)?\s*(?!(?:19|20)\d\d年)[\d一二两三四五六七八九十百千]+(?:[.\d]*)(?:万元?|亿元?|元|人|年|亩|公里|平方米|千瓦|台|名|次|层|周岁|%|％)|"
    r"(?:超过|超出|不足)[^，。；]{0,12}的?部分|第[一二三四五]年|前[一二两三]年|剩余|其余|(?:比例|面积|人数|金额)在)"
)
_ON_TOP = re.compile(r"(?:并|再|同时|另)")
_NAMED = re.compile(r"[\u4e00-\u9fff]{2}(?:补贴|补助|奖励|津贴|资助|贴息)")
_REFERENCE = re.compile(r"^(?:符合|满足|具备)[^，。；]{2,24}(?:条件|规定|要求|情形)的?[^，。；]{0,6}，\s*(?:对于?)?")
_LEVEL = re.compile(
    r"国家级|省级|市级|区级|县级|[一二三四五]星级?|[A-F](?:[、和][A-F])*类|[一二三四]等奖?|特等奖?|[甲乙丙丁]级|[一二三四五六七]级|\d[A-Z]级"
)
_RAISE = re.compile(
    r"(?:比例|标准|额度|限额|金额|补贴|奖励)[^，。；]{0,10}(?:提高|上浮|上调|增加|提升)(?:至|到|为)?\s*[^，。；]{0,4}?[\d百]|再(?:分别)?(?:增加|加|提高|配套)[^，。；]{0,8}\d|减按[^，。；]{0,6}[%％](?:发放|计发|拨付)|(?:奖励|补贴|补助)减半|参照执行|应享受|(?:上述|该项|本项|此项|前述)标准"
)
_GROUP = re.compile(
    r"(?:第?[（(]?[一二三四五六七八九十\d]+[）)]?类|[\u4e00-\u9fff、]{2,14}?(?:对象|人员|家庭|家庭成员|学生|儿童|老年人|农户))[^，。；按每]{0,14}(?:，[^，。；按每]{0,6})?(?:按|每)"
)
_DEED = re.compile(r"(资助|补贴|补助|救助|报销|发放)(?=[；;。]?$|，[^，。；]{0,8}[；;。]?$)")
_AGAIN = re.compile(r"^\s*(?:同步|同时|在此基础上)[^。；]{0,30}再(?:补|奖|给予|追加|予以)[^，。；]{0,10}\d")
_DOES = re.compile(
    r"(?:[\u4e00-\u9fff]{0,20}(?:企业|机构|单位|协会|银行|学校|人员|骑手))?(改造|新建|组织|考入|建立|引进|购买|购置|举办|参加|承办|开展|招用|促成|建设|创办|租用|租赁|聘用|培养|入会|发行|种植|养殖)[^。；]{2,60}，"
)
_GRANTS = re.compile(
    r"(?<!再)(?<!另)(?:补助|奖励|资助|补贴|给予|扶持)(?![^，。；]{0,6}(?:提高|增加|减半))[^，。；]{0,12}[\d一二三四五六七八九]|按[^，。；]{0,16}[\d%％](?:奖励|补助|资助|补贴)"
)
_SHARE_OF = re.compile(r"(扶持|贴息|补贴|补助|奖励|资助|报销)比例(?:为|按|是)")


def goes_on(text: str, last: str, said: str) -> bool:
    """Tell whether a clause goes on with the benefit of the clause before it in the sentence; `said` is the sentence so far.

    «招用3人以下的…；招用4人以上的…», «国家级的…；对省级的…», «其中…», «另补…» do; «对购置…» after «对租赁…» does not.
    """
    text, last = text.strip(), last.strip()
    if _STEP.match(text):
        return not (_ON_TOP.match(text) and names(text) and not names(text) & names(said))
    if is_another_level(text, last):
        return True
    if text.startswith("对"):
        return False
    ends = _ENDS.search(text), _ENDS.search(last)
    if len(text) <= SHORT and ends[0] and ends[1] and ends[0].group(1) == ends[1].group(1):
        return True
    counted = _COUNTED.match(_bare(last)), _COUNTED.match(text)
    if counted[0] and counted[1] and counted[0].group(1) == counted[1].group(1):
        return True
    alike = SequenceMatcher(None, _who(_bare(last)), _who(_bare(text))).ratio()
    return alike >= (ALIKE_FROM_THE_START if text[:2] in (last[:2], _bare(last)[:2]) else ALIKE)


def is_another_level(text: str, last: str) -> bool:
    """Tell whether two clauses name those whom they mean alike but for the level: «新获评国家级…的», «新获评省级…的»."""
    one, other = _who(_bare(last)), _who(_bare(text))
    if not (_LEVEL.search(one) and _LEVEL.search(other)):
        return False
    begin = _LEVEL.match(one), _LEVEL.match(other)
    if begin[0] and begin[1] and one[begin[0].end() :][:2] == other[begin[1].end() :][:2]:
        return True
    one, other = _LEVEL.sub("", one), _LEVEL.sub("", other)
    short = min(one, other, key=len).rstrip("的企业项目单位")
    whole = max(one, other, key=len)
    return (len(short) >= LONG_ENOUGH and whole.startswith(short)) or SequenceMatcher(None, one, other).ratio() >= ALIKE


def is_for_another_group(text: str, last: str) -> bool:
    """Tell whether a clause gives the same in another measure to others: «低保对象按75%救助» after «特困人员按100%救助»."""
    deeds = _DEED.search(text), _DEED.search(last)
    return bool(_GROUP.match(text.strip())) and bool(deeds[0] and deeds[1] and deeds[0].group(1) == deeds[1].group(1))


def comes_on_top(text: str, said: str) -> bool:
    """Tell whether a clause adds to what was granted: «同步安装监测设备的，每套再补2000元»; not where it has a name of its own."""
    return bool(_AGAIN.search(text)) and not names(text) - names(said)


def is_another_deed(text: str, last: str) -> bool:
    """Tell whether a clause rewards what the one before does not speak of: «…考入高校的，每学年资助八千元» after «入园的免收保教费»."""
    who = _DOES.match(_bare(text.strip()))
    grants = _GRANTS.search(text)
    return who is not None and grants is not None and who.group(1) not in last and not is_another_level(text, last)


def raises_it(text: str, last: str) -> bool:
    """Tell whether a clause raises, or refers to, the amount that was named before it in the paragraph."""
    share = _SHARE_OF.search(text)
    return bool(_RAISE.search(text)) or (share is not None and share.group(1) in last)


def _bare(clause: str) -> str:
    """Return a clause without its number, its short title, what it refers to and the «对» that opens it."""
    named = re.sub(
        r"^(?:.{0,12}[：:。】]|第[一二三四五六七八九十百]+条|[（(]?[一二三四五六七八九十\d]+[)）.．、])?\s*(?:对于?)?",
        "",
        clause,
    )
    return _REFERENCE.sub("", named)


def _who(clause: str) -> str:
    """Return the words that say who: «购买二级能效家电的»; the first part of the clause where none do."""
    parts = re.split(r"[，,]", clause)
    return next((part for part in parts if part.endswith("的")), parts[0] if len(parts) > 1 else clause)


def names(text: str) -> set[str]:
    """Return the benefits that a text calls by name: «生活费补贴», «培训补贴», each by its last four characters."""
    return {match[-4:] for match in _NAMED.findall(text)}
