"""What the title of a document says about whether it can grant anything."""

from __future__ import annotations

import re

# The statutory papers of disclosure speak of fees, waivers and help, and reports of money: none of them grants it.
_NONE = re.compile(
    r"政府信息公开(?:工作)?(?:指南|(?:基本)?目录|年度报告)|政务公开(?:工作)?(?:要点|年度报告)|(?:预算|决算)[^，。]{0,20}(?:报告|草案|公开)"
)


def grants_nothing(title: str) -> bool:
    """Whether a document of this title is no policy, whatever words of benefit stand in it."""
    return _NONE.search(title) is not None
