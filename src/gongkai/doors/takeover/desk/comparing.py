"""A page beside the one that it resembles: what is put aside as a copy is judged by looking at both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.base.ui.diff import compare
from gongkai.doors.takeover import queries, rules
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules.page import FILES, IMAGES

MOST_LINES = 400  # of each page; what is longer is opened by itself


def beside(run: Run, old: OldPage) -> dict[str, Any]:
    """Return facts and wording of both pages for the page of one that resembles another; empty when it does not."""
    other = old.copy_of
    if other is None:
        return {}
    ours, theirs = _lines(run, old), _lines(run, other)
    return {
        "other": other,
        "facts": [row for row in _facts(other, old) if row["there"] or row["here"]],
        "changes": compare(theirs[:MOST_LINES], ours[:MOST_LINES]),
        "alike": f"{old.similarity:.0%}" if old.similarity else "",
    }


def _facts(other: OldPage, old: OldPage) -> list[dict[str, Any]]:
    def published(page: OldPage) -> str:
        return timezone.localtime(page.published_at).strftime("%Y-%m-%d %H:%M") if page.published_at else ""

    rows = [
        ("标题", other.title, old.title),
        ("文号", other.number, old.number),
        ("发布时间", published(other), published(old)),
        ("成文日期", other.formed_on, old.formed_on),
        ("来源", other.source, old.source),
        ("旧栏目", other.old_column, old.old_column),
        ("旧地址", other.address, old.address),
        ("附件和图片", _files(other), _files(old)),
    ]
    return [{"label": label, "there": there, "here": here, "differs": there != here} for label, there, here in rows]


def _files(page: OldPage) -> str:
    names = [link.rpartition("/")[2] for link in page.links]
    return "、".join(name for name in names if FILES.search(name) or IMAGES.search(name))


def _lines(run: Run, page: OldPage) -> list[str]:
    """Return the wording line by line; one line that says so when the page cannot be read any more."""
    try:
        folder = queries.Folder(Path(run.folder))
        return rules.read_page(folder.read(page.path), page.address, timezone.localdate()).lines
    except (queries.WrongFolder, OSError, rules.Unreadable) as error:
        return [f"（原文件读不了：{error}）"]
