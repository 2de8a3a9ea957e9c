"""Texts of letters by agency and version."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.models import Template
from gongkai.engine.casework.tests.letters import REPLY, drafted
from gongkai.project.tests.cast import START, City

BODY = "关于{{事项}}：{{决定}}\n[[条款:救济]]"
KIND = REPLY.key


def write(city: City, agency: object, words: str, **more: object) -> Template:
    facts = {"by": the_system("test"), "reason": "试"} | more
    return actions.write_template(kind=KIND, agency=agency, text=f"{words}{BODY}", **facts)


def text(city: City, agency: object) -> str:
    return queries.text_in_force(KIND, agency)[0]


def test_the_nearest_text_upwards_holds(city: City) -> None:
    assert text(city, city.housing) == REPLY.body
    write(city, None, "平台")
    assert text(city, city.housing).startswith("平台")
    write(city, city.government, "市")
    assert text(city, city.housing).startswith("市")
    write(city, city.housing, "局", by=city.shen)
    assert [text(city, one)[:1] for one in (city.housing, city.schools, None)] == ["局", "市", "平"]
    actions.use_upper(kind=KIND, agency=city.housing, by=city.shen, reason="统一文本")
    assert text(city, city.housing).startswith("市")


def test_a_text_to_come_does_not_hold_yet(city: City) -> None:
    write(city, city.housing, "旧", by=city.shen)
    write(city, city.housing, "新", by=city.shen, valid_from=timezone.localdate() + dt.timedelta(days=3))
    assert text(city, city.housing).startswith("旧")
    later = queries.text_in_force(KIND, city.housing, timezone.localdate() + dt.timedelta(days=3))
    assert later[0].startswith("新")


def test_a_text_without_a_mandatory_clause_is_refused_with_its_place(city: City) -> None:
    with pytest.raises(actions.TemplateDefects) as refused:
        actions.write_template(
            kind=KIND, agency=city.housing, text="{{事项}}\n{{决定}}{{甲}}", by=city.shen, reason="x"
        )
    assert {(one.line, one.code) for one in refused.value.problems} == {
        (0, "missing-clause"), (0, "unused"), (2, "unknown-variable"),
    }  # fmt: skip
    assert not Template.objects.exists()
    with pytest.raises(actions.Refused, match="修改原因"):
        write(city, city.housing, "局", by=city.shen, reason=" ")


def test_going_back_is_a_new_version(city: City) -> None:
    first = write(city, city.housing, "一", by=city.shen)
    write(city, city.housing, "二", by=city.shen)
    back = actions.go_back(template=first, by=city.shen, reason="误改")
    assert (back.version, back.text, back.reason) == (3, first.text, "恢复第1版：误改")


def test_two_tabs_and_no_change(city: City) -> None:
    write(city, city.housing, "一", by=city.shen, seen=0)
    with pytest.raises(actions.Stale):
        write(city, city.housing, "二", by=city.shen, seen=0)
    with pytest.raises(actions.Refused, match="没有需要保存"):
        write(city, city.housing, "一", by=city.shen)


def test_who_may_change_texts(city: City) -> None:
    with pytest.raises(OutOfSight):
        write(city, city.housing, "他", by=city.mo)
    with pytest.raises(NotAllowed):
        write(city, city.housing, "他", by=city.lin)
    with pytest.raises(NotAllowed):
        write(city, None, "他", by=city.shen)
    organisations.appoint(
        person=city.people["guan"], agency=city.government, role="openness_officer", starts_on=START, by=the_system("t")
    )
    assert write(city, None, "平台", by=city.guan).version == 1


def test_a_draft_keeps_the_text_it_began_with(city: City) -> None:
    letter = drafted(city)
    write(city, city.housing, "新", by=city.shen)
    letter.refresh_from_db()
    assert letter.text == REPLY.body
    assert drafted(city).template.version == 1
