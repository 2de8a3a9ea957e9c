"""A city platform on a bad line: each application comes in once, with one secret, whatever the line does."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.partners.city import City, Relay
from tests.partners.conftest import World
from tests.partners.wire import Fault

FAULTS = (Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.DELAY, Fault.NONE)
FORMS = 12


def form(number: int) -> dict[str, Any]:
    return {
        "external_id": f"CITY/2026/{number:04}", "agency": "yc-zjj", "arrived_at": f"2026-03-{number % 27 + 1:02}T10:00:00+08:00",
        "applicants": [
            {"kind": "natural", "name": "钱一鸣", "identity": "id-card", "identity_number": "110101199003070038",
             "phone": "13800000000"}
        ],
        "matters": [{"title": f"第{number}批住房租赁补贴发放明细"}], "form": "electronic", "method": "online",
    }  # fmt: skip


@pytest.mark.requirement("R227")
def test_each_application_comes_in_once_on_a_line_that_drops_delays_and_fails(world: World) -> None:
    token = world.clerk("city_token")
    relay = Relay(world.url)
    with relay.running():
        city, chance = City(token, relay.url), random.Random(7)
        relay.faults.plan(*(chance.choice(FAULTS) for _ in range(2 * FORMS)))
        numbers = list(range(FORMS)) * 2  # each twice, late and out of order, two at a time
        chance.shuffle(numbers)
        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(lambda one: city.hand_over(form(one), f"call-{one}"), numbers))
        assert {one.status for one in said} == {201}
        assert city.calls > len(numbers)  # something did go wrong on the way
        relay.faults.clear()
        other = city.post(form(1) | {"matters": [{"title": "另一项"}]}, "call-other")
        assert other is not None
        assert (other.status, "内容与之不同" in other.body["detail"]) == (409, True)
        standing = city.standing("CITY/2026/0003")
        assert (standing.status, standing.body["receipt"]) == (200, city.receipts["CITY/2026/0003"])
    state = world.clerk("applications")
    assert state["forms"] == sorted(city.receipts.values())
    assert len(state["forms"]) == FORMS
    assert state["faults"] == 0
    for secret in city.secrets.values():
        assert secret not in state["calls"]
    assert "钱一鸣" not in state["calls"]
