"""Writing, rebuilding and dying: what was announced stays, and readers never notice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from gongkai.engine.search.index import (
    IndexOutdatedError,
    IndexWriter,
    SearchDocument,
    Searcher,
    SearchRequest,
    WriterBusyError,
    rebuild,
    schema,
    storage,
)
from gongkai.engine.search.tests.conftest import DOCUMENTS

WRITER = """
import sys
from gongkai.engine.search.index import IndexWriter, SearchDocument
number = 0
while True:
    with IndexWriter(sys.argv[1]) as writer:
        for _ in range(5):
            writer.apply(upserts=[SearchDocument(key=f"document:{number}", title=f"第{number}号文件")])
            print(number, flush=True)
            number += 1
"""


def numbered(*numbers):
    return [SearchDocument(key=f"document:{number}", title=f"编号{number}的文件") for number in numbers]


def generations(directory):
    return sorted(path.name for path in directory.glob("g-*"))


@pytest.mark.slow
def test_after_kill_9_every_announced_commit_is_there_and_the_next_writer_opens(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    announced = [int(process.stdout.readline()) for _ in range(23)]
    os.kill(process.pid, signal.SIGKILL)
    announced += [int(line) for line in process.stdout.read().split()]
    process.stdout.close()
    process.wait()
    searcher = Searcher(tmp_path)
    assert all(searcher.has(f"document:{number}") for number in announced)
    with IndexWriter(tmp_path, wait_seconds=0) as writer:
        writer.apply(upserts=numbered(9999), deletes=["document:0"])
    assert searcher.has("document:9999")
    assert not searcher.has("document:0")


def test_a_failed_commit_leaves_nothing_half_done(directory, searcher):
    def broken():
        yield SearchDocument(key="document:50", title="前一件")
        raise RuntimeError("断电")

    with pytest.raises(RuntimeError), IndexWriter(directory) as writer:
        writer.apply(upserts=broken(), deletes=["document:1"])
    assert searcher.has("document:1")
    assert not searcher.has("document:50")


def test_rebuild_swaps_and_leaves_one_generation(directory, searcher):
    before = generations(directory)
    done = []
    assert rebuild(directory, numbered(1, 2), done.append) == 2
    assert done == [2]
    assert searcher.documents == 2
    assert searcher.search(SearchRequest(text="财政")).total == 0
    assert len(generations(directory)) == 1
    assert generations(directory) != before


def test_a_reader_goes_on_while_the_index_is_rebuilt_and_swapped(directory, searcher):
    counts, errors, stop = set(), [], threading.Event()

    def read():
        while not stop.is_set():
            try:
                counts.add(searcher.search(SearchRequest(text="文件")).total)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must fail with it
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    [thread.start() for thread in threads]
    for size in (3, 5, 7):
        rebuild(directory, numbered(*range(size)))
    stop.set()
    [thread.join() for thread in threads]
    assert not errors
    assert counts <= {1, 3, 5, 7}
    assert searcher.documents == 7


def test_what_is_written_during_a_rebuild_is_kept(directory, searcher):
    def documents():
        yield from numbered(1, 2, 3)
        with IndexWriter(directory) as writer:
            writer.apply(upserts=[SearchDocument(key="document:2", title="重建时改过")], deletes=["document:3"])
            writer.apply(upserts=numbered(4))
        assert not searcher.has("document:3")  # at once, in the old index too

    rebuild(directory, documents())
    assert [searcher.has(f"document:{number}") for number in (1, 2, 3, 4)] == [True, True, False, True]
    assert searcher.search(SearchRequest(text="重建时改过")).total == 1


@pytest.mark.slow
def test_a_busy_writer_loses_nothing_to_rebuilds(directory, searcher):
    database, written, errors, stop = [], [], [], threading.Event()

    def write():
        while not stop.wait(0.02):  # flock is not fair: without a breath nobody else would get it
            number = 100_000 + len(database)
            database.append(number)
            try:
                with IndexWriter(directory) as writer:
                    writer.apply(upserts=numbered(number))
                written.append(number)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must fail with it
                errors.append(error)

    def everything():
        yield from numbered(*range(1500))
        yield from numbered(*list(database))

    thread = threading.Thread(target=write)
    thread.start()
    busy = 0  # rebuilds in which something was written: of a slow machine nothing more can be asked
    for _ in range(20):
        before = len(written)
        rebuild(directory, everything())
        busy += len(written) > before
        if busy == 3:
            break
    stop.set()
    thread.join()
    assert not errors
    assert busy == 3
    assert all(searcher.has(f"document:{number}") for number in written)


def test_a_rebuild_that_fails_leaves_the_old_index_and_no_rubbish(directory, searcher):
    def documents():
        yield from numbered(1)
        raise RuntimeError("数据库断开")

    with pytest.raises(RuntimeError, match="数据库断开"):
        rebuild(directory, documents())
    assert searcher.documents == 4
    assert len(generations(directory)) == 1
    assert not (directory / storage.JOURNAL).exists()


def test_after_a_killed_rebuild_the_writer_stops_keeping_a_journal(directory, searcher):
    journal = directory / storage.JOURNAL
    journal.write_text("")
    with IndexWriter(directory) as writer:
        writer.apply(upserts=numbered(77))
    assert not journal.exists()
    assert searcher.has("document:77")


def test_two_rebuilds_at_once_are_refused(directory):
    def documents():
        with pytest.raises(WriterBusyError, match="重建"):
            rebuild(directory, [])
        yield from numbered(1)

    assert rebuild(directory, documents()) == 1


def test_an_index_of_another_version_asks_for_a_rebuild(directory, searcher, monkeypatch):
    monkeypatch.setattr(storage, "VERSION", schema.VERSION + 1)
    with pytest.raises(IndexOutdatedError, match="gongkai reindex"):
        Searcher(directory).search(SearchRequest(text="财政"))
    rebuild(directory, DOCUMENTS)
    assert Searcher(directory).documents == 4


def test_a_document_goes_through_json_unchanged():
    assert all(SearchDocument.from_json(document.as_json()) == document for document in DOCUMENTS)


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"key": ""}, ValueError, "缺少 key"),
        ({"validity": "maybe"}, ValueError, "有效性只能是"),
        ({"themes": "财政"}, TypeError, "应为若干文本的序列"),
    ],
)
def test_a_wrong_document_is_refused_with_a_sentence(wrong, error, sentence):
    with pytest.raises(error, match=sentence):
        SearchDocument(**{"key": "document:1", "title": "甲", **wrong})
