"""The door of a form: once, in time, for its purpose; with script and without."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from gongkai.base.guard import actions, queries, rules, secret
from gongkai.base.guard.models import Spent, Visits

from .test_rules import answer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 50)


def solved(guard: dict[str, Any]) -> str:
    return rules.solve(rules.Challenge(guard["salt"], guard["challenge"], guard["signature"], guard["most"], 0))


def posted(**fields: str) -> HttpRequest:
    return RequestFactory().post("/apply/", fields)


def answered(guard: dict[str, Any]) -> dict[str, str]:
    question = rules.Question(guard["question"], guard["hint"], guard["token"])
    return {"guard_token": guard["token"], "guard_answer": answer_of(question)}


def test_done_work_opens_once() -> None:
    request = posted(guard_proof=solved(queries.challenge("apply")))
    actions.check(request, "apply")
    with pytest.raises(rules.GuardRefused, match="已经用过"):
        actions.check(request, "apply")


def test_without_script_the_question_opens_once() -> None:
    request = posted(**answered(queries.challenge("apply")))
    actions.check(request, "apply")
    with pytest.raises(rules.GuardRefused, match="已经用过"):
        actions.check(request, "apply")


def test_a_wrong_answer_uses_the_question_up() -> None:
    guard = queries.challenge("apply")
    with pytest.raises(rules.GuardRefused, match="答得不对"):
        actions.check(posted(guard_token=guard["token"], guard_answer="错"), "apply")
    with pytest.raises(rules.GuardRefused, match="已经用过"):
        actions.check(posted(**answered(guard)), "apply")


def test_nothing_at_all_is_refused_kindly() -> None:
    with pytest.raises(rules.GuardRefused, match="请回答验证问题"):
        actions.check(posted(), "apply")


def test_a_proof_of_another_form_does_not_open_this_one() -> None:
    guard = queries.challenge("track")
    for fields in ({"guard_proof": solved(guard)}, answered(guard)):
        with pytest.raises(rules.GuardRefused):
            actions.check(posted(**fields), "apply")
    assert not Spent.objects.exists()


def test_too_late_is_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = queries.challenge("apply")
    later = timezone.now() + rules.LIFETIME + dt.timedelta(seconds=1)
    monkeypatch.setattr(actions.timezone, "now", lambda: later)
    for fields in ({"guard_proof": solved(guard)}, answered(guard)):
        with pytest.raises(rules.GuardRefused, match="过期"):
            actions.check(posted(**fields), "apply")


def test_the_page_asks_in_plain_words_and_does_not_hold_the_answer() -> None:
    guard = queries.challenge("apply")
    page = render_to_string("guard/_challenge.html", {"guard": guard, "error": "答得不对"})
    assert f"验证问题：{guard['question']}" in page.replace("&quot;", '"')
    assert '<label for="guard_answer">' in page
    assert 'aria-describedby="guard_answer_help guard_answer_error"' in page
    assert re.search(r'<input[^>]*name="guard_answer"[^>]*required', page)
    assert "<noscript" not in page
    assert "style=" not in page
    assert "guard_proof" not in page  # only a script brings it
    said = page.replace(guard["question"], "")
    if not guard["question"].startswith("“"):
        assert f'value="{answered(guard)["guard_answer"]}"' not in said


def test_a_fresh_challenge_is_kept_by_nobody(client: Client) -> None:
    first, second = (client.get("/guard/challenge?purpose=apply") for _ in range(2))
    assert first["Cache-Control"] == "no-store"
    assert not first.cookies
    assert first.json()["challenge"] != second.json()["challenge"]
    assert set(first.json()) == {"salt", "challenge", "signature", "most", "lifetime"}
    actions.check(posted(guard_proof=solved(first.json())), "apply")
    assert client.get("/guard/challenge?purpose=a%26b").status_code == 400
    assert client.get("/guard/challenge").status_code == 400
    assert client.post("/guard/challenge?purpose=apply").status_code == 405


def test_the_number_of_tries_is_limited_and_then_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [actions.count("track", "10.0.0.1", limit=3, seconds=60) for _ in range(3)] == [1, 2, 3]
    with pytest.raises(rules.TooMany) as refused:
        actions.count("track", "10.0.0.1", limit=3, seconds=60)
    assert 55 <= refused.value.wait <= 60
    assert 55 <= queries.blocked("track", "10.0.0.1", limit=3, seconds=60) <= 60
    assert actions.count("track", "10.0.0.2", limit=3, seconds=60) == 1
    assert actions.count("apply", "10.0.0.1", limit=3, seconds=60) == 1
    Visits.objects.update(started_at=timezone.now() - dt.timedelta(seconds=61))
    assert queries.blocked("track", "10.0.0.1", limit=3, seconds=60) == 0
    assert actions.count("track", "10.0.0.1", limit=3, seconds=60) == 1


def test_being_refused_does_not_lengthen_the_wait() -> None:
    actions.count("track", "x", limit=1, seconds=60)
    started = Visits.objects.get().started_at
    for _ in range(3):
        with pytest.raises(rules.TooMany):
            actions.count("track", "x", limit=1, seconds=60)
    assert (Visits.objects.get().started_at, Visits.objects.get().hits) == (started, 1)


def test_no_address_stands_in_the_table() -> None:
    actions.count("track", "203.0.113.9", limit=3, seconds=60)
    row = Visits.objects.get()
    assert row.key == secret.code_of("track", "203.0.113.9")
    assert "203.0.113.9" not in json.dumps([row.key, row.purpose])
    assert secret.code_of("apply", "203.0.113.9") != row.key


def test_what_is_over_is_swept_away() -> None:
    now = timezone.now()
    Spent.objects.create(digest="a", expires_at=now - dt.timedelta(seconds=1))
    Spent.objects.create(digest="b", expires_at=now + dt.timedelta(hours=1))
    Visits.objects.create(purpose="x", key="a", started_at=now - rules.FORGET_AFTER - dt.timedelta(seconds=1))
    Visits.objects.create(purpose="x", key="b", started_at=now)
    assert actions.sweep() == 2
    assert list(Spent.objects.values_list("digest", flat=True)) == ["b"]


def test_the_visitor_is_the_network(rf: RequestFactory) -> None:
    assert queries.address_of(rf.get("/", REMOTE_ADDR="2001:db8::1")) == "2001:db8::/64"


def together(number: int, work: Any) -> list[Any]:
    """Run `work` in threads that start at the same moment; exceptions are answers."""
    start, said = threading.Barrier(number), []

    def one() -> None:
        try:
            start.wait()
            said.append(work())
        except Exception as error:  # noqa: BLE001 - the answer of this thread
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["proof", "question"])
def test_of_several_at_once_one_passes(way: str) -> None:
    guard = queries.challenge("apply")
    fields = {"guard_proof": solved(guard)} if way == "proof" else answered(guard)
    said = together(6, lambda: actions.check(posted(**fields), "apply"))
    assert said.count(None) == 1
    assert [type(one) for one in said if one is not None] == [rules.GuardRefused] * 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_passes_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    guard = queries.challenge("apply")
    proof = solved(guard)
    said = together(12, lambda: actions.check(posted(guard_proof=proof), "apply"))
    assert said.count(None) == 1
    said = together(12, lambda: actions.count("track", "x", limit=5, seconds=60))
    assert sum(isinstance(one, int) for one in said) == 5
    assert Visits.objects.get().hits == 5


@pytest.mark.django_db(transaction=True)
def test_several_at_once_do_not_get_past_the_limit() -> None:
    said = together(8, lambda: actions.count("track", "x", limit=5, seconds=60))
    assert sum(isinstance(one, int) for one in said) == 5
    assert Visits.objects.get().hits == 5


def test_a_refusal_inside_a_transaction_leaves_it_whole() -> None:
    request = posted(guard_proof=solved(queries.challenge("apply")))
    actions.check(request, "apply")
    with transaction.atomic():
        with pytest.raises(rules.GuardRefused):
            actions.check(request, "apply")
        assert Spent.objects.count() == 1
