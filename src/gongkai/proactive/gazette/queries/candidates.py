"""What could stand in an issue, and whether every public policy document stands in one (R294)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import subtree
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette.models import Entry, Gazette, Issue, Omission
from gongkai.proactive.gazette.rules import (
    ASKED_FOR,
    COLUMN_NAMES,
    NORMATIVE,
    POLICY_GENRES,
    WHY_NAMES,
    State,
    column_for,
    is_policy,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Release

MOST = 200
MISSED = "以前年度没有刊登"
BELOW = frozenset({"government", "dispatched", "subdistrict"})


@dataclass(frozen=True)
class Candidate:
    """A public document that stands in no issue yet, with the column proposed and why it is proposed."""

    release: Release
    column: str
    reasons: tuple[str, ...]

    @property
    def column_name(self) -> str:
        return COLUMN_NAMES[self.column]


def _documents(gazette: Gazette) -> QuerySet[Release]:
    agencies = subtree(gazette.agency).values("pk")
    return publishing.public_releases().filter(kind="document", agency__in=agencies)


def _taken(gazette: Gazette) -> QuerySet[Entry]:
    return Entry.objects.filter(issue__gazette=gazette, document__isnull=False)


def level_of(gazette: Gazette, agency: Agency) -> str:
    """Return the column of a body: the government itself and its office, its departments, or the governments below it."""
    direct = agency.parent_id == gazette.agency_id
    if agency.pk == gazette.agency_id or (direct and agency.kind == "office"):
        return "government"
    return "departments" if direct and agency.kind not in BELOW else "districts"


def _candidate(release: Release, gazette: Gazette, since: int) -> Candidate:
    level = level_of(gazette, release.agency)
    column = column_for(release.title, level)
    reasons = []
    if release.category == NORMATIVE:
        reasons.append("行政规范性文件，应当刊登")
    if column in ASKED_FOR:
        reasons.append(f"社会关注的{COLUMN_NAMES[column]}")
    if level == "government":
        reasons.append("本级政府及其办公室文件")
    elif is_policy(release.genre, release.category):
        reasons.append(f"政策文件（{release.genre or release.category}）")
    if since and release.first_published_at.year < since:
        reasons.append(MISSED)
    return Candidate(release, column, tuple(reasons))


def candidates(issue: Issue, *, column: str = "", words: str = "") -> list[Candidate]:
    """Return what may be chosen for an issue, most deserving first: reasons before none, then the newest."""
    rows = _documents(issue.gazette).exclude(item__in=_taken(issue.gazette).values("document"))
    if words:
        rows = rows.filter(title__icontains=words)
    found = [_candidate(row, issue.gazette, issue.year) for row in rows.order_by("-first_published_at")[: MOST * 3]]
    left = set(Omission.objects.filter(gazette=issue.gazette).exclude(why="later").values_list("document", flat=True))
    fitting = [one for one in found if one.release.item_id not in left and column in {"", one.column}]
    return sorted(fitting, key=lambda one: -len(set(one.reasons) - {MISSED}))[:MOST]


@dataclass(frozen=True)
class Line:
    """One policy document in the window: where it stands, or why not, or neither."""

    release: Release
    entry: Entry | None
    omission: Omission | None

    @property
    def state(self) -> str:
        if self.entry is not None:
            return "printed" if self.entry.issue.state == State.RELEASED else "chosen"
        return "reason" if self.omission is not None else "missing"

    @property
    def why(self) -> str:
        if self.omission is None:
            return ""
        return WHY_NAMES[self.omission.why] + (f"：{self.omission.note}" if self.omission.note else "")


LINE_NAMES = {
    "missing": "没有刊登，也没有理由",
    "chosen": "已选入待出版的期次",
    "printed": "已刊登",
    "reason": "不刊登，有理由",
}


def _policy(gazette: Gazette, year: int = 0) -> QuerySet[Release]:
    rows = _documents(gazette)
    rows = rows.filter(category=NORMATIVE) | rows.filter(genre__in=POLICY_GENRES)
    return (rows.filter(first_published_at__year=year) if year else rows).order_by("-first_published_at")


def window(gazette: Gazette, *, year: int = 0, state: str = "") -> list[Line]:
    """Return every public policy document of the government and its bodies with its place in the gazette (R294)."""
    entries: dict[int, Entry] = {}
    for entry in _taken(gazette).select_related("issue", "item").order_by("issue__total"):
        assert entry.document_id is not None
        entries[entry.document_id] = entry
    left = {row.document_id: row for row in Omission.objects.filter(gazette=gazette)}
    lines = [
        Line(row, entries.get(row.item_id), left.get(row.item_id) if row.item_id not in entries else None)
        for row in _policy(gazette, year)
    ]
    return [one for one in lines if state in {"", one.state}]


def missing_count(gazette: Gazette) -> int:
    """Return how many public policy documents stand in no issue and have no reason. One query."""
    rows = _policy(gazette).exclude(item__in=_taken(gazette).values("document"))
    return rows.exclude(item__in=Omission.objects.filter(gazette=gazette).values("document")).order_by().count()


def window_counts(lines: list[Line]) -> dict[str, int]:
    counted = dict.fromkeys(LINE_NAMES, 0)
    for one in lines:
        counted[one.state] += 1
    return counted
