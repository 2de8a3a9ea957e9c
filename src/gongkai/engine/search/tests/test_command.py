from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from gongkai.engine.search import actions, queries
from gongkai.engine.search.tests.conftest import DOCUMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "index"
    actions.index(documents=DOCUMENTS)


def run(capsys, *arguments):
    call_command("search", *arguments)
    return capsys.readouterr().out


def test_it_answers_in_the_promised_shape(capsys):
    answer = json.loads(run(capsys, "预算", "--json"))
    assert answer["total"] == 2
    assert {hit["id"] for hit in answer["hits"]} == {"czj-1", "trad-4"}
    hit = next(hit for hit in answer["hits"] if hit["id"] == "czj-1")
    assert {"id", "title", "doc_number", "issuer", "date", "url", "score", "highlight"} == hit.keys()
    assert (hit["issuer"], hit["date"]) == ("云川市财政局", "2020-03-05")
    assert "【预算】" in hit["highlight"][0]
    assert {"value": "YC-CZ", "label": "云川市财政局", "count": 2} in answer["facets"]["agency"]


def test_filters_sort_and_limit(capsys):
    answer = json.loads(run(capsys, "财政局", "--agency", "YC", "--sort", "date", "--limit", "1", "--json"))
    assert (answer["total"], [hit["id"] for hit in answer["hits"]]) == (3, ["czj-2"])
    assert (
        json.loads(run(capsys, "财政局", "--year", "2020", "--theme", "财政", "--kind", "document", "--json"))["total"]
        == 1
    )


def test_it_prints_for_people(capsys):
    out = run(capsys, "部门预算")
    assert "云川市财政局关于印发《市级【部门预算】管理办法》的通知" in out
    assert "共 1 条" in out


def test_nothing_found_is_exit_code_1_with_help(capsys):
    with pytest.raises(SystemExit) as stop:
        run(capsys, "财政局 独角兽")
    assert stop.value.code == 1
    assert "可试：财政局（3 条）" in capsys.readouterr().out


def test_a_foolish_limit_is_refused():
    with pytest.raises(CommandError, match="1 到 100"):
        call_command("search", "财政", "--limit", "0")


def test_drop_and_rebuild_through_the_front_door():
    actions.drop(keys=["document:1", "document:404"])
    assert (queries.document_count(), queries.is_indexed("document:1")) == (3, False)
    assert actions.rebuild(documents=DOCUMENTS) == 4
    assert queries.is_indexed("document:1")
    assert queries.suggest("市财政")[0].text == "云川市财政局"
