"""Files of subtitles, SubRip (.srt) or WebVTT (.vtt): read, checked, and written anew as plain WebVTT."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LARGEST = 3_000_000  # bytes; two hours of speech are about 100 kB
MOST_TOLD = 5  # faults told at once
_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})"
_LINE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s+[^\n]*)?$")
_TAG = re.compile(r"</?[A-Za-z0-9.:_ -]{1,60}>|\{\\[^{}]{0,60}\}")
_SKIPPED = re.compile(r"^(?:NOTE|STYLE|REGION)\b")


class CaptionFault(ValueError):
    """The file cannot be used; `sentences` say where and what to do."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class Cue:
    """One subtitle; times in milliseconds from the beginning."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Captions:
    cues: tuple[Cue, ...]
    form: str  # srt or vtt, as it came

    @property
    def seconds(self) -> float:
        """When the last subtitle goes."""
        return self.cues[-1].end / 1000


def read(data: bytes, *, seconds: float | None = None) -> Captions:
    """Read a file and check it: times in order, no two at once, none after the end of the film. Raises CaptionFault."""
    if len(data) > LARGEST:
        raise CaptionFault(["字幕文件超过3MB，不像是字幕。请上传 .srt 或 .vtt 文件。"])
    text = _decoded(data)
    form = "vtt" if text.startswith("WEBVTT") else "srt"
    cues, faults = _parsed(text)
    if not cues and not faults:
        faults = ["字幕文件里没有带时间的字幕。请上传 .srt 或 .vtt 文件。"]
    faults += list(_disorder(cues))
    if seconds and cues and cues[-1].end > (seconds + 1) * 1000:
        faults.append(
            f"最后一条字幕在{_clock(cues[-1].end)}，片长只有{_clock(int(seconds * 1000))}，请检查是不是这个视频的字幕。"
        )
    if faults:
        more = [f"还有{len(faults) - MOST_TOLD}处同类问题。"] if len(faults) > MOST_TOLD else []
        raise CaptionFault([*faults[:MOST_TOLD], *more])
    return Captions(tuple(cues), form)


def vtt(captions: Captions) -> str:
    """Write WebVTT with nothing but times and text: no styles, no positions, no markup of others."""
    told = [f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{_escaped(cue.text)}\n" for cue in captions.cues]
    return "WEBVTT\n\n" + "\n".join(told)


def transcript_of(captions: Captions) -> str:
    """Return what is spoken as text, a new paragraph after each pause of three seconds."""
    parts: list[str] = []
    last_end, last = 0, ""
    for cue in captions.cues:
        said = cue.text.replace("\n", "")
        if said == last:
            continue
        if parts and cue.start - last_end < 3000:
            parts[-1] += said if parts[-1].endswith(("，", "。", "？", "！", "；", "：")) else f"，{said}"
        else:
            parts.append(said)
        last_end, last = cue.end, said
    return "\n".join(parts)


def _decoded(data: bytes) -> str:
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return _lines(data, encoding)
    if b"\0" in data:
        raise CaptionFault(["这不是字幕文件。请上传 .srt 或 .vtt 文件。"])
    for encoding in ("utf-8", "gb18030"):
        try:
            return _lines(data, encoding)
        except CaptionFault:
            continue
    raise CaptionFault(["字幕文件的文字编码认不出来，请另存为 UTF-8 后再上传。"])


def _lines(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CaptionFault(["字幕文件的文字编码认不出来，请另存为 UTF-8 后再上传。"]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \n")


def _parsed(text: str) -> tuple[list[Cue], list[str]]:
    cues: list[Cue] = []
    faults: list[str] = []
    for number, block in enumerate(re.split(r"\n\s*\n", text), 1):
        lines = [line for line in block.split("\n") if line.strip()]
        if not lines or _SKIPPED.match(lines[0]):
            continue
        place = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
        if place is None:
            if not lines[0].startswith("WEBVTT") and not lines[0].strip().isdigit():
                faults.append(f"第{number}段“{lines[0].strip()[:20]}”没有时间。")
            continue
        match = _LINE.match(lines[place])
        if not match:
            faults.append(
                f"第{number}段的时间“{lines[place].strip()[:40]}”写得不对，应当像 00:00:01,000 --> 00:00:03,500。"
            )
            continue
        said = _plain(lines[place + 1 :])
        start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if said:
            cues.append(Cue(start, end, said))
    return cues, faults


def _plain(lines: Sequence[str]) -> str:
    told = html.unescape(_TAG.sub("", "\n".join(line.strip() for line in lines)))
    return "".join(one for one in told if one == "\n" or unicodedata.category(one) not in {"Cc", "Cf"}).strip()


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _disorder(cues: Sequence[Cue]) -> Iterator[str]:
    for cue in cues:
        if cue.end <= cue.start:
            yield f"{_clock(cue.start)}的字幕“{cue.text[:12]}”结束得比开始早。"
    for cue, following in pairwise(cues):
        if following.start < cue.start:
            yield f"{_clock(following.start)}的字幕排在{_clock(cue.start)}的后面，请按时间先后排列。"
        elif following.start < cue.end:
            yield f"{_clock(following.start)}的字幕与前一条重叠，请让前一条先结束。"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}分{seconds:02d}秒"


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
