"""What an officer does with a run at the desk: look, map, decide, start, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from gongkai.base.jobs.actions import run_worker
from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import Fate, State
from gongkai.doors.takeover.tests import old_site
from gongkai.engine.publishing.models import Release
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> old_site.OldSite:
    return old_site.build(tmp_path_factory.mktemp("old"), articles=12)


@pytest.fixture
def run(city: City, site) -> Run:
    made = actions.begin(folder=site.root, agency=city.housing, mapping=[], by=the_system("takeover"))
    actions.judge(run=made, folder=actions.scan(run=made))
    return made


@pytest.fixture
def desk(city: City) -> Client:
    client = Client()
    client.force_login(city.people["shen"])
    return client


def test_the_pages_show_counts_reasons_and_both_sides(run: Run, desk: Client, site) -> None:
    assert f"/desk/takeover/{run.pk}/" in desk.get("/desk/takeover/").content.decode()
    assert "身份证" in desk.get(f"/desk/takeover/{run.pk}/").content.decode()
    old = OldPage.objects.get(address=site.originals[0].address)
    shown = desk.get(f"/desk/takeover/{run.pk}/pages/{old.pk}/").content.decode()
    whole, _, article = shown.partition("接管的正文")
    assert "版权所有" in whole
    assert "版权所有" not in article.partition("</section>")[0]
    assert site.originals[0].paragraphs[0] in article


def test_a_held_page_is_public_only_after_a_decision_with_a_reason(run: Run, desk: Client) -> None:
    held = OldPage.objects.get(fate=Fate.HELD)
    address = f"/desk/takeover/{run.pk}/pages/{held.pk}/"
    assert desk.post(address, {"do": "take", "why": " "}).status_code == 422
    assert desk.post(address, {"do": "take", "why": "当事人已同意公开"}).status_code == 302
    assert desk.post(f"/desk/takeover/{run.pk}/commit/").status_code == 302
    assert Release.objects.count() == 0
    run_worker(once=True)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert Release.objects.filter(title=held.title).exists()
    assert OldPage.objects.get(pk=held.pk).decided_by == "沈若川"


def test_a_new_mapping_judges_all_open_pages_again(run: Run, desk: Client) -> None:
    answer = desk.post(
        f"/desk/takeover/{run.pk}/mapping/", {"lines": "/art/ | | | | 不接管\n | 部门文件 | 没有这个栏目"}
    )
    assert answer.status_code == 422
    assert "第2行：没有地址名或名称为“没有这个栏目”的栏目" in answer.content.decode()
    desk.post(
        f"/desk/takeover/{run.pk}/mapping/", {"lines": "/art/ | | | | 不接管\n | 通知公告 | 部门文件 | 云川市教育局"}
    )
    assert set(OldPage.objects.filter(address__startswith="/art/").values_list("fate", flat=True)) == {Fate.SKIPPED}
    moved = OldPage.objects.filter(old_column="通知公告", fate=Fate.READY)
    assert {page.column for page in moved} <= {"department-docs"}
    assert "/art/ |" in desk.get(f"/desk/takeover/{run.pk}/mapping/").content.decode()


def test_a_run_is_undone_before_its_release_and_not_after(run: Run, desk: Client, city: City) -> None:
    desk.post(f"/desk/takeover/{run.pk}/undo/")
    run.refresh_from_db()
    assert run.state == State.UNDONE
    assert not run.pages.exists()


def test_what_is_public_is_not_undone(run: Run, desk: Client) -> None:
    desk.post(f"/desk/takeover/{run.pk}/commit/")
    run_worker(once=True)
    before = Release.objects.count()
    answer = desk.post(f"/desk/takeover/{run.pk}/undo/", follow=True)
    assert "不能整批撤销" in answer.content.decode()
    assert Release.objects.count() == before > 0


def test_others_do_not_see_the_run_and_drafters_may_not(run: Run, city: City) -> None:
    stranger, drafter = Client(), Client()
    stranger.force_login(city.people["mo"])
    drafter.force_login(city.people["lin"])
    for path in ("", "mapping/", "report.xlsx"):
        assert stranger.get(f"/desk/takeover/{run.pk}/{path}").status_code == 404
        assert drafter.get(f"/desk/takeover/{run.pk}/{path}").status_code == 403


def test_the_report_comes_as_a_workbook(run: Run, desk: Client) -> None:
    answer = desk.get(f"/desk/takeover/{run.pk}/report.xlsx")
    assert answer.content[:2] == b"PK"


def test_a_folder_that_is_gone_is_told_in_words(run: Run, desk: Client, tmp_path: Path) -> None:
    Run.objects.filter(pk=run.pk).update(folder=str(tmp_path / "gone"))
    old = run.pages.first()
    assert "不是文件夹" in desk.get(f"/desk/takeover/{run.pk}/pages/{old.pk}/").content.decode()
