"""What a text and another that is public reveal together (数据汇聚风险): persons, places, projects and contracts named in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.engine.screening.rules.findings import Severity, screen
from gongkai.engine.screening.rules.personal.fragments import Fragment, fragments, joined, same_number

MOST_NAMES = 16
PROJECT = re.compile(r"[“《]?([\u4e00-\u9fa5A-Za-z0-9·（）()\-]{3,30}(?:项目|工程|地块|标段))[”》]?")
PROJECT_START = re.compile(r"^.*(?:关于|对|将|的|为|在|和|与|及|由|批准|实施|推进|开展|建设单位|申请|同意)")
CONTRACT = re.compile(r"(?:合同|协议|项目|采购|招标)(?:编号|号)[：:为 ]{0,2}([A-Za-z0-9][A-Za-z0-9\-—〔〕\[\]]{5,30})")
QUOTED = re.compile(r"“([^“”\n]{4,30})”")
MASKED_NAME = re.compile(
    r"(?<![\u4e00-\u9fa5])([\u4e00-\u9fa5])(?:某{1,2}|[*＊×]{1,2}[\u4e00-\u9fa5]?)(?![\u4e00-\u9fa5]{0,1}公司)"
)
VALUE_NAMES = {
    "personal.id-number": "身份证号码", "personal.phone": "手机号码", "personal.landline": "固定电话", "personal.bank-card": "银行卡号",
    "personal.account": "个人编号或账号", "personal.address": "详细住址", "personal.plate": "车牌号", "personal.email": "电子邮箱",
    "personal.messenger": "社交账号", "personal.health": "健康信息", "personal.passport": "护照号码", "personal.permit": "通行证件号码",
    "personal.military-id": "军警证件号码", "personal.number": "个人编号或账号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Salient:
    """Something by which other texts are found: kind person | address | project | contract | quoted."""

    kind: str
    text: str


@dataclass(slots=True)
class Record:
    """One line of a text as what it says of one person. `surnames` are those of masked names (王某某)."""

    names: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    numbers: list[Fragment] = field(default_factory=list)
    values: dict[str, set[str]] = field(default_factory=dict)


def salient(text: str) -> list[Salient]:
    """Return the names worth looking for elsewhere, persons first, each once."""
    found = [Salient("person", name) for record in records(text) for name in sorted(record.names)]
    found += [
        Salient("address", street(one)) for record in records(text) for one in record.values.get("personal.address", ())
    ]
    found += [Salient("contract", match.group(1)) for match in CONTRACT.finditer(text)]
    for match in PROJECT.finditer(text):
        name = PROJECT_START.sub("", match.group(1))
        if len(name) >= 5:
            found.append(Salient("project", name))
    found += [
        Salient("quoted", match.group(1))
        for match in QUOTED.finditer(text)
        if match.group(1).endswith(("项目", "工程", "计划"))
    ]
    return list(dict.fromkeys(found))[:MOST_NAMES]


def street(address: str) -> str:
    """Return an address down to the house or the village, without the door: what two texts write alike."""
    return re.split(r"[0-9一二三四五六七八九十]+(?:号楼|栋|幢|座|单元|室|组)", address.replace(" ", ""))[0]


def records(text: str, *, mentioning: Iterable[str] | None = None) -> list[Record]:
    """Return what is said of persons, line by line; a line without a person or a number is left out.

    With `mentioning`, only lines with one of these names or with a number, as of a text that is compared.
    """
    names = None if mentioning is None else tuple(mentioning)
    lines = [line for line in text.split("\n") if line.strip()]
    if names is not None:
        lines = [line for line in lines if any(name in line for name in names) or fragments(line)]
    found = [_record(line) for line in lines]
    return [one for one in found if one.names or one.numbers or one.surnames or one.values]


def _record(line: str) -> Record:
    record = Record(numbers=fragments(line))
    for finding in screen(line, only=["personal"]):
        if finding.severity is Severity.INFO:
            continue
        if finding.check == "personal.name":
            record.names.add(finding.hit.replace(" ", ""))
        elif finding.check in VALUE_NAMES:
            record.values.setdefault(finding.check, set()).add(finding.hit)
    if record.numbers or record.values:
        record.surnames = {match.group(1) for match in MASKED_NAME.finditer(line)}
    return record


def revealed(here: list[Record], there: list[Record]) -> list[str]:
    """Return in words what the two texts reveal together about persons; nothing when the other adds nothing.

    The joined number itself is never put together in the answer.
    """
    said: dict[str, None] = {}
    for one in here:
        for other in there:
            for sentence in _told(one, other):
                said[sentence] = None
    return list(said)


def _told(one: Record, other: Record) -> Iterator[str]:
    who = _who(one, other)
    for mine in one.numbers:
        for theirs in other.numbers:
            both = joined(mine, theirs)
            if both is None or not (who or same_number(mine, theirs)):
                continue
            owner = f"{who}的" if who else ""
            if both.whole:
                yield f"{owner}{both.kind}在本文遮住{both.hidden_before}位，与该文合起来就是完整号码。"
            else:
                yield f"{owner}{both.kind}在本文遮住{both.hidden_before}位，与该文合起来只剩{both.hidden_after}位未知。"
    linked = who or any(same_number(mine, theirs) for mine in one.numbers for theirs in other.numbers)
    if not linked:
        return
    added = [VALUE_NAMES[check] for check in other.values if check not in one.values]
    if added:
        yield f"{who or '同一人'}：本文没有的{'、'.join(added)}，在该文里已经公开。"
    if other.names and not one.names and one.surnames & {name[0] for name in other.names}:
        yield "本文隐去的姓名，在该文里写明了全名。"


def _who(one: Record, other: Record) -> str:
    """Return the name that both have, or “王某” when the masked name in one fits a name or masked name in the other."""
    shared = one.names & other.names
    if shared:
        return min(shared)
    surnames = (one.surnames & (other.surnames | {name[0] for name in other.names})) | (
        {name[0] for name in one.names} & other.surnames
    )
    agreeing = any(
        same_number(mine, theirs) or joined(mine, theirs) for mine in one.numbers for theirs in other.numbers
    )
    return f"{min(surnames)}某" if surnames and agreeing else ""
