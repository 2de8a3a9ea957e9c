"""The player of a talk, with its captions and transcript, from this platform's own files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import FileRefused
from gongkai.proactive.interpretation.portal.players import NotPlayed, Recording, player_html
from gongkai.proactive.interpretation.portal.presenting import file_url
from gongkai.proactive.interpretation.rules.captions import CaptionFault, duration, read, vtt

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from gongkai.engine.publishing.models import Edition, Release


def media_of(edition: Edition) -> Any:
    """Return the file that is shown or heard, or None."""
    by_role = {one.role: one for one in edition.files.all()}
    return by_role.get("video") or by_role.get("audio")


def player_of(release: Release, edition: Edition, *, base: str) -> SafeString | str:
    """Return the player; empty where nothing is to be shown or heard, or browsers cannot play it (it stays a download)."""
    media = media_of(edition)
    if media is None:
        return ""
    told = Recording(
        kind=media.role,
        title=release.title,
        src=file_url(release, edition, media),
        media_type=media.file.media_type,
        captions_src=f"{base}/captions.vtt" if captions_of(edition) else "",
        transcript=edition.snapshot.get("transcript") or "",
        seconds=_seconds(media),
        size=media.file.size,
    )
    try:
        return player_html(told, opened=True)
    except NotPlayed:
        return ""


def _seconds(media: Any) -> float:
    try:
        with open_file(media.file) as file:
            return duration(cast("BinaryIO", file)) or 0
    except FileRefused:
        return 0


def captions_of(edition: Edition) -> str:
    """Return the captions as plain WebVTT, written anew from what was attached; empty where there are none."""
    attached = next((one for one in edition.files.all() if one.role == "captions"), None)
    if attached is None:
        return ""
    try:
        with open_file(attached.file) as file:
            return vtt(read(file.read()))
    except (FileRefused, CaptionFault):
        return ""
