"""Putting down and changing entries of the registers; the review of a product by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.oversight.outreach.models import (
    Appearance,
    ChannelUse,
    Guest,
    Kept,
    Leader,
    Product,
    ProductReview,
    Spread,
    Supplier,
    Survey,
    Watch,
)
from gongkai.oversight.outreach.models.supply import RESULTS
from gongkai.oversight.outreach.permissions import MANAGE, agencies_read

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item

NAMES: dict[type[Kept], str] = {
    Appearance: "appearance", ChannelUse: "channel", Guest: "guest", Leader: "leader", Product: "product",
    Spread: "spread", Supplier: "supplier", Survey: "survey", Watch: "watch",
}  # fmt: skip


def subject_of(entry: Kept) -> Subject:
    return Subject(f"outreach-{NAMES[type(entry)]}", str(entry.pk), str(entry))


def check_managing(agency: Agency, by: Acting) -> None:
    """Raise NotAllowed for a wrong role and Refused for an agency out of sight: the form stays with what was typed."""
    try:
        check(by, MANAGE, agency)
    except OutOfSight as error:
        raise Refused("请选择您负责的机关。") from error


def policy_named(text: str, by: Acting) -> Item:
    """Return the public policy with this index number or document number, of an agency this person reads. Raises Refused."""
    item = publishing.item_by_number(text.strip())
    if item is None or item.agency_id not in set(agencies_read(by).values_list("pk", flat=True)):
        raise Refused(f"没有查到“{text.strip()[:60]}”。请填写已经公开的文件的索引号或者文号。")
    if not hasattr(item, "release"):
        raise Refused("这份文件还没有公开，公开以后再登记。")
    return item


def _facts(entry: Kept) -> dict[str, Any]:
    skipped = {"id", "recorded_by", "recorded_at"}
    return {
        field.name: str(value) if (value := getattr(entry, field.attname)) is not None else ""
        for field in entry._meta.concrete_fields if field.name not in skipped
    }  # fmt: skip


@transaction.atomic
def keep(*, entry: Kept, by: Acting) -> Kept:
    """Store a new or a changed entry. Raises Refused, NotAllowed, ValidationError with sentences by field."""
    check_managing(entry.agency, by)
    old: dict[str, Any] = {}
    if entry.pk:
        standing = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        check_managing(standing.agency, by)
        old = _facts(standing)
        if isinstance(standing, Product) and isinstance(entry, Product):
            _check_product(standing, entry)
    else:
        entry.recorded_by = by.person
    entry.full_clean()
    entry.save()
    new = _facts(entry)
    changed = {name: value for name, value in new.items() if old.get(name, "") != value}
    if changed:
        events.record(
            tag=f"outreach:{NAMES[type(entry)]}:{'change' if old else 'add'}", by=by.actor(agency=entry.agency),
            subject=subject_of(entry), old={name: old[name] for name in changed} if old else None, new=changed,
        )  # fmt: skip
    return entry


def _check_product(old: Product, new: Product) -> None:
    """What was reviewed is not exchanged under its review; only where it is used may still be said."""
    fixed = ("supplier_id", "name", "form", "delivered_on")
    if old.is_approved and any(getattr(old, name) != getattr(new, name) for name in fixed):
        raise Refused("这件产品已经审核通过，不能改换。重新交付的，请另登记一件并重新审核。")


@transaction.atomic
def review_product(*, product: Product, result: str, opinion: str, by: Acting) -> ProductReview:
    """Review one product. Who put it down does not review it; each product has reviews of its own (R177)."""
    product = Product.objects.select_for_update(of=("self",)).select_related("agency").get(pk=product.pk)
    check(by, Permission.INTERPRETATION_REVIEW, product.agency, _any_division(by, product))
    if result not in RESULTS:
        raise Refused("请选择通过或者退回修改。")
    if by.person is not None and by.person.pk == product.recorded_by_id:
        raise Refused("登记人不能审核自己登记的产品，请由其他同志审核。")
    if not opinion.strip():
        raise Refused("请写明审核意见。")
    made = ProductReview.objects.create(
        product=product, result=result, opinion=opinion.strip()[:500], reviewer=by.person, reviewer_name=by.actor().name
    )
    events.record(
        tag="outreach:product:review", by=by.actor(agency=product.agency), subject=subject_of(product),
        new={"result": RESULTS[result]}, remark=opinion.strip(),
    )  # fmt: skip
    return made


def _any_division(by: Acting, product: Product) -> int | None:
    """A product belongs to no division: whoever heads one in its agency may review it."""
    own = [grant for grant in by.grants if grant.agency_id == product.agency_id and grant.division_id]
    return own[0].division_id if own else None
