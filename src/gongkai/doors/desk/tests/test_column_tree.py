"""A column stands below a column of its own site, never below itself; its terms are such as a calendar can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Column

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
PATH = "/desk/settings/columns/"


@pytest.fixture
def tree(city: City) -> tuple[Column, Column]:
    system = the_system("test")
    above = publishing.create_column(site=city.site, slug="above", name="上层", agency=city.office, by=system)
    below = publishing.create_column(
        site=city.site, slug="below", name="下层", agency=city.office, parent=above, by=system
    )
    return above, below


def edited(client: Client, city: City, column: Column, **changes: Any) -> tuple[int, str]:
    client.force_login(city.people["guan"])
    facts = {
        "name": column.name, "agency": column.agency_id, "column_type": column.column_type, "order": column.order,
        "visible": "on", "parent": column.parent_id or "",
    } | changes  # fmt: skip
    answer = client.post(f"{PATH}{column.pk}/edit/", facts)
    return answer.status_code, answer.content.decode()


@pytest.mark.requirement("R253")
def test_no_column_stands_below_itself(client: Client, city: City, tree: tuple[Column, Column]) -> None:
    above, below = tree
    status, html = edited(client, city, above, parent=below.pk)
    assert status == 422
    assert "不能是这个栏目自己，也不能是它下面的栏目" in html
    assert edited(client, city, above, parent=above.pk)[0] == 422
    Column.objects.filter(pk=above.pk).update(parent=below)  # as older data may be
    assert client.get("/columns/above/").status_code == 200
    assert client.get("/columns/below/").status_code == 200


@pytest.mark.requirement("R261")
def test_no_column_stands_below_one_of_another_site(client: Client, city: City, tree: tuple[Column, Column]) -> None:
    system = the_system("test")
    other = organisations.create_site(host="two.example", name="第二个网站", agency=city.housing, by=system)
    foreign = publishing.create_column(site=other, slug="foreign", name="别站栏目", agency=city.housing, by=system)
    status, html = edited(client, city, tree[1], parent=foreign.pk)
    assert status == 422
    assert "别站栏目" not in html.partition("<main")[2]
    with pytest.raises(Exception, match="请选同一网站的栏目"):
        publishing.create_column(site=city.site, slug="x", name="跨站", agency=city.office, parent=foreign, by=system)


@pytest.mark.requirement("R253")
def test_a_term_that_no_calendar_holds_is_refused(client: Client, city: City, tree: tuple[Column, Column]) -> None:
    for days in ("99999999999", "2147483648", "0"):
        status, html = edited(client, city, tree[1], update_days=days)
        assert status == 422, days
        assert "应更新间隔" in html
    assert edited(client, city, tree[1], update_days="30")[0] == 302
    assert edited(client, city, tree[1], column_type="没有的类别")[0] == 422
    status, html = edited(client, city, tree[1], categories="不存在的类别")
    assert status == 422
    assert "没有“不存在的类别”这种公开类别" in html
