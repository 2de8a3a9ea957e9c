"""Two versions of a law side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.ui.diff import segments
from gongkai.engine.regulations.rules import articles
from gongkai.engine.regulations.rules.comparing import CHANGE_NAMES, Change, Compared, compared, counted

if TYPE_CHECKING:
    from gongkai.engine.regulations.models import Version
    from gongkai.engine.regulations.rules import Article

KINDS = {
    Change.NEW: "ok",
    Change.GONE: "bad",
    Change.CHANGED: "warn",
    Change.MOVED: "info",
    Change.MOVED_CHANGED: "warn",
}


def side_by_side(old: Version, new: Version) -> dict[str, Any] | None:
    """Return rows and figures for the page; None when one of the texts has no articles."""
    before, after = articles(old.text), articles(new.text)
    if not before or not after:
        return None
    found = compared(before, after)
    figures = [{"label": CHANGE_NAMES[change], "value": n, "unit": "条"} for change, n in counted(found).items()]
    return {"rows": [_row(one) for one in found], "figures": figures}


def _row(one: Compared) -> dict[str, Any]:
    parts = (
        segments(_lines(one.old.text), _lines(one.new.text))
        if one.old and one.new and one.change is not Change.MOVED
        else ()
    )
    return {
        "change": one.change.value,
        "name": CHANGE_NAMES[one.change],
        "kind": KINDS[one.change],
        "old": _side(one.old, one.old_last, [part for part in parts if part.kind != "ins"]),
        "new": _side(one.new, one.new_last, [part for part in parts if part.kind != "del"]),
    }


def _side(article: Article | None, last: Article | None, parts: list[Any]) -> dict[str, Any] | None:
    if article is None:
        return None
    label = f"{article.label}至{last.label}" if last else article.label
    return {"label": label, "text": "" if last else _lines(article.text), "parts": parts}


def _lines(text: str) -> str:
    """Return the paragraphs of an article without blank lines, which differ between sources and mean nothing."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
