"""Sound and moving pictures are told by their content, and taken only where they are wanted."""

from __future__ import annotations

import pytest

from gongkai.base.files.rules import FileRefused, sniff


def box(name: bytes, body: bytes = b"") -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def mp4(brand: bytes = b"isom") -> bytes:
    return (
        box(b"ftyp", brand + b"\0\0\0\0isommp42") + box(b"moov", box(b"mvhd", b"\0" * 100)) + box(b"mdat", b"\0" * 64)
    )


def wav() -> bytes:
    body = (
        b"WAVEfmt " + (16).to_bytes(4, "little") + b"\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0" + b"data\0\0\0\0"
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


MP3 = b"ID3\x04\0\0\0\0\0\x02\0\0" + b"\xff\xfb\x90\x00" + b"\0" * 400
OGG = b"OggS" + b"\0" * 24 + b"OpusHead" + b"\0" * 40
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 60


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (mp4(), "一分钟看懂.mp4", "mp4"),
        (mp4(b"M4A "), "听政策.m4a", "m4a"),
        (wav(), "听政策.wav", "wav"),
        (MP3, "听政策.mp3", "mp3"),
        (OGG, "听政策.ogg", "ogg"),
        (WEBM, "一分钟看懂.webm", "webm"),
    ],
)
def test_recordings_are_told_by_their_content(data, name, kind):
    assert sniff(data, name, media=True).kind == kind


def test_where_they_are_not_wanted_the_person_hears_where_they_are():
    with pytest.raises(FileRefused, match="作为政策解读的文件上传"):
        sniff(mp4(), "一分钟看懂.mp4")


@pytest.mark.parametrize("cut", [20, 60, -10])
def test_a_video_that_is_cut_off_is_refused(cut):
    with pytest.raises(FileRefused):
        sniff(mp4()[:cut], "一分钟看懂.mp4", media=True)


def test_a_program_called_mp3_is_a_program():
    with pytest.raises(FileRefused, match="可执行"):
        sniff(b"MZ" + b"\0" * 100, "听政策.mp3", media=True)


def test_a_name_that_says_something_else_is_refused():
    with pytest.raises(FileRefused, match="扩展名"):
        sniff(mp4(), "一分钟看懂.mp3", media=True)


def test_captions_are_plain_text():
    assert sniff("WEBVTT\n\n00:00.000 --> 00:02.000\n先申请。\n".encode(), "字幕.vtt").kind == "txt"
