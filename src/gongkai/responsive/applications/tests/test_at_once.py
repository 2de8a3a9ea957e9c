"""Two officers, an applicant and the night's work at the same moment: real parallel transactions on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.guard import queries as guard_queries
from gongkai.base.organisations.queries import the_system
from gongkai.project.tests.cast import City, at_once, build_city, refusals
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application, Decision, Submission
from gongkai.responsive.applications.tests.test_road import REFUSAL
from gongkai.responsive.applications.tests.web import post, proof, text_of
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, handed_in, staff

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> City:
    if connection.vendor != "postgresql":
        pytest.skip("needs real parallel transactions: PostgreSQL")
    return staff(build_city())


def again(application: Application) -> Application:
    return Application.objects.select_related("agency", "submission").get(pk=application.pk)


def today() -> dt.date:
    return timezone.localdate()


def test_two_officers_decide_at_once_and_one_answer_stands(town: City) -> None:
    application = at_work(town, on=today())
    jing, shen = town.jing, town.shen
    facts: dict[str, Any] = {"code": "R4d", "override": "无法联系", **REFUSAL}
    results = at_once(
        lambda: actions.decide(application=again(application), by=jing, **facts),
        lambda: actions.decide(application=again(application), by=shen, **facts),
    )
    assert [isinstance(one, actions.Refused) for one in refusals(results)] == [True]
    assert Decision.objects.filter(application=application).count() == 1
    assert events.verify() == []


def test_approved_and_sent_back_at_once_one_of_both_stands(town: City) -> None:
    application = at_work(town, on=today())
    jing, zheng = town.jing, town.zheng
    actions.decide(application=application, code="R4d", override="无法联系", by=jing, **REFUSAL)
    results = at_once(
        lambda: actions.approve(application=again(application), by=zheng),
        lambda: actions.send_back(application=again(application), opinion="补充依据", by=zheng),
    )
    assert len(refusals(results)) == 1
    assert fresh(application).status in {"replying", "handling"}


def test_taken_back_and_decided_at_once_there_is_one_outcome(town: City) -> None:
    application = at_work(town, on=today())
    jing = town.jing
    results = at_once(
        lambda: actions.withdraw(application=again(application), reason="", by=the_system("applicant")),
        lambda: actions.decide(application=again(application), code="R2", where="随信寄送", by=jing),
    )
    found = fresh(application)
    assert (found.status, found.outcome) in {("closed", "R17"), ("replying", "")}
    assert len(refusals(results)) == 1


def test_ten_forms_at_once_get_ten_numbers_without_a_gap(town: City) -> None:
    jing = town.jing
    results = at_once(*[lambda: handed_in(town, on=today(), by=jing) for _ in range(10)])
    assert refusals(results) == []
    numbers = sorted(int(one.number.split("第")[1].rstrip("号")) for one in Application.objects.all())
    assert numbers == list(range(1, 11))


def test_the_same_form_of_a_partner_twice_at_once_comes_in_once(town: City) -> None:
    def hand_in() -> object:
        return actions.submit(
            agency=town.housing, door="platform", form="paper", method="post", matters=[MATTER], parties=[QIAN],
            by=the_system("platform"), external_id="P-2026-1",
        )  # fmt: skip

    results = at_once(hand_in, hand_in)
    assert [isinstance(one, actions.Refused) for one in refusals(results)] == [True]
    assert Submission.objects.count() == 1


def test_confirmed_by_both_sides_at_once_it_is_registered_once(town: City) -> None:
    application = handed_in(town, on=today(), door="web")
    jing = town.jing
    results = at_once(
        lambda: actions.confirm(submission=application.submission, on=today(), how="phone", by=jing),
        lambda: actions.confirm(
            submission=application.submission, on=today(), how="applicant", by=the_system("applicant")
        ),
    )
    assert len(refusals(results)) == 1
    assert fresh(application).number.endswith("第1号")


def test_the_same_form_of_the_web_sent_twice_at_once_comes_in_once(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)
    del town
    proofs = [proof(), proof()]
    results = at_once(*[lambda one=one: send_with(one) for one in proofs])
    assert refusals(results) == []
    pages = [str(one) for one in results]
    assert Submission.objects.count() == 1
    assert Application.objects.count() == 1
    receipt = Submission.objects.get().receipt
    assert all(receipt in page for page in pages), pages
    assert sum("data-secret" in page for page in pages) == 1
    assert events.verify() == []


def send_with(solved: dict[str, str]) -> str:
    return text_of(post(Client(), "send", **solved))


def test_merged_and_decided_at_once_there_is_one_outcome(town: City) -> None:
    first, second = at_work(town, on=today()), at_work(town, on=today())
    jing, shen = town.jing, town.shen
    results = at_once(
        lambda: actions.merge(application=again(second), into=again(first), reason="同日两次提交", by=jing),
        lambda: actions.decide(application=again(second), code="R2", where="随信寄送", by=shen),
    )
    found = fresh(second)
    assert (found.status, found.outcome, found.merged_into_id) in {("closed", "R17", first.pk), ("replying", "", None)}
    assert len(refusals(results)) == 1
