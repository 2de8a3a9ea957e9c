"""Running cases of applications: a line of an older register into the verb that takes it over, each line whole or not at all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.models import Agency
from gongkai.base.organisations.queries import holders, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.law.replies import REPLY_KINDS
from gongkai.project.exchange.agencies_by_name import AgencyNames
from gongkai.project.exchange.application_columns import (
    ALSO_WRITTEN,
    BESIDE,
    BY_HEADING,
    COLUMN_OF,
    COLUMNS,
    OTHER_NAMES,
)
from gongkai.project.exchange.dates import day_of
from gongkai.project.exchange.outcomes import Outcome, Rejected
from gongkai.project.exchange.reading import HEADINGS
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions import importing
from gongkai.responsive.applications.rules import (
    APPLICANT_NAMES,
    DOOR_NAMES,
    FORM_NAMES,
    IDENTITY_NAMES,
    METHOD_NAMES,
    STATUS_NAMES,
    Door,
    Form,
    Method,
    Status,
)
from gongkai.responsive.applications.rules.forms import Matter, Party, form_defects
from gongkai.responsive.applications.rules.inquiries import ANSWER_NAMES, PARTY_NAMES
from gongkai.responsive.applications.rules.takeover import LONGEST_NUMBER, OldCase, OldInquiry, contradictions

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Person
    from gongkai.project.exchange.reading import Record

BATCH = 100
NOTHING: tuple[Any, ...] = (None, "", [], {})
BY = the_system("import")
INQUIRY = ("party", "name", "about", "sent", "reached", "received", "answer", "reason")
OUTCOME_NAMES: dict[str, str] = {code: kind.name for code, kind in REPLY_KINDS.items()}


@dataclass(frozen=True)
class Ready:
    """A line that was understood and does not contradict itself."""

    case: OldCase
    agency: Agency
    handler: Person | None


class ApplicationImport:
    """One run over the lines of files; the report names numbers and columns, never a person or what was asked for."""

    def __init__(self, *, agency: Agency | None, dry_run: bool) -> None:
        self.agency = agency
        self.dry_run = dry_run
        self.names = AgencyNames()
        self.handlers: dict[int, dict[str, Person]] = {}
        self.today = timezone.localdate()

    def run(self, records: Iterable[Record]) -> Iterator[Outcome]:
        """Yield what became of each line, only after it is safely kept."""
        source = iter(records)
        with transaction.atomic() if self.dry_run else nullcontext():
            while batch := list(islice(source, BATCH)):
                prepared = [(record, self._prepared(record)) for record in batch]
                self._reserve([ready for _, ready in prepared if isinstance(ready, Ready)])
                yield from (self._kept(record, ready) for record, ready in prepared)
            if self.dry_run:
                transaction.set_rollback(True)

    def _reserve(self, lines: Sequence[Ready]) -> None:
        numbers: dict[Agency, list[tuple[int, str]]] = defaultdict(list)
        for one in lines:
            if (day := one.case.received_on) is not None:
                numbers[one.agency].append((day.year, one.case.number))
        for agency, pairs in numbers.items():
            importing.reserve(agency, pairs, BY)

    def _prepared(self, record: Record) -> Ready | Rejected:
        if record.problem or record.path is not None:
            return Rejected("", record.problem or "这类内容请用 jsonl、csv 或 xlsx 导入。")
        try:
            return self._read(record.data)
        except Rejected as rejected:
            return rejected

    def _kept(self, record: Record, ready: Ready | Rejected) -> Outcome:
        own_id = str(record.data.get("id") or record.data.get("external_id") or record.data.get("旧编号") or "")[:100]
        if isinstance(ready, Rejected):
            return Outcome(record.place, own_id, "rejected", field=ready.field, reason=ready.sentence)
        if known := importing.known_number(ready.agency, ready.case.external_id):
            return Outcome(record.place, own_id, "duplicate", key=known, reason="这个编号已经登记，没有改动。")
        try:
            made = importing.take_over(case=ready.case, agency=ready.agency, by=BY, handler=ready.handler)
        except actions.REFUSALS as error:
            return Outcome(record.place, own_id, "rejected", reason="；".join(str(error).splitlines()))
        return Outcome(record.place, own_id, "imported", key=str(made))

    def _read(self, line: Mapping[str, Any]) -> Ready:
        wrong: list[tuple[str, str]] = []
        data = _named(line, wrong)
        wrong += [("", sentence) for sentence in _strange(data)]
        values = _Values(data, self.today, wrong)
        agency = self._agency(values)
        case = _case(values)
        handler = self._handler(values, agency) if agency is not None else None
        if case is not None:
            wrong += [(COLUMN_OF[one.field], one.sentence) for one in contradictions(case, self.today)]
            wrong += [
                ("", one) for one in form_defects([Matter(case.title, case.description)], [case.party], complete=False)
            ]
            _same_receipt(values, case)
        if wrong or case is None or agency is None:
            raise _rejected(wrong)
        return Ready(case, agency, handler)

    def _agency(self, values: _Values) -> Agency | None:
        text = values.text("agency")
        found = self.names.find(text) or Agency.objects.filter(code=text).first() if text else self.agency
        if found is None:
            values.wrong.append(("agency", "没有这个机关，请填写机关全称或者代码，或者用 --agency 指定。"))
        return found

    def _handler(self, values: _Values, agency: Agency) -> Person | None:
        text = values.text("handler")
        if not text:
            return None
        if agency.pk not in self.handlers:
            people = holders(Permission.APPLICATIONS_HANDLE, agency)
            self.handlers[agency.pk] = {one.name: one for one in people} | {one.username: one for one in people}
        found = self.handlers[agency.pk].get(text)
        if found is None:
            values.wrong.append(
                ("handler", f"{agency.label}没有这位有依申请公开岗位的经办人，请填写姓名或者用户名，或者留空。")
            )
        return found


def _named(data: Mapping[str, Any], wrong: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the line under the columns of the format, Chinese headings or not; `extra` is spread out."""
    extra = data.get("extra")
    whole = {**(extra if isinstance(extra, dict) else {}), **data}
    found: dict[str, Any] = {}
    for head, value in whole.items():
        column = BY_HEADING.get(str(head).strip(), str(head).strip())
        if value in NOTHING:
            continue
        if found.setdefault(column, value) != value:
            wrong.append(("", f"“{COLUMNS.get(column, column)}”写在两列里，内容不同，请只留一列。"))
    return found


def _strange(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each column that is filled in and has no place here: nothing is left out silently."""
    known = [*COLUMNS.values(), *OTHER_NAMES]
    for name in data:
        if name in COLUMNS or name in BESIDE:
            continue
        head = next((one for one, key in HEADINGS.items() if key == name), name)
        near = get_close_matches(head, known, n=1, cutoff=0.6)
        meant = f"是不是“{near[0]}”？" if near else ""
        yield f"没有“{head}”这一列，其中的内容会丢失。{meant}请改列名，不需要导入的请删去这一列。"


def _rejected(wrong: Sequence[tuple[str, str]]) -> Rejected:
    """Return every fault of a line in one: the first column is the culprit, all are named."""
    field = next((COLUMNS[column] for column, _ in wrong if column), "")
    texts = [f"{COLUMNS[column]}：{sentence}" if column else sentence for column, sentence in dict.fromkeys(wrong)]
    joined = "；".join(text.removesuffix("。") for text in texts) + "。"
    return Rejected(field, joined.removeprefix(f"{field}：") if field else joined)


class _Values:
    """The cells of one line; what cannot be read is put down in `wrong` and reading goes on."""

    def __init__(self, data: Mapping[str, Any], today: dt.date, wrong: list[tuple[str, str]]) -> None:
        self.data, self.today, self.wrong = data, today, wrong

    def text(self, column: str) -> str:
        value = self.data.get(column)
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()

    def needed(self, column: str) -> str:
        found = self.text(column)
        if not found:
            self.wrong.append((column, "没有填写。"))
        return found

    def day(self, column: str, *, value: object = None, under: str = "") -> dt.date | None:
        try:
            return day_of(self.text(column) if value is None else value, column, self.today)
        except Rejected:
            self.wrong.append((under or column, "不是存在的日期，应写作 2026-11-05。"))
            return None

    def one_of(self, column: str, names: Mapping[str, str], default: str = "", *, value: str | None = None) -> str:
        """Return the key of what is written as key or as name."""
        text = self.text(column) if value is None else value
        if not text:
            return default
        found = ALSO_WRITTEN.get(column, {}).get(text) or _key_of(text, names)
        if not found:
            self.wrong.append((column, f"没有这一种，可以填写：{'、'.join(dict.fromkeys(names.values()))}。"))
        return found or default

    def whole(self, column: str) -> int:
        text = self.text(column).removesuffix(".0")
        if text and not (text.isascii() and text.isdigit()):
            self.wrong.append((column, "应为整数。"))
            return 0
        return int(text[:9]) if text else 0


def _key_of(text: str, names: Mapping[str, str]) -> str:
    for key, name in names.items():
        if text in {str(key), name}:
            return str(key)
    # 予以公开 for 予以公开，提供信息或者…: only where one name begins so.
    begins = [str(key) for key, name in names.items() if name.startswith(text)]
    return begins[0] if len(begins) == 1 else ""


def _party(values: _Values) -> Party:
    kind = values.one_of("applicant_kind", APPLICANT_NAMES)
    if not kind:
        values.needed("applicant_kind")
    number = values.text("identity_number")
    natural = "id-card" if kind == "natural" else "credit-code"
    return Party(
        kind=kind or "natural", name=values.needed("applicant"), identity_number=number,
        identity=values.one_of("identity", IDENTITY_NAMES, natural if number else ""),
        phone=values.text("phone"), email=values.text("email"), address=values.text("address"),
        postal_code=values.text("postal_code"), representative=values.text("representative"),
        contact=values.text("contact"),
    )  # fmt: skip


def _case(values: _Values) -> OldCase | None:
    own_id, arrived = values.needed("id"), values.day("arrived") or values.day("received")
    if arrived is None:
        values.wrong.append(("arrived", "没有填写。"))
        return None
    if len(own_id) > LONGEST_NUMBER or len(values.text("number")) > LONGEST_NUMBER:
        values.wrong.append(("id", f"编号最多{LONGEST_NUMBER}个字。"))
    door = values.one_of("channel", DOOR_NAMES, Door.COUNTER)
    confirmed = values.day("confirmed")
    if confirmed is None and Door(door).channel.needs_confirmation:
        confirmed = values.day("received")
    case = OldCase(
        external_id=own_id, number=values.text("number") or own_id, door=door, arrived_on=arrived, confirmed_on=confirmed,
        form=values.one_of("form", FORM_NAMES, Form.PAPER), method=values.one_of("method", METHOD_NAMES, Method.POST),
        status="", party=_party(values), title=values.needed("title"), description=values.text("description"),
        supplement_asked_on=values.day("supplement_asked"), supplement_due_on=values.day("supplement_due"),
        supplement_wanted=values.text("supplement_wanted"), supplement_on=values.day("supplement_received"),
        inquiries=tuple(_inquiries(values)), extension_days=values.whole("extension_days"),
        extension_on=values.day("extension_on"), extension_reason=values.text("extension_reason"),
        outcome=values.one_of("outcome", OUTCOME_NAMES), closed_on=values.day("closed"),
    )  # fmt: skip
    status = values.one_of("status", STATUS_NAMES)
    if not status:
        if not values.text("status"):
            values.needed("status")
        return None
    return OldCase(**{**case.__dict__, "status": Status(status)})


def _inquiries(values: _Values) -> Iterator[OldInquiry]:
    """Read one from the columns of a table, or several from a list (in a cell: the list as JSON)."""
    given = values.data.get("inquiries")
    if isinstance(given, str) and given.strip():
        try:
            given = json.loads(given)
        except ValueError:
            given = None
        if given is None:
            values.wrong.append(("inquiries", "应为 JSON 列表；只有一次的，请改用“征求对象”等各列。"))
    lines = [{str(name).removeprefix("inquiry_"): one[name] for name in one} for one in given if isinstance(one, dict)] \
        if isinstance(given, list) else []  # fmt: skip
    single = {name: values.text(f"inquiry_{name}") for name in INQUIRY}
    if any(single.values()):
        lines.append(single)
    for line in lines:
        if (read := _inquiry(values, line)) is not None:
            yield read


def _inquiry(values: _Values, line: Mapping[str, Any]) -> OldInquiry | None:
    text = {name: str(line.get(name) or "").strip() for name in INQUIRY}
    days = {name: values.day("", value=text[name], under="inquiries") for name in ("sent", "reached", "received")}
    party = _key_of(text["party"], PARTY_NAMES) if text["party"] else ""
    answer = _key_of(text["answer"], ANSWER_NAMES) if text["answer"] else ""
    if not party or not text["name"] or days["sent"] is None:
        names = "、".join(PARTY_NAMES.values())
        values.wrong.append(("inquiries", f"请写明征求对象（{names}）、名称和发出日期。"))
        return None
    if text["answer"] and not answer:
        values.wrong.append(("inquiries", f"对方意见可以填写：{'、'.join(ANSWER_NAMES.values())}。"))
    return OldInquiry(
        party=party, name=text["name"], about=text["about"], sent_on=days["sent"], reached_on=days["reached"],
        answer=answer, reason=text["reason"], answered_on=days["received"],
    )  # fmt: skip


def _same_receipt(values: _Values, case: OldCase) -> None:
    """The day of receipt is not chosen but follows from the channel: what is written must agree with it."""
    said = values.day("received")
    if said is not None and case.received_on is not None and said != case.received_on:
        values.wrong.append(
            ("received", f"按渠道和日期，收到日期应为{case.received_on}（条例第三十一条），现为{said}，请核对。")
        )
