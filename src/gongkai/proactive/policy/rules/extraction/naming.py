"""What an item is called: the short title before it, the benefit it names, else what the whole text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.proactive.policy.rules.extraction.items import Candidate
from gongkai.proactive.policy.rules.extraction.tables import is_row, name_of
from gongkai.proactive.policy.rules.extraction.text import Paragraph

LONGEST = 40
CUT = 24  # letters of the clause where nothing names the benefit
_NUMBER = (
    r"\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.．])?\s*"
)
_HEAD = re.compile(rf"^{_NUMBER}(?:【([^】]{{3,16}})】|([\u4e00-\u9fffA-Za-z“”]{{3,16}})[。：])")
_BENEFIT = r"(?:补贴|补助金?|奖励|奖金|津贴|资助|贴息|贷款|扶助金|抚慰金|券|奖补)"
_NAME = re.compile(rf"[\u4e00-\u9fff]{{0,8}}{_BENEFIT}")
_BEFORE = re.compile(r"^.*(?:给予|予以|享受|申请|申领|发放|发给|按照?|元|的|为|次性|领取|落实|可以?|由)")
_NO_NAME = re.compile(r"标准|最高|最低|当地|财政|规定|比例|单个|每|累计|叠加|再|额外")
_GENERIC = re.compile(r"一次性|全额|人补|相应|[\u4e00-\u9fff]{0,2}(?:补贴|补助|奖励)$")
_KIND = re.compile(r"补贴|补助|奖励|津贴|资助|贴息|贷款|奖补|减免|免费")
_WHOM = re.compile(
    r"(?:对于?|支持|鼓励|凡|向)?(?!第[一二三四五六七八九十百\d]+条)([\u4e00-\u9fffA-Z“”]{3,20}?(?:企业|机构|单位|人员|家庭|个人|项目|学生|毕业生|者|户|农民|园区|平台|组织|社区食堂))"
    r"(?=的?[，。：]|按|给予|予以|可|每|享受|一次性)"
)
LONGEST_HEADING = 18
_NO_HEAD = re.compile(r"(?:标准|对象|条件|方式|内容|范围|主体)$|^[问答]$|^谁|哪些|什么|怎么|如何|^第.{1,3}[章节]")


def name(found: Candidate, benefit: str, heading: str, about: str) -> str:
    """Return a name for the item; `heading` stands above it, `about` is what the text as a whole grants, where that is known."""
    if is_row(found.paragraph):
        led = [_BEFORE.sub("", match.group()) for one in found.lead for match in _NAME.finditer(one.text)]
        led = [one for one in led if len(one) > 2 and not _NO_NAME.search(one)]
        is_steps = len(found.said_of) > 1
        return (led[0] if led and is_steps else name_of(found.paragraph))[:LONGEST]
    head = _HEAD.match(found.paragraph.text)
    said = next((group for group in head.groups() if group), "") if head else ""
    if said and not _NO_HEAD.search(said):
        return said
    named = [_BEFORE.sub("", match.group()).lstrip("的") for match in _NAME.finditer(benefit)]
    named = [one for one in named if len(one) > 2 and not _NO_NAME.search(one)]
    bare = re.sub(rf"^{_NUMBER}(?:符合[^，。；]{{2,24}}的，)?", "", benefit).strip()
    bare = "：".join(part for n, part in enumerate(bare.split("：")) if n or not _NO_HEAD.search(part)) or bare
    choices = [*(one for one in named if not _GENERIC.match(one)), heading, about, *named]
    return next((one for one in choices if one), _of_the_clause(bare))[:LONGEST]


def _of_the_clause(words: str) -> str:
    """Return whom and what it grants, «新入库的规模以上工业企业奖励», where nothing calls the benefit by a name."""
    clause = re.split(r"[，。；：]", words)[0]
    kind = _KIND.search(words)
    who = _WHOM.match(words)
    if kind is not None and who is not None and re.search(_BENEFIT, who[1]) is None:
        return f"{who[1]}{kind.group()}"
    if kind is not None and len(clause) > CUT:
        return f"{clause[: CUT - 4]}…{kind.group()}"  # cut, and seen to be cut: a person gives it its name
    return clause[:CUT]


def headings(lines: Sequence[Paragraph]) -> dict[int, str]:
    """Return for each paragraph the short heading it stands under: «一、一次性扩岗补助»; nothing where it names no benefit."""
    found, current = {}, ""
    for line in lines:
        found[line.index] = current
        if line.level == 0:
            said = re.sub(rf"^{_NUMBER}", "", line.text).strip()
            fits = len(said) <= LONGEST_HEADING and re.search(_BENEFIT, said) and not _NO_HEAD.search(said)
            current = said if fits else ""
    return found


def about(source: str) -> str:
    """Return the benefit that a text calls by name most often, at least twice; nothing where it does not."""
    names = [_BEFORE.sub("", match.group()) for match in _NAME.finditer(source)]
    counted = Counter(one for one in names if len(one) > 3 and not _NO_NAME.search(one))
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""
