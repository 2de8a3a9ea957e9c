"""What a look at a link may give, and when it counts as broken. No Django."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from gongkai.engine.screening.rules.reachable import is_literal


class Outcome(StrEnum):
    """One look. UNSURE and REFUSED prove nothing: a person has to open the page."""

    OK = "ok"
    MISSING = "missing"
    GONE = "gone"
    HIDDEN = "hidden"
    INSIDE = "inside"
    SOFT = "soft"
    WRONG = "wrong"
    LOOP = "loop"
    SLOW = "slow"
    HUGE = "huge"
    PRIVATE = "private"
    UNREACHED = "unreached"
    INSECURE = "insecure"
    FAILED = "failed"
    MOVED = "moved"
    UNSURE = "unsure"
    REFUSED = "refused"


OUTCOME_NAMES: dict[str, str] = {
    Outcome.OK: "正常",
    Outcome.MISSING: "页面不存在",
    Outcome.GONE: "已撤下",
    Outcome.HIDDEN: "从未公开",
    Outcome.INSIDE: "指向后台",
    Outcome.SOFT: "页面不存在（冒充正常）",
    Outcome.WRONG: "错链：标题与链接文字不符",
    Outcome.LOOP: "无限跳转",
    Outcome.SLOW: "打不开（超时）",
    Outcome.HUGE: "网页过大",
    Outcome.PRIVATE: "指向内网",
    Outcome.UNREACHED: "连接不上",
    Outcome.INSECURE: "证书无效",
    Outcome.FAILED: "对方出错",
    Outcome.MOVED: "已迁移（能打开）",
    Outcome.UNSURE: "说不准，需人工打开",
    Outcome.REFUSED: "对方不许程序访问，需人工打开",
}
BROKEN = frozenset(
    {
        Outcome.MISSING, Outcome.GONE, Outcome.HIDDEN, Outcome.INSIDE, Outcome.SOFT, Outcome.WRONG, Outcome.LOOP,
        Outcome.SLOW, Outcome.HUGE, Outcome.PRIVATE, Outcome.UNREACHED, Outcome.INSECURE, Outcome.FAILED,
    }
)  # fmt: skip
WORKING = frozenset({Outcome.OK, Outcome.MOVED})
# Another host may be down for an hour. Configuration of the platform, no rule of law.
FAILED_DAYS = 2
FAILED_DAYS_SOURCE = f"平台配置：外部链接在{FAILED_DAYS}个不同的日子都打不开才算断链；站内链接一次即算"


def counts_as_broken(outcome: str, *, outside: bool, url: str, failed_days: int) -> bool:
    """Return whether a link is broken by now. `failed_days`: how many different days in a row it failed, today included."""
    if outcome not in BROKEN:
        return False
    certain = outcome == Outcome.PRIVATE and is_literal(urlsplit(url).hostname or "")
    return not outside or certain or failed_days >= FAILED_DAYS


def failed_days_after(outcome: str, before: int, last_failed_on: dt.date | None, today: dt.date) -> int:
    """Return on how many different days in a row a link has failed, after one more look."""
    if outcome in WORKING:
        return 0
    if outcome not in BROKEN or last_failed_on == today:
        return before
    return before + 1


# --- pages that say "not here" with a status that says "here" -------------------------------------------------------

_NOT_HERE = re.compile(
    r"(?:^|错误|出错|代码|error|http|status)[\s:：|\-]*404(?!\d|\s*[年号件亩万个户名期％%])|页面(?:不存在|没有找到|未找到|找不到|已(?:被)?删除|走丢|丢失)|(?:网页|文章|内容|信息|资源|栏目|文件)(?:不存在|已(?:被)?删除|已下线|已失效)|"
    r"(?:无法|没有|未能?)找到(?:您|你)?(?:要|想|所)?(?:访问|请求|查看|需要)?的?(?:页面|网页|文件|内容)|(?:您|你)(?:要|所)?(?:访问|查看|请求)的(?:页面|网页|内容|文章|资源)[^。]{0,10}(?:不存在|已删除|找不到)|"
    r"not\s+found|page\s+(?:does\s+not|doesn.t)\s+exist|no\s+longer\s+available",
    re.IGNORECASE,
)
_REFRESH = re.compile(
    rb"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[\"']?[^>]*content\s*=\s*[\"']?\s*\d+\s*;\s*url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
REFRESH_WITHIN = 8_000  # bytes; it stands in the head
SHORT_PAGE = 400  # letters; a long text that mentions such words is about them
LEAST_PROBE = 40  # letters; a shell that a script fills says nothing about itself


@dataclass(frozen=True, slots=True)
class Seen:
    """What a web page shows: its title, its first heading, the beginning of its text, the words of description."""

    title: str = ""
    heading: str = ""
    text: str = ""
    description: str = ""

    @property
    def print(self) -> str:
        """What two answers for different addresses have in common when the server gives the same page for any."""
        return re.sub(r"[\d\s/._-]+", "", self.title + self.text[:1500])


def says_not_here(seen: Seen) -> bool:
    """Return whether a page that was answered with success tells its reader that there is nothing."""
    if _NOT_HERE.search(seen.title) or _NOT_HERE.search(seen.heading):
        return True
    return len(seen.text) <= SHORT_PAGE and _NOT_HERE.search(seen.text) is not None


def is_blank(seen: Seen) -> bool:
    """Return whether a page shows nothing at all, not even a title: what a script fills has one."""
    return not (seen.title.strip() or seen.heading.strip() or seen.text.strip() or seen.description.strip())


def refreshed_to(body: bytes) -> str:
    """Return where a page sends its reader on by itself (meta refresh), "" where it stays."""
    found = _REFRESH.search(body[:REFRESH_WITHIN])
    return found[1].decode("ascii", "replace") if found else ""


def like_nothing(seen: Seen, nothing: Seen | None) -> bool:
    """Return whether a page is what the same host answers for an address that cannot exist."""
    return nothing is not None and len(nothing.print) >= LEAST_PROBE and seen.print == nothing.print


# --- pages that are something else than the link says -----------------------------------------------------------

_GENERIC = re.compile(
    r"点击|查看|详情|详见|更多|原文|链接|网址|附件|下载|这里|此处|打开|访问|官方网站|官网|网站|网页|首页|全文|阅读|参见|请|here|click|link|https?|www",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；）)]*", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]{2,}|[\u3400-\u9fff]+")
_HIJACKED = re.compile(
    r"博彩|娱乐城|六合彩|真人荷官|百家乐|棋牌游戏|老虎机|成人(?:电影|视频|影院)|域名(?:出售|转让|停放)|(?:domain|site)\s+(?:is\s+)?for\s+sale",
    re.IGNORECASE,
)
LEAST_LABEL = 4  # letters; fewer name nothing
LEAST_TEXT = 20  # letters; a page that a script fills cannot be judged
IN_TITLE, IN_PAGE = 0.34, 0.5  # shares of the label's letter pairs that must be found


def _pairs(text: str) -> set[str]:
    found: set[str] = set()
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        found |= {word} if word.isascii() else {word[i : i + 2] for i in range(max(len(word) - 1, 1))}
    return found


def fits(label: str, seen: Seen) -> bool | None:
    """Return whether a page can be what the link text calls it; None when the text names nothing or the page shows nothing."""
    if _HIJACKED.search(f"{seen.title} {seen.heading}") and not _HIJACKED.search(label):
        return False
    words = _GENERIC.sub("", _ADDRESS.sub("", label))
    wanted = _pairs(words)
    title = _pairs(f"{seen.title} {seen.heading}")
    if len("".join(_WORD.findall(words.lower()))) < LEAST_LABEL or not wanted:
        return None
    if len(wanted & title) / len(wanted) >= IN_TITLE:
        return True
    if len(seen.text) + len(seen.title) < LEAST_TEXT:
        return None
    everywhere = title | _pairs(f"{seen.description} {seen.text}")
    return len(wanted & everywhere) / len(wanted) >= IN_PAGE
