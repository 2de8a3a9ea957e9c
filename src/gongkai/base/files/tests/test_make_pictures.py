from __future__ import annotations

import io
import os

import pytest
from PIL import Image

from gongkai.base.files import actions, pictures
from gongkai.base.files.rules import FileRefused

pytestmark = pytest.mark.django_db
SIDEWAYS = 6  # what a telephone held upright writes


def photograph() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[274], exif[271], exif[315] = SIDEWAYS, "某牌相机", "张三"
    noise = Image.frombytes("RGB", (1200, 800), os.urandom(1200 * 800 * 3))
    noise.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photograph_stands_upright_and_tells_nothing_of_the_camera(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    stored = actions.store(data=photograph(), filename="现场.jpg", by="test")
    assert actions.make_pictures(file=stored) == [[480, 720], [800, 1200]]
    with Image.open(pictures.place(stored.sha256, 480)) as image:
        assert image.size == (480, 720)
        assert not image.getexif()
    assert "张三".encode() not in pictures.place(stored.sha256, 800).read_bytes()


def test_sizes_are_made_once_and_again_when_they_are_lost(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    stored = actions.store(data=photograph(), filename="现场.jpg", by="test")
    actions.make_pictures(file=stored)
    place = pictures.place(stored.sha256, 480)
    made = place.stat().st_mtime_ns
    actions.make_pictures(file=stored)
    assert place.stat().st_mtime_ns == made
    actions.discard_pictures(file=stored)
    assert not place.exists()
    actions.make_pictures(file=stored)
    assert place.exists()


def test_other_files_have_no_sizes_and_a_broken_picture_is_refused(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    text = actions.store(data="说明".encode(), filename="说明.txt", by="test")
    assert actions.make_pictures(file=text) == []
    broken = actions.store(data=photograph()[:5000], filename="现场.jpg", by="test")
    with pytest.raises(FileRefused):
        actions.make_pictures(file=broken)
    assert not pictures.place(broken.sha256, 480).exists()


def test_a_file_really_deleted_leaves_no_size(tmp_path, settings, django_capture_on_commit_callbacks) -> None:
    settings.DATA_DIR = tmp_path
    stored = actions.store(data=photograph(), filename="现场.jpg", by="test")
    actions.make_pictures(file=stored)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_if_unused(file=stored)
    assert not list(pictures.folder().rglob("*.webp"))
