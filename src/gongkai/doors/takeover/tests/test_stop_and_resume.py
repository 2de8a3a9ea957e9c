"""Long work tells how far it is, stops when asked and goes on from there; two processes do not get in each other's way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.actions import run_worker
from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions
from gongkai.doors.takeover.actions import committing, reading
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import QUIET_SECONDS, Fate, State
from gongkai.doors.takeover.tests import old_site
from gongkai.engine.publishing.models import Release
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
BY = the_system("takeover")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> old_site.OldSite:
    return old_site.build(tmp_path_factory.mktemp("old"), articles=12)


@pytest.fixture
def desk(city: City) -> Client:
    client = Client()
    client.force_login(city.people["shen"])
    return client


def begun(city: City, site: old_site.OldSite) -> Run:
    return actions.begin(folder=site.root, agency=city.housing, mapping=[], by=BY)


def scanned(city: City, site: old_site.OldSite) -> Run:
    run = begun(city, site)
    actions.judge(run=run, folder=actions.scan(run=run))
    return run


def stop_after(monkeypatch: pytest.MonkeyPatch, desk: Client, run: Run, place: Any, name: str) -> None:
    """Let the officer press the button right after the first batch."""
    whole = getattr(place, name)

    def work(self: Any, *given: Any) -> Any:
        done = whole(self, *given)
        if not Run.objects.filter(pk=run.pk, stopped_at__isnull=False).exists():
            assert desk.post(f"/desk/takeover/{run.pk}/stop/").status_code == 302
        return done

    monkeypatch.setattr(place, name, work)


def test_a_scan_is_stopped_and_resumed_from_the_desk(
    city: City, desk: Client, site: old_site.OldSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 5)
    run = begun(city, site)
    calls: list[int] = []

    def told(done: int, _all: int) -> None:
        calls.append(done)
        desk.post(f"/desk/takeover/{run.pk}/stop/")

    with pytest.raises(actions.Stopped, match="重新运行同一命令"):
        actions.scan(run=run, progress=told)
    assert calls == [5]
    page = desk.get(f"/desk/takeover/{run.pk}/").content.decode()
    assert "已暂停" in page
    assert "中的5个文件" in page
    assert "沈若川暂停" in page
    run_worker(once=True)
    assert OldPage.objects.count() == 5  # a stopped run is left alone
    desk.post(f"/desk/takeover/{run.pk}/resume/")
    run_worker(once=True)
    run.refresh_from_db()
    assert run.state == State.SCANNED
    assert OldPage.objects.count() == run.total > 12


def test_taking_over_is_stopped_between_two_batches_and_resumed(
    city: City, desk: Client, site: old_site.OldSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "BATCH", 4)
    run = scanned(city, site)
    ready = run.pages.filter(fate=Fate.READY).count()
    stop_after(monkeypatch, desk, run, committing.Commit, "take")
    desk.post(f"/desk/takeover/{run.pk}/commit/")
    run_worker(once=True)
    assert Release.objects.count() == 4
    shown = desk.get(f"/desk/takeover/{run.pk}/").content.decode()
    assert f"接管：{ready}页中的4页" in shown
    assert "继续接管" in shown
    monkeypatch.undo()
    desk.post(f"/desk/takeover/{run.pk}/resume/")
    run_worker(once=True)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert Release.objects.count() == ready


def test_the_box_moves_by_itself_and_loads_the_page_anew_at_the_end(
    city: City, desk: Client, site: old_site.OldSite
) -> None:
    run = scanned(city, site)
    assert desk.get(f"/desk/takeover/{run.pk}/progress/")["HX-Refresh"] == "true"
    actions.start_commit(run=run, by=city.shen)
    box = desk.get(f"/desk/takeover/{run.pk}/progress/").content.decode()
    assert "every 2s" in box
    assert "暂停接管" in box
    Run.objects.update(moved_at=timezone.now() - dt.timedelta(seconds=QUIET_SECONDS + 1))
    assert "好像中断了" in desk.get(f"/desk/takeover/{run.pk}/progress/").content.decode()


def test_a_folder_that_is_away_stops_the_run_and_says_so(city: City, desk: Client, tmp_path: Path) -> None:
    site = old_site.build(tmp_path / "old", articles=4)
    run = scanned(city, site)
    desk.post(f"/desk/takeover/{run.pk}/commit/")
    site.root.rename(tmp_path / "elsewhere")
    run_worker(once=True)
    assert "不是文件夹" in desk.get(f"/desk/takeover/{run.pk}/").content.decode()
    (tmp_path / "elsewhere").rename(site.root)
    desk.post(f"/desk/takeover/{run.pk}/resume/")
    run_worker(once=True)
    run.refresh_from_db()
    assert run.state == State.DONE


def test_two_processes_take_each_page_over_once(
    city: City, site: old_site.OldSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.start_commit(run=scanned(city, site), by=city.shen)
    whole, entered = committing.Commit._kept, []

    def raced(self: Any, ready: Any) -> int:
        if not entered:
            entered.append(True)
            actions.commit(run=Run.objects.get(pk=run.pk))  # the other one is faster, with the same pages in hand
        return whole(self, ready)

    monkeypatch.setattr(committing.Commit, "_kept", raced)
    with pytest.raises(actions.Stopped):
        actions.commit(run=run)
    assert not OldPage.objects.filter(fate=Fate.REFUSED).exists()
    assert Release.objects.count() == OldPage.objects.filter(fate=Fate.DONE).count() > 5


def test_only_what_is_under_way_is_stopped_or_resumed_and_only_by_those_who_may(
    city: City, desk: Client, site: old_site.OldSite
) -> None:
    run = scanned(city, site)
    assert "不需要暂停" in desk.post(f"/desk/takeover/{run.pk}/stop/", follow=True).content.decode()
    assert "不需要继续" in desk.post(f"/desk/takeover/{run.pk}/resume/", follow=True).content.decode()
    drafter = Client()
    drafter.force_login(city.people["lin"])
    for verb in ("stop", "resume"):
        assert drafter.post(f"/desk/takeover/{run.pk}/{verb}/").status_code == 403
    assert drafter.get(f"/desk/takeover/{run.pk}/progress/").status_code == 403
