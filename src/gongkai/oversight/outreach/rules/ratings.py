"""What a reader may say of an interpretation: stars, and two short questions. Nothing of the reader is kept."""

from __future__ import annotations

STARS: dict[int, str] = {5: "很好", 4: "好", 3: "一般", 2: "不好", 1: "很不好"}
QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "clear": ("看懂了吗", {"yes": "看懂了", "partly": "大部分看懂了", "no": "没看懂"}),
    "useful": ("对您有用吗", {"yes": "有用", "partly": "有一点用", "no": "没有用"}),
}
# Below it an interpretation stands among those to be written better. Configuration of our own.
WORST_SHARE = 3.5
RATINGS_A_MINUTE = 10  # of one address
