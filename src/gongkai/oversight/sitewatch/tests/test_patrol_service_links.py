"""The links of items stand on public pages, so the watch of the sites looks at them; the item says how they stand (R187)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.models import Job
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.sitewatch import actions as watch
from gongkai.oversight.sitewatch.actions.patrol import look_again
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.rules import Outcome
from gongkai.oversight.sitewatch.rules import State as Task
from gongkai.oversight.sitewatch.tests.world import Others
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.services import actions, queries
from gongkai.proactive.services.rules import Standing
from gongkai.proactive.services.tests.world import LINK, policy, released, year
from gongkai.project.tests.cast import City

SYSTEM = the_system("sitewatch")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    real = timezone.now

    def go(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(days=days))

    return go


@pytest.mark.requirement("R187")
def test_a_broken_jump_becomes_a_repair_task_is_told_and_ends_with_the_next_good_look(city: City, later) -> None:
    service = released(city)
    document = policy(city, status=Status.ISSUED)
    _, edition = queries.document_here(document.item_id, city.shen)
    actions.bind(edition=edition, service=service, by=city.shen)
    documents.publish(document=document, by=city.shen)
    watch.change_watch(site=city.site, changes={"ask_outside": True}, by=city.bian)
    others = Others()
    watch.patrol(site=city.site, by=SYSTEM, asks=others)
    service.refresh_from_db()
    assert service.link_standing == Standing.GOOD
    others.says[LINK] = Outcome.MISSING
    for days in (1, 2):
        later(days)
        watch.patrol(site=city.site, by=SYSTEM, asks=others)
    task = Finding.objects.get()
    assert (task.state, task.agency, task.url) == (Task.OPEN, city.housing, f"/services/{service.code}")
    service.refresh_from_db()
    assert service.link_standing == Standing.BROKEN
    assert timezone.localdate(service.link_since) == timezone.localdate()
    assert not queries.coverage(queries.lines(city.shen, year()))[0].is_full
    shown = Client().get(f"/documents/{document.item.key}").content.decode()
    assert "办理链接暂时打不开" in shown
    assert f'href="{LINK}"' not in shown
    assert "异常" in Client().get(f"/services/{service.code}").content.decode()
    others.says[LINK] = Outcome.OK
    watch.report_repaired(finding=task, note="平台恢复了这个地址", by=city.shen)
    assert Job.objects.filter(kind="sitewatch.recheck").exists()
    look_again(link=task.link, by=SYSTEM, asks=others)
    task.refresh_from_db()
    assert task.state == Task.CLOSED
    service.refresh_from_db()
    assert service.link_standing == Standing.GOOD
    assert queries.coverage(queries.lines(city.shen, year()))[0].is_full
    assert f'href="{LINK}"' in Client().get(f"/documents/{document.item.key}").content.decode()


def test_another_link_of_the_page_says_nothing_of_the_item(city: City) -> None:
    service = released(city)
    changed = actions.note_link(
        item_id=service.item_id,
        url="https://other.example/",
        good=False,
        reason="页面不存在",
        at=timezone.now(),
        by=SYSTEM,
    )
    service.refresh_from_db()
    assert (changed, service.link_standing) == (False, Standing.UNKNOWN)


def test_a_new_address_has_not_been_looked_at(city: City) -> None:
    service = released(city)
    actions.note_link(item_id=service.item_id, url=LINK, good=True, reason="", at=timezone.now(), by=SYSTEM)
    actions.edit(row=service, changes={"link": "https://zwfw.yunchuan.example/item/9"}, by=city.shen)
    service.refresh_from_db()
    assert (service.link_standing, service.link_since) == (Standing.UNKNOWN, None)
