from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.base.events import rules, triggers

pytestmark = pytest.mark.django_db


def test_verify_is_silent_about_a_sound_record(publish, capsys):
    publish()
    call_command("log", "verify")
    assert "1 条公开日志，未发现问题" in capsys.readouterr().out


def test_verify_finds_an_edit_made_by_sql_and_exits_with_1(publish, capsys):
    publish()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET remark = 'x'")
    with pytest.raises(SystemExit) as stop:
        call_command("log", "verify", "--json")
    document = json.loads(capsys.readouterr().out)
    assert (stop.value.code, document["ok"], document["faults"][0]["seq"]) == (1, False, 1)
    assert "被改动过" in document["faults"][0]["message"]


def test_proof_prints_a_document_that_checks(publish, capsys):
    entry = publish()
    call_command("log", "proof", entry.item, "--json")
    assert rules.check_proof(json.loads(capsys.readouterr().out))


def test_proof_explains_itself_and_finds_by_content(publish, capsys):
    entry = publish(title="关于老旧小区改造的通知")
    call_command("log", "proof", entry.content_sha256)
    text = capsys.readouterr().out
    assert "公钥指纹" in text


def test_proof_of_nothing_exits_with_1(publish, capsys):
    publish()
    with pytest.raises(SystemExit) as stop:
        call_command("log", "proof", "YC-0")
    assert stop.value.code == 1
    assert "核对索引号" in capsys.readouterr().err
