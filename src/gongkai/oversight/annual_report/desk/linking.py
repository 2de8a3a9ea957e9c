"""Where the numbers of table 二 lead, and what is told beside them: the balance, the hints, how it is counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.rules import second as words
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.numbers import WAN


def texts_url(agency: Any, row: str, part: str, start: dt.date, end: dt.date, *, alone: bool = False) -> str:
    asked = {
        "agency": agency.code, "row": words.KEY_OF_ROW[row], "part": part, "start": start.isoformat(),
        "end": end.isoformat(), **({"alone": "yes"} if alone else {}),
    }  # fmt: skip
    return f"{reverse('annual_report:texts:list')}?{urlencode(asked)}"


def explained(agency: Any, start: dt.date, end: dt.date, *, subtree: bool = True) -> dict[str, Any]:
    """Return the balance of both rows with the reasons of a difference, what else is known, and how it is counted."""
    alone = not subtree
    return {
        "balances": [_balance(agency, one, start, end, alone=alone)
                     for one in queries.balances(agency, start, end, subtree=subtree)],
        "hints": _hints(agency, start, end) if subtree else [],
        "notes": [words.COUNTED_NOTE, words.RULES_NOTE],
    }  # fmt: skip


def _balance(agency: Any, one: words.Balance, start: dt.date, end: dt.date, *, alone: bool) -> dict[str, Any]:
    return {
        "one": one,
        "reasons": [
            {
                "name": words.PART_NAMES[key], "number": number, "sign": "＋" if words.REASON_SIGNS[key] > 0 else "－",
                "url": texts_url(agency, one.row, key, start, end, alone=alone),
            }
            for key, number in one.reasons.items()
        ],
        "before_url": texts_url(agency, one.row, "before", start, end, alone=alone),
        "reported": "" if one.reported is None else show(one.reported),
        "gap": _more(-one.gap) if one.gap else "",
        "settled": _more(one.settled) if one.settled else "",
    }  # fmt: skip


def _more(difference: Decimal) -> str:
    return f"比台账{'多' if difference > 0 else '少'}{show(abs(difference))}件"


def _hints(agency: Any, start: dt.date, end: dt.date) -> list[dict[str, Any]]:
    known = queries.hints(agency, start, end)
    found = []
    if known.orders:
        url = texts_url(agency, law.REGULATIONS, words.ORDERS, start, end)
        found.append({"text": f"以令公布、没有计入规章的{known.orders}件", "url": url})
    if known.unregistered:
        found.append(
            {
                "text": f"已认定为行政规范性文件、尚未入册的{known.unregistered}件，没有计入",
                "url": reverse("stock:normative"),
            }
        )
    for row, number in known.decisions.items():
        if number:
            asked = {"agency": agency.code, "row": row, "start": start.isoformat(), "end": end.isoformat()}
            url = f"{reverse('annual_report:decisions:list')}?{urlencode(asked)}"
            found.append({"text": f"本平台公开的{row}决定{number}件；表二填全部决定，包括依法不公开的", "url": url})
    if known.fee_yuan:
        wan = show(known.fee_yuan / WAN)
        found.append(
            {"text": f"台账本年收取信息处理费{show(known.fee_yuan)}元（{wan}万元），计入行政事业性收费金额", "url": ""}
        )
    return found
