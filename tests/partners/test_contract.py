"""The contract with partners, over the loopback, against programs that fail in every way a partner can.

After any schedule of faults: each document is filed exactly once in effect, each receipt counts once, both sides agree.
"""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial
from itertools import count
from typing import Any

import pytest

from tests.partners.conftest import World
from tests.partners.oa import Slip
from tests.partners.schedule import play
from tests.partners.wire import Fault

NUMBERS = count(1)
WHOLE: dict[str, Any] = {
    "title": "关于做好住房租赁补贴发放工作的通知", "division": "房产市场科", "html": "<p>补贴按户发放。</p>",
    "attribute": "proactive", "mode": "full-text", "genre": "通知", "category": "其他文件", "themes": ["住房保障"],
    "five": ["service"], "interpretation_plan": "同步发布图解", "formed_on": "2026-03-09",
}  # fmt: skip
FAULTS = [fault for fault in Fault if fault is not Fault.NONE]


def agree(world: World, state: dict[str, Any]) -> None:
    """Both sides show the same, everything had its effect once, and nothing of it is left over."""
    shown = {
        key: (book["edition"], book["title"]) for key, book in world.superior.books.items() if not book["withdrawn"]
    }
    assert shown == {key: (edition, title) for key, edition, title in state["public"]}
    assert set(world.superior.effects.values()) <= {1}
    last = {one["index_number"]: one["state"] for one in state["out"] if one["kind"] != "status"}
    assert set(last.values()) <= {"acknowledged", "dropped"}, last
    assert (state["faults"], state["dead_jobs"]) == (0, [])
    for one in state["out"]:
        if one["state"] == "acknowledged" and one["kind"] != "status":
            assert one["receipt"] == world.superior.answers[one["key"]]["receipt"]


@pytest.mark.requirement("R027", "R028")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_filing_has_its_effect_once_whatever_goes_wrong(world: World, fault: Fault) -> None:
    world.superior.faults.plan(fault)
    key = world.clerk("publish", number=next(NUMBERS))
    world.until(lambda: key in world.superior.books)
    if fault in {Fault.PENDING, Fault.LATE_RECEIPT}:
        world.until(lambda: bool(world.superior.owed))
        answers = world.superior.give_receipts(world.url, times=3)
        assert [said.status for said in answers] == [200, 200, 200]
        assert sum(said.body["counted"] for said in answers) <= 1
    state = world.settle()
    assert world.superior.effects[(key, 1, "release")] == 1
    agree(world, state)


def test_a_receipt_after_the_retry_counts_once(world: World) -> None:
    """The first call was heard but its answer lost; the retry is answered; then the first receipt arrives after all."""
    world.superior.faults.plan(Fault.LATE_RECEIPT)
    key = world.clerk("publish", number=next(NUMBERS))
    world.settle()
    assert world.superior.calls[f"{key}:1"] == 2
    (late,) = world.superior.give_receipts(world.url)
    assert (late.status, late.body["counted"], late.body["state"]) == (200, False, "acknowledged")
    agree(world, world.clerk("state"))


def test_a_receipt_with_a_clock_that_is_off_is_refused(world: World) -> None:
    world.superior.faults.plan(Fault.PENDING)
    key = world.clerk("publish", number=next(NUMBERS))
    world.until(lambda: bool(world.superior.owed))
    owed = list(world.superior.owed)
    assert [said.status for said in world.superior.give_receipts(world.url, skew=3600)] == [401]
    world.superior.owed = owed
    assert [said.status for said in world.superior.give_receipts(world.url)] == [200]
    assert world.superior.books[key]["edition"] == 1
    agree(world, world.settle())


def test_a_rejected_filing_becomes_a_task_with_the_reason(world: World) -> None:
    world.superior.faults.plan(Fault.NONE)
    number = next(NUMBERS)
    world.superior.refuses = _Any("标题不规范")
    key = world.clerk("publish", number=number)
    world.until(
        lambda: any(one["index_number"] == key and one["state"] == "rejected" for one in world.clerk("state")["out"])
    )
    world.superior.refuses = {}
    task = next(one for one in world.clerk("state")["tasks"] if one["index_number"] == key)
    assert (task["kind"], task["detail"]["theirs"]["reason"]) == ("rejected", "标题不规范")
    world.clerk("decide", index_number=key, decision="resend")
    world.until(lambda: key in world.superior.books)
    world.settle()
    assert world.superior.effects[(key, 1, "release")] == 1


class _Any(dict[str, str]):
    """A dictionary in which every key stands for one reason."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> str:
        return self.reason


@pytest.mark.parametrize("mode", ["targeted"])
def test_what_is_not_for_everybody_is_never_sent(world: World, mode: str) -> None:
    seen = len(world.superior.seen)
    try:
        key = world.clerk("publish", number=next(NUMBERS), mode=mode)
    except AssertionError:
        key = ""  # the documents package refuses to publish it at all: better still
    world.settle()
    assert all(filing["index_number"] != key for filing in world.superior.seen[seen:])


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_schedule_of_faults_both_sides_agree(world: World, seed: int) -> None:
    """Publish, correct and withdraw in a random order, while calls fail at random; then let it rest."""
    give = partial(world.superior.give_receipts, world.url)
    play(world, random.Random(seed), "province", world.superior.faults, NUMBERS, give)
    agree(world, world.settle(120))


def test_a_worker_killed_while_it_sends_doubles_nothing(world: World) -> None:
    world.superior.faults.plan(*[Fault.DELAY] * 6)
    key = world.clerk("publish", number=next(NUMBERS))
    for tenths in (15, 18, 21):
        worker = world.worker()
        time.sleep(tenths / 10)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    world.superior.faults.clear()
    state = world.settle(180)
    assert world.superior.effects[(key, 1, "release")] == 1
    agree(world, state)


# --- the office's side ----------------------------------------------------------------------------------


def message(external_id: str, **changes: Any) -> dict[str, Any]:
    return {"kind": "document", "external_id": external_id, "document": {**WHOLE, **changes}}


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("slip", list(Slip))
def test_a_handed_over_document_is_taken_in_once_whatever_goes_wrong(world: World, slip: Slip) -> None:
    external = f"OA-{slip}"
    said = world.office.deliver(message(external), f"k-{slip}", slip)
    assert (said.status, said.body["state"], said.body["document"]["status"]) == (201, "applied", "division_review")
    state = world.clerk("state")
    assert [one["state"] for one in state["came"] if one["external_id"] == external] == ["applied"]
    assert [one for one in state["documents"] if one[0] == f"oa:{external}"] == [[f"oa:{external}", "division_review"]]
    refused = {Slip.WRONG_SIGNATURE: 401, Slip.SKEW: 401, Slip.REPLAY: 401, Slip.NONSENSE: 400}
    if slip in refused:
        assert world.office.answers[-1][1].status == refused[slip]


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_any_order_of_messages_ends_alike(world: World, seed: int) -> None:
    """A document, its two files and two corrections, shuffled, each with a slip: one document, newest wording, all files."""
    dice, external = random.Random(seed), f"OA-order-{seed}"
    parcels = [
        ("d", message(external, attachments_to_follow=2)),
        *((f"a{n}", {"kind": "attachment", "external_id": external, "file": {"name": f"附件{n}.txt", "content": "6ZmE5Lu2" + "QUJD" * n}}) for n in (1, 2)),
        *((f"c{n}", {"kind": "correction", "external_id": external, "sequence": n, "document": {"title": f"第{n}次更正", "html": "<p>更正。</p>"}}) for n in (1, 2)),
    ]  # fmt: skip
    dice.shuffle(parcels)
    for name, parcel in parcels:
        world.office.deliver(parcel, f"{external}-{name}", dice.choice(list(Slip)))
    state = world.clerk("state")
    mine = [one for one in state["documents"] if one[0] == f"oa:{external}"]
    assert mine == [[f"oa:{external}", "division_review"]]
    late = {"parked"} if parcels[-1][0].startswith("c") or parcels[-2][0].startswith("c") else set()
    assert {one["state"] for one in state["came"] if one["external_id"] == external} <= {"applied"} | late


@pytest.mark.requirement("R027")
@pytest.mark.parametrize(
    "fault", [Fault.NONE, Fault.DROP_AFTER, Fault.ERROR_BEFORE, Fault.WRONG_SIGNATURE, Fault.DELAY]
)
def test_the_office_hears_how_its_document_stands(world: World, fault: Fault) -> None:
    external = f"OA-told-{fault}"
    world.office.faults.plan(fault)
    world.office.deliver(message(external), f"k-told-{fault}")
    world.until(lambda: world.office.told.get(external) == ["division_review"])
    world.office.deliver({"kind": "withdrawal", "external_id": external, "reason": "误发"}, f"w-told-{fault}")
    world.settle()


@pytest.mark.requirement("R028")
def test_differences_are_found_listed_and_tracked_to_zero(world: World) -> None:
    keys = [world.clerk("publish", number=next(NUMBERS)) for _ in range(4)]
    world.settle()
    books = world.superior.books
    del books[keys[0]]
    books[keys[1]]["title"] = "另一个标题"
    books[keys[2]]["withdrawn"] = True
    books["ZZ-there-only"] = {
        **books[keys[3]],
        "index_number": "ZZ-there-only",
        "doc_number": "云川住建发〔2019〕77号",
        "title": "旧件",
    }
    done = _run(world)
    wanted = {"missing-there": 1, "differs": 1, "withdrawn-there": 1, "missing-here": 1}
    assert {name: done["counts"].get(name, 0) for name in wanted} == wanted
    for key in keys[:3]:
        world.clerk("decide", index_number=key, decision="resend")
    world.settle()
    del books["ZZ-there-only"]
    again = _run(world)
    assert {name: again["counts"].get(name, 0) for name in wanted} == dict.fromkeys(wanted, 0)
    open_ = [one for one in world.clerk("state")["tasks"] if one["kind"] == "difference" and not one["decision"]]
    assert open_ == []


def _run(world: World) -> dict[str, Any]:
    world.superior.faults.plan(Fault.DROP_BEFORE, Fault.NONSENSE)
    pk = world.clerk("reconcile", code="province")
    world.until(lambda: world.clerk("run", pk=pk)["state"] == "done", 120)
    found: dict[str, Any] = world.clerk("run", pk=pk)
    return found
