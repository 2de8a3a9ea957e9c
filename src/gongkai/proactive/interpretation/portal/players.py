"""Players for what is shown or spoken: the browser's own controls, subtitles, and the whole text below. No outside service."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.proactive.interpretation.rules.captions import length_words

PLAYER = "interpretation/players/player.html"
PLAYED = {
    "video": frozenset({"video/mp4", "video/webm"}),
    "audio": frozenset({"audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/x-wav", "audio/webm"}),
}


class NotPlayed(ValueError):
    """A recording cannot be played on our pages; says why."""


@dataclass(frozen=True)
class Recording:
    """Addresses are paths of this site. `seconds` is nought where the length is not known."""

    kind: str  # video or audio
    title: str
    src: str
    media_type: str
    captions_src: str = ""
    transcript: str = ""
    poster_src: str = ""
    seconds: float = 0
    size: int = 0

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.transcript.splitlines() if line.strip()]

    @property
    def length(self) -> str:
        return length_words(self.seconds)


def player_html(recording: Recording, *, opened: bool = False) -> SafeString:
    """Return the player; raises NotPlayed for foreign addresses, kinds browsers do not play, and what cannot be read."""
    if recording.media_type not in PLAYED.get(recording.kind, ()):
        raise NotPlayed("浏览器放不了这种文件，请上传 MP4、WebM 视频或 MP3、M4A、OGG、WAV 音频。")
    for address in (recording.src, recording.captions_src, recording.poster_src):
        if address and (not address.startswith("/") or address.startswith(("//", "/\\"))):
            raise NotPlayed("音视频、字幕和封面都要存放在本站，不能引用别的网站。")
    if not recording.paragraphs and not (recording.kind == "video" and recording.captions_src):
        raise NotPlayed("没有字幕或文字稿的音视频不能发布。")
    return render_to_string(PLAYER, {"one": recording, "opened": opened})
