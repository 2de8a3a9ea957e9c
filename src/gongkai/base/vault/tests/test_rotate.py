"""Changing the key: all of it, killed midway too, and old keys only when nothing needs them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.base.events.queries import events
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault import actions, keys, queries, rules, store
from gongkai.base.vault.actions import rotating
from gongkai.base.vault.models import SealedFile

from .conftest import ABOUT, PDF, put_raw, stored_name
from .test_column import row

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As far as our code can tell, the process was killed here."""


def age(minutes: int) -> None:
    """Let the current key have been current for so long."""
    path = keys.folder() / "current"
    then = time.time() - 60 * minutes
    os.utime(path, (then, then))


def key_ids() -> set[str]:
    return {rules.key_id_of(stored_name(file)) for file in SealedFile.objects.all()}


def test_every_value_and_file_is_sealed_anew(kept: SealedFile, system: Acting) -> None:
    first = keys.ring().current.id
    for number in range(5):
        row(f"证件 {number}")
    done = actions.rotate(by=system, batch=2)
    assert (done.values, done.files, done.broken) == (6, 1, ())
    assert key_ids() == {keys.ring().current.id} != {first}
    assert done.waiting == (first,)
    kept.refresh_from_db()
    assert queries.read_file(kept, by=system, why="核对", subject=ABOUT) == PDF
    assert len([path for path in store.kept() if path.name == kept.sha256]) == len(list(store.kept())) == 1
    assert events(tag=rules.ROTATE).count() == 1


def test_an_interrupted_one_goes_on_with_its_own_key(
    kept: SealedFile, system: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        row(f"证件 {number}")
    whole, count = rotating._value, []

    def killed_midway(*args: Any) -> int:
        count.append(1)
        if len(count) > 3:
            raise Killed
        return whole(*args)

    monkeypatch.setattr(rotating, "_value", killed_midway)
    with pytest.raises(Killed):
        actions.rotate(by=system, batch=1)
    monkeypatch.setattr(rotating, "_value", whole)
    midway = keys.ring().current.id
    assert len(key_ids()) == 2
    assert queries.standing().rotating
    done = actions.rotate(by=system)
    assert done.key == midway
    assert done.values == 4
    assert key_ids() == {midway}
    assert len(keys.ring().keys) == 2
    assert not keys.rotating()


def test_old_keys_go_only_when_asked_when_unneeded_and_not_at_once(system: Acting) -> None:
    row()
    old = keys.ring().current.id
    assert actions.rotate(by=system, retire=True).retired == ()  # a request under way may still write with it
    assert actions.rotate(by=system, retire=True).waiting == (old,)
    assert len(keys.ring().keys) == 2  # retiring makes no new key
    age(minutes=11)
    assert actions.rotate(by=system, retire=True).retired == (old,)
    assert list(keys.ring().keys) == [keys.ring().current.id]
    assert SealedFile.objects.get().name


def test_a_key_that_something_still_needs_stays(system: Acting) -> None:
    bad = row()
    old = keys.ring().current.id
    put_raw(bad, rules.seal(b"x", key=keys.ring().current, context="other.place.name"))
    done = actions.rotate(by=system)
    assert done.broken == (f"vault.sealedfile.name {bad.pk}",)
    age(minutes=11)
    assert actions.rotate(by=system, retire=True).retired == ()
    assert old in keys.ring().keys


def test_what_was_changed_meanwhile_is_not_overwritten(system: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    made = row("旧")
    keys.begin_rotation()
    column = next(one for one in rotating.columns() if one.place == "vault.sealedfile.name")
    token = stored_name(made)
    SealedFile.objects.filter(pk=made.pk).update(name="新")
    assert rotating._value(column, keys.ring().current, made.pk, token, []) == 0
    assert SealedFile.objects.get().name == "新"


def test_two_at_once_are_refused(system: Acting) -> None:
    row()
    with keys.locked(".rotating.lock"), pytest.raises(rules.Refused, match="正在运行"):
        actions.rotate(by=system)


def test_the_command_says_what_it_did_and_check_finds_what_does_not_open(system: Acting) -> None:
    made = row("张三")
    out, err = io.StringIO(), io.StringIO()
    call_command("vault", "rotate", stdout=out, stderr=err)
    call_command("vault", "status", stdout=out)
    call_command("vault", "check", stdout=out)
    assert "重新加密 1 个字段" in out.getvalue()
    assert "没有发现问题" in out.getvalue()
    put_raw(made, "v1." + "0" * 12 + "." + "A" * 60)
    with pytest.raises(SystemExit) as ended:
        call_command("vault", "check", stdout=out)
    assert ended.value.code == 1
    assert "1 项打不开" in out.getvalue()
    assert "张三" not in out.getvalue() + err.getvalue()


ROTATING = """
import os, django, sys
django.setup()
from gongkai.base.vault.actions import rotating
whole = rotating._value
def slowly(*args):
    print("one", flush=True)
    import time; time.sleep(0.05)
    return whole(*args)
rotating._value = slowly
from gongkai.base.organisations.queries import the_system
rotating.rotate(by=the_system("test"), batch=2)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_kill_minus_nine_in_the_middle_loses_nothing(tmp_path: Path, system: Acting) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another process is given the file of the test database")
    names = [f"证件 {number}" for number in range(40)]
    for name in names:
        row(name)
    connection.close()
    url = f"sqlite:///{connection.settings_dict['NAME']}"
    env = os.environ | {
        "GONGKAI_DATA_DIR": str(tmp_path), "GONGKAI_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", ROTATING], env=env, stdout=subprocess.PIPE, text=True)
    for _ in range(9):
        assert process.stdout is not None
        assert process.stdout.readline() == "one\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(key_ids()) == 2
    done = actions.rotate(by=system)
    assert 0 < done.values < 40
    assert done.broken == ()
    assert key_ids() == {done.key}
    assert sorted(SealedFile.objects.values_list("name", flat=True)) == sorted(names)
    assert len(keys.ring().keys) == 2
