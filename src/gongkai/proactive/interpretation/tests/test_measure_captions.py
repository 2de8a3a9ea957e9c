"""Subtitles are read, put right or refused with a sentence; nothing spoken goes out that cannot be read."""

from __future__ import annotations

import io
import struct
import time
import wave

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.proactive.interpretation.portal.players import NotPlayed, Recording, player_html
from gongkai.proactive.interpretation.rules.captions import (
    CaptionFault,
    Captions,
    Cue,
    demands,
    duration,
    judged,
    read,
    transcript_of,
    vtt,
)

SRT = """1
00:00:01,000 --> 00:00:03,500
这项补贴涨了，

2
00:00:03,500 --> 00:00:06,000
每人每月<i>三百五十元</i>。

3
00:00:12,000 --> 00:00:14,000
带上身份证到街道办理
"""
VIDEO = Recording(
    "video",
    "一分钟看懂残疾人补贴",
    "/files/a.mp4",
    "video/mp4",
    "/files/a.vtt",
    "第一段。\n第二段。",
    "",
    75,
    5_000_000,
)


def fault(data: str | bytes, **more) -> str:
    with pytest.raises(CaptionFault) as caught:
        read(data.encode() if isinstance(data, str) else data, **more)
    return str(caught.value)


def test_subrip_becomes_webvtt():
    captions = read(SRT.encode())
    assert captions.form == "srt"
    text = vtt(captions)
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n这项补贴涨了，\n")
    assert "<i>" not in text
    assert read(text.encode()).cues == captions.cues


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_windows_are_read(encoding):
    assert read(SRT.replace("\n", "\r\n").encode(encoding)).cues[1].text == "每人每月三百五十元。"


def test_styles_notes_and_positions_are_left_out():
    text = (
        "WEBVTT\n\nSTYLE\n::cue { background: url(http://a.example/x) }\n\nNOTE 内部\n\n"
        "a1\n00:01.000 --> 00:02.000 line:0 position:20%\n<v 主持人><c.red>大家好</c>&amp;<script>x</script>\n"
    )
    told = vtt(read(text.encode()))
    assert "url(" not in told
    assert "内部" not in told
    assert "line:0" not in told
    assert "大家好&amp;x" in told


def test_disorder_is_told_by_its_time():
    assert "重叠" in fault("1\n00:00:01,000 --> 00:00:05,000\n甲\n\n2\n00:00:04,000 --> 00:00:06,000\n乙\n")
    assert "按时间先后" in fault("1\n00:00:09,000 --> 00:00:10,000\n甲\n\n2\n00:00:01,000 --> 00:00:02,000\n乙\n")
    assert "结束得比开始早" in fault("1\n00:00:09,000 --> 00:00:01,000\n甲\n")
    assert "写得不对" in fault("1\n0:99 --> 什么\n甲\n")
    assert "片长只有0分05秒" in fault(SRT, seconds=5)


def test_what_is_no_subtitle_is_refused():
    assert "没有带时间" in fault("")
    assert "没有时间" in fault("随便一段话")
    assert "不是字幕" in fault(b"\x00\x00\x00\x18ftypmp42")
    assert "编码" in fault(b"\xff\xff\xff\xff\x81")
    assert "3MB" in fault(b"x" * 3_000_001)


def test_many_faults_are_told_in_few_lines():
    blocks = "\n\n".join(f"{n}\n坏的 --> 时间\n甲" for n in range(1, 30))
    assert "还有24处" in fault(blocks)


def test_a_transcript_is_made_of_the_subtitles():
    assert transcript_of(read(SRT.encode())) == "这项补贴涨了，每人每月三百五十元。\n带上身份证到街道办理"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000), st.integers(1, 5000), st.text(alphabet="补贴<>&-每月abc1 ", min_size=1, max_size=20)
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_again(parts):
    cues, at = [], 0
    for pause, length, text in parts:
        said = text.replace("-->", "").replace("<", "＜").strip() or "字"
        cues.append(Cue(at + pause, at + pause + length, said))
        at += pause + length
    assert read(vtt(Captions(tuple(cues), "vtt")).encode()).cues == tuple(cues)


def test_a_video_that_cannot_be_read_is_refused():
    assert "没有字幕，也没有文字稿" in demands("video")[0]
    assert "请填写文字稿" in demands("audio")[0]
    assert demands("video", captions=SRT.encode(), seconds=20) == []
    assert demands("audio", transcript="字" * 250, seconds=60) == []
    assert (
        "重叠"
        in demands("video", captions=b"1\n00:00:01,000 --> 00:00:05,000\na\n\n2\n00:00:04,000 --> 00:00:06,000\nb")[0]
    )


def test_a_transcript_that_cannot_be_whole_is_refused():
    assert "没有写全" in judged("字" * 40, 180)
    assert "说不完" in judged("字" * 3000, 60)
    assert "空的" in judged("……", 60)
    assert judged("字" * 220, 60) == ""
    assert judged("字", None) == ""


def an_mp4(seconds: int, scale: int = 1000) -> bytes:
    mvhd = b"\0\0\0\0" + struct.pack(">IIII", 0, 0, scale, seconds * scale) + b"\0" * 80
    inner = struct.pack(">I", len(mvhd) + 8) + b"mvhd" + mvhd
    head = struct.pack(">I", 16) + b"ftypisom\0\0\0\0"
    return head + struct.pack(">I", 12) + b"free\0\0\0\0" + struct.pack(">I", len(inner) + 8) + b"moov" + inner


def test_the_length_of_a_recording_is_read_from_its_head():
    assert duration(io.BytesIO(an_mp4(75))) == 75
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0" * 16000 * 3)
    assert duration(sound) == 3


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_broken_files_have_no_length(junk):
    assert duration(io.BytesIO(junk)) is None
    assert duration(io.BytesIO(an_mp4(75)[:-100] + junk)) in {None, 75}


def test_hostile_subtitles_end_in_time():
    began = time.process_time()
    for text in ("<" * 500_000, "1\n" * 200_000, "-->\n\n" * 100_000, "{\\" * 200_000):
        with pytest.raises(CaptionFault):
            read(text.encode())
    assert time.process_time() - began < 3


def test_the_player_has_controls_subtitles_and_the_text():
    shown = player_html(VIDEO)
    assert "controls" in shown
    assert '<track kind="captions" src="/files/a.vtt" srclang="zh-CN"' in shown
    assert "<summary>文字稿</summary>" in shown
    assert "时长1分15秒" in shown
    assert "script" not in shown
    assert "style=" not in shown


@pytest.mark.parametrize("src", ["https://v.example/a.mp4", "//v.example/a.mp4", "javascript:x", "/\\v.example"])
def test_no_player_of_others(src):
    with pytest.raises(NotPlayed, match="本站"):
        player_html(Recording("video", "一", src, "video/mp4", "/a.vtt"))


def test_what_cannot_be_read_or_played_has_no_player():
    with pytest.raises(NotPlayed, match="文字稿"):
        player_html(Recording("audio", "一", "/a.mp3", "audio/mpeg", "/a.vtt"))
    with pytest.raises(NotPlayed, match="放不了"):
        player_html(Recording("video", "一", "/a.avi", "video/x-msvideo", "/a.vtt"))


def test_titles_are_escaped():
    assert "<b>" not in player_html(Recording("audio", '"<b>', "/a.mp3", "audio/mpeg", "", "<b>文"))
