"""A tab closed, a line cut: what was typed into an interpretation comes back to the one who typed it, and to nobody else."""

from __future__ import annotations

from typing import Any

from gongkai.proactive.interpretation import actions, queries
from gongkai.project.tests.cast import WRITTEN, drafted

NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市新市民住房租赁补贴办法"}
OFFER = "有上次没有保存的内容"


def begun(city: Any) -> tuple[Any, str]:
    one = actions.draft(
        policy=drafted(city, **NORM).item, title="补贴解读", html="<p>说明。</p>", by=city.lin, **WRITTEN
    )
    return one, f"/desk/interpretation/{one.pk}/"


def body(client: Any, city: Any, name: str, address: str) -> str:
    client.force_login(city.people[name])
    return str(client.get(address).content.decode())


def typed(client: Any, city: Any, address: str) -> dict[str, Any]:
    client.force_login(city.people["lin"])
    form = client.get(address).context["form"]
    fields = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    return fields | {"title": "没来得及保存的标题", "html": "<p>写到一半的话</p>"}


def test_what_was_typed_is_offered_again_and_forgotten_once_saved(client, city):
    one, address = begun(city)
    fields = typed(client, city, address)
    assert f'data-autosave="{address}typed/"' in body(client, city, "lin", address)
    assert client.post(f"{address}typed/", fields).status_code == 200
    assert OFFER in body(client, city, "lin", address)
    taken_up = body(client, city, "lin", f"{address}?recover=1")
    assert "没来得及保存的标题" in taken_up
    assert "写到一半的话" in taken_up
    assert queries.edition_of(one).title == "补贴解读"
    assert OFFER not in body(client, city, "zhou", address)
    assert "写到一半的话" not in body(client, city, "zhou", f"{address}?recover=1")
    client.force_login(city.people["lin"])
    assert client.post(address, fields).status_code == 302
    assert OFFER not in body(client, city, "lin", address)
    assert queries.edition_of(one).title == "没来得及保存的标题"


def test_it_can_be_thrown_away(client, city):
    _, address = begun(city)
    client.post(f"{address}typed/", typed(client, city, address))
    assert client.post(f"{address}typed/drop/").status_code == 302
    assert OFFER not in body(client, city, "lin", address)


def test_after_it_was_handed_in_nothing_is_kept_and_strangers_find_nothing(client, city):
    one, address = begun(city)
    fields = typed(client, city, address)
    client.force_login(city.people["jian"])
    assert client.post(f"{address}typed/", fields).status_code in {403, 404}
    client.force_login(city.people["lin"])
    answer = client.post(f"{address}typed/", fields | {"html": "a" * 4_000_001})
    assert (answer.status_code, "先保存稿件" in answer.json()["error"]) == (409, True)
    actions.abandon(interpretation=one, reason="文件不再制发", by=city.lin)
    assert client.post(f"{address}typed/", fields).status_code == 409


def test_a_first_draft_is_given_up_on_its_page_and_stays_readable(client, city):
    one, address = begun(city)
    client.force_login(city.people["lin"])
    assert client.post(f"{address}do/abandon/", {"abandon-reason": ""}).status_code in {409, 422}
    answer = client.post(f"{address}do/abandon/", {"abandon-reason": "文件不再制发"}, follow=True)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "已终止" in shown
    assert "补贴解读" in shown
    assert 'id="draft"' not in shown
    for other in (
        "/desk/interpretation/",
        f"/desk/interpretation/of/{one.policy_id}/",
        "/desk/interpretation/reports/",
    ):
        assert client.get(other).status_code == 200, other
