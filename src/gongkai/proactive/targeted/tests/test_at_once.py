"""Two officers, a recipient and the worker at the same moment: real parallel transactions on PostgreSQL."""

from __future__ import annotations

import pytest

from gongkai.base.events import queries as events
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.actions.public import publish
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.tests.test_parallel import fresh, world
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.models import Delivery, Mailing, Readdressing, Recipient, Widening
from gongkai.proactive.targeted.permissions import Closed
from gongkai.proactive.targeted.rules import MailState
from gongkai.proactive.targeted.tests.test_become_public import WHY, on_its_way, served, until
from gongkai.proactive.targeted.tests.test_readdress import NEW
from gongkai.proactive.targeted.tests.test_send_links import first, mailed, sent_off
from gongkai.project.tests.cast import City, at_once, refusals

__all__ = ["world"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("item__agency", "document__item__agency").get(pk=delivery.pk)


def test_two_tabs_propose_once(world: City) -> None:
    delivery, shen = served(world), world.shen
    results = at_once(
        lambda: actions.widen(delivery=again(delivery), reason=WHY, by=shen),
        lambda: actions.widen(delivery=again(delivery), reason=WHY, by=shen),
    )
    assert [type(one) for one in refusals(results)] == [actions.Refused]
    assert Widening.objects.count() == 1
    assert events.verify() == []


def test_proposed_and_withdrawn_at_once_nothing_is_half_done(world: City) -> None:
    delivery, shen = served(world), world.shen
    results = at_once(
        lambda: actions.widen(delivery=again(delivery), reason=WHY, by=shen, seen="delivered"),
        lambda: actions.withdraw(delivery=again(delivery), reason="内容有误", by=shen),
    )
    found = again(delivery)
    assert found.state == "withdrawn"
    assert found.document is not None
    proposed = Widening.objects.exists()
    assert (found.document.status == Status.DRAFT) is proposed  # both, or neither
    assert len(refusals(results)) == (0 if proposed else 1)


def test_given_up_and_sent_on_at_once_one_of_both_stands(world: City) -> None:
    delivery, document = on_its_way(world)
    shen, lin = world.shen, world.lin
    results = at_once(
        lambda: actions.keep(delivery=again(delivery), reason="住户反对", by=shen),
        lambda: documents.submit(document=fresh(document), by=lin),
    )
    assert len(refusals(results)) == 1
    kept = Widening.objects.get().closed_at is not None
    assert fresh(document).status == (Status.SERVED if kept else Status.HEAD_REVIEW)


def test_released_and_withdrawn_at_once_the_link_leads_to_what_is_public(world: City) -> None:
    delivery, document = on_its_way(world)
    until(world, document, Status.ISSUED)
    shen = world.shen
    results = at_once(
        lambda: publish(document=fresh(document), by=shen),
        lambda: actions.withdraw(delivery=again(delivery), reason="重新核对", by=shen),
        lambda: actions.follow_releases(items={document.pk}),
    )
    assert refusals(results) == [] or all(isinstance(one, actions.Refused) for one in refusals(results))
    actions.follow_releases(items={document.pk})
    found = again(delivery)
    assert found.state in {"withdrawn", "public"}
    assert queries.public_path(found) == f"/documents/{document.item.key}"
    assert Widening.objects.get().outcome == "public"


def test_opened_and_readdressed_at_once_the_history_knows_or_the_door_is_shut(world: City) -> None:
    delivery, shen = mailed(world), world.shen
    recipient = first(delivery)
    pin = queries.pin_of(recipient)
    results = at_once(
        lambda: actions.open_link(recipient=recipient, version=1, pin=pin, name="某人", address="203.0.113.9"),
        lambda: actions.readdress(recipient=first(delivery), address=NEW, reason="录入有误", version=1, by=shen),
    )
    made = Readdressing.objects.get()
    shut = [one for one in refusals(results) if isinstance(one, Closed)]
    assert len(refusals(results)) == len(shut)
    assert made.was_read is not bool(shut)
    assert Recipient.objects.get(pk=recipient.pk).receipt_at is None


def test_readdressed_twice_at_once_one_mail_goes_out(world: City) -> None:
    delivery, shen = sent_off(world), world.shen
    actions.send_links(delivery=delivery, by=shen)
    results = at_once(
        lambda: actions.readdress(recipient=first(delivery), address=NEW, reason="录入有误", version=1, by=shen),
        lambda: actions.readdress(
            recipient=first(delivery), address="b@c.example", reason="录入有误", version=1, by=shen
        ),
        lambda: actions.send_mail(Mailing.objects.order_by("pk")[0].pk),
    )
    assert [type(one) for one in refusals(results)] == [actions.Refused]
    assert Readdressing.objects.count() == 1
    assert Mailing.objects.filter(state=MailState.QUEUED).count() == 1
