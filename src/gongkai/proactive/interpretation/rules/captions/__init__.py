"""Subtitles and transcripts: nothing is shown or spoken that cannot also be read (R172)."""

from __future__ import annotations

from gongkai.proactive.interpretation.rules.captions.cues import CaptionFault, Captions, Cue, read, transcript_of, vtt
from gongkai.proactive.interpretation.rules.captions.duration import duration
from gongkai.proactive.interpretation.rules.captions.speech import LIMITS, SpeechLimits, demands, judged, length_words

__all__ = [
    "LIMITS",
    "CaptionFault",
    "Captions",
    "Cue",
    "SpeechLimits",
    "demands",
    "duration",
    "judged",
    "length_words",
    "read",
    "transcript_of",
    "vtt",
]
