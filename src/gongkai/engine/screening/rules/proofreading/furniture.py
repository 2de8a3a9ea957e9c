"""What came along when a text was copied from a web page: buttons, counters, form labels, the foot of the page (R271)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.places import lines

LONGEST = 120
LABEL = re.compile(r"(?:[0-9]{1,2}[.．、])?[^。；]{1,60}[：:]\s*[*＊]+")
_BUTTON = r"[\[【（(]?\s*(?:打印(?:本[页稿文])?|关闭(?:本页|窗口)?|返回(?:顶部|首页|列表|上一[页级])|我要纠错|纠错|留言咨询|收藏(?:本页)?|分享)\s*[\]】）)]?"
BUTTONS = re.compile(
    rf"{_BUTTON}(?:\s*[|｜]?\s*{_BUTTON})*|分享[到至].{{0,20}}|[上下]一[篇条页][：:]?.{{0,60}}|扫一扫.{{0,16}}|(?:当前|您(?:现在)?的)位置[：:].+|首页\s*[>＞»›/].+"
)
COUNTERS = re.compile(
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)\s*[：:]\s*[0-9]*|字(?:体|号)\s*[：:]?\s*[\[【（(]?\s*[大中小](?:\s+[大中小]){1,2}"
    r"|^地址[：:].{1,40}[|｜].{1,60}$|copyright\s*(?:©|\(c\)|[0-9]{4})|©\s*[0-9]{4}|all rights reserved|[\u4e00-\u9fff]ICP备[0-9]{4,}|网站标识码|公网安备\s*[0-9]{6,}",
    re.IGNORECASE,
)


@check("text.furniture")
def furniture(text: str) -> Iterator[Finding]:
    for start, line in lines(text):
        if len(line) > LONGEST:
            continue
        if LABEL.fullmatch(line):
            yield _finding(start, line, "像是网页表单的项目名，后面没有内容。", "表单残留")
        elif BUTTONS.fullmatch(line) or COUNTERS.search(line):
            yield _finding(start, line, "像是网页的按钮、计数或者页脚，不是正文。", "网页残留")


def _finding(start: int, line: str, message: str, title: str) -> Finding:
    advice = "请删去这一行；确实是正文的，请补全。"
    return Finding("text.furniture", Severity.WARN, start, start + len(line), message, advice, title)
