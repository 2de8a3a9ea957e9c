"""What an officer may decide about something that screening found in a file to be given out. No Django."""

from __future__ import annotations

import hashlib

# Each with the ground on which it may leave; what has none is taken out of the file first.
DECISIONS: dict[str, str] = {
    "own": "是申请人本人的信息",
    "agreed": "本人或者第三方已书面同意提供",
    "public": "已经依法公开",
    "none": "识别有误，不是个人信息或者其他不应提供的内容",
    "duty": "公职人员履职信息，依法应当提供",
}


def key_of(*parts: str) -> str:
    """Return the name of a finding in the form: the same as long as file, place and words are the same."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]
