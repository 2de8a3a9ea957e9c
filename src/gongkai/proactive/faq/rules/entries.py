"""Questions with their answers: what may stand in one, and where each stands on its page."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

# Configuration of our own: a question is a sentence, an answer is read on a telephone.
LONGEST_QUESTION = 200
LONGEST_ANSWER = 3000
MOST_ENTRIES = 200
SOURCES: dict[str, str] = {
    "written": "自行编写",
    "drafting": "起草疑问",
    "message": "群众来信",
    "search": "站内检索",
    "import": "表格导入",
}


@dataclass(frozen=True)
class Numbered:
    """One entry as its page shows it: the anchors of the question and of each paragraph of the answer."""

    entry: Mapping[str, Any]
    anchor: str
    lines: tuple[tuple[str, str], ...]


def paragraphs(answer: str) -> list[str]:
    return [line.strip() for line in answer.splitlines() if line.strip()]


def cleaned(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one entry with exactly the fields that are kept. Raises ValueError with a sentence for what may not stand."""
    question = " ".join(str(row.get("question") or "").replace("\x00", "").split())
    answer = "\n".join(paragraphs(str(row.get("answer") or "").replace("\x00", "")))
    if not question:
        raise ValueError("没有写问题")
    if len(question) > LONGEST_QUESTION:
        raise ValueError(f"问题超过{LONGEST_QUESTION}个字，请写短一些")
    if len(answer) > LONGEST_ANSWER:
        raise ValueError(f"答复超过{LONGEST_ANSWER}个字，请写短一些或者分成几个问题")
    source = str(row.get("source") or "written")
    return {
        "id": str(row.get("id") or "") or secrets.token_hex(4),
        "question": question,
        "answer": answer,
        "basis": str(row.get("basis") or "")[:20],
        "basis_text": str(row.get("basis_text") or "")[:200],
        "source": source if source in SOURCES else "written",
        "asked": max(0, int(row.get("asked") or 0)),
    }


def entry_html(entry: Mapping[str, Any]) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in paragraphs(entry["answer"]))
    return f"<h3>{escape(entry['question'])}</h3>{lines}"


def wording(entries: Sequence[Mapping[str, Any]]) -> str:
    """Return the list as clean HTML: what is reviewed, indexed and kept under the log's digest."""
    return "".join(entry_html(one) for one in entries)


def numbered(entries: Sequence[Mapping[str, Any]]) -> Iterator[Numbered]:
    """Yield the entries with the anchors that the numbering of blocks gives their wording (p1, p2 …)."""
    place = 0
    for entry in entries:
        place += 1
        anchor, lines = f"p{place}", []
        for line in paragraphs(entry["answer"]):
            place += 1
            lines.append((f"p{place}", line))
        yield Numbered(entry, anchor, tuple(lines))
