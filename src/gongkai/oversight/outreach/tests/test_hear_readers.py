"""Readers rate interpretations without leaving a trace; the best ones are chosen by jurors and published."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import serializers
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.queries import release_by_key
from gongkai.oversight.outreach import actions, queries
from gongkai.oversight.outreach.models import Answered, Contest, Rating, Voted
from gongkai.oversight.outreach.rules import criteria_wrong, ranked, weighted
from gongkai.proactive.interpretation.rules.beside import boxes
from gongkai.project.tests.cast import NOTHING_FOUND


@pytest.mark.requirement("R178")
def test_a_reader_rates_without_cookie_and_once_a_day(city, reader, interpretation, client):
    at = f"/interpretations/rate/{interpretation.item.key}"
    answer = reader.post(at, {"stars": "4", "clear": "yes"}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 303
    assert not answer.cookies
    assert "谢谢您的评价" in reader.get(answer["Location"]).content.decode()
    second = reader.post(at, {"stars": "1"}, REMOTE_ADDR="203.0.113.9")
    assert "没有计入" in reader.get(second["Location"]).content.decode()
    reader.post(at, {"stars": "2", "clear": "no"}, REMOTE_ADDR="203.0.113.10")
    assert sum(one.count for one in Rating.objects.all()) == 2
    assert Answered.objects.get(choice="no").count == 1
    kept = serializers.serialize("json", [*Rating.objects.all(), *Answered.objects.all(), *Voted.objects.all()])
    assert "203.0.113" not in kept
    client.force_login(city.people["shen"])
    page = client.get("/desk/outreach/ratings/").content.decode()
    assert "3.0" in page
    assert "需要改进" in page


def test_the_code_of_a_vote_goes_with_the_day(city, interpretation):
    key, day = interpretation.item.key, timezone.localdate()
    assert actions.rate(key=key, stars=5, answers={}, address="203.0.113.9", today=day)
    assert not actions.rate(key=key, stars=5, answers={}, address="203.0.113.9", today=day)
    tomorrow = day + dt.timedelta(days=1)
    assert actions.forget_votes(today=tomorrow) == 1
    assert not Voted.objects.exists()
    assert actions.rate(key=key, stars=5, answers={}, address="203.0.113.9", today=tomorrow)


def test_nonsense_is_not_counted(city, reader, policy, interpretation):
    for key, posted in (
        (policy.item.key, {"stars": "5"}), (interpretation.item.key, {"stars": "9"}), (interpretation.item.key, {}),
        ("nothing", {"stars": "5"}), (interpretation.item.key, {"stars": "-1", "clear": "x" * 500}),
    ):  # fmt: skip
        assert reader.post(f"/interpretations/rate/{key}", posted).status_code == 303
    assert not Rating.objects.exists()
    assert reader.get(f"/interpretations/rate/{interpretation.item.key}").status_code == 405


def test_a_flood_from_one_address_is_held_back(city, reader, interpretation):
    said = [
        reader.post(f"/interpretations/rate/{interpretation.item.key}", {"stars": "1"})["Location"] for _ in range(12)
    ]
    assert "said=busy" in said[-1]


@pytest.mark.requirement("R178")
def test_the_box_stands_on_the_page_of_an_interpretation(city, reader, interpretation):
    assert "outreach/portal/_rating.html" in [box.template for box in boxes()]
    page = reader.get(f"/interpretations/{interpretation.item.key}").content.decode()
    assert f'action="/interpretations/rate/{interpretation.item.key}"' in page


def test_weights_and_ranks_are_exact():
    criteria = [{"key": "a", "name": "准确", "weight": 70}, {"key": "b", "name": "生动", "weight": 30}]
    assert str(weighted(criteria, {"a": 80, "b": 75})) == "78.50"
    places = ranked(
        [("x", [weighted(criteria, {"a": 80, "b": 75})]), ("y", []), ("z", [weighted(criteria, {"a": 80, "b": 75})])]
    )
    assert [(one.entry, one.rank) for one in places] == [("x", 1), ("z", 1), ("y", 3)]
    assert "应为100" in criteria_wrong(criteria[:1])


def contest_of(city):
    today = timezone.localdate()
    return actions.open_contest(
        agency=city.housing, title="2026年优秀政策解读评选", year=2026, opens_on=today, closes_on=today, by=city.shen,
        criteria=[{"name": "准确全面", "weight": 60}, {"name": "通俗易懂", "weight": 40}], awarded=1,
    )  # fmt: skip


@pytest.mark.requirement("R178")
def test_jurors_stay_away_from_their_own_agency_and_score_once(city, client, interpretation):
    contest = contest_of(city)
    actions.enter(contest=contest, key=interpretation.item.key, reason="通俗", by=city.shen, today=timezone.localdate())
    actions.add_juror(contest=contest, person=city.people["shen"], by=city.shen)
    with pytest.raises(Refused, match="没有可以评分的评委"):
        actions.start_judging(contest=contest, by=city.shen)
    actions.add_juror(contest=contest, person=city.people["mo"], by=city.shen)
    actions.start_judging(contest=contest, by=city.shen)
    (entry,) = contest.entries.all()
    with pytest.raises(Refused, match="请回避"):
        actions.score(entry=entry, marks={"c1": 90, "c2": 90}, by=city.shen)
    with pytest.raises(Refused, match="不是这次评选的评委"):
        actions.score(entry=entry, marks={"c1": 90, "c2": 90}, by=city.zhou)
    with pytest.raises(Refused, match="还没有评"):
        actions.settle(contest=contest, by=city.shen)
    client.force_login(city.people["mo"])
    at = f"/desk/outreach/contests/{contest.pk}/"
    assert "提交评分" in client.get(at).content.decode()
    client.post(f"{at}do/score/", {"entry": entry.pk, "mark-c1": "90", "mark-c2": "80"})
    assert str(entry.scores.get().total) == "86.00"
    client.post(f"{at}do/score/", {"entry": entry.pk, "mark-c1": "10", "mark-c2": "10"})
    assert str(entry.scores.get().total) == "86.00"


@pytest.mark.requirement("R178")
def test_the_result_is_reviewed_and_then_public(city, reader, client, interpretation):
    contest = contest_of(city)
    actions.enter(contest=contest, key=interpretation.item.key, reason="通俗", by=city.shen, today=timezone.localdate())
    actions.add_juror(contest=contest, person=city.people["mo"], by=city.shen)
    actions.start_judging(contest=contest, by=city.shen)
    actions.score(entry=contest.entries.get(), marks={"c1": 90, "c2": 80}, by=city.mo)
    client.force_login(city.people["shen"])
    at = f"/desk/outreach/contests/{contest.pk}/"
    client.post(f"{at}do/settle/")
    contest = Contest.objects.get()
    assert contest.stage == "result"
    client.post(f"{at}do/approve/")
    assert Contest.objects.get().stage == "result", "who made the result does not review it"
    with pytest.raises(Refused):
        actions.publish_result(contest=contest, by=city.shen)
    actions.decide_result(contest=contest, approve=True, by=city.zheng)
    actions.decide_result(contest=contest, approve=True, by=city.he, checks=NOTHING_FOUND)
    client.post(f"{at}do/publish/")
    page = reader.get(f"/selections/{contest.item.key}").content.decode()
    assert "一图读懂" in page
    assert "86.00" in page
    assert release_by_key(contest.item.key).kind == "selection"
    actions.withdraw_result(contest=Contest.objects.get(), kind="error", reason="计分有误", by=city.shen)
    assert reader.get(f"/selections/{contest.item.key}").status_code == 410


@pytest.mark.requirement("R178")
def test_every_agency_sees_the_contest_of_the_office_and_enters_its_own(city, client, interpretation):
    today = timezone.localdate()
    contest = actions.open_contest(
        agency=city.office, title="全市优秀政策解读评选", year=2026, opens_on=today, closes_on=today, by=the_system("test"),
        criteria=[{"name": "准确全面", "weight": 100}], awarded=1,
    )  # fmt: skip
    at = f"/desk/outreach/contests/{contest.pk}/"
    client.force_login(city.people["shen"])
    assert "全市优秀政策解读评选" in client.get("/desk/outreach/contests/").content.decode()
    assert f'<option value="{interpretation.item.key}">' in client.get(at).content.decode()
    client.post(f"{at}do/enter/", {"key": interpretation.item.key, "reason": "群众看得懂"})
    assert contest.entries.get().agency == city.housing
    actions.rate(key=interpretation.item.key, stars=5, answers={}, address="203.0.113.9")
    client.force_login(city.people["mo"])
    page = client.get(at).content.decode()
    assert "群众看得懂" in page
    assert "公众评价" in page
    assert interpretation.item.key not in page.partition('<select id="key"')[2].partition("</select>")[0]
    client.post(f"{at}do/enter/", {"key": interpretation.item.key, "reason": "别人的"})
    assert contest.entries.count() == 1
    actions.add_juror(contest=contest, person=city.people["mo"], by=the_system("test"))
    actions.start_judging(contest=contest, by=the_system("test"))
    actions.score(entry=contest.entries.get(), marks={"c1": 90}, by=city.mo)
    assert "5.0分（1人）" in actions.settle(contest=contest, by=the_system("test")).item.editions.get().html


def test_what_is_told_of_ratings_is_sums_only(city, interpretation):
    actions.rate(key=interpretation.item.key, stars=5, answers={"useful": "yes"}, address="203.0.113.9")
    told = json.dumps(queries.ratings_of(interpretation.item.key), ensure_ascii=False)
    assert '"votes": 1' in told
    assert "203" not in told
