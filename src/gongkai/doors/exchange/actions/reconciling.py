"""Comparing what we publish with what the superior holds (R028): read its list page by page, lay side by side, list differences.

Memory holds one page or one batch, whatever the size of the lists; an interrupted run goes on where it was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.adapters import adapter_of
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.actions.differing import Found, keep_differences, settle_gone
from gongkai.doors.exchange.actions.filing import facts_of, is_for_filing, public_root
from gongkai.doors.exchange.models import Listed, Run
from gongkai.doors.exchange.permissions import MANAGE, Refused, check_manage
from gongkai.doors.exchange.rules import Facts, PartnerKind, Result, RunState
from gongkai.doors.exchange.rules.comparing import best, judge, key_of_number, plain_title
from gongkai.engine.publishing.queries import keys_taken, public_releases, tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.base.organisations.queries import Acting
    from gongkai.doors.exchange.models import Partner
    from gongkai.engine.publishing.models import Release

JOB = "exchange.reconcile"
PAGE, BATCH = 500, 250
MOST_ALIKE = 50  # of one title: a hundred 公示 of one name are told apart by their numbers, found by another key
LONGEST_CURSOR = 200
LONGEST = {"place": 120, "index_number": 60, "doc_number": 100, "title": 300, "date": 10, "text_sha256": 64, "url": 300}


@transaction.atomic
def start(*, partner: Partner, by: Acting) -> Run:
    """Begin a run, or return the one that is under way. The worker does the reading and comparing."""
    check_manage(partner.agency, by)
    if partner.kind != PartnerKind.SUPERIOR:
        raise Refused("只有上级平台可以比对，办公系统没有报备目录。")
    under_way = partner.runs.filter(state__in=[RunState.READING, RunState.COMPARING]).first()
    run = under_way or Run.objects.create(partner=partner)
    jobs.enqueue(kind=JOB, payload={"run": run.pk}, key=str(run.pk))
    if under_way is None:
        events.record(
            tag="exchange:run:start", by=by.actor(MANAGE, partner.agency),
            subject=Subject("exchange-run", str(run.pk), partner.name),
        )  # fmt: skip
    return run


def reconcile(run_id: int, *, last_chance: bool = False) -> None:
    """Go on with a run until it is done. Raises Unreachable when the superior does not answer; the job comes again."""
    run = Run.objects.select_related("partner__agency").get(pk=run_id)
    try:
        while run.state == RunState.READING:
            _read_page(run)
        if run.state == RunState.COMPARING:
            _compare(run)
    except (Unreachable, Refused) as error:
        state = RunState.FAILED if last_chance or isinstance(error, Refused) else run.state
        Run.objects.filter(pk=run.pk).update(note=str(error)[:500], state=state)
        if not last_chance and not isinstance(error, Refused):
            raise


# --- reading --------------------------------------------------------------------------------------------


def _read_page(run: Run) -> None:
    items, cursor = _checked(*adapter_of(run.partner).page(run.partner, run.cursor, PAGE))
    if cursor and cursor == run.cursor:
        raise Unreachable("上级目录的下一页标记没有前进，无法继续读取。")
    with transaction.atomic():
        # The page and how far we are stand or fall together: a page read twice is kept once.
        Listed.objects.bulk_create([_listed(run, item) for item in items], ignore_conflicts=True)
        run.cursor, run.note = cursor, ""
        if not cursor:
            run.state, run.theirs = RunState.COMPARING, run.listed.count()
        run.save(update_fields=["cursor", "note", "state", "theirs"])


def _checked(items: Any, cursor: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the entries and the mark of the next page ("" at the end). Raises Unreachable for nonsense."""
    entries = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    if not entries or not isinstance(cursor, str) or len(cursor) > LONGEST_CURSOR:
        raise Unreachable("上级目录无法理解：应为 {items: […], next: …}。")
    return items or [], cursor


def _listed(run: Run, item: dict[str, Any]) -> Listed:
    said = {name: str(item.get(name) or "")[:most] for name, most in LONGEST.items() if name != "place"}
    place = str(item.get("id") or said["index_number"] or f"{said['doc_number']}|{said['title']}|{said['date']}")
    return Listed(
        run=run, place=place[:120], number_key=key_of_number(said["doc_number"])[:100],
        title_key=plain_title(said["title"])[:300], withdrawn=item.get("withdrawn") is True, **said,
    )  # fmt: skip


# --- comparing ------------------------------------------------------------------------------------------


def _compare(run: Run) -> None:
    """Compare batch by batch. Done again after a crash it finds the same: differences are kept by key."""
    run.listed.update(matched=False)
    counts: Counter[str] = Counter()
    ours, root = 0, public_root()
    for batch in _ours(run.partner):
        ours += len(batch)
        found = _lay_beside(run, batch, root)
        counts.update(one.result for one in found)
        keep_differences(run, [one for one in found if one.result != Result.SAME])
    for batch_there in _only_there(run):
        counts.update(one.result for one in batch_there)
        keep_differences(run, batch_there)
    _finish(run, ours, counts)


def _ours(partner: Partner) -> Iterator[list[Release]]:
    """Yield our public releases that are to be filed, a batch at a time."""
    wanted = public_releases().filter(kind__in=partner.filed_kinds, agency__lineage__startswith=partner.agency.lineage)
    wanted = wanted.select_related("edition", "agency").defer("edition__html", "edition__text").order_by("pk")
    last = 0
    while batch := list(wanted.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield [release for release in batch if is_for_filing(release.edition)]


def _lay_beside(run: Run, batch: list[Release], root: str) -> list[Found]:
    facts = [facts_of(release.edition, release.key, release.kind, root) for release in batch]
    candidates = _Candidates(run, facts)
    found, matched = [], []
    for release, ours in zip(batch, facts, strict=True):
        near = candidates.near(ours)
        theirs = best(ours, [there for _, there in near])
        result, fields = judge(ours, theirs)
        found.append(Found(result, ours, theirs, tuple(fields), release.agency_id))
        # Every entry that is the same document counts as found: a second copy there is not "missing here".
        matched += [pk for pk, there in near if best(ours, [there]) is not None]
    run.listed.filter(pk__in=matched).update(matched=True)
    return found


class _Candidates:
    """Their entries that may be one of ours in a batch, found in one query and kept by each of the three keys."""

    def __init__(self, run: Run, facts: list[Facts]) -> None:
        numbers = {key_of_number(one.doc_number)[:100] for one in facts if one.doc_number}
        same = Q(index_number__in=[one.index_number for one in facts]) | Q(number_key__in=numbers)
        same |= Q(title_key__in=[plain_title(one.title)[:300] for one in facts])
        self._by_key: dict[tuple[str, str], list[Listed]] = defaultdict(list)
        for row in run.listed.filter(same).order_by("pk"):
            for name in ("index_number", "number_key", "title_key"):
                if value := getattr(row, name):
                    self._by_key[name, value].append(row)

    def near(self, ours: Facts) -> list[tuple[int, Facts]]:
        keys = {
            "index_number": ours.index_number,
            "number_key": key_of_number(ours.doc_number)[:100],
            "title_key": plain_title(ours.title)[:300],
        }
        rows = {row.pk: row for name, value in keys.items() for row in self._by_key.get((name, value), ())[:MOST_ALIKE]}
        return [(pk, _facts(row)) for pk, row in sorted(rows.items())]


def _facts(row: Listed) -> Facts:
    return Facts(row.index_number, row.doc_number, row.title, row.date, row.text_sha256, row.url, row.withdrawn)


def _only_there(run: Run) -> Iterator[list[Found]]:
    """Yield what stands there and not here; what we took down ourselves and is still shown there has a name of its own."""
    left, last = run.listed.filter(matched=False, withdrawn=False).order_by("pk"), 0
    while batch := list(left.filter(pk__gt=last)[:BATCH]):
        known = keys_taken([row.index_number for row in batch if row.index_number])
        gone = {key for key in known if tombstone(key) is not None}
        agency = run.partner.agency_id
        yield [
            Found(
                Result.WITHDRAWN_HERE if row.index_number in gone else Result.MISSING_HERE,
                None,
                _facts(row),
                (),
                agency,
            )
            for row in batch
        ]
        last = batch[-1].pk


@transaction.atomic
def _finish(run: Run, ours: int, counts: Counter[str]) -> None:
    settled = settle_gone(run)
    run.state, run.finished_at, run.ours = RunState.DONE, timezone.now(), ours
    run.counts, run.note = {**counts, "settled": settled}, ""
    run.save()
    run.listed.all().delete()
    events.record(
        tag="exchange:run:finish", by=the_system("exchange").actor(agency=run.partner.agency),
        subject=Subject("exchange-run", str(run.pk), run.partner.name),
        new={"ours": ours, "theirs": run.theirs, **run.counts},
    )  # fmt: skip
