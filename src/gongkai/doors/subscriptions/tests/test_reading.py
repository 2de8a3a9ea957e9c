"""Whoever supervises reads how pushes and policies stand, and changes nothing; the desk offers them no more than that."""

from __future__ import annotations

import pytest

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Partner
from gongkai.doors.subscriptions.tests.world import confirmed, hear, public

BASE = "/desk/subscriptions"


@pytest.fixture
def pushed(city):
    confirmed()
    actions.save_partner(agency=city.government, name="市电子商会", kind="chamber", by=city.xu, email="c@example.com")
    release = public(city.housing)
    hear()
    actions.send_due()
    return release


@pytest.mark.requirement("R184")
def test_a_supervisor_reads_the_figures_and_is_offered_nothing_to_change(city, client, pushed):
    client.force_login(city.people["jian"])
    page = client.get(f"{BASE}/").content.decode()
    assert pushed.title in page
    assert "拟定推送" not in page
    for hidden in ("订阅者</a>", "浏览器提醒</a>"):
        assert hidden not in page
    for name in ("pushes/", "partners/", "points/", "cooperation/", "dead/", "pushes/export.csv"):
        assert client.get(f"{BASE}/{name}").status_code == 200, name
    for name in ("pushes/new/", "subscribers/", "reminders/", "partners/add/"):
        assert client.get(f"{BASE}/{name}").status_code == 403, name
    campaign = client.get(f"{BASE}/pushes/").content.decode().split("/desk/subscriptions/pushes/")
    pk = next(part.split("/")[0] for part in campaign if part.split("/")[0].isdigit())
    detail = client.get(f"{BASE}/pushes/{pk}/").content.decode()
    assert "送达" in detail
    assert "登记发放" not in detail
    assert "推送后的申报数" not in detail
    client.post(f"{BASE}/pushes/{pk}/do/applied/", {"applied": "7"})
    assert ">7<" not in client.get(f"{BASE}/pushes/{pk}/").content.decode()
    client.post(f"{BASE}/partners/bulk/", {"action": "show", "entry": Partner.objects.get().pk}, follow=True)
    assert Partner.objects.get().feed_token not in client.get(f"{BASE}/partners/").content.decode()


@pytest.mark.requirement("R182")
def test_a_supervisor_reads_the_figures_of_policies(city, client):
    client.force_login(city.people["jian"])
    for name in ("", "figures/", "documents/", "items/", "packages/"):
        assert client.get(f"/desk/policy/{name}").status_code == 200, name
    assert "新建服务包" not in client.get("/desk/policy/packages/").content.decode()
    assert client.get("/desk/policy/packages/new/").status_code == 403


def test_the_desk_shows_what_one_may_read_and_no_more(city, client):
    client.force_login(city.people["jian"])
    desk = client.get("/desk/more/").content.decode() + client.get("/desk/").content.decode()
    assert "/desk/subscriptions/" in desk
    assert "/desk/policy/" in desk
    client.force_login(city.people["zheng"])
    desk = client.get("/desk/more/").content.decode() + client.get("/desk/").content.decode()
    assert "/desk/subscriptions/" not in desk
    assert "/desk/policy/" not in desk
