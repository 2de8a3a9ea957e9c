"""Passports, permits for Hong Kong, Macau and Taiwan, and papers of the armed forces: all known by the word beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.plain import plain
from gongkai.engine.screening.rules.personal.runs import MASKING

_END = rf"(?![0-9A-Za-z{MASKING}])"
_START = r"(?<![0-9A-Za-z])"
_LEAD = r"[^。；;\n0-9]{0,14}?"
PASSPORT = re.compile(
    rf"(?:护照|[Pp]assport|PASSPORT){_LEAD}{_START}([A-Za-z]{{1,2}}[ \-]?[0-9](?:[ \-]?[0-9]){{6,7}}|[0-9]{{8,9}}){_END}"
)
PERMIT = re.compile(
    r"(?:港澳(?:居民)?(?:来往内地)?通行证|往来港澳通行证|往来港澳(?:证件)?|回乡证|台胞证|台湾居民来往大陆通行证|往来台湾通行证|居留许可证?|"
    r"永久居留(?:身份)?证|香港(?:永久性?)?居民身份证|香港身份证|澳门(?:永久性?)?居民身份证|澳门身份证|(?<!车辆)(?<!货车)(?<!电子)通行证(?:号码?|编号)|"
    rf"居住证(?:号码?|编号)){_LEAD}{_START}"
    rf"([A-Za-z]{{0,3}}[ ]?[0-9](?:[ ]?[0-9]){{5,14}}(?:[（(][0-9A-Za-z][)）])?){_END}"
)
MILITARY_WORDS = r"军官证|士兵证|军人证|文职(?:干部|人员)?证|警官证|士官证|军士证|义务兵证|学员证|人民警察证|军人身份证|军人保障卡|军人保障号|武警证|退休证|离休证"
MILITARY = re.compile(
    rf"(?:{MILITARY_WORDS}){_LEAD}([\u4e00-\u9fa5]{{1,3}}字第?[ ]?[0-9]{{4,10}}[ ]?号?|{_START}[0-9]{{6,10}}{_END})"
)
MILITARY_ALONE = re.compile(r"(?<![\u4e00-\u9fa5])((?:军|政|参|后|装|海|空|武|士|兵|文)字第[ ]?[0-9]{6,8}[ ]?号)")


@check("personal.passport", "personal.permit", "personal.military-id")
def papers(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    kinds = (
        ("personal.passport", PASSPORT, "护照号码"),
        ("personal.permit", PERMIT, "通行证件号码"),
        ("personal.military-id", MILITARY, "军警证件号码"),
        ("personal.military-id", MILITARY_ALONE, "军警证件号码"),
    )
    for name, pattern, title in kinds:
        for match in pattern.finditer(half):
            start, end = match.span(1)
            if not any(a < end and start < b for a, b in taken):
                yield Finding(name, Severity.BLOCK, start, end, f"这里有{title}。", "请删去。", title)
