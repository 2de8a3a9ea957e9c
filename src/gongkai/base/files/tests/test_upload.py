import errno
import hashlib
import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.utils import timezone

from gongkai.base.files import actions, queries
from gongkai.base.files.actions import uploading
from gongkai.base.files.models import StoredFile, Upload
from gongkai.base.files.tests.samples import word

pytestmark = [pytest.mark.django_db, pytest.mark.urls("gongkai.base.files.tests.urls")]
BASE = "/desk/files/uploads/"
DATA = word("关于开展工作的通知")
SIZE = len(DATA)
HALF = SIZE // 2


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    storages._storages.clear()
    yield tmp_path
    storages._storages.clear()


@pytest.fixture
def officer():
    return get_user_model().objects.create(username="shen", name="沈若川")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def begin(desk, size=SIZE, name="通知.docx", **more):
    return desk.post(BASE, json.dumps({"filename": name, "size": size, **more}), content_type="application/json")


def send(desk, upload, offset, data):
    return desk.patch(f"{BASE}{upload}/?offset={offset}", data, content_type="application/octet-stream")


@pytest.fixture
def upload(desk):
    return begin(desk).json()["id"]


def finish(desk, upload):
    return desk.post(f"{BASE}{upload}/finish/")


def test_a_file_arrives_in_parts(desk, upload):
    assert send(desk, upload, 0, DATA[:HALF]).json()["received"] == HALF
    assert send(desk, upload, HALF, DATA[HALF:]).json()["received"] == len(DATA)
    answer = finish(desk, upload).json()
    file = StoredFile.objects.get(pk=answer["file"])
    assert queries.read_bytes(file) == DATA
    assert (answer["kind"], file.stored_by) == ("docx", "沈若川")


def test_after_a_lost_connection_the_status_says_where_to_go_on(desk, upload):
    send(desk, upload, 0, DATA[:HALF])
    state = desk.get(f"{BASE}{upload}/").json()
    assert state["received"] == HALF
    send(desk, upload, state["received"], DATA[HALF:])
    assert finish(desk, upload).status_code == 200


def test_the_same_part_twice_changes_nothing(desk, upload):
    send(desk, upload, 0, DATA[:HALF])
    again = send(desk, upload, 0, DATA[:HALF])
    assert (again.status_code, again.json()["received"]) == (200, HALF)


def test_a_part_that_does_not_fit_is_refused_with_the_right_place(desk, upload):
    send(desk, upload, 0, DATA[:HALF])
    for offset, data in ((HALF + 5, b"xxx"), (HALF - 3, b"zzzzzz"), (0, b"other")):
        answer = send(desk, upload, offset, data)
        assert (answer.status_code, answer.json()["offset"]) == (409, HALF)


def test_bytes_of_a_request_that_died_are_overwritten(desk, upload, folder):
    send(desk, upload, 0, DATA[:HALF])
    with (folder / "uploads" / f"{upload}.part").open("ab") as part:
        part.write(b"never confirmed")
    send(desk, upload, HALF, DATA[HALF:])
    assert finish(desk, upload).status_code == 200


def test_an_unfinished_upload_cannot_be_closed(desk, upload):
    send(desk, upload, 0, DATA[:HALF])
    answer = finish(desk, upload)
    assert (answer.status_code, answer.json()["offset"]) == (409, HALF)


def test_closing_twice_gives_the_same_file(desk, upload):
    send(desk, upload, 0, DATA)
    assert finish(desk, upload).json()["file"] == finish(desk, upload).json()["file"]
    assert send(desk, upload, 0, DATA).status_code == 200


def test_the_hash_is_checked(desk):
    wrong = begin(desk, sha256="0" * 64).json()["id"]
    send(desk, wrong, 0, DATA)
    answer = finish(desk, wrong)
    assert (answer.status_code, "不一致" in answer.json()["error"]) == (422, True)
    right = begin(desk, sha256=hashlib.sha256(DATA).hexdigest()).json()["id"]
    send(desk, right, 0, DATA)
    assert finish(desk, right).status_code == 200


def test_a_refused_file_leaves_nothing(desk, folder):
    upload = begin(desk, size=64, name="通知.docx").json()["id"]
    send(desk, upload, 0, b"MZ" + b"\0" * 62)
    assert "可执行程序" in finish(desk, upload).json()["error"]
    assert not Upload.objects.exists()
    assert not list((folder / "uploads").iterdir())


@pytest.mark.parametrize(("size", "said"), [(0, "空文件"), (10**12, "上限")])
def test_empty_and_huge_files_are_refused_before_a_byte_is_sent(desk, size, said):
    answer = begin(desk, size=size)
    assert (answer.status_code, said in answer.json()["error"]) == (422, True)


def test_more_bytes_than_announced_are_refused(desk):
    upload = begin(desk, size=4).json()["id"]
    assert "超过了文件的大小" in send(desk, upload, 0, b"12345").json()["error"]


def test_a_full_disk_is_told_and_the_upload_can_go_on_later(desk, upload, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "no space")

    send(desk, upload, 0, DATA[:HALF])
    monkeypatch.setattr(uploading, "flush", full)
    answer = send(desk, upload, HALF, DATA[HALF:])
    assert (answer.status_code, "磁盘空间不足" in answer.json()["error"]) == (507, True)
    monkeypatch.undo()
    assert desk.get(f"{BASE}{upload}/").json()["received"] == HALF
    send(desk, upload, HALF, DATA[HALF:])
    assert finish(desk, upload).status_code == 200


def test_nobody_else_sees_an_upload(desk, upload):
    desk.force_login(
        get_user_model().objects.create(username="mo", name="陌然"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert desk.get(f"{BASE}{upload}/").status_code == 404
    assert send(desk, upload, 0, DATA).status_code == 404
    assert finish(desk, upload).status_code == 404


def test_strangers_are_asked_to_sign_in(client):
    answer = begin(client)
    assert (answer.status_code, "登录" in answer.json()["error"]) == (401, True)


def test_a_form_may_only_take_files_of_its_own_person(desk, upload, officer):
    send(desk, upload, 0, DATA)
    file = finish(desk, upload).json()["file"]
    assert queries.finished_file_of(file_id=file, person_id=officer.pk).pk == file
    assert queries.finished_file_of(file_id=file, person_id=officer.pk + 1) is None


@pytest.mark.parametrize("body", ["", "[]", '{"size": 3}', '{"filename": "a", "size": "x"}'])
def test_a_malformed_request_is_told(desk, body):
    assert desk.post(BASE, body, content_type="application/json").status_code == 400


def test_a_missing_offset_is_told(desk, upload):
    assert desk.patch(f"{BASE}{upload}/", b"x", content_type="application/octet-stream").status_code == 400


def test_expired_uploads_are_dropped_with_their_bytes(desk, upload, folder):
    send(desk, upload, 0, DATA[:HALF])
    (folder / "uploads" / "orphan.part").write_bytes(b"x")
    assert actions.drop_expired_uploads() == 0
    assert actions.drop_expired_uploads(now=timezone.now() + timedelta(days=3)) == 1
    assert not list((folder / "uploads").iterdir())
    assert desk.get(f"{BASE}{upload}/").status_code == 404


def test_a_part_after_the_time_is_refused(desk, upload):
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "已失效" in send(desk, upload, 0, DATA).json()["error"]


def test_one_person_cannot_open_uploads_without_end(desk):
    answers = [begin(desk).status_code for _ in range(21)]
    assert answers == [201] * 20 + [422]
