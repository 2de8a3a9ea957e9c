"""The contract of filing, kept by the folder as by the line: once in effect, one receipt, both sides agree."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.partners.conftest import World
from tests.partners.folder import FolderSuperior
from tests.partners.schedule import all_answered, play
from tests.partners.wire import Fault, Key

CODE = "ministry"
FIRST_SECONDS = 0.005
"""A receipt that does not come is waited for 360 times this."""
FAULTS = [fault for fault in Fault if fault is not Fault.NONE]
NUMBERS = count(500)


@pytest.fixture(scope="module")
def folder(world: World) -> Iterator[FolderSuperior]:
    before = frozenset(key for key, _, _ in world.clerk("state")["public"])
    key = Key(*world.clerk("partner", code=CODE, kind="superior", base_url="", adapter="packages", first=FIRST_SECONDS))
    superior = FolderSuperior(Path(world.environment["GONGKAI_DATA_DIR"]) / "exchange" / CODE, before)
    superior.key = key
    with superior.running():
        yield superior
    world.clerk("edit", code=CODE, active=False, first_retry_seconds=1)


def filed(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in state["out"] if one["partner__code"] == CODE}


def agree(world: World, superior: FolderSuperior) -> None:
    """Everything had its effect once and has one receipt, both sides show the same, and nothing lies about."""
    state = world.clerk("state")
    ours = filed(state)
    assert {one["state"] for one in ours.values()} <= {"acknowledged", "dropped"}
    assert set(superior.effects.values()) <= {1}
    public = {key: (edition, title) for key, edition, title in state["public"] if key not in superior.before}
    shown = {key: (one["edition"], one["title"]) for key, one in superior.books.items() if not one["withdrawn"]}
    assert shown == public
    assert all(one["receipt"] == superior.answers[key]["receipt"] for key, one in ours.items() if one["receipt"])
    assert all(one["receipt"] for one in ours.values() if one["state"] == "acknowledged")
    assert list(superior.out.iterdir()) == []
    assert (state["faults"], state["dead_jobs"]) == (0, [])


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_package_has_its_effect_once_whatever_goes_wrong(world: World, folder: FolderSuperior, fault: Fault) -> None:
    folder.faults.plan(fault)
    key = world.clerk("publish", number=next(NUMBERS))
    world.until(lambda: key in folder.books)
    if fault in {Fault.PENDING, Fault.LATE_RECEIPT}:
        world.until(lambda: bool(folder.owed))
        folder.give_receipts(times=3)
    world.until(lambda: all_answered(world, CODE, folder.give_receipts) and not list(folder.out.iterdir()))
    assert folder.effects[(key, 1, "release")] == 1
    agree(world, folder)


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_schedule_of_faults_both_sides_agree(
    world: World, folder: FolderSuperior, seed: int, workers: int
) -> None:
    """The schedules of the line, here: publish, correct, withdraw, while packages and receipts go astray."""
    others = [world.worker() for _ in range(workers - 1)]
    try:
        play(world, random.Random(10 * seed + workers), CODE, folder.faults, NUMBERS, folder.give_receipts)
        world.until(lambda: not list(folder.out.iterdir()))
        world.settle()
    finally:
        for other in others:
            other.terminate()
            other.wait(timeout=60)
    agree(world, folder)


@pytest.mark.requirement("R027", "R028")
def test_corrections_and_withdrawals_follow_and_the_list_is_compared(world: World, folder: FolderSuperior) -> None:
    kept, gone = (world.clerk("publish", number=next(NUMBERS)) for _ in range(2))
    world.until(lambda: {kept, gone} <= set(folder.books))
    folder.faults.plan(Fault.DROP_AFTER, Fault.WRONG_SIGNATURE)
    world.clerk("correct", key=kept, text="更正后的第2稿")
    world.clerk("withdraw", key=gone)
    world.until(lambda: folder.books[kept]["edition"] == 2 and folder.books[gone]["withdrawn"])
    world.until(lambda: all_answered(world, CODE, folder.give_receipts))
    agree(world, folder)
    folder.books[kept]["title"] = "另一个标题"
    folder.show()
    pk = world.clerk("reconcile", code=CODE)
    world.until(lambda: world.clerk("run", pk=pk)["state"] == "done")
    assert world.clerk("run", pk=pk)["counts"]["differs"] == 1
