"""Sound and moving pictures: told by their content, walked through as far as their structure goes. Nothing is decoded."""

from __future__ import annotations

from typing import BinaryIO

from .limits import Clock, Limits
from .refusals import MalformedFile
from .result import Reading
from .source import Source, head_of, opened, size_of

# Kind → media type, as browsers play them.
MEDIA_TYPES = {
    "mp4": "video/mp4", "webm": "video/webm", "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip
NAMES = {
    "mp4": "MP4 视频", "webm": "WebM 视频", "m4a": "M4A 音频", "mp3": "MP3 音频", "ogg": "OGG 音频", "wav": "WAV 音频",
}  # fmt: skip
EXTENSIONS = {
    "mp4": {"mp4", "m4v"},
    "webm": {"webm"},
    "m4a": {"m4a"},
    "mp3": {"mp3"},
    "ogg": {"ogg", "oga"},
    "wav": {"wav"},
}
TAKEN = "MP4、WebM 视频，MP3、M4A、OGG、WAV 音频"
BOX_HEAD, LONG_BOX_HEAD, ID3_HEAD = 8, 16, 10
SYNC = 0xE0  # the three bits that follow 0xFF at the beginning of a frame of MP3


def kind_of(data: Source, extension: str) -> str:
    """Return the kind of a recording, "" for anything else. Raises MalformedFile when it is one and damaged."""
    head = head_of(data, 512)
    if head[4:8] == b"ftyp":
        _walk_boxes(data)
        return "m4a" if head[8:12] in {b"M4A ", b"M4B "} else "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else ""
    if head.startswith(b"OggS"):
        return "ogg" if b"OpusHead" in head or b"\x01vorbis" in head else ""
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        _check_wave(head, size_of(data))
        return "wav"
    return "mp3" if extension == "mp3" and _is_mp3(data) else ""


def _damaged() -> MalformedFile:
    return MalformedFile("音视频文件不完整或者已损坏。请重新导出后再上传。")


def _walk_boxes(data: Source) -> None:
    """Follow the boxes of an MP4 to its end: one must say what is in it (moov), none may reach beyond the file."""
    size, at, names = size_of(data), 0, set()
    with opened(data) as file:
        while at < size:
            length, name = _box(file, at, size)
            names.add(name)
            at += length
    if at != size or b"moov" not in names:
        raise _damaged()


def _box(file: BinaryIO, at: int, size: int) -> tuple[int, bytes]:
    file.seek(at)
    head = file.read(LONG_BOX_HEAD)
    if len(head) < BOX_HEAD:
        raise _damaged()
    length = int.from_bytes(head[:4], "big")
    if length == 0:  # to the end of the file
        length = size - at
    elif length == 1:
        length = int.from_bytes(head[8:16], "big")
    if length < BOX_HEAD or at + length > size:
        raise _damaged()
    return length, head[4:8]


def _check_wave(head: bytes, size: int) -> None:
    if b"fmt " not in head or int.from_bytes(head[4:8], "little") + BOX_HEAD > size + 1:
        raise _damaged()


def _is_mp3(data: Source) -> bool:
    """Whether a frame of MP3 begins at the start, or behind the tag (ID3) that stands there."""
    with opened(data) as file:
        head = file.read(ID3_HEAD)
        at = 0
        if head.startswith(b"ID3") and len(head) == ID3_HEAD:
            at = ID3_HEAD + sum((byte & 0x7F) << (7 * (3 - place)) for place, byte in enumerate(head[6:10]))
        file.seek(at)
        frame = file.read(4)
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & SYNC != SYNC:
        return False
    layer, bitrate, rate = (frame[1] >> 1) & 3, frame[2] >> 4, (frame[2] >> 2) & 3
    return layer == 1 and bitrate not in {0, 15} and rate != 3


def read(data: Source, _file_type: object, _limits: Limits, _clock: Clock) -> Reading:
    """Say that nobody read what is spoken in it: whoever attaches it brings captions or a transcript."""
    del data
    return Reading("", notices=("这是音视频，程序没有检查其中的声音和画面；请对照字幕或者文字稿审查。",))
