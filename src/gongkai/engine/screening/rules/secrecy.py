"""Secrecy marks and the wording of papers that are not for the public (保守国家秘密法 art. 22, 35; rules 11.1).

What stands in the place of a mark blocks. The same words in a sentence about secrecy (国家秘密的定密, 机密级以上) are no hit;
where only a person can tell, the finding asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

_GAP = r"[ \t\u3000]{0,3}"
_LEVEL = rf"(?:[绝絕]{_GAP}密|[机機]{_GAP}密|秘{_GAP}密)"
_STAR = "[★☆⭐✩]"
_PERIOD = rf"(?:{_GAP}[0-9０-９一二三四五六七八九十]{{1,3}}{_GAP}[年月]|{_GAP}长期)"
# «机密★5年», «★机密», «秘密级», a line that says nothing but the level, «密级：机密», «保密期限：10年».
MARK = re.compile(
    rf"{_LEVEL}{_GAP}级?{_GAP}{_STAR}{_PERIOD}?|{_STAR}{_GAP}{_LEVEL}{_PERIOD}?"
    rf"|(?m:^{_GAP}[〔【\[(（]?{_LEVEL}级?[〕】\])）]?{_PERIOD}?{_GAP}$)"
    rf"|密{_GAP}级{_GAP}[:：]{_GAP}(?:{_LEVEL}|内部)"
    rf"|保密期限{_GAP}[:：]?{_GAP}(?:[0-9０-９]{{1,2}}{_GAP}年|长期|至[0-9]{{4}}年)"
)
NOT_FOR_OUTSIDERS = re.compile(
    r"(?:不得|严禁|请勿|禁止|切勿)(?:对外|向外)?(?:外传|外泄|外扩散|扩散)|内部明电|传阅后收回|阅后(?:即焚|销毁|收回)|(?:仅|只)供内部"
    r"|(?:本(?:文件|件|材料|资料)|此件)[^。，,\n]{0,8}(?:不得|严禁|请勿|禁止)(?:复制|复印|翻印|摘抄|转发|拍照)"
    r"|(?m:^[ \t\u3000]*[〔【\[(（]?(?:内部(?:资料(?!性)|文件|材料|参考|传阅|刊物|使用|传真电报)|注意保存|妥善保管|密码电报|密电|机要(?:传真|文件|件)|保密件))"
    r"|内部(?:资料|文件|材料|参考|刊物)(?=[\s，,。；;！!★〕】\])）]*(?:$|\n|注意|不得|严禁|妥善|请勿|仅|阅后))"
)
# The same words inside a clause: about such papers in general, or about this one? A person tells.
MENTIONED = re.compile(
    rf"(?:本(?:文件|文|件|通知|材料|资料|报告|方案|会议)|此件)[^。；\n]{{0,8}}(?:为|属于|属|系|定为|密级)[^。；\n]{{0,4}}{_LEVEL}级?"
    rf"|[〔【\[(（]{_LEVEL}级?[〕】\])）]"
    r"|内部(?:资料(?!性)|文件|掌握|传阅|刊物)|(?:不得|严禁|请勿)对外(?:公开|传播|发布|提供)"
    r"|此件(?:不予公开|不公开|依申请公开|发至[^。\n）)]{1,12}级)|(?:传达|知悉|发放)范围[:：]"
)
WORK_SECRET = re.compile(r"工作秘密")
# «保守国家秘密、工作秘密», «泄露工作秘密的»: a duty of secrecy, not a secret.
DUTY_OF_SECRECY = re.compile(r"(?:国家秘密|泄露|泄密|保守|保密|商业秘密)[^。；\n]{0,20}$")
WORK_SECRET_AS_MARK = re.compile(
    rf"(?m:^{_GAP}[〔【\[(（]?工作秘密[〕】\])）]?{_PERIOD}?{_GAP}$)|工作秘密{_GAP}{_STAR}|{_STAR}{_GAP}工作秘密"
)
NAME_PARTS = re.compile(r"[\s_\-—（）()【】\[\]《》.，、+]+")


@check("secret.mark")
def secret_marks(text: str) -> Iterator[Finding]:
    for match in MARK.finditer(text):
        start, end = _inner(match)
        yield Finding(
            "secret.mark", Severity.BLOCK, start, end, "有国家秘密标志。涉密文件不得在本平台处理和公开。",
            "请立即停止办理，由保密审查员登记存根并清除内容；确已解密的，先删除标志并附解密依据。", "密级标志",
        )  # fmt: skip
    for match in NOT_FOR_OUTSIDERS.finditer(text):
        start, end = _inner(match)
        yield Finding(
            "secret.mark", Severity.BLOCK, start, end, f"“{match.group().strip()}”表明内容不是面向公众的。",
            "请核实来源和内容能否公开；可以公开的，删去这类字样后再送审。", "内部字样",
        )  # fmt: skip
    for match in MENTIONED.finditer(text):
        yield Finding(
            "secret.mark", Severity.JUDGE, match.start(), match.end(), f"文中写有“{match.group()}”，请判断是否指本文。",
            "不是指本文的，可以保留。", "涉密字样",
        )  # fmt: skip
    yield from _work_secrets(text)


def _work_secrets(text: str) -> Iterator[Finding]:
    marks = [_inner(match) for match in WORK_SECRET_AS_MARK.finditer(text)]
    for start, end in marks:
        yield Finding(
            "secret.mark", Severity.BLOCK, start, end, "标有“工作秘密”，不得公开。",
            "请停止办理，报保密审查员认定。", "工作秘密标志",
        )  # fmt: skip
    for match in WORK_SECRET.finditer(text):
        in_a_duty = DUTY_OF_SECRECY.search(text[max(0, match.start() - 30) : match.start()])
        if not in_a_duty and not any(start <= match.start() < end for start, end in marks):
            yield Finding(
                "secret.mark", Severity.JUDGE, match.start(), match.end(), "文中提到工作秘密，请判断本文是否含有工作秘密。",
                "只是引用保密规定的，可以保留。", "提到工作秘密",
            )  # fmt: skip


def _inner(match: re.Match[str]) -> tuple[int, int]:
    """Return the place without the blanks around it."""
    written = match.group()
    start = match.start() + len(written) - len(written.lstrip())
    return start, start + len(written.strip())


def name_as_lines(stem: str) -> str:
    """Return a file name with its parts on lines of their own, where a mark is known as a mark: 机密-方案-2026."""
    return "\n".join(part for part in NAME_PARTS.split(stem) if part)


def bears_secrecy_mark(text: str) -> bool:
    """Return whether the text is marked as a state secret: such a paper must not even be taken in (R008)."""
    return MARK.search(text) is not None
