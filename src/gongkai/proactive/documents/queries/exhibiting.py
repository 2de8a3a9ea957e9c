"""An exhibit as a page shows it: drawn on the server from what was released, with its table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape

from gongkai.base.ui import figures
from gongkai.proactive.documents.rules.exhibits import CARD_FIELDS, KINDS, shown, table_of

Facts = Mapping[str, Any]


def exhibits_for(facts: Sequence[Facts], today: dt.date, base: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return exhibits by their place, before and after the text. `base` is the page that holds the text."""
    found: dict[str, list[dict[str, Any]]] = {"above": [], "below": []}
    for number, one in enumerate(facts, start=1):
        found[one["place"]].append(exhibit_of(one, today, number=number, base=base))
    return found


def exhibit_of(facts: Facts, today: dt.date, *, number: int = 1, base: str = "") -> dict[str, Any]:
    """Return what ui/figures needs of one exhibit."""
    table = table_of(facts)
    common = {
        "id": f"exhibit-{number}", "kind": facts["kind"], "word": KINDS[facts["kind"]], "title": facts["title"],
        "alt": facts["alt"], "source": facts["source"], "table": table,
    }  # fmt: skip
    match facts["kind"]:
        case "chart":
            return common | {"unit": facts["data"]["unit"], "chart": _chart(facts)}
        case "timeline":
            return common | {"steps": _steps(facts["data"]["steps"], today, base)}
        case "map":
            return common | {"unit": facts["data"]["unit"], "map": _map(facts), "base": facts["data"]["base"]}
    return common | {"cards": [_card(card) for card in facts["data"]["cards"]]}


def _chart(facts: Facts) -> dict[str, Any]:
    data = facts["data"]
    rows = [(str(row[0]), row[1:]) for row in data["rows"]]
    if data["form"] == "shares":
        parts = [(name, values[0]) for name, values in rows]
        total = sum(value for _, value in parts)
        keys = [
            {"place": n, "label": name, "value": f"{shown(value)}（{figures.percent(value, total)}）"}
            for n, (name, value) in enumerate(parts, start=1)
        ]
        return {"svg": figures.shares(parts, label=facts["alt"]), "keys": keys, "prefix": "p"}
    draw = figures.lines if data["form"] == "lines" else figures.bars
    several = len(data["names"]) > 1
    keys = [{"place": n, "label": name} for n, name in enumerate(data["names"], start=1)] if several else []
    return {"svg": draw(rows, label=facts["alt"]), "keys": keys, "prefix": "s"}


def _steps(steps: Sequence[Facts], today: dt.date, base: str) -> list[dict[str, Any]]:
    """Return the steps with what today makes of them: past, the next one to come, later ones."""
    found: list[dict[str, Any]] = []
    coming = False
    for step in sorted(steps, key=lambda one: one["on"]):
        state = "done" if dt.date.fromisoformat(step["on"]) < today else "next" if coming else "now"
        coming = coming or state == "now"
        url = f"{base}#{step['anchor']}" if step["anchor"] else ""
        found.append({"when": step["said"], "title": step["title"], "state": state, "url": url, "where": ""})
    return found


def _map(facts: Facts) -> dict[str, Any]:
    data = facts["data"]
    areas = [figures.Area(one["name"], one["d"], one["x"], one["y"], one.get("value")) for one in data["areas"]]
    spots = [figures.Spot(one["name"], one["x"], one["y"]) for one in data["points"]]
    steps = figures.steps_of([one.value for one in areas if one.value is not None])
    shades = [
        {
            "place": figures.shade(high, steps),
            "label": shown(low) if low == high else f"{shown(low)}—{shown(high)}",
        }
        for low, high in steps
    ]
    notes = [
        {"name": one["name"], "note": "，".join(part for part in (one["area"], one["note"]) if part)}
        for one in data["points"]
    ]
    box = (float(data["box"][0]), float(data["box"][1]))
    return {"svg": figures.drawn_map(areas, spots, box=box, label=facts["alt"]), "shades": shades, "spots": notes}


def _card(card: Mapping[str, str]) -> dict[str, Any]:
    rows = [(CARD_FIELDS[key], card[key]) for key in ("when", "how", "contact") if card[key]]
    return {"name": card["name"], "amount": card["amount"], "rows": rows}


def as_html(facts: Facts) -> str:
    """Return the exhibits of a snapshot as titles and tables, for paper: what they show, without drawing it."""
    pieces = []
    for one in facts.get("exhibits", ()):
        table = table_of(one)
        head = "".join(f"<th>{escape(cell)}</th>" for cell in table.head)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
        pieces.append(
            f"<h2>图示：{escape(one['title'])}</h2><p>{escape(one['alt'])}</p>"
            f"<table><tr>{head}</tr>{rows}</table><p>来源：{escape(one['source'])}</p>"
        )
    return "".join(pieces)
