"""What a paper is made of: one dictionary for the PDF, the DOCX and the record of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.engine.casework.rules import Wording


def sheet_of(
    wording: Wording,
    *,
    agency: str,
    contact: Sequence[str] = (),
    number: str = "",
    date: str = "",
    layout: str = "letter",
    draft: bool = False,
) -> dict[str, Any]:
    """Return the facts of a sheet. All values are text; nothing of them is ever read as markup."""
    return {
        "agency": agency,
        "contact": [line for line in contact if line],
        "number": number,
        "title": wording.title,
        "to": wording.to,
        "blocks": [{"kind": block.kind, "cells": list(block.cells)} for block in wording.blocks],
        "date": date,
        "layout": layout,
        "draft": draft,
    }


def plain(sheet: dict[str, Any]) -> str:
    """Return the words of a sheet, a paragraph a line, in the order of the paper."""
    words = [sheet["agency"], sheet["number"], sheet["title"], f"{sheet['to']}：" if sheet["to"] else ""]
    words += ["\t".join(block["cells"]) for block in sheet["blocks"]]
    return "\n".join(line for line in [*words, sheet["agency"], sheet["date"]] if line)
