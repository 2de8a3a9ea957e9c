"""Number plates (GA 36), those of new-energy vehicles, the police, the armed police, Hong Kong and Macau included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.plain import after, before, plain, remembered

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "A-HJ-NP-Z"
_GAP = r"[ ·•.\-－•‧・]?"
PLATE = re.compile(
    rf"[{_PROVINCE}][ ]?[{_LETTER}{_LETTER.lower()}]{_GAP}"
    rf"(?:[DFdf][{_LETTER}0-9][0-9]{{4}}|[0-9]{{5}}[DFdf]|[{_LETTER}{_LETTER.lower()}0-9]{{4}}{_GAP}[{_LETTER}{_LETTER.lower()}0-9挂学警港澳])"
    r"(?![0-9A-Za-z/])"
    rf"|(?<![0-9A-Za-z])WJ[ ]?[{_PROVINCE}]?[0-9]{{2}}[ ]?[{_LETTER}0-9]{{3,5}}(?![0-9A-Za-z])"
)
FIGURES = re.compile(r"[0-9]")
VEHICLE = re.compile(r"车|驾驶|牌|摩托|货柜|挂")
OFFICIAL = re.compile(r"公务用?车|执法车|公车|警车|救护车|消防车|环卫车|洒水车|校车|公交")
NO_PLATE = re.compile(r"(?:备案|备|许可|证号|准字|字号|标准|注册|批准|编号|编码|型号|药|械|ICP|ICB)[^，。；\n]{0,6}$")


@check("personal.plate")
@remembered
def plates(text: str) -> Iterator[Finding]:
    half = plain(text)
    for match in PLATE.finditer(half):
        lead = before(half, match.start(), 30)
        if len(FIGURES.findall(match.group())) < 2 or NO_PLATE.search(lead) or _is_a_document(half, match):
            continue
        if OFFICIAL.search(lead):
            message = "这里有车牌号，像是公务车辆。"
            yield Finding("personal.plate", Severity.INFO, match.start(), match.end(), message, "", "车牌号")
        else:
            message = "这里有车牌号，可以查到车主。"
            yield Finding(
                "personal.plate", Severity.JUDGE, match.start(), match.end(), message, "请遮盖后几位。", "车牌号"
            )


def _is_a_document(half: str, match: re.Match[str]) -> bool:
    """云A12345号: a document or a certificate, unless a vehicle is spoken of."""
    if after(half, match.end(), 1) not in {"号", "令"}:
        return False
    return VEHICLE.search(before(half, match.start(), 16) + after(half, match.end() + 1, 12)) is None
