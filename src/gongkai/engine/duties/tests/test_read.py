import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.permissions import check_read
from gongkai.engine.duties.tests.conftest import REPLY, day, subject_of

TODAY = day("4-15")


def may_read(duty, by):
    try:
        check_read(duty, by)
    except (NotAllowed, OutOfSight):
        return False
    return True


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_list_and_object_agree_for_everybody(start, city, data):
    agencies = [city.government, city.office, city.housing, city.schools]
    for _ in range(data.draw(st.integers(0, 5))):
        agency = data.draw(st.sampled_from(agencies))
        division = data.draw(st.sampled_from([None, city.rental])) if agency == city.housing else None
        start("4-1", agency=agency, division=division, by=the_system("test"))
    by = getattr(city, data.draw(st.sampled_from(sorted(city.people))))
    listed = set(queries.open_duties(by).values_list("pk", flat=True))
    for duty in Duty.objects.select_related("agency"):
        assert (duty.pk in listed) == may_read(duty, by)


def test_a_superior_sees_down_and_a_neighbour_nothing(start, city):
    duty = start("4-1")
    assert queries.duty(duty.pk, city.jian) == duty
    with pytest.raises(OutOfSight):
        queries.duty(duty.pk, city.mo)


def test_a_division_head_can_look_at_her_own_division_alone(start, city):
    start("4-1")
    hers = start("4-1", division=city.rental)
    assert list(queries.open_duties(city.zhou, division=city.rental)) == [hers]


def test_the_most_urgent_come_first_and_the_waiting_last(start, city, on):
    on("3-2")
    paused = actions.pause(duty=start("2-2", REPLY), sent_on=day("3-2"), reason="征求第三方意见", by=city.shen)
    later, today, late, soon = start("4-14"), start("3-31"), start("3-20"), start("4-2")
    assert list(queries.open_duties(city.shen)) == [late, today, soon, later, paused]
    found = queries.sections(queries.open_duties(city.shen), TODAY)
    assert [(section.key, len(section.duties)) for section in found] == [
        ("overdue", 1), ("today", 1), ("soon", 1), ("later", 1), ("paused", 1),
    ]  # fmt: skip
    for section in found:
        assert list(queries.open_duties(city.shen, bucket=section.key, today=TODAY)) == list(section.duties)


def test_filters_narrow_the_list(start, city):
    hers = start("4-1", person=city.people["lin"], division=city.rental, title="补贴发放")
    start("4-1", agency=city.schools, by=city.mo)
    by = city.jian
    assert list(queries.open_duties(by, person=city.people["lin"])) == [hers]
    assert list(queries.open_duties(by, agency=city.housing, division=city.rental, text="补贴")) == [hers]
    assert queries.open_duties(by, agency=city.government).count() == 2
    assert not queries.open_duties(by, rule="test-reply").exists()


def test_a_list_with_clocks_costs_four_queries_however_long(start, city, django_assert_num_queries):
    for n in range(20):
        start(f"4-{n + 1}", division=city.rental)
    by = city.shen
    with django_assert_num_queries(4):
        tasks = queries.tasks(list(queries.open_duties(by)), TODAY)
    assert len(tasks) == 20
    assert all(task["clock"].lines for task in tasks)


def test_the_head_of_the_desk_costs_two_queries(start, city, django_assert_num_queries):
    for n in range(20):
        start(f"4-{n + 1}")
    book = queries.current_book()
    by = city.shen
    with django_assert_num_queries(2):
        assert queries.counts(by, today=TODAY, book=book).total == 20


def test_what_is_closed_stands_in_its_own_list(start, city):
    duty = start("4-1")
    actions.discharge(rule=duty.rule, subject=subject_of(duty), by=city.shen, on=day("4-2"))
    assert list(queries.done_duties(city.shen)) == [duty]
    assert not queries.open_duties(city.shen).exists()
