import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.jobs.actions import run_worker
from gongkai.base.jobs.queries import pending
from gongkai.base.organisations.queries import NotAllowed, the_system
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.actions import NeedsConfirmation, Outcome
from gongkai.engine.duties.actions.notices import RECOMPUTE_JOB
from gongkai.engine.duties.models import Duty, HolidayNotice
from gongkai.engine.duties.tests.conftest import NOTICE_2027, REPLY, day, subject_of, tags
from gongkai.law.calendar import Calendar, builtin_calendar
from gongkai.law.deadlines import publish_due
from gongkai.law.notices import NoticeRefused, load_notice

CORPUS = Path(__file__).parents[6] / "shared" / "corpus" / "holidays.jsonl"
WITH_2027 = Calendar([*builtin_calendar().notices, load_notice(NOTICE_2027)])


def test_a_fresh_installation_knows_the_years_that_ship_with_it(db):
    assert set(queries.notices().values_list("year", flat=True)) == {2024, 2025, 2026}


def test_a_notice_loaded_late_moves_due_days_and_makes_them_firm(start, city):
    moved, stays = start("2027-1-28"), start("2026-12-10")
    assert moved.provisional
    row = actions.load_notice(notice=NOTICE_2027, by=city.guan)
    for duty in (moved, stays):
        duty.refresh_from_db()
    assert moved.due_on == publish_due(day("2027-1-28"), calendar=WITH_2027).due
    assert (moved.provisional, stays.provisional) == (False, False)
    assert moved.calendar_version == stays.calendar_version == row.version
    assert queries.clock(moved, day("2027-1-29")).state == "normal"


def test_each_changed_duty_has_its_event_with_old_and_new_day(start, city):
    duty, untouched = start("2027-1-28"), start("2026-12-10")
    before = duty.due_on
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    duty.refresh_from_db()
    (event,) = tags("duties:duty:reschedule")
    assert (event.subject_id, event.actor_name) == (duty.subject_id, "管一清")
    assert event.old == {"到期日": before.isoformat(), "暂定": True}
    assert event.new["到期日"] == duty.due_on.isoformat() != before.isoformat()
    assert untouched.due_on == day("12-24")


def test_loading_it_again_changes_nothing(start, city):
    start("2027-1-28")
    first = actions.load_notice(notice=NOTICE_2027, by=city.guan)
    assert actions.load_notice(notice=NOTICE_2027, by=city.guan).version == first.version
    assert len(tags("duties:duty:reschedule")) == len(tags("duties:notice:load")) == 1


def test_a_closed_duty_keeps_its_day_but_its_lateness_is_judged_by_the_notice(start, city):
    duty = start("2027-1-28")
    late_by_estimate = publish_due(day("2027-1-28"), calendar=WITH_2027).due
    actions.discharge(rule=duty.rule, subject=subject_of(duty), by=city.shen, on=late_by_estimate)
    duty.refresh_from_db()
    assert duty.done_late
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    duty.refresh_from_db()
    assert duty.done_late is False


def test_an_extension_once_granted_survives_a_new_calendar(start, city, on):
    on("2027-2-4")
    duty = actions.extend(duty=start("2027-1-8", REPLY), days=5, reason="涉及多个部门", by=city.shen)
    correction = NOTICE_2027 | {"off": [*NOTICE_2027["off"], {"name": "测试节", "date": "2027-01-15"}]}
    actions.load_notice(notice=correction, by=city.guan, confirmed=True)
    duty.refresh_from_db()
    assert duty.extension_days == 5
    assert queries.clock(duty, day("2027-2-5")).lines


def test_what_is_left_undone_when_the_notice_is_loaded_the_job_does(start, city, monkeypatch):
    duty = start("2027-1-28")
    monkeypatch.setattr("gongkai.engine.duties.actions.notices.AT_ONCE", 0)
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    assert Duty.objects.get(pk=duty.pk).provisional
    assert pending(RECOMPUTE_JOB)
    assert actions.recompute(by=the_system("worker")) == 1
    duty.refresh_from_db()
    assert not duty.provisional
    assert actions.recompute(by=the_system("worker")) == 0


def test_batches_cost_the_same_whatever_lies_outside_the_year(start, city, django_assert_max_num_queries):
    actions.load_notice(notice=NOTICE_2027, by=the_system("import"))
    for _ in range(12):
        start("2027-1-28")
    Duty.objects.update(calendar_version=0)
    with django_assert_max_num_queries(30):  # nothing moves: no events, two batches
        assert actions.recompute(by=the_system("worker"), batch=6) == 0


def test_who_administers_only_one_bureau_does_not_set_the_citys_calendar(city):
    with pytest.raises(NotAllowed, match="最上级机关"):
        actions.load_notice(notice=NOTICE_2027, by=city.shen)


def test_an_invented_notice_is_refused_line_by_line(city):
    bad = NOTICE_2027 | {"number": "", "worked": [{"name": "春节", "date": "2027-02-15"}]}
    with pytest.raises(NoticeRefused) as refusal:
        actions.load_notice(notice=bad, by=city.guan)
    assert len(refusal.value.problems) == 2
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_doubtful_notice_wants_to_be_confirmed(city):
    short = NOTICE_2027 | {"worked": NOTICE_2027["worked"][:-1]}
    with pytest.raises(NeedsConfirmation, match="法定为13天"):
        actions.load_notice(notice=short, by=city.guan)
    assert actions.load_notice(notice=short, by=city.guan, confirmed=True).year == 2027


def test_another_notice_for_the_same_year_replaces_only_when_confirmed(city):
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    again = NOTICE_2027 | {"number": "国办发明电〔2026〕98号"}
    with pytest.raises(NeedsConfirmation, match="将被这一份替换"):
        actions.load_notice(notice=again, by=city.guan)
    actions.load_notice(notice=again, by=city.guan, confirmed=True)
    assert [row.number for row in queries.notices(2027)] == ["国办发明电〔2026〕98号"]
    assert tags("duties:notice:correct")[0].old["文号"] == "国办发明电〔2026〕99号"


def test_an_amendment_stands_beside_the_notice_of_the_year(city):
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    longer = {
        "year": 2027, "number": "国办发明电〔2027〕1号", "issued": "2027-02-08",
        "off": [{"name": "春节", "from": "2027-02-13", "to": "2027-02-15"}],
    }  # fmt: skip
    actions.load_notice(notice=longer, by=city.guan, confirmed=True)
    assert queries.notices(2027).count() == 2
    assert not queries.calendar().is_working_day(day("2027-2-15"))


def test_a_load_that_is_rolled_back_leaves_no_trace_in_the_calendar(city):
    assert actions.import_record(record=NOTICE_2027, by=city.guan, dry_run=True).outcome is Outcome.IMPORTED
    assert not queries.calendar().is_known(2027)


def test_what_ships_with_a_new_version_is_loaded_at_night(start):
    HolidayNotice.objects.filter(year=2026).delete()
    duty = start("3-31")
    assert duty.provisional
    actions.load_shipped(by=the_system("worker"))
    duty.refresh_from_db()
    assert (duty.provisional, duty.due_on) == (False, day("4-15"))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_records_of_the_public_collection_are_known_or_told_what_they_lack(city):
    records = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    report = {r["id"]: actions.import_record(record=r, by=city.guan) for r in records}
    assert {key for key, one in report.items() if one.outcome is Outcome.DUPLICATE} == {
        "holiday-2024",
        "holiday-2025",
        "holiday-2026",
    }
    assert report["holiday-2027"].outcome is Outcome.REJECTED
    assert any("文号" in line for line in report["holiday-2027"].lines)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(day("2026-11-1"), day("2027-11-30")))
def test_reckoned_before_or_after_the_notice_the_day_is_the_same(start, city, opened):
    Duty.objects.all().delete()
    HolidayNotice.objects.filter(year=2027).delete()
    before = start(opened.isoformat())
    actions.load_notice(notice=NOTICE_2027, by=city.guan)
    before.refresh_from_db()
    after = start(opened.isoformat())
    assert (before.due_on, before.provisional) == (after.due_on, after.provisional)


def test_the_job_is_known_to_the_worker(transactional_db):
    from gongkai.base.jobs import actions as jobs

    jobs.enqueue(kind=RECOMPUTE_JOB, payload={}, key="recompute")
    run_worker(once=True)
    assert not pending(RECOMPUTE_JOB)
