"""How to apply, what to bring, whose office: each with the sentence that says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.proactive.policy.rules.extraction.text import Piece, paragraphs, sentences

_OFFICE = (
    r"(?:省|市|区|县|县级|区级|市级|所在地|户籍所在地(?:的)?|注册地县级|经办)?[\u4e00-\u9fff]{0,14}?"
    r"(?:委员会|管理局|监督局|保障局|局|中心|办公室|街道办事处|人民政府|银行|部门|民政局|联合会)"
)
_RESPONSIBLE = re.compile(
    rf"(?:由|办理单位[：:]|联系部门[：:]|主管部门[：:]|咨询单位[：:]|主办[：:]|解释权归|编制单位[：:]|责任单位[：:])\s*({_OFFICE})(?:[、，]{_OFFICE})*(?:会同[^，。；]{{2,30}}?)?\s*(?:负责|解释|组织|审核|[。，]|$)|"
    rf"^\s*(?:第[一二三四五六七八九十百]+条\s*)?({_OFFICE})(?:会同[^，。；]{{2,16}}?)?(?:自受理|要会同[^，。；]{2, 20}(?:负责|加强)|负责(?:本|活动|组织|解释|受理|审核)|应当在受理|组织(?:专家|评审|审核))"
)
# The line under a notice: «云川市民政局 云川市财政局», «云川市商务局 2026年3月6日».
_SIGNATURE = re.compile(
    rf"^\s*({_OFFICE}|[\u4e00-\u9fff]{{2,14}}(?:部|厅|院|联合会))(?:[\s、][\u4e00-\u9fff、\s]*)?(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日)?\s*$"
)
_WITH_OTHERS = re.compile(r"(?:会同|商(?!务|业|贸)|联合(?!会)).*$")
_ANY_OFFICE = re.compile(r"各|任一|有关|相关|当地|就读|学校")
_NAMED_OFFICE = re.compile(
    r"(?<![云川各])(?:(?<=[由报经向到])|(?<![\u4e00-\u9fff]))[省市区县][\u4e00-\u9fff]{2,12}?(?:管理局|保障局|委员会|中心|局)(?![长面部])"
)
SIGNED_WITHIN = 4  # paragraphs from the end of a text
_TO_OFFICE = re.compile(
    r"(?:向|到|报)((?:户籍|居住|注册|登记|就业|参保)?(?:所在)?地?的?[\u4e00-\u9fff、]{0,24}?(?:局|部门|中心|街道办事处|人民政府|社区|学校|村民委员会|委员会))(?:提出|提交|申请|办理|申报|反映|咨询)"
)
_ASKED = re.compile(rf"(?:报送?|咨询|联系|拨打(?:12345热线或者?)?)({_OFFICE})(?:[，。；]|审|备案|(?:服务|咨询)?电话|$)")
_APPLY = re.compile(
    r"(?:登录|通过|到|向|在)[^，。；]{2,40}?(?:申请|申报|提交|办理|申领|填报)|申领方式|办理渠道|申报方式|申请方式|免申即享|参与方式|网上申请|凭身份证|网址[：:]"
)
_PAPER = r"[^，。；：、]*?(?:执照|证明|报告|证书|合同|申请表|申请书|申报书|户口簿|身份证|发票|凭证|银行卡|备案|协议|材料|账户|证件|证)(?:复印件|原件|证明)?"
_MATERIALS = re.compile(
    r"(?:所需材料|申请材料|申报材料|提供材料|并提供|并提交|上传|提交|提供|携带|持(?!有)|凭(?!身份证进入))\s*[：:为]?\s*"
    rf"((?:{_PAPER})(?:[、；]\s*(?:\d[.．])?(?:{_PAPER}))*)"
)
_MATERIALS_HEADING = re.compile(r"(?:申报|申请|所需|提交)材料[：:]?\s*$")
_NOISE = re.compile(r"异议|复核|虚假|伪造|骗取|弄虚作假|审计报告显示|逾期")


@dataclass(frozen=True)
class Said:
    """A value together with the place of the sentence that says it."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Practical:
    apply: Said | None
    materials: tuple[str, ...]
    materials_at: tuple[int, int] | None
    department: Said | None


def practical_of(source: str) -> Practical:
    lines = paragraphs(source)
    said = [one for line in lines for one in sentences(line)]
    materials, place = _materials(source, said)
    return Practical(_apply(said), materials, place, _department(said, lines))


def _apply(said: list[Piece]) -> Said | None:
    for one in said:
        if _APPLY.search(one.text) and not _NOISE.search(one.text) and len(one.text) > len("申报方式："):
            return Said(one.text.strip(), one.start, one.end)
    return None


def _department(said: list[Piece], lines: Sequence[Piece]) -> Said | None:
    """Return the office that explains or decides, else who signed, else whom a text sends people to, else whom it names most."""
    return (
        _first(_RESPONSIBLE, said)
        or _first(_SIGNATURE, lines[-SIGNED_WITHIN:])
        or _first(_TO_OFFICE, said)
        or _first(_ASKED, said)
        or _most_named(said)
    )


def _most_named(said: Sequence[Piece]) -> Said | None:
    found = [(match.group(), one) for one in said for match in _NAMED_OFFICE.finditer(one.text)]
    counted = Counter(name for name, _ in found if "财政局" not in name)
    if not counted:
        return None
    name = counted.most_common(1)[0][0]
    place = next(one for called, one in found if called == name)
    return Said(name, place.start, place.end)


def _first(pattern: re.Pattern[str], pieces: Sequence[Piece]) -> Said | None:
    for one in pieces:
        match = pattern.search(one.text)
        if match and not _ANY_OFFICE.match(next(group for group in match.groups() if group)):
            name = next(group for group in match.groups() if group)
            name = re.sub(r"^.*(?:由|户籍所在地的?|注册地)", "", name).strip()
            return Said(_WITH_OTHERS.sub("", name) or name, one.start, one.end)
    return None


def _materials(source: str, said: list[Piece]) -> tuple[tuple[str, ...], tuple[int, int] | None]:
    for number, one in enumerate(said):
        heading = _MATERIALS_HEADING.search(one.text.strip())
        if heading and number + 1 < len(said):
            return _named(said[number + 1].text), (said[number + 1].start, said[number + 1].end)
        match = _MATERIALS.search(one.text)
        if match and not _NOISE.search(one.text):
            return _named(match.group(1)), (one.start, one.end)
    del source
    return (), None


def _named(text: str) -> tuple[str, ...]:
    parts = re.split(r"[、；;。]|(?<!合同)及(?!其)|和(?!社)", re.sub(r"\d+[.．]", "", text))
    cleaned = [re.sub(r"^(?:以及|等|与)|等$", "", part).strip(" 。；") for part in parts]
    return tuple(dict.fromkeys(one for one in cleaned if len(one) > 1))
