"""What documents do to their items: a withdrawn one takes them along, a corrected one asks for another look."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import holders, the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.rules import State, Withdrawal
from gongkai.proactive.policy.actions.noting import note
from gongkai.proactive.policy.models import PolicyItem, Scan
from gongkai.proactive.policy.permissions import EDIT
from gongkai.proactive.policy.rules.extraction.items import candidates
from gongkai.proactive.policy.rules.titles import grants_nothing


def scan_documents(*, items: Iterable[int]) -> int:
    """Count what looks like benefits in public documents; a wording that was scanned already is not read again."""
    wanted = list(items)
    known = dict(Scan.objects.filter(document__in=wanted).values_list("document_id", "edition"))
    rows = published.public_releases().filter(item__in=wanted, kind="document").select_related("edition")
    count = 0
    for release in rows:
        if known.get(release.item_id) == release.edition.number:
            continue
        found = 0 if grants_nothing(release.title) else len(candidates(release.edition.text))
        facts = {"edition": release.edition.number, "benefits": found, "scanned_at": timezone.now()}
        Scan.objects.update_or_create(document_id=release.item_id, defaults=facts)
        count += 1
    return count


@transaction.atomic
def follow_withdrawals(*, documents: Iterable[int]) -> int:
    """Take down the public items of documents that were taken down: they quote them. Twice does no harm."""
    by, count = the_system("policy"), 0
    rows = PolicyItem.objects.filter(document__in=list(documents), document__withdrawn_at__isnull=False)
    for row in rows.select_related("item__agency", "document"):
        if not row.item.editions.filter(state=State.PUBLISHED).exists():
            continue
        reason = f"所依据的文件已经撤下，事项一并结束：{row.document.withdrawal_reason}"[:300]
        publishing.withdraw(item=row.item, kind=Withdrawal(row.document.withdrawal_kind), reason=reason, by=by)
        note("item:follow", row, by, remark=reason)
        count += 1
    return count


def follow_corrections(*, documents: Iterable[int]) -> int:
    """Tell the editors that the document of public items has a new wording; once for each new edition."""
    rows = PolicyItem.objects.filter(
        document__in=list(documents), item__release__isnull=False, document__release__isnull=False
    )
    notes = []
    for row in rows.select_related("item__agency", "item__release", "document__release__edition"):
        number = row.document.release.edition.number
        if number == row.document_edition:
            continue
        people = tuple(one.pk for one in holders(EDIT, row.item.agency))
        title = f"请复核：政策事项“{row.item.release.title}”所依据的文件有了第{number}版"
        notes.append(
            Note(people, title, f"policy:recheck:{row.pk}:{number}", url=f"/desk/policy/items/{row.pk}/", kind="policy")
        )
    notify.tell_all(notes=[one for one in notes if one.people])
    return len(notes)
