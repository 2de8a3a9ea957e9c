"""How a register number is written. A pattern is data: only three places are filled in, nothing is executed."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEFAULT_PATTERN = "{prefix}〔{year}〕第{n}号"
PLACE = re.compile(r"\{(prefix|year|n)(?::0([1-9]))?\}")
STEM = re.compile(r"[发函规办字]$")


@dataclass(frozen=True)
class NumberSeries:
    """One row of numbers that starts anew each year in each agency. `word` ends the default prefix: 云川住建 + 依复."""

    key: str
    name: str
    word: str = ""
    pattern: str = DEFAULT_PATTERN


SERIES: dict[str, NumberSeries] = {}


def register_series(series: NumberSeries) -> NumberSeries:
    """Add a row of numbers; raises ValueError for a bad pattern or a key that means something else already."""
    wrong = pattern_defect(series.pattern)
    if wrong:
        raise ValueError(f"编号序列 {series.key}：{wrong}")
    if SERIES.get(series.key, series) != series:
        raise ValueError(f"编号序列 {series.key} 已经登记")
    SERIES[series.key] = series
    return series


def pattern_defect(pattern: str) -> str:
    """Return why this is no form of a number, "" when it is one."""
    places = [found.group(1) for found in PLACE.finditer(pattern)]
    rest = PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        return "格式里只能用{prefix}、{year}和{n}（或者{n:04}补足位数）。"
    if places.count("n") != 1 or "year" not in places:
        return "格式里须有{year}，并且正好有一个{n}。"
    return "格式太长，请控制在80字以内。" if len(pattern) > 80 else ""


def default_prefix(number_prefixes: list[str], word: str) -> str:
    """Return 云川住建依复 for the document prefixes [云川住建发 …] of an agency and the word 依复."""
    stem = STEM.sub("", str(number_prefixes[0])) if number_prefixes else ""
    return f"{stem}{word}"


def written(pattern: str, *, prefix: str, year: int, n: int) -> str:
    """Return the number in its form."""
    values = {"prefix": prefix, "year": str(year), "n": str(n)}
    return PLACE.sub(lambda found: values[found.group(1)].zfill(int(found.group(2) or 0)), pattern).strip()
