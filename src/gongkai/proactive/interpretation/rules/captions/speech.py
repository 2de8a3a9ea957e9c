"""Whether a transcript can be the whole of what was spoken, and what a recording must bring along."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.captions.cues import CaptionFault, read, transcript_of


@dataclass(frozen=True)
class SpeechLimits:
    """Characters a minute. Chinese is read out at 180 to 280; pictures without words and hurried speech lie beyond."""

    slowest: float = 60
    fastest: float = 450
    source: str = "本平台默认"


LIMITS = SpeechLimits()
_SPOKEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d")
SHORTEST = 5.0  # seconds; of shorter recordings nothing is concluded


def length_words(seconds: float) -> str:
    """Return 1分05秒 or 8秒; empty where the length is not known."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}分{rest:02d}秒" if minutes else f"{rest}秒" if rest else ""


def judged(transcript: str, seconds: float | None, limits: SpeechLimits = LIMITS) -> str:
    """Say why this text cannot be what was spoken in this time; empty when it can, or when the length is not known."""
    spoken = len(_SPOKEN.findall(transcript))
    if not spoken:
        return "文字稿是空的，请写下视频或音频里说的话。"
    if not seconds or seconds < SHORTEST:
        return ""
    rate = spoken * 60 / seconds
    length = length_words(seconds)
    if rate < limits.slowest:
        return f"片长{length}，文字稿只有{spoken}个字，多半没有写全。请补全；确实少有说话的，请写明画面内容。"
    if rate > limits.fastest:
        return f"片长{length}，文字稿有{spoken}个字，说不完这么多。请核对是不是这段视频或音频的文字稿。"
    return ""


def demands(
    kind: str,
    *,
    captions: bytes | None = None,
    transcript: str = "",
    seconds: float | None = None,
    limits: SpeechLimits = LIMITS,
) -> list[str]:
    """Return what still stands against releasing a video or audio, as sentences; nothing when it can go out.

    A video wants subtitles or a transcript, an audio a transcript; what is given must be complete.
    """
    word = "视频" if kind == "video" else "音频"
    said = transcript.strip()
    if captions:
        try:
            said = said or transcript_of(read(captions, seconds=seconds))
        except CaptionFault as fault:
            return list(fault.sentences)
    if not said:
        how = "请上传字幕文件（.srt 或 .vtt），或填写文字稿" if kind == "video" else "请填写文字稿"
        return [f"这段{word}没有{'字幕，也没有' if kind == 'video' else ''}文字稿，听不见的人看不懂。{how}。"]
    fault_told = judged(said, seconds, limits)
    return [fault_told] if fault_told else []
