"""Open update tasks remind whoever is in charge; late ones also whoever signs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai.base.jobs.actions import enqueue, run_worker
from gongkai.base.notify.models import Message
from gongkai.engine.duties.queries import calendar
from gongkai.engine.regulations import actions
from gongkai.engine.regulations.actions.tasks import close_task
from gongkai.engine.regulations.models import UpdateTask
from gongkai.engine.regulations.rules import Outcome
from gongkai.engine.regulations.tests.conftest import load, record
from gongkai.engine.regulations.tests.test_follow_changes import law_changes, published
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def task(city: City) -> UpdateTask:
    load(record())
    published(city)
    law_changes()
    Message.objects.all().delete()
    return UpdateTask.objects.get()


def told(task: UpdateTask) -> set[str]:
    return set(Message.objects.filter(about=f"regulations.task:{task.pk}").values_list("person__username", flat=True))


def due_day(task: UpdateTask) -> dt.date:
    return calendar().last_working_day_until(task.due_on)


def test_nobody_is_told_while_there_is_time(task: UpdateTask) -> None:
    assert actions.remind_tasks(today=task.opened_on) == 0


@pytest.mark.requirement("R026")
def test_whoever_is_in_charge_is_told_before_the_day_and_on_it_each_time_once(city: City, task: UpdateTask) -> None:
    day = due_day(task)
    assert actions.remind_tasks(today=day) > 0
    assert actions.remind_tasks(today=day) == 0
    assert "shen" in told(task)
    assert "zheng" not in told(task)
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get("/desk/messages/", follow=True).content.decode()
    assert "更新任务即将到期" in page


def test_once_late_whoever_signs_hears_of_it_and_again_each_week(task: UpdateTask) -> None:
    late = calendar().next_working_day(task.due_on)
    actions.remind_tasks(today=late)
    assert {"shen", "zheng"} <= told(task)
    assert actions.remind_tasks(today=late + 6 * DAY) == 0
    assert actions.remind_tasks(today=late + 7 * DAY) > 0


def test_after_missed_weeks_one_reminder_goes_out_and_not_five(task: UpdateTask) -> None:
    actions.remind_tasks(today=calendar().next_working_day(task.due_on) + 35 * DAY)
    assert Message.objects.filter(person__username="shen", about=f"regulations.task:{task.pk}").count() == 1


def test_a_closed_task_reminds_nobody(task: UpdateTask, city: City) -> None:
    close_task(task=task, outcome=Outcome.GONE, by=city.shen, words="已撤下")
    assert actions.remind_tasks(today=task.due_on + 30 * DAY) == 0


def test_the_message_says_where_the_days_come_from(task: UpdateTask) -> None:
    actions.remind_tasks(today=due_day(task))
    body: Any = Message.objects.filter(about=f"regulations.task:{task.pk}").first()
    assert "平台配置" in body.body
    assert "不是法定" in body.body


def test_the_page_of_the_task_says_when_it_reminds(task: UpdateTask, city: City) -> None:
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/regulations/tasks/{task.pk}/").content.decode()
    assert "到期前5个、1个工作日" in page
    assert "两个版本逐条对照" in page


def test_the_worker_does_it(task: UpdateTask) -> None:
    UpdateTask.objects.update(due_on=task.opened_on - 30 * DAY)
    enqueue(kind="regulations.remind", payload={})
    run_worker(once=True)
    assert "shen" in told(task)
