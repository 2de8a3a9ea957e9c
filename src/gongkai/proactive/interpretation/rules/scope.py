"""Which documents are not released without an interpretation, and in what words the three synchronisations are spoken of.

Source: 《上海市行政机关政策文件解读实施办法》（沪府办发〔2016〕9号）: normative documents and important policies with wide effect,
explained by who drafted them; 三同步 = 同步起草、同步审签、同步发布. Another district says 同步组织、同步审签、同步部署.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "《上海市行政机关政策文件解读实施办法》（沪府办发〔2016〕9号）"
# Categories of documents that are always interpreted; an important policy of another category is marked in its plan.
ALWAYS = frozenset({"行政规范性文件"})


def must_interpret(*, attribute: str, category: str, important: bool) -> bool:
    """Return whether this document goes out with its interpretation or not at all (应解读、尽解读)."""
    return attribute == "proactive" and (category in ALWAYS or important)


def why(category: str, *, important: bool) -> str:
    """Return the reason for the page, in a sentence; empty where nothing is demanded."""
    if category in ALWAYS:
        return f"{category}须同步解读。依据：{SOURCE}。"
    return f"已标记为重要政策性文件，须同步解读。依据：{SOURCE}。" if important else ""


@dataclass(frozen=True)
class Labels:
    """One way to name the three synchronisations (R164)."""

    key: str
    drafting: str
    signing: str
    releasing: str

    @property
    def name(self) -> str:
        return f"{self.drafting}、{self.signing}、{self.releasing}"


LABELS: dict[str, Labels] = {
    one.key: one
    for one in (
        Labels("publish", "同步起草", "同步审签", "同步发布"),
        Labels("deploy", "同步组织", "同步审签", "同步部署"),
    )
}
