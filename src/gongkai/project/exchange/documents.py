"""A record as what the verbs of documents take: every field checked, and named when it is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.files.rules import FileRefused, extract, safe_name
from gongkai.engine.tags import queries as tags
from gongkai.law.numbers import NumberRefused, find_numbers, normalise_number, parse_number
from gongkai.proactive.documents.rules import CATEGORIES, GENRES, THEMES
from gongkai.proactive.documents.rules.heads import alone, body_of
from gongkai.project.exchange.dates import DAY, day_of
from gongkai.project.exchange.guessing import OTHER_GENRE, genre_of, themes_of
from gongkai.project.exchange.outcomes import Rejected
from gongkai.project.exchange.wording import html_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.project.exchange.agencies_by_name import AgencyNames
    from gongkai.project.exchange.reading import Record

LONGEST = {"title": 300, "id": 120, "doc_number": 60, "url": 500}
OTHER_DATES = ("promulgated", "version_date", "published", "effective")
NAMES = {"id": "id（编号）", "title": "title（标题）", "text": "text（正文）", "date": "date（日期）", "issuer": "issuer（机关）",
         "doc_number": "doc_number（文号）", "url": "url（网址）", "genre": "genre（文种）", "category": "category（公开类别）",
         "themes": "themes（主题分类）"}  # fmt: skip
HEAD_LINES, TAIL_LINES = 12, 6


@dataclass(frozen=True)
class Ready:
    """What `draft` and `file_takeover` are called with."""

    external_id: str
    title: str
    html: str
    agency: Agency
    number: str
    formed_on: dt.date
    published_at: dt.datetime
    source: str
    key: str = ""
    file: tuple[bytes, str] | None = None
    particulars: dict[str, Any] = field(default_factory=dict)


def prepare(record: Record, agencies: AgencyNames, fallback: Agency | None) -> Ready:
    """Check a record. Raises Rejected with the field and a sentence."""
    if record.problem:
        raise Rejected("", record.problem)
    data, file = (record.data, None) if record.path is None else _from_file(record, agencies)
    today = timezone.localdate()
    title, text = _text(data, "title"), _text(data, "text")
    for name, value in (("title", title), ("text", text)):
        if not value:
            raise Rejected(NAMES[name], "是空的，没有可以导入的内容。")
    formed_on = _formed_on(data, today)
    issuer = _text(data, "issuer")
    agency = data.get("_agency") or agencies.find(issuer) or fallback
    if agency is None:
        raise Rejected(NAMES["issuer"], _no_agency(issuer))
    number, odd_number = _number(_text(data, "doc_number"))
    html = str(data["_html"]) if "_html" in data else html_of(text)
    if not html:
        raise Rejected(NAMES["text"], "没有可以显示的文字。")
    return Ready(
        external_id=_text(data, "id") or _digest(title, number, str(formed_on), text),
        title=" ".join(title.split()),
        html=html,
        agency=agency,
        number=number,
        formed_on=formed_on,
        published_at=_published_at(data, formed_on),
        source=_text(data, "url") or record.place,
        key=_text(data, "index_number"),
        file=file,
        particulars=_particulars(data, title, issuer, agency, odd_number) | {"formed_on": formed_on},
    )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise Rejected(NAMES.get(name, name), "应为文字。")
    written = str(value).strip().replace("\x00", "")
    if len(written) > LONGEST.get(name, len(written)):
        raise Rejected(NAMES[name], f"超过{LONGEST[name]}个字符，请核对是否串行。")
    return written


def _digest(*parts: str) -> str:
    return "text:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _no_agency(issuer: str) -> str:
    what = f"没有名为“{issuer}”的机关" if issuer else "没有写明机关"
    return f"{what}。请先建立该机关（import --kind agencies），或用 --agency 指定归入哪个机关。"


def _extra(data: dict[str, Any]) -> dict[str, Any]:
    extra = data.get("extra")
    return extra if isinstance(extra, dict) else {}


def _formed_on(data: dict[str, Any], today: dt.date) -> dt.date:
    day = day_of(data.get("date"), NAMES["date"], today)
    if day is not None:
        return day
    for name in OTHER_DATES:
        try:
            day = day_of(_extra(data).get(name), name, today)
        except Rejected:
            continue  # only a substitute for the date that is missing
        if day is not None:
            return day
    raise Rejected(NAMES["date"], "没有写明成文日期。")


def _published_at(data: dict[str, Any], formed_on: dt.date) -> dt.datetime:
    """Return when it was first public: as stated, else the day of the document, never later than now."""
    zone, now = timezone.get_current_timezone(), timezone.now()
    stated = str(_extra(data).get("published_at") or _extra(data).get("published") or "")
    earliest = dt.datetime.combine(formed_on, dt.time(), zone)
    try:
        at = dt.datetime.fromisoformat(stated)
    except ValueError:
        at = earliest
    return min(max(at if at.tzinfo else at.replace(tzinfo=zone), earliest), now)


def _number(written: str) -> tuple[str, str]:
    """Return the number in its proper form and, where there is none, what was written instead."""
    for part in (written, *written.replace(";", "；").split("；")):
        if proper := normalise_number(part):
            return proper, "" if part == written else written
    return "", written


def is_order(number: str) -> bool:
    """Orders (令) promulgate and revise several texts at once, so their number does not name one document."""
    try:
        return parse_number(number).year is None
    except NumberRefused:
        return False


def _listed(data: dict[str, Any], name: str) -> list[str]:
    value = data.get(name, _extra(data).get(name))
    if isinstance(value, str):
        value = value.replace("；", ";").replace("、", ";").replace(",", ";").replace("，", ";").split(";")
    return [str(one).strip() for one in value if str(one).strip()] if isinstance(value, list) else []


def _particulars(data: dict[str, Any], title: str, issuer: str, agency: Agency, odd_number: str) -> dict[str, Any]:
    extra = _extra(data)
    genre = str(data.get("genre") or extra.get("genre") or "")
    category = str(data.get("category") or "")
    themes = [theme for theme in _listed(data, "themes") if theme in THEMES]
    found: dict[str, Any] = {
        "genre": genre if genre in GENRES else genre_of(title),
        "category": category if category in CATEGORIES else "其他文件",
        "themes": themes or themes_of(title, str(extra.get("topic") or "")),
        "audiences": [one for one in _listed(data, "audiences") if one in tags.names("audience")],
        "keywords": [*_listed(data, "keywords"), *([odd_number] if odd_number else [])][:20],
    }
    if summary := str(data.get("summary") or ""):
        found["summary"] = summary[:500]
    if issuer and issuer not in {agency.name, agency.short_name, *agency.former_names}:
        found["note"] = f"原发布机关：{issuer}"[:100]
    effective = extra.get("effective")
    if effective and str(effective) >= str(data.get("date") or ""):
        try:
            found["effective_on"] = day_of(effective, "effective", timezone.localdate())
        except Rejected:
            found.pop("effective_on", None)  # a wrong extra does not spoil the document
    return found


def _title(found: str, stem: str, head: list[str]) -> str:
    """Return the title that was found, else the line of the head that reads like one, else the name of the file."""
    if found != stem:
        return found
    return next((line for line in head if 6 <= len(line) <= 120 and genre_of(line) != OTHER_GENRE), stem)


def _from_file(record: Record, agencies: AgencyNames) -> tuple[dict[str, Any], tuple[bytes, str]]:
    """Read a docx, pdf, ofd … into the same fields: title, number and date from where papers have them."""
    path = record.path
    assert path is not None
    try:
        content = path.read_bytes()
        extracted = extract(content, path.name)
    except OSError as error:
        raise Rejected("文件", f"读不了：{error.strerror}。") from error
    except FileRefused as error:
        raise Rejected("文件", str(error)) from error
    lines = [line.strip() for line in extracted.text.splitlines() if line.strip()]
    head, tail = lines[:HEAD_LINES], lines[-TAIL_LINES:]
    numbers = [found.number.text for found in find_numbers("\n".join(head))]
    dates = [line for line in reversed(tail) if DAY.fullmatch(line)]
    title = _title(extracted.title, path.stem, head)
    body = body_of(extracted.html, title)
    number = next((one for one in numbers if one.split("〔")[0] in agencies.prefixes), "")
    number = number or next((found for line in head if (found := alone(line))), body.number)
    metadata_day = str(extracted.metadata.get("modified") or extracted.metadata.get("created") or "")[:10]
    data: dict[str, Any] = {
        "id": f"file:{hashlib.sha256(content).hexdigest()[:40]}",
        "title": title,
        "text": extracted.text,
        "_html": body.html,
        "doc_number": number,
        "date": dates[0] if dates else "",
        "extra": {"published": metadata_day},
        "_agency": agencies.prefixes.get(number.split("〔")[0]) or agencies.mentioned([*head[:3], *tail]),
    }
    return data, (content, safe_name(path.name))
