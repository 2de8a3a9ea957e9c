"""Characters and words written twice. Legitimate reduplications are listed; what follows another word's end is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

# Function words that are never doubled on purpose; for each the characters before which and after which the first one
# belongs to another word (目的+的, 参与+与, 为了+了解, 合并+并).
DOUBLED: dict[str, tuple[str, str]] = {
    "的": ("目标有", "确"),
    "了": ("", "解之事然"),
    "和": ("总缓温饱中调平谐祥共柔", "美睦平谐解田政硕"),
    "与": ("参赋给授", ""),
    "及": ("涉普以触顾遍波", "时格其"),
    "在": ("存现实内潜旨外所正", "于线岗校建"),
    "是": ("", "否非"),
    "对": ("应针相面反核校绝", "外口接应照象策"),
    "为": ("行作成认人因视称变以改定", "主"),
    "以": ("可予加足难所得给用", "及上下"),
    "由": ("理自缘事", "此于"),
    "并": ("合兼归吞", "且联"),
    "从": ("服自遵跟", "事业容严"),
    "就": ("成造迁", "业"),
    "都": ("成首古", "市"),
    "还": ("偿归返退交", ""),
    "要": ("主需重必只首摘纪简概次扼", "求点素"),
    "更": ("变", "新换正"),
    "将": ("即", "来军"),
    "或": ("", "者许"),
    "于": ("由等关对属处基低高用", "是"),
    "其": ("尤与", "他中余"),
    "但": ("不非", ""),
    "把": ("", "握关"),
    "被": ("", ""),
    "而": ("从因然", "且"),
    "到": ("达收遇得", "期位达场岗"),
}
DOUBLED_CHARACTER = re.compile(rf"([{''.join(DOUBLED)}])\1+")
_WORDS = (
    "进行 关于 根据 按照 应当 通过 以及 对于 由于 为了 必须 我们 因此 但是 如果 其中 并且 或者 实施 加强 推进 开展 依法 "
    "有关 相关 下列 负责 完善 建立 提高 各级 全面 认真 切实 不得 可以 予以"
)
WORDS = _WORDS.split()
DOUBLED_WORD = re.compile(rf"({'|'.join(WORDS)})\1")
IDIOMS = re.compile(r"的的确确|是是非非|和和美美|和和气气|不了了之|从从容容|地地道道|清清楚楚|一了了之")


@check("typo.repeat")
def repeated(text: str) -> Iterator[Finding]:
    idioms = [match.span() for match in IDIOMS.finditer(text)]
    for match in DOUBLED_CHARACTER.finditer(text):
        if any(start <= match.start() < end for start, end in idioms) or _belongs_elsewhere(match):
            continue
        yield _finding(match)
    for match in DOUBLED_WORD.finditer(text):
        yield _finding(match)


def _belongs_elsewhere(match: re.Match[str]) -> bool:
    """Whether a doubled character is the end of one word and another word. Three in a row never are."""
    if match.end() - match.start() > 2:
        return False
    before, after = DOUBLED[match.group(1)]
    text = match.string
    return text[match.start() - 1 : match.start()] in tuple(before) or text[match.end() : match.end() + 1] in tuple(
        after
    )


def _finding(match: re.Match[str]) -> Finding:
    return Finding(
        "typo.repeat",
        Severity.WARN,
        match.start(),
        match.end(),
        f"“{match.group()}”写重了。",
        match.group(1),
        "文字重复",
    )
