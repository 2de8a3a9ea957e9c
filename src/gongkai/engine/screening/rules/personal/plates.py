"""Number plates (GA 36), those of new-energy vehicles, the police, the armed police, Hong Kong and Macau included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import FIRM, PERSON
from gongkai.engine.screening.rules.personal.people.beside import named_beside
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.plain import after, around, before, plain, remembered

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "A-HJ-NP-Z"
_GAP = r"[ ·•.\-－•‧・]?"
PLATE = re.compile(
    rf"[{_PROVINCE}][ ]?[{_LETTER}{_LETTER.lower()}]{_GAP}"
    rf"(?:[DFdf][{_LETTER}0-9][0-9]{{4}}|[0-9]{{5}}[DFdf]|[{_LETTER}{_LETTER.lower()}0-9]{{4}}{_GAP}[{_LETTER}{_LETTER.lower()}0-9挂学警港澳])"
    r"(?![0-9A-Za-z/])"
    rf"|(?<![0-9A-Za-z])WJ[ ]?[{_PROVINCE}]?[0-9]{{2}}[ ]?[{_LETTER}0-9]{{3,5}}(?![0-9A-Za-z])"
)
FRAME = re.compile(
    r"(?<![0-9A-Za-z])(?=[A-HJ-NPR-Z]{0,10}[0-9])[A-HJ-NPR-Z0-9]{11}[A-HJ-NPR-Z0-9]{2}[0-9]{4}(?![0-9A-Za-z])"
)
FRAME_TOLD = re.compile(r"(?:车架|车辆识别|识别代|底盘|发动机)[^0-9A-Za-z，。；\n]{0,6}$")
FIGURES = re.compile(r"[0-9]")
VEHICLE = re.compile(r"车|驾驶|牌|摩托|货柜|挂")
OFFICIAL = re.compile(r"公务用?车|执法用?车|警用|公车|警车|救护车|消防车|环卫车|洒水车|校车|公交")
# The same of vehicles by their work, as long as nobody is spoken of who drives or owns one.
AT_WORK = re.compile(
    r"机要|通信车|通讯车|单位(?:用|的)?车|执法执勤|执勤用?车|环卫|作业车|客运|班车|危险品|危化品|运输车|巡逻车|巡查车|清障车|除雪|垃圾|吸污|工程车|定点维修|监测车|殡葬车|献血车|体检车|采血车|宣传车|应急车|保障车|押运车|冷藏车|冷链车|大巴|渣土车|租赁"
)
DRIVEN = re.compile(r"司机|驾驶|车主|乘客|肇事|撞|违法|违停|号牌为|车牌(?:号)?[：:为是]")
OWNED = re.compile("所有人|车主|注销|过户|盗抢|号牌|车牌")
LINE_REACH = 40
NO_PLATE = re.compile(
    r"(?:备案|备|许可|证号|准字|字号|标准|注册|批准|编号|编码|型号|药|械|ICP|ICB)[^，。；\n]{0,6}$|[容锅管瓶梯起索游车][0-9]{2}$"
)


@check("personal.plate")
@remembered
def plates(text: str) -> Iterator[Finding]:
    half = plain(text)
    yield from _frames(half)
    for match in PLATE.finditer(half):
        lead = before(half, match.start(), 30)
        if len(FIGURES.findall(match.group())) < 2 or NO_PLATE.search(lead) or _is_a_document(half, match):
            continue
        if "号段" in after(half, match.end(), 4):
            continue
        if OFFICIAL.search(lead) or _works_for_an_office(half, match):
            message = "这里有车牌号，像是公务车辆。"
            yield Finding("personal.plate", Severity.INFO, match.start(), match.end(), message, "", "车牌号")
        else:
            message = "这里有车牌号，可以查到车主。"
            yield Finding(
                "personal.plate", Severity.JUDGE, match.start(), match.end(), message, "请遮盖后几位。", "车牌号"
            )


def _works_for_an_office(half: str, match: re.Match[str]) -> bool:
    near = around(half, *match.span(), LINE_REACH)
    if PERSON.search(near) or DRIVEN.search(near):
        return False
    if OFFICIAL.search(after(half, match.end(), 6)):
        return True
    works = AT_WORK.search(near) and not INTIMATE.search(near)
    if not (works or (FIRM.search(near) and not LIFE.search(near))):
        return False
    return not named_beside(half, *match.span(), LINE_REACH)


def _frames(half: str) -> Iterator[Finding]:
    """Yield the frame numbers of somebody's vehicle."""
    for match in FRAME.finditer(half):
        near = around(half, *match.span(), LINE_REACH)
        if FRAME_TOLD.search(before(half, match.start(), 14)) and (
            PERSON.search(near) or LIFE.search(near) or OWNED.search(near)
        ):
            message = "这里有车架号，可以查到车主。"
            yield Finding(
                "personal.plate", Severity.JUDGE, match.start(), match.end(), message, "请遮盖后几位。", "车架号"
            )


def _is_a_document(half: str, match: re.Match[str]) -> bool:
    """云A12345号: a document or a certificate, unless a vehicle is spoken of."""
    if after(half, match.end(), 1) not in {"号", "令"}:
        return False
    return VEHICLE.search(before(half, match.start(), 16) + after(half, match.end() + 1, 12)) is None
