"""A resident or company says where it is; conditions on a district or street hold for what lies in it."""

from __future__ import annotations

import pytest

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.rules.batches import Batch
from gongkai.proactive.policy.rules.conditions import Answer, evaluate
from gongkai.proactive.policy.rules.consistency import contradiction
from gongkai.proactive.policy.rules.places import PLACES
from gongkai.proactive.policy.rules.trees import from_json
from gongkai.proactive.policy.tests.world import extracted

SYSTEM = the_system("test")


@pytest.fixture
def places(city):
    """Two districts; in the first two streets, and a park whose office is a dispatched one."""
    for code, name, kind, parent in (
        ("lin", "临江区人民政府", "government", city.government), ("yun", "云岭区人民政府", "government", city.government),
    ):  # fmt: skip
        district = organisations.create_agency(code=code, name=name, kind=kind, parent=parent, by=SYSTEM)
        if code == "lin":
            for street, called, sort in (
                ("ming", "明德街道办事处", "subdistrict"), ("nan", "南门街道办事处", "subdistrict"),
                ("park", "临江高新园区管理委员会", "dispatched"),
            ):  # fmt: skip
                organisations.create_agency(code=street, name=called, kind=sort, parent=district, by=SYSTEM)
    PLACES.forget()
    yield PLACES
    PLACES.forget()


def asked(*codes):
    return from_json({"all": [{"fact": "home_place", "op": "in", "value": list(codes)}]})


@pytest.mark.parametrize(
    ("wanted", "said", "answer"),
    [("lin", "ming", Answer.YES), ("lin", "lin", Answer.YES), ("ming", "ming", Answer.YES), ("lin", "park", Answer.YES),
     ("yc-gov", "nan", Answer.YES), ("ming", "nan", Answer.NO), ("yun", "ming", Answer.NO), ("ming", "lin", Answer.DEPENDS),
     ("ming", "yc-gov", Answer.DEPENDS), ("ming", "yun", Answer.NO), ("ming", None, Answer.DEPENDS)],
)  # fmt: skip
def test_here_and_above_holds_and_what_is_said_too_broadly_is_not_known(places, wanted, said, answer):
    profile = {} if said is None else {"home_place": said}
    assert evaluate(asked(wanted), profile).answer is answer
    assert Batch([profile]).answers(asked(wanted)).of(0) is answer


def test_a_street_and_its_district_do_not_contradict_each_other(places):
    both = {"all": [{"fact": "home_place", "op": "in", "value": [one]} for one in ("lin", "ming")]}
    assert contradiction(from_json(both)) == ""


@pytest.mark.requirement("R190")
def test_a_resident_chooses_a_street_and_learns_what_holds_there(city, client, places):
    row = extracted(city)
    condition = {"all": [{"fact": "home_place", "op": "in", "value": ["lin"]}]}
    actions.set_condition(row=row, version=queries.working_edition(row).version, condition=condition, by=city.lin)
    row.refresh_from_db()
    actions.submit(row=row, by=city.lin)
    actions.release(row=row, by=city.shen)
    form = client.post("/policies/match/", {"audience": "resident"}).content.decode()
    assert "临江区明德街道" in form
    assert "临江区临江高新园区" in form
    here = client.post("/policies/match/", {"audience": "resident", "home_place": "nan", "go": "1"}).content.decode()
    assert "您填写的居住的地方：临江区南门街道" in here
    assert queries.eligible(row.item.key, "resident", [{"home_place": "ming"}, {"home_place": "yun"}]).yes == [0]
    refused = client.post("/policies/match/", {"audience": "resident", "home_place": "nowhere", "go": "1"})
    assert refused.status_code == 422
