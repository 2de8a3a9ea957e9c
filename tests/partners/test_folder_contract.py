"""The contract of filing, kept by the folder as by the line: once in effect, one receipt, both sides agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.partners.conftest import World
from tests.partners.folder import FAULTS, FolderSuperior
from tests.partners.wire import Fault, Key


@pytest.fixture(scope="module")
def folder(world: World) -> Iterator[FolderSuperior]:
    key = Key(*world.clerk("partner", code="ministry", kind="superior", base_url="", adapter="packages", first=0.05))
    superior = FolderSuperior(Path(world.environment["GONGKAI_DATA_DIR"]) / "exchange" / "ministry")
    superior.key = key
    with superior.running():
        yield superior
    world.clerk("edit", code="ministry", active=False)


def filed(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in state["out"] if one["partner__code"] == "ministry"}


def agree(world: World, superior: FolderSuperior) -> None:
    state = world.clerk("state")
    ours = filed(state)
    assert {one["state"] for one in ours.values()} <= {"acknowledged", "dropped"}
    assert set(superior.effects.values()) <= {1}
    public = {key: (edition, title) for key, edition, title in state["public"]}
    shown = {key: (one["edition"], one["title"]) for key, one in superior.books.items() if not one["withdrawn"]}
    assert shown == {key: said for key, said in public.items() if key in superior.books}
    assert all(one["receipt"] == superior.answers[key]["receipt"] for key, one in ours.items() if one["receipt"])


@pytest.mark.requirement("R027")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_package_has_its_effect_once_whatever_goes_wrong(world: World, folder: FolderSuperior, fault: Fault) -> None:
    folder.faults.plan(fault)
    key = world.clerk("publish", number=700 + FAULTS.index(fault))
    world.until(lambda: key in folder.books)
    if fault in {Fault.PENDING, Fault.LATE_RECEIPT}:
        world.until(lambda: bool(folder.owed))
        folder.give_receipts(times=3)
    world.until(lambda: filed(world.clerk("state"))[f"{key}:1"]["state"] == "acknowledged")
    assert folder.effects[(key, 1, "release")] == 1
    agree(world, folder)


@pytest.mark.requirement("R027", "R028")
def test_corrections_and_withdrawals_follow_and_the_list_is_compared(world: World, folder: FolderSuperior) -> None:
    kept, gone = (world.clerk("publish", number=number) for number in (720, 721))
    world.until(lambda: {kept, gone} <= set(folder.books))
    folder.faults.plan(Fault.DROP_AFTER, Fault.WRONG_SIGNATURE)
    world.clerk("correct", key=kept, text="更正后的第2稿")
    world.clerk("withdraw", key=gone)
    world.until(lambda: folder.books[kept]["edition"] == 2 and folder.books[gone]["withdrawn"])
    world.until(lambda: {one["state"] for one in filed(world.clerk("state")).values()} <= {"acknowledged"})
    agree(world, folder)
    folder.books[kept]["title"] = "另一个标题"
    folder.show()
    pk = world.clerk("reconcile", code="ministry")
    world.until(lambda: world.clerk("run", pk=pk)["state"] == "done")
    assert world.clerk("run", pk=pk)["counts"]["differs"] == 1
