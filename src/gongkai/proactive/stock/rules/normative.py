"""Which texts look like an administrative normative document (涉及公民、法人或者其他组织权利义务), and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

NORMATIVE = "行政规范性文件"
# Kinds of text that bind nobody outside, whatever words they use.
NEVER = frozenset({"报告", "请示", "函", "批复", "会议纪要", "通报", "公示", "令", "规划"})
PUBLIC = r"(?:公民|法人|其他组织|个人|单位|企业|经营者|申请人|当事人|业主|承租人|出租人|居民|群众|市民|住户|用人单位|建设单位|行政相对人|社会公众|从业人员|消费者|纳税人)"
SHORT = r"[^。；\n]{0,30}?"
SENTENCE_LIMIT = 60
ENOUGH = 2  # signs of different kinds


@dataclass(frozen=True)
class Sign:
    """One reason: which kind of wording, and the words found."""

    kind: str
    words: str


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("为公众设定义务", re.compile(rf"{PUBLIC}{SHORT}(?:应当|必须|须)[^。；\n]{{1,40}}")),
    ("对公众作出禁止", re.compile(rf"{PUBLIC}{SHORT}(?:不得|禁止|严禁)[^。；\n]{{1,40}}")),
    ("赋予公众权利或者利益", re.compile(rf"{PUBLIC}{SHORT}(?:有权|可以申请|可申请|享受|给予补贴|予以补助|免征|减征)[^。；\n]{{0,40}}")),
    ("规定处罚或者不利后果", re.compile(r"(?:处以|处|并处)[^。；\n]{0,12}罚款|给予(?:行政)?处罚|依法(?:予以)?处罚|列入[^。；\n]{0,8}(?:黑名单|失信)|追回[^。；\n]{0,10}(?:补贴|资金|奖励)|取消[^。；\n]{0,8}资格")),
    ("设定条件、程序或者标准", re.compile(rf"{PUBLIC}?{SHORT}(?:应当(?:同时)?(?:符合|具备)(?:下列|以下)条件|(?:提交|提供)(?:下列|以下)材料|补贴标准为|收费标准为|按[^。；\n]{{0,8}}标准(?:执行|发放|缴纳))")),
    ("规定施行或者有效期", re.compile(r"自[^。；\n]{2,20}(?:起施行|起实施|起执行)|有效期(?:至|为)?[^。；\n]{1,20}")),
)  # fmt: skip
BINDING = {name for name, _ in _PATTERNS[:4]}


def signs_of(text: str) -> list[Sign]:
    """Return one sign of each kind found in the text, in reading order of the kinds."""
    found = []
    for kind, pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            found.append(Sign(kind, match.group(0)[:SENTENCE_LIMIT]))
    return found


def looks_normative(*, genre: str, signs: list[Sign]) -> bool:
    """Return whether somebody has to say if this is a normative document: binding wording and one more sign."""
    kinds = {sign.kind for sign in signs}
    return genre not in NEVER and bool(kinds & BINDING) and len(kinds) >= ENOUGH


def unified_number(year: int, serial: int) -> str:
    """统一登记号, given once and never again: GF-2026-00012."""
    return f"GF-{year}-{serial:05d}"
