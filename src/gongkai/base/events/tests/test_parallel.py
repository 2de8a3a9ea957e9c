"""Writers side by side: in threads on PostgreSQL, in processes on a SQLite file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from gongkai.base.events import queries, rules
from gongkai.base.events.models import Event

WRITERS, EACH = 4, 15


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="并行事务的用例需要 PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_parallel_transactions_leave_one_chain_without_gaps(submit, publish):
    def write(number):
        try:
            for turn in range(EACH):
                with transaction.atomic():
                    submit(f"{number}.{turn}")
                    publish(item=f"YC-{number}-{turn}")
                    transaction.set_rollback(turn % 5 == 4)  # each fifth verb fails
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Event.objects.values_list("seq", flat=True)) == list(range(1, 2 * WRITERS * EACH * 4 // 5 + 1))
    assert queries.entries().count() == WRITERS * EACH * 4 // 5
    assert queries.verify() == []


@pytest.mark.django_db(transaction=True)
def test_real_transactions_can_be_tested_although_rows_cannot_be_deleted(submit):
    """The test database is flushed after this; the next test relies on it."""
    submit()
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_record_begins_anew_after_a_flush(submit):
    assert submit().seq == 1
    assert queries.verify() == []


WRITE = """
import sys, django
django.setup()
from django.db import transaction
from gongkai.base.events import actions, rules
rules.declare({"test:paper:submit": "提交核稿"})
for turn in range(int(sys.argv[1])):
    with transaction.atomic():
        actions.record(
            tag="test:paper:submit",
            by=rules.Actor("system:test", "测试"),
            subject=rules.Subject("paper", str(turn)),
            sealed={"姓名": "张三"},
        )
        transaction.set_rollback(turn % 5 == 4)
"""

VERIFY = """
import django
django.setup()
from gongkai.base.events import queries
print(queries.events().count(), queries.verify())
"""


@pytest.mark.slow
def test_parallel_processes_on_one_sqlite_file_leave_one_chain_without_gaps(migrated_folder, tmp_path):
    shutil.copytree(migrated_folder, tmp_path, dirs_exist_ok=True)
    paths = [str(Path(rules.__file__).parents[4]), os.environ.get("PYTHONPATH", "")]
    environment = {name: value for name, value in os.environ.items() if name != "GONGKAI_DATABASE_URL"}
    environment |= {"GONGKAI_DATA_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(paths)}

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def finish(process):
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return output

    for writer in [start("-c", WRITE, str(EACH)) for _ in range(WRITERS)]:
        finish(writer)
    assert finish(start("-c", VERIFY)).split() == [str(WRITERS * EACH * 4 // 5), "[]"]
