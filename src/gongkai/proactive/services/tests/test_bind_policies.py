"""Reading leads to doing: a new policy that mentions an item carries its link, or says why not, and the figure says the truth."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.services import actions, queries
from gongkai.proactive.services.models import Binding
from gongkai.proactive.services.rules import Bond
from gongkai.proactive.services.tests.world import LINK, hear, policy, registered, released, year
from gongkai.project.tests.cast import City


def page_of(document) -> str:
    return Client().get(f"/documents/{document.item.key}").content.decode()


def figure(city: City):
    return queries.coverage(queries.lines(city.shen, year()))[0]


def at_once(city: City, document) -> None:
    """Decide as the desk does, on the wording at hand."""
    _, edition = queries.document_here(document.item_id, city.shen)
    for one in queries.offered_in(edition):
        actions.bind(edition=edition, service=one.service, by=city.shen)


@pytest.mark.requirement("R186")
def test_a_policy_that_mentions_an_item_cannot_go_out_before_somebody_decided(city: City) -> None:
    released(city)
    document = policy(city, status=Status.ISSUED)
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "公共租赁住房资格申请" in page
    assert reverse("services:document", args=[document.item_id]) in page
    assert client.post(f"/desk/documents/{document.pk}/publish/").status_code == 409
    posted = client.post(
        reverse("services:document", args=[document.item_id]), {"service": service_pk(), "verb": "bind"}
    )
    assert posted.status_code == 302
    assert client.post(f"/desk/documents/{document.pk}/publish/").status_code == 302
    shown = page_of(document)
    assert "去办理" in shown
    assert LINK in shown
    assert (figure(city).covered, figure(city).total, figure(city).rate) == (1, 1, 100.0)


def service_pk() -> int:
    return queries.item_model().objects.get().pk


@pytest.mark.requirement("R186")
def test_a_released_policy_that_mentions_an_item_is_a_task_until_it_is_bound(city: City) -> None:
    document = policy(city)
    service = released(city)  # registered after the policy went out
    hear()
    actions.scan_year(year())
    (row,) = Binding.objects.all()
    assert (row.state, row.words) == (Bond.OPEN, "公租房申请")
    assert (figure(city).covered, figure(city).total) == (0, 1)
    assert queries.open_tasks(city.shen).count() == 1
    assert "去办理" not in page_of(document)
    _, edition = queries.document_here(document.item_id, city.shen)
    actions.bind(edition=edition, service=service, by=city.shen)
    assert figure(city).is_full
    assert not queries.open_tasks(city.shen).exists()
    assert LINK in page_of(document)


def test_hearing_twice_opens_one_task(city: City) -> None:
    released(city)
    document = policy(city, status=Status.ISSUED)
    at_once(city, document)
    documents.publish(document=document, by=city.shen)
    hear()
    assert actions.scan_for([document.item_id]) == 0
    assert Binding.objects.get().state == Bond.BOUND


def test_not_binding_needs_a_reason_and_the_policy_then_asks_for_no_link(city: City) -> None:
    service = released(city)
    document = policy(city, status=Status.ISSUED)
    _, edition = queries.document_here(document.item_id, city.shen)
    with pytest.raises(actions.Refused, match="理由"):
        actions.decline(edition=edition, service=service, reason=" ", by=city.shen)
    actions.decline(edition=edition, service=service, reason="只是引用名称", by=city.shen)
    documents.publish(document=document, by=city.shen)
    hear()
    whole = figure(city)
    assert (whole.total, whole.declined, whole.rate) == (0, 1, None)
    assert queries.lines(city.shen, year())[0].declined == ["公共租赁住房资格申请（只是引用名称）"]


def test_what_the_text_takes_away_asks_for_no_link(city: City) -> None:
    released(city)
    document = policy(city, words="自发文之日起，不再办理公租房申请。")
    hear()
    assert not Binding.objects.filter(document=document.item_id).exists()


def test_a_retired_item_keeps_its_page_and_is_flagged_where_it_was_bound(city: City) -> None:
    service = released(city)
    after = released(city, code="YC330100-1002", name="保障性租赁住房申请登记", other_names=(), link=LINK + "2")
    document = policy(city, status=Status.ISSUED)
    at_once(city, document)
    documents.publish(document=document, by=city.shen)
    actions.retire(row=service, reason="事项合并", on=document.issued_on, successor=after, by=city.shen)
    shown = page_of(document)
    assert "停办：事项合并" in shown
    assert f'href="{LINK}"' not in shown
    assert "改办：保障性租赁住房申请登记" in shown
    assert Client().get(f"/services/{service.code}").status_code == 200
    assert figure(city).covered == 0
    _, edition = queries.document_here(document.item_id, city.shen)
    with pytest.raises(actions.Refused, match="停办"):
        actions.bind(edition=edition, service=service_again(service.pk), by=city.shen)


def service_again(pk: int):
    return queries.item_model().objects.get(pk=pk)


def test_a_withdrawn_item_leaves_the_page_by_itself(city: City) -> None:
    service = released(city)
    document = policy(city, status=Status.ISSUED)
    at_once(city, document)
    documents.publish(document=document, by=city.shen)
    publishing.withdraw(item=service.item, kind="error", reason="登记有误", by=city.shen)
    assert "去办理" not in page_of(document)
    assert figure(city).covered == 0


def test_a_withdrawn_policy_is_counted_no_more(city: City) -> None:
    released(city)
    document = policy(city, status=Status.ISSUED)
    at_once(city, document)
    documents.publish(document=document, by=city.shen)
    publishing.withdraw(item=document.item, kind="error", reason="内容有误", by=city.shen)
    assert figure(city).total == 0


def test_an_item_that_is_not_public_cannot_be_bound(city: City) -> None:
    service = registered(city)
    document = policy(city, status=Status.ISSUED)
    _, edition = queries.document_here(document.item_id, city.shen)
    with pytest.raises(actions.Refused, match="还没有公开"):
        actions.bind(edition=edition, service=service, by=city.shen)


def test_another_agencys_policy_is_out_of_sight_and_a_drafter_may_not_bind(city: City) -> None:
    service = released(city)
    document = policy(city, status=Status.ISSUED)
    with pytest.raises(OutOfSight):
        queries.document_here(document.item_id, city.mo)
    _, edition = queries.document_here(document.item_id, city.shen)
    with pytest.raises(NotAllowed):
        actions.bind(edition=edition, service=service, by=city.lin)


def asked(document, number: int) -> int:
    """Return how many questions a page costs that nobody has opened before; the one before it warms what is kept."""
    client = Client()
    client.get(f"/documents/{document.item.key}", {"n": number})
    with CaptureQueriesContext(connection) as found:
        assert client.get(f"/documents/{document.item.key}", {"n": number + 1}).status_code == 200
    return len(found)


def test_the_document_page_costs_one_question_where_something_is_bound_and_none_elsewhere(
    city: City, monkeypatch
) -> None:
    document = policy(city)
    service = released(city)
    beside = asked(document, 10)
    with monkeypatch.context() as nobody:
        nobody.setattr("gongkai.proactive.documents.rules.beside.BESIDES", {})
        assert asked(document, 20) == beside
    _, edition = queries.document_here(document.item_id, city.shen)
    actions.bind(edition=edition, service=service, by=city.shen)
    assert asked(document, 30) == beside + 1
