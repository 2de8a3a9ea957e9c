"""Agencies, columns and holiday notices: each record by the verb of its package, each in a transaction of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Agency, Site
from gongkai.base.organisations.queries import default_site, the_system
from gongkai.base.organisations.rules import AGENCY_KINDS
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Column
from gongkai.project.exchange.outcomes import Outcome, Rejected

if TYPE_CHECKING:
    from gongkai.project.exchange.reading import Record

BY = the_system("import")
KIND_BY_NAME = {name: key for key, name in AGENCY_KINDS.items()}
AGENCY_DETAILS = (
    "short_name",
    "credit_code",
    "address",
    "postal_code",
    "phone",
    "office_hours",
    "duties_text",
    "head_name",
)
COLUMN_DETAILS = ("column_type", "description", "keywords", "update_duty")
Keep = Callable[["Record"], Outcome]


def imported(records: Iterable[Record], kind: str, *, dry_run: bool) -> Iterator[Outcome]:
    """Yield what became of each record; superiors may stand behind those below them."""
    keep = KEEPERS[kind]
    with transaction.atomic() if dry_run else nullcontext():
        waiting = list(records)
        while waiting:
            later: list[tuple[Record, Outcome]] = []
            for record in waiting:
                outcome = _kept(record, keep)
                if outcome.field == "parent":
                    later.append((record, outcome))
                else:
                    yield outcome
            if len(later) == len(waiting):
                yield from (outcome for _, outcome in later)
                break
            waiting = [record for record, _ in later]
        if dry_run:
            transaction.set_rollback(True)


def _kept(record: Record, keep: Keep) -> Outcome:
    own_id = str(record.data.get("id") or record.data.get("code") or record.data.get("slug") or "")
    title = str(record.data.get("name") or record.data.get("title") or "")[:80]
    if record.problem or record.path is not None:
        reason = record.problem or "这类内容请用 jsonl、csv 或 xlsx 导入。"
        return Outcome(record.place, own_id, "rejected", title, reason=reason)
    try:
        with transaction.atomic():
            return keep(record)
    except Rejected as rejected:
        return Outcome(record.place, own_id, "rejected", title, field=rejected.field, reason=rejected.sentence)
    except ValidationError as error:
        return Outcome(record.place, own_id, "rejected", title, reason=_words(error))


def _words(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "；".join(f"{name}：{'、'.join(texts)}" for name, texts in error.message_dict.items())
    return "；".join(error.messages)


def _value(record: Record, name: str, *, needed: bool = False) -> str:
    extra = record.data.get("extra")
    value = record.data.get(name)
    if value in {None, ""} and isinstance(extra, dict):
        value = extra.get(name)
    written = str(value).strip() if value is not None else ""
    if needed and not written:
        raise Rejected(name, "没有填写。")
    return written


def _list(record: Record, name: str) -> list[str]:
    value: Any = record.data.get(name) or []
    parts = re.split(r"[;；、,，]", value) if isinstance(value, str) else value
    return [str(part).strip() for part in parts if str(part).strip()] if isinstance(parts, list) else []


def _agency(record: Record) -> Outcome:
    code, name = _value(record, "code", needed=True), _value(record, "name") or _value(record, "title", needed=True)
    standing = Agency.objects.filter(code=code).first()
    if standing is not None:
        note = "" if standing.name == name else f"现名“{standing.name}”与记录不同，没有改动；如需更名请在后台办理。"
        return Outcome(record.place, code, "duplicate", name, code, reason=note or "代码已有，没有改动。")
    above = _value(record, "parent")
    parent = Agency.objects.filter(code=above).first() or Agency.objects.filter(name=above).first() if above else None
    if above and parent is None:
        raise Rejected("parent", f"没有代码或名称为“{above}”的上级机关。")
    kind = _value(record, "agency_kind") or _value(record, "kind")
    details: dict[str, Any] = {detail: _value(record, detail) for detail in AGENCY_DETAILS}
    details |= {"former_names": _list(record, "former_names"), "number_prefixes": _list(record, "number_prefixes")}
    details["kind"] = KIND_BY_NAME.get(kind, kind if kind in AGENCY_KINDS else "department")
    organisations.create_agency(code=code, name=name, parent=parent, by=BY, **details)
    publishing.void_pages()  # it stands in the list of agencies
    return Outcome(record.place, code, "imported", name, code)


def _site(record: Record) -> Site:
    host = _value(record, "site")
    site = Site.objects.filter(host=host).first() if host else default_site()
    if site is None:
        raise Rejected(
            "site", f"没有域名为“{host}”的网站。" if host else "平台还没有网站，请先在后台新增一个默认网站。"
        )
    return site


def _column(record: Record) -> Outcome:
    slug, name = _value(record, "slug", needed=True), _value(record, "name") or _value(record, "title", needed=True)
    site = _site(record)
    if Column.objects.filter(site=site, slug=slug).exists():
        return Outcome(record.place, slug, "duplicate", name, slug, reason="地址名已有，没有改动。")
    above, code = _value(record, "parent"), _value(record, "agency")
    parent = Column.objects.filter(site=site, slug=above).first() if above else None
    if above and parent is None:
        raise Rejected("parent", f"没有地址名为“{above}”的上级栏目。")
    agency = Agency.objects.filter(code=code).first() if code else site.agency
    if agency is None:
        raise Rejected("agency", f"没有代码为“{code}”的机关。")
    details = {detail: value for detail in COLUMN_DETAILS if (value := _value(record, detail))}
    publishing.create_column(site=site, slug=slug, name=name, agency=agency, parent=parent, by=BY, **details)
    return Outcome(record.place, slug, "imported", name, slug)


def _holiday(record: Record) -> Outcome:
    own_id, title = str(record.data.get("id") or ""), str(record.data.get("title") or "放假安排")
    answer = duties.import_record(record=record.data, by=BY)
    words = "".join(answer.lines)
    match answer.outcome:
        case duties.Outcome.IMPORTED:
            return Outcome(record.place, own_id, "imported", title, words)
        case duties.Outcome.DUPLICATE:
            return Outcome(record.place, own_id, "duplicate", title, str(record.data.get("id") or title), reason=words)
    raise Rejected("", words)


KEEPERS: dict[str, Keep] = {"agencies": _agency, "columns": _column, "holidays": _holiday}
