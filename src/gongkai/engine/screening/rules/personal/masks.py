"""Which masked forms pass. No national rule fixes a mask (rules 11.2, confidence S), so the rule is data.

The default asks for what hides the person even when the visible ends are known: all of the birthday in an ID number, the
middle four of a telephone, six figures of a card. `use` replaces a rule for an installation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.accounts import CARD_WORDS
from gongkai.engine.screening.rules.personal.fragments import WRITTEN, fragments, joined, same_number
from gongkai.engine.screening.rules.personal.plain import before, plain
from gongkai.engine.screening.rules.personal.runs import MASKING


@dataclass(frozen=True, slots=True)
class MaskRule:
    """At least so many figures of a number of such a length must be hidden, for this reason."""

    kind: str
    name: str
    lengths: tuple[int, ...]
    hidden: int
    reason: str


MOST_COMPARED = 200  # masked numbers of one text
DEFAULT_RULES = (
    MaskRule("id-number", "身份证号码", (15, 18), 8, "出生日期的八位全部遮住，才不能用公开的生日和地区补全"),
    MaskRule("phone", "手机号码", (11,), 4, "遮住中间四位后一万个号码都可能，不能逐个拨试"),
    MaskRule("bank-card", "银行卡号", (16, 17, 19), 6, "前六位是发卡行，后四位常印在凭条上，中间至少遮六位"),
)
RULES: dict[str, MaskRule] = {rule.kind: rule for rule in DEFAULT_RULES}
MASKED = re.compile(
    rf"(?<![0-9A-Za-z{MASKING}])[0-9]{{1,18}}[{MASKING}][0-9{MASKING}]{{1,17}}[0-9Xx{MASKING}]?(?![0-9A-Za-z{MASKING}])"
)
MASK = re.compile(f"[{MASKING}]")
# XXXX and #### for stars; the last X of an identity number is none.
CROSSED = re.compile(r"(?<![0-9A-Za-z#])[0-9]{2,16}(?:[Xx]{2,}|#{2,})[0-9Xx#]{0,16}(?![0-9A-Za-z#])")
CROSS = re.compile(r"[Xx]{2,}|#")


def use(rule: MaskRule) -> None:
    """Let this rule count instead of the one of its kind, in the whole process."""
    RULES[rule.kind] = rule


@check("personal.mask")
def masks(text: str) -> Iterator[Finding]:
    half = plain(text)
    if MASK.search(half):
        yield from _pairs(text)
    for match, sign in (
        *((one, MASK) for one in MASKED.finditer(half)),
        *((one, CROSS) for one in CROSSED.finditer(half)),
    ):
        rule = rule_for(match.group(), before(half, match.start()))
        hidden = sum(map(len, sign.findall(match.group())))
        if rule is not None and hidden < rule.hidden:
            message = f"{rule.name}只遮住{hidden}位，还能推算出来。"
            advice = f"请至少遮住{rule.hidden}位：{rule.reason}。"
            yield Finding("personal.mask", Severity.JUDGE, match.start(), match.end(), message, advice, "遮盖不足")


def _pairs(text: str) -> Iterator[Finding]:
    """Yield masked numbers that another one of the same text fills in: 138****1234 beside 1381234****."""
    hidden = [one for one in fragments(text) if one.hidden][:MOST_COMPARED]
    for place, one in enumerate(hidden):
        for other in hidden[:place]:
            both = joined(other, one)
            if both is None or not same_number(one, other):
                continue
            rule = rule_for(one.figures, "")
            if rule is not None and both.hidden_after < rule.hidden <= min(one.hidden, other.hidden):
                end = _end(plain(text), one.start)
                message = f"与前面的“{text[other.start : _end(plain(text), other.start)]}”合起来，只剩{both.hidden_after}位未知。"
                advice = "同一号码全文按同一位置遮盖。"
                yield Finding("personal.mask", Severity.JUDGE, one.start, end, message, advice, "遮盖不一")
                break


def _end(half: str, start: int) -> int:
    match = WRITTEN.match(half, start)
    return match.end() if match else start


def rule_for(written: str, lead: str) -> MaskRule | None:
    """Return the rule that a masked number falls under, None when it is no such number."""
    length = len(written)
    if length in RULES["phone"].lengths and re.match(rf"1(?:[3-9]|[{MASKING}])", written):
        return RULES["phone"]
    if length in RULES["bank-card"].lengths and CARD_WORDS.search(lead):
        return RULES["bank-card"]
    if length in RULES["id-number"].lengths and written[:1] in "1234567":
        return RULES["id-number"]
    return None
