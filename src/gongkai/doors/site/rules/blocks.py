"""The blocks of a topic page: what each holds, how it is typed in plain lines, what may not stand in it. No Django.

A block is JSON that a snapshot can freeze. It never names a document's title: lists are looked up among what is public
when the page is made, so a withdrawn document leaves a topic with its withdrawal.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from gongkai.base.files.rules import clean_html

Block = dict[str, Any]
BLOCK_KINDS = {
    "text": "文字",
    "query": "按条件列出文件",
    "picks": "手工挑选的文件",
    "column": "栏目",
    "cards": "链接卡片",
    "timeline": "时间线",
    "table": "表格",
    "faq": "常见问题",
}
LISTING = frozenset({"query", "picks", "column"})
MOST_BLOCKS = 30
MOST_LINES = 100
MOST_SHOWN = 20
TITLE_LENGTH = 60
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"']+[^\s<>\"']*")
_INSIDE = re.compile(r"/(?![/\\])[^\s<>\"'\\]*")
_NEVER = ("/desk", "/api", "/targeted", "/display")


class BlockRefused(ValueError):
    """What was typed is no such block; the sentence says what to change."""


def new_id() -> str:
    return secrets.token_hex(4)


def safe_link(address: str) -> str:
    """Return an address of this site or of the web, or raise BlockRefused: no scripts, no desk, no protocol tricks."""
    link = address.strip()
    if link.startswith(_NEVER) or not (_INSIDE.fullmatch(link) or _ADDRESS.fullmatch(link)):
        raise BlockRefused(f"地址“{link[:60]}”不能用。请写本站地址（以 / 开头），或者以 http://、https:// 开头的网址。")
    return link


def foreign_link(address: str) -> str:
    """Return an address of another site that everybody can reach, or raise BlockRefused: a source is no own or private one."""
    link = address.strip()
    parts = urlsplit(link) if _ADDRESS.fullmatch(link) and not link.startswith(_NEVER) else None
    host = (parts.hostname or "") if parts else ""
    if "." not in host or host.endswith((".localhost", ".local")) or not _is_public(host):
        raise BlockRefused(
            f"地址“{link[:60]}”不能用。请写原文所在网站的完整网址，以 http://、https:// 开头，公众能够打开。"
        )
    return link


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True  # a name


def cleaned(kind: str, typed: Mapping[str, Any]) -> Block:
    """Return the block in its stored form. `typed` is what the form of that kind holds. Raises BlockRefused."""
    if kind not in BLOCK_KINDS:
        raise BlockRefused("没有这种版块，请重新选择。")
    title = " ".join(str(typed.get("title", "")).split())
    if len(title) > TITLE_LENGTH:
        raise BlockRefused(f"版块标题最多{TITLE_LENGTH}个字。")
    if not title and kind != "text":
        raise BlockRefused("请填写版块标题。")
    return {"id": str(typed.get("id") or new_id()), "kind": kind, "title": title, **_READERS[kind](typed)}


def _lines(typed: Mapping[str, Any], name: str, what: str) -> list[list[str]]:
    """Return the typed lines cut at ｜ or |, blank ones left out."""
    lines = [line.strip() for line in str(typed.get(name, "")).splitlines() if line.strip()]
    if not lines:
        raise BlockRefused(f"请填写{what}，每行一条。")
    if len(lines) > MOST_LINES:
        raise BlockRefused(f"{what}最多{MOST_LINES}行，请分成几个版块。")
    return [[cell.strip() for cell in re.split(r"[|｜\t]", line)] for line in lines]


def _text(typed: Mapping[str, Any]) -> Block:
    html = clean_html(str(typed.get("html", "")))
    if not html.strip():
        raise BlockRefused("请填写文字。")
    return {"html": html}


def _query(typed: Mapping[str, Any]) -> Block:
    names = ("words", "theme", "agency", "genre", "category")
    asked = {name: " ".join(str(typed.get(name) or "").split())[:100] for name in names}
    if not any(asked.values()):
        raise BlockRefused("请至少填写一个条件，否则会列出全部文件。")
    return asked | {"limit": _limit(typed)}


def _limit(typed: Mapping[str, Any]) -> int:
    try:
        wanted = int(typed.get("limit") or 5)
    except (TypeError, ValueError):
        wanted = 0
    if not 1 <= wanted <= MOST_SHOWN:
        raise BlockRefused(f"显示条数请填1到{MOST_SHOWN}。")
    return wanted


def _picks(typed: Mapping[str, Any]) -> Block:
    given = typed.get("keys", "")
    keys = [str(one) for one in given] if isinstance(given, list | tuple) else str(given).splitlines()
    found = list(dict.fromkeys(key.strip() for key in keys if key.strip()))
    if not found:
        raise BlockRefused("请填写文件的索引号或文号，每行一个。")
    if len(found) > MOST_LINES:
        raise BlockRefused(f"一个版块最多挑选{MOST_LINES}件。")
    return {"keys": found}


def _column(typed: Mapping[str, Any]) -> Block:
    slug = str(typed.get("slug") or "").strip()
    if not slug:
        raise BlockRefused("请选择栏目。")
    return {"slug": slug, "limit": _limit(typed)}


def _cards(typed: Mapping[str, Any]) -> Block:
    cards = []
    for number, cells in enumerate(_lines(typed, "lines", "链接卡片"), start=1):
        if len(cells) not in {2, 3} or not cells[0]:
            raise BlockRefused(f"第{number}行应写作“名称｜地址”或者“名称｜说明｜地址”。")
        cards.append({"title": cells[0], "text": cells[1] if len(cells) == 3 else "", "url": safe_link(cells[-1])})
    return {"cards": cards}


def _timeline(typed: Mapping[str, Any]) -> Block:
    steps = []
    for number, cells in enumerate(_lines(typed, "lines", "时间线"), start=1):
        if len(cells) not in {2, 3} or not cells[0] or not cells[1]:
            raise BlockRefused(f"第{number}行应写作“时间｜事项”或者“时间｜事项｜说明”。")
        steps.append({"when": cells[0], "title": cells[1], "text": cells[2] if len(cells) == 3 else ""})
    return {"steps": steps}


def _table(typed: Mapping[str, Any]) -> Block:
    head, *rows = _lines(typed, "lines", "表格")
    if len(head) < 2 or not rows:
        raise BlockRefused("表格的第一行是表头，至少两列；下面至少一行内容。各列用｜隔开。")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(head):
            raise BlockRefused(f"第{number}行有{len(row)}列，表头有{len(head)}列，请补齐。")
    return {"head": head, "rows": rows}


def _faq(typed: Mapping[str, Any]) -> Block:
    questions: list[dict[str, str]] = []
    for line in str(typed.get("lines", "")).splitlines():
        said = line.strip()
        if said.startswith(("问：", "问:")):
            questions.append({"question": said[2:].strip(), "answer": ""})
        elif said and questions:
            more = said[2:].strip() if said.startswith(("答：", "答:")) else said
            questions[-1]["answer"] = "\n".join(filter(None, (questions[-1]["answer"], more)))
    if not questions or any(not one["question"] or not one["answer"] for one in questions):
        raise BlockRefused("每个问题另起一行，以“问：”开头；答复从下一行开始，以“答：”开头。")
    if len(questions) > MOST_LINES:
        raise BlockRefused(f"一个版块最多{MOST_LINES}个问题。")
    return {"questions": questions}


_READERS: dict[str, Callable[[Mapping[str, Any]], Block]] = {
    "text": _text, "query": _query, "picks": _picks, "column": _column, "cards": _cards, "timeline": _timeline,
    "table": _table, "faq": _faq,
}  # fmt: skip


def typed_again(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored block as its form holds it: the inverse of `cleaned`."""
    typed = dict(block)
    match block["kind"]:
        case "cards":
            lines = [[one["title"], *([one["text"]] if one["text"] else []), one["url"]] for one in block["cards"]]
        case "timeline":
            lines = [[one["when"], one["title"], *([one["text"]] if one["text"] else [])] for one in block["steps"]]
        case "table":
            lines = [block["head"], *block["rows"]]
        case "faq":
            said = [f"问：{one['question']}\n答：{one['answer']}" for one in block["questions"]]
            return typed | {"lines": "\n\n".join(said)}
        case "picks":
            return typed | {"keys": "\n".join(block["keys"])}
        case _:
            return typed
    return typed | {"lines": "\n".join("｜".join(line) for line in lines)}


def block_html(block: Mapping[str, Any]) -> str:
    """Return the block's own words as clean HTML: what reviewers read, what search finds, what the log's digest covers.

    A list of documents has only its heading: its entries are other things' words.
    """
    head = f"<h2>{escape(block['title'])}</h2>" if block["title"] else ""
    match block["kind"]:
        case "text":
            return head + str(block["html"])
        case "cards":
            return head + "".join(f"<p>{_link(one)}{_said(one['text'])}</p>" for one in block["cards"])
        case "timeline":
            return head + "".join(
                f"<p>{escape(one['when'])}　{escape(one['title'])}{_said(one['text'])}</p>" for one in block["steps"]
            )
        case "table":
            rows = "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in block["rows"])
            return f"{head}<table><thead><tr>{_cells(block['head'], 'th')}</tr></thead><tbody>{rows}</tbody></table>"
        case "faq":
            return head + "".join(
                f"<h3>{escape(one['question'])}</h3>{_paragraphs(one['answer'])}" for one in block["questions"]
            )
        case _:
            return head


def _link(card: Mapping[str, str]) -> str:
    return f'<a href="{escape(card["url"])}">{escape(card["title"])}</a>'


def _said(text: str) -> str:
    return f"：{escape(text)}" if text else ""


def _cells(row: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
