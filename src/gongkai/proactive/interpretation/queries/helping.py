"""What the platform does for the author: an outline to write along, and which parts it finds in the wording."""

from __future__ import annotations

from django.utils.html import escape

from gongkai.proactive.interpretation.rules.kinds import parts_of
from gongkai.proactive.interpretation.rules.templates import covered, outline


def outline_html(*, policy_type: str, audience: str, content: str, stage: str, layout: str) -> str:
    """Return the empty sections of the template that these dimensions choose (R171)."""
    sections = outline(policy_type, audience, content, stage, layout)
    return "".join(f"<h2>{escape(one.heading)}</h2><p></p>" for one in sections)


def prompts(*, policy_type: str, audience: str, content: str, stage: str, layout: str) -> dict[str, str]:
    """Return by part what to write there."""
    return {one.key: one.prompt for one in outline(policy_type, audience, content, stage, layout)}


def detected(html: str, layout: str) -> dict[str, str]:
    """Return the parts that the wording covers, with the words that tell (R166)."""
    names = parts_of(layout)
    return {key: evidence.text for key, evidence in covered(html, layout).items() if key in names}
