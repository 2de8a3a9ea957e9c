"""Preparing items: read from a document by machine, added and edited by a person. Each save needs the version seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import to_text
from gongkai.base.organisations.queries import Acting, check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import IN_PREPARATION
from gongkai.law.grounds import Mode
from gongkai.proactive.policy.actions.noting import html_of, keep_wording, note
from gongkai.proactive.policy.models import PolicyItem, Scan
from gongkai.proactive.policy.permissions import EDIT, check_edit
from gongkai.proactive.policy.queries import working_edition
from gongkai.proactive.policy.rules import ITEM, MOST_PROPOSALS
from gongkai.proactive.policy.rules.extraction.proposals import proposals
from gongkai.proactive.policy.rules.items import (
    EMPTY,
    FIELD_NAMES,
    LONGEST_QUOTE,
    condition_words,
    facts_of_proposal,
    paragraph_of,
    said_of,
    wording,
)
from gongkai.proactive.policy.rules.trees import from_json, to_json

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Item, Release


def _document(key: str) -> Release:
    release = published.release_by_key(key)
    if release is None or release.kind != "document":
        raise Refused("只能拆解已经公开的文件。请先发布文件，再提取事项。")
    return release


@transaction.atomic
def extract(*, document: Item, by: Acting) -> list[PolicyItem]:
    """Read a public document and make a draft of each benefit that it has none for yet; returns the new ones."""
    check(by, EDIT, document.agency)
    release = _document(document.key)
    source = release.edition.text
    found = proposals(source)
    if not found:
        raise Refused("没有读到像惠企惠民事项的句子。确实有的，请手工新增；没有的，请登记“没有可拆解的事项”。")
    if len(found) > MOST_PROPOSALS:
        raise Refused(f"读到{len(found)}个疑似事项，超过一次可以处理的{MOST_PROPOSALS}个。请手工新增其中需要的。")
    standing = set(
        PolicyItem.objects.filter(document=document, dropped_at__isnull=True).values_list("facts__quote", flat=True)
    )
    made: list[PolicyItem] = []
    for number, one in enumerate(found, start=1):
        facts = facts_of_proposal(one, source)
        if facts["quote"] not in standing:
            marks = [[mark.field, mark.start, mark.end] for mark in one.marks]
            made.append(_created(release, one.title, facts, by, order=number, marks=marks, machine=True))
    events.record(
        tag="policy:item:extract", by=by.actor(agency=document.agency),
        subject=Subject("document", document.key, release.title), new={"读到": len(found), "新建": len(made)},
    )  # fmt: skip
    return made


def _created(
    release: Release, title: str, facts: Mapping[str, Any], by: Acting, *, order: int, marks: Sequence[Any] = (), machine: bool = False
) -> PolicyItem:  # fmt: skip
    html = html_of(wording(title, facts))
    edition = publishing.create_item(
        kind=ITEM, agency=release.agency, title=title, by=by, html=html, text=to_text(html), quiet=True
    )
    edition.mode = Mode.FULL_TEXT.value
    edition.save(update_fields=["mode"])
    return PolicyItem.objects.create(
        item=edition.item, document_id=release.item_id, document_edition=release.edition.number, order=order,
        facts=dict(facts), marks=list(marks), machine=machine,
    )  # fmt: skip


@transaction.atomic
def add_item(*, document: Item, title: str, quote: str, by: Acting) -> PolicyItem:
    """Begin an item by hand. `quote` must stand in the public wording: every item rests on a paragraph."""
    check(by, EDIT, document.agency)
    release = _document(document.key)
    if not title.strip():
        raise Refused("请填写事项名称。")
    facts = EMPTY | {"quote": _quoted(release, quote)}
    facts["paragraph"] = paragraph_of(release.edition.text, facts["quote"])
    last = PolicyItem.objects.filter(document=document).count()
    row = _created(release, title.strip()[:200], facts, by, order=last + 1)
    note("item:add", row, by)
    return row


def _quoted(release: Release, quote: str) -> str:
    text = quote.replace("\r\n", "\n").strip()
    if not text or paragraph_of(release.edition.text, text) < 0:
        raise Refused("依据原文要与公开文件里的句子完全一致。请从左边的原文中复制一句。")
    return text[:LONGEST_QUOTE]


def _locked(row: PolicyItem) -> PolicyItem:
    return PolicyItem.objects.select_for_update(of=("self",)).select_related("item__agency", "document").get(pk=row.pk)


@transaction.atomic
def describe(*, row: PolicyItem, version: int, title: str, facts: Mapping[str, Any], by: Acting) -> PolicyItem:
    """Change everything but the conditions. `facts` may name a part only. Raises Stale, Refused."""
    row = _locked(row)
    edition = working_edition(row)
    check_edit(row, edition, by)
    if not title.strip():
        raise Refused("请填写事项名称。")
    changes = {name: value for name, value in facts.items() if name in EMPTY and name != "condition"}
    if "quote" in changes:
        release = _document(row.document.key)
        changes["quote"] = _quoted(release, changes["quote"])
        changes["paragraph"] = paragraph_of(release.edition.text, changes["quote"])
        row.document_edition = release.edition.number
    old = {FIELD_NAMES[name]: said_of(row.facts.get(name)) for name in changes if row.facts.get(name) != changes[name]}
    row.facts = {**EMPTY, **row.facts, **changes}
    row.save(update_fields=["facts", "document_edition"])
    keep_wording(row, edition, title=title.strip(), version=version, by=by)
    new = {name: said_of(row.facts[key]) for key, name in FIELD_NAMES.items() if name in old}
    note("item:edit", row, by, old=old, new=new)
    return row


@transaction.atomic
def set_condition(*, row: PolicyItem, version: int, condition: Mapping[str, Any], by: Acting) -> PolicyItem:
    """Put another tree in the place of the conditions. Raises ConditionRefused, Stale, Refused."""
    row = _locked(row)
    edition = working_edition(row)
    check_edit(row, edition, by)
    node = from_json(condition)
    row.facts = {**EMPTY, **row.facts, "condition": to_json(node)}
    row.save(update_fields=["facts"])
    keep_wording(row, edition, title=edition.title, version=version, by=by)
    note("item:edit", row, by, new={"条件": condition_words(row.facts)})
    return row


@transaction.atomic
def open_next(*, row: PolicyItem, reason: str, by: Acting) -> PolicyItem:
    """Begin a new edition of a public item, read against the document as it stands now; readers see the reason."""
    check(by, EDIT, row.item.agency)
    release = _document(row.document.key)
    row = _locked(row)
    publishing.open_edition(item=row.item, note=reason, by=by)
    row.facts = {**row.facts, "paragraph": paragraph_of(release.edition.text, row.facts["quote"])}
    row.document_edition, row.submitted, row.submitted_by, row.marks = release.edition.number, False, None, []
    row.save(update_fields=["facts", "document_edition", "submitted", "submitted_by", "marks"])
    return row


@transaction.atomic
def drop(*, row: PolicyItem, reason: str, by: Acting) -> None:
    """Give up what is in preparation; what is public stays as it is."""
    row = _locked(row)
    check_edit(row, working_edition(row), by)
    if not reason.strip():
        raise Refused("请写明放弃的原因。")
    standing = (
        row.item.editions.exclude(state__in=IN_PREPARATION).filter(snapshot__isnull=False).order_by("-number").first()
    )
    note("item:drop", row, by, remark=reason.strip())
    publishing.discard(edition=working_edition(row), by=by, reason=reason.strip())
    if standing is None:
        row.dropped_at = timezone.now()
    else:
        row.facts, row.document_edition = standing.snapshot["policy"], standing.snapshot["document"]["edition"]
    row.submitted = False
    row.save(update_fields=["dropped_at", "facts", "document_edition", "submitted"])


@transaction.atomic
def dismiss(*, scan: Scan, reason: str, by: Acting) -> None:
    """Say that a document holds nothing to take apart, and why; it leaves the list of what is to do."""
    check(by, EDIT, scan.document.agency)
    if not reason.strip():
        raise Refused("请写明为什么没有可以拆解的事项。")
    scan.dismissed_at, scan.dismissed_by, scan.dismissed_why = timezone.now(), by.person, reason.strip()[:300]
    scan.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_why"])
    events.record(
        tag="policy:scan:dismiss", by=by.actor(agency=scan.document.agency),
        subject=Subject("document", scan.document.key), remark=reason.strip(),
    )  # fmt: skip


@transaction.atomic
def restore(*, scan: Scan, by: Acting) -> None:
    check(by, EDIT, scan.document.agency)
    scan.dismissed_at, scan.dismissed_by, scan.dismissed_why = None, None, ""
    scan.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_why"])
    events.record(
        tag="policy:scan:restore",
        by=by.actor(agency=scan.document.agency),
        subject=Subject("document", scan.document.key),
    )
