"""归档包: everything of a closed case in one ZIP, streamed, with a cover sheet, the events and the checksums."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.events import queries as events
from gongkai.base.events.rules import label
from gongkai.base.files import queries as files
from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import check
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.base.ui.text import cn_date, plain
from gongkai.base.ui.typesetting import typeset
from gongkai.base.vault import actions as vault
from gongkai.base.vault import queries as vault_queries
from gongkai.base.vault.rules import VaultError
from gongkai.engine.casework import queries as casework
from gongkai.engine.casework.rules import KINDS, Damaged
from gongkai.engine.casework.rules import Refused as LetterRefused
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.desk.after_forms import ArchiveForm
from gongkai.responsive.applications.desk.after_shared import named
from gongkai.responsive.applications.desk.archive_papers import application_form, working_papers
from gongkai.responsive.applications.desk.frequency import case_of
from gongkai.responsive.applications.desk.shared import GET_POST, case_page
from gongkai.responsive.applications.permissions import IDENTITY, READ, Refused
from gongkai.responsive.applications.queries.register import who
from gongkai.responsive.applications.rules import DOOR_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

COVER = Path(__file__).with_name("cover.typ")
SUMS = "校验值.txt"
Part = tuple[str, Callable[[], bytes]]


@officer_required
@permission_required(READ)
@require_http_methods(GET_POST)
def archive(request: OfficerRequest, pk: int) -> HttpResponseBase:
    application, by = case_of(request, pk), request.acting
    closed = application.status == Status.CLOSED
    form, status = ArchiveForm(request.POST or None), 200
    if request.method == "POST":
        if not closed:
            form.add_error(None, "还没有办结，办结以后归档。")
        elif form.is_valid():
            if form.cleaned_data["materials"]:
                check(by, IDENTITY, application.agency)
            return _stream(application, by, form.cleaned_data["why"], materials=form.cleaned_data["materials"])
        status = 422
    may_look = by.may(IDENTITY, application.agency)
    if not may_look:
        form.fields.pop("materials")
    context = {"form": form if closed or status == 422 else None, "may_look": may_look}
    return case_page(request, "after/archive", application, context, last="归档包", status=status)


def _stream(application: Application, by: Acting, why: str, *, materials: bool) -> HttpResponseBase:
    parts = parts_of(application, by, why, materials=materials)
    vault.look(subject=subject_of(application), fields=("归档包",), by=by, why=why)
    made = StreamingHttpResponse(zipped(parts), content_type="application/zip")
    return named(made, f"{application}.zip")


def parts_of(application: Application, by: Acting, why: str, *, materials: bool) -> list[Part]:
    """Return the names of what goes in and how each is read; nothing is read yet."""
    inside: list[Part] = []
    letters = casework.letters_of(subject_of(application)).filter(state__in=["issued", "void"]).exclude(number="")
    for place, letter in enumerate(letters.order_by("issued_on", "pk"), start=1):
        kind = KINDS[letter.kind].name if letter.kind in KINDS else letter.kind
        void = "（已作废）" if letter.state == "void" else ""
        name = f"文书/{place:02d} {kind} {letter.number}{void}.pdf"
        inside.append((name, lambda letter=letter: casework.pdf_of(letter, by, why)))  # type: ignore[misc]
    decision = application.decisions.given().last()
    given = decision.given.at_hand() if decision else ()
    for place, one in enumerate(given, start=1):
        inside.append((f"提供的信息/{place:02d} {one.name}", lambda file=one.file: files.read_bytes(file)))  # type: ignore[misc]
    if materials:
        inside.insert(0, ("01 申请表.pdf", lambda: application_form(application, by)))
        inside += _sealed(application, by, why)
    inside.append(("02 办理材料.pdf", lambda: working_papers(application, by, personal=materials)))
    inside.append(("办理记录.csv", lambda: _events(application)))
    listed = [name for name, _ in inside]
    return [("00 封面.pdf", lambda: cover(application, by, listed)), *inside]


def _sealed(application: Application, by: Acting, why: str) -> list[Part]:
    subject = subject_of(application)
    kept = [
        ("身份证明", one.identity_file) for one in application.submission.applicants.select_related("identity_file")
    ]
    kept += [("申请材料", one.file) for one in application.submission.materials.select_related("file")]
    kept += [("寄送凭证", one.proof) for one in casework.dispatches(subject=subject).order_by("pk")]
    rows = [(folder, file) for folder, file in kept if file is not None and file.destroyed_at is None]
    return [
        (
            f"{folder}/{place:02d} {file.name or '材料'}",
            lambda file=file: vault_queries.read_file(file, by=by, why=why, subject=subject),  # type: ignore[misc]
        )
        for place, (folder, file) in enumerate(rows, start=1)
    ]


def _events(application: Application) -> bytes:
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(("序号", "时间", "操作", "操作人", "原值", "新值", "说明", "哈希"))
    for one in events.events_of(subject_of(application)):
        old, new = (_values(side) for side in (one.old, one.new))
        row = (one.seq, one.at, label(one.tag), one.actor_name, old, new, one.remark, one.hash)
        writer.writerow([safe_cell(cell) for cell in row])
    return buffer.getvalue().encode()


def _values(side: Any) -> str:
    return "；".join(f"{name}：{_named(plain(value))}" for name, value in (side or {}).items())


def _named(value: str) -> str:
    """Return the kind of reply that a code stands for, any other value as it is."""
    return REPLY_KINDS[value].name if value in REPLY_KINDS else value


def cover(application: Application, by: Acting, listed: list[str]) -> bytes:
    """Return the cover sheet; the applicant stands masked on it."""
    facts = [
        ("登记编号", str(application)), ("申请内容", application.title), ("机关", application.agency.name),
        ("申请人", who(application.submission)), ("申请人类别", application.get_column_display()),
        ("渠道", DOOR_NAMES[application.submission.door]), ("收到日期", _day(application.received_on)),
        ("办理结果", application.get_outcome_display()), ("办结日期", _day(application.closed_on)),
        ("承办", application.division.name if application.division else ""),
        ("经办人", application.handler.name if application.handler else ""),
    ]  # fmt: skip
    now = timezone.localtime()
    return typeset(
        COVER,
        {
            "title": f"依申请公开归档材料 {application}", "heading": "政府信息公开申请归档材料", "agency": application.agency.name,
            "number": str(application), "facts": [{"label": name, "value": value} for name, value in facts if value],
            "files": listed, "foot": f"{cn_date(now.date())} {now:%H:%M} {by.person.name if by.person else '系统'}制",
        },
    )  # fmt: skip


def _day(day: dt.date | None) -> str:
    return cn_date(day) if day else ""


class _Pipe(io.RawIOBase):
    """What the archive writes, taken away piece by piece; it cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.kept.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self.kept = b"".join(self.kept), []
        return taken


def zipped(parts: list[Part]) -> Iterator[bytes]:
    """Yield a ZIP, one part in memory at a time; what cannot be read says so in its place."""
    pipe, sums = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, read in parts:
            inside, content = _content(_safe(name), read)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {inside}")
            package.writestr(inside, content)
            yield pipe.take()
        package.writestr(SUMS, "\n".join([*sums, ""]))
        yield pipe.take()
    yield pipe.take()


def _content(name: str, read: Callable[[], bytes]) -> tuple[str, bytes]:
    try:
        return name, read()
    except (VaultError, LetterRefused, Damaged, Refused, OSError) as error:
        return f"{name}（没有读出）.txt", f"没有读出：{error}".encode()


def _safe(name: str) -> str:
    """Return a path inside the archive: what a person named a file cannot lead out of it."""
    folder, slash, last = name.partition("/")
    last = last.replace("/", "_").replace("\\", "_").replace("..", "_")
    return f"{folder}{slash}{last}"
