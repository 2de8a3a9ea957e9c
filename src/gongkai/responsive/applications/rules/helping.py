"""Help for those who read, see or hear with difficulty (条例第四十三条): what can be asked for, and how it is kept. No Django.

What an applicant asks for and what was given then stand among the talks with the applicant, sealed and erased with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.law.sources import Source

ARTICLE = Source("《中华人民共和国政府信息公开条例》", "第四十三条", "条例")
HELP_NAMES: dict[str, str] = {
    "read-aloud": "当面或者电话读给我听",
    "large-print": "大字文本",
    "screen-reader": "可以用读屏软件读的电子文本",
    "written": "听不清，请用文字联系我",
    "sign": "手语沟通",
    "visit": "行动不便，请上门或者代为填写、签收",
}
WANTED, GIVEN = "申请人需要帮助", "提供帮助"  # as the way of a talk


def help_in(keys: Iterable[str]) -> list[str]:
    """Return what was ticked, in the order of the form; what no form of ours sends is left out."""
    ticked = set(keys)
    return [key for key in HELP_NAMES if key in ticked]


def wanted_words(keys: Iterable[str]) -> str:
    return "；".join(HELP_NAMES[key] for key in help_in(keys))
