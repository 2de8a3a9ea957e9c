"""How complete the reading leads to the doing (R186): of the year's new policies that mention a one-stop item, how many carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.proactive.services.queries.bindings import binding_rows
from gongkai.proactive.services.rules import Bond, Standing, State

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.services.models import Binding


@dataclass
class Line:
    """One policy. `missing` names the items that it does not lead to; `declined` those it need not lead to, with the reason."""

    document: int
    key: str
    title: str
    agency: str
    agency_name: str
    published_at: dt.datetime
    bound: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """A policy whose every mention was declined with a reason asks for no link."""
        return bool(self.bound or self.missing)

    @property
    def is_covered(self) -> bool:
        return self.counts and not self.missing


@dataclass
class Coverage:
    """`total` policies ask for a link, `covered` carry every one of them alive; `declined` policies ask for none."""

    name: str
    code: str = ""
    total: int = 0
    covered: int = 0
    declined: int = 0

    @property
    def rate(self) -> float | None:
        """Percent, None where nothing asks for a link."""
        return round(100 * self.covered / self.total, 1) if self.total else None

    @property
    def is_full(self) -> bool:
        return self.covered == self.total

    @property
    def missing(self) -> int:
        return self.total - self.covered

    @property
    def shown(self) -> str:
        return "—" if self.rate is None else f"{self.rate:g}"

    @property
    def unit(self) -> str:
        return "" if self.rate is None else "%"

    @property
    def words(self) -> str:
        return f"{self.total}件中{self.covered}件的链接齐全" if self.total else "没有应带链接的文件"

    @property
    def declined_words(self) -> str:
        return f"另有{self.declined}件认定不绑定，写明了理由" if self.declined else ""

    def take(self, line: Line) -> None:
        self.total += line.counts
        self.covered += line.is_covered
        self.declined += not line.counts


def lines(by: Acting, year: int) -> list[Line]:
    """Return the policies first published in a year that mention a one-stop item, those that lack a link first."""
    found: dict[int, Line] = {}
    rows = binding_rows(by).filter(service__one_stop=True, document__release__first_published_at__year=year)
    for row in rows.order_by("pk"):
        release = row.document.release
        line = found.setdefault(
            row.document_id,
            Line(
                row.document_id, release.key, release.title, release.agency.code, release.agency.label,
                release.first_published_at,
            ),
        )  # fmt: skip
        _tell(line, row)
    return sorted(found.values(), key=lambda line: (not line.missing, line.agency, -line.published_at.timestamp()))


def _tell(line: Line, row: Binding) -> None:
    service = row.service
    if row.state == Bond.DECLINED:
        line.declined.append(f"{service.name}（{row.reason}）")
    elif row.state == Bond.OPEN:
        line.missing.append(f"{service.name}：未绑定")
    elif service.state == State.RETIRED:
        line.missing.append(f"{service.name}：事项已停办")
    elif getattr(service.item, "release", None) is None:
        line.missing.append(f"{service.name}：事项没有公开")
    elif service.link_standing == Standing.BROKEN:
        line.missing.append(f"{service.name}：链接异常")
    else:
        line.bound.append(service.name)


def coverage(found: Iterable[Line]) -> tuple[Coverage, list[Coverage]]:
    """Return the figure of all and that of each agency, the incomplete ones first."""
    whole, each = Coverage("合计"), dict[str, Coverage]()
    for line in found:
        whole.take(line)
        each.setdefault(line.agency, Coverage(line.agency_name, line.agency)).take(line)
    return whole, sorted(each.values(), key=lambda one: (one.is_full, one.code))


def years(by: Acting) -> list[int]:
    """Return the years that have something to show, this year always among them, the newest first."""
    rows = binding_rows(by).order_by().values_list("document__release__first_published_at", flat=True)
    return sorted({timezone.localtime(at).year for at in rows} | {timezone.localdate().year}, reverse=True)
