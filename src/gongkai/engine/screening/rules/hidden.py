"""What travels with a file unseen: properties, comments, tracked changes (as base.files reports them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.base.files.rules import Hidden
from gongkai.engine.screening.rules.findings import Finding, Severity, screen
from gongkai.engine.screening.rules.subjects import SubjectFile

TITLE = "文件里有读者看不到、但会随文件一起公开的内容"
METADATA = "metadata"
DATA_IN_METADATA = ("personal", "secret", "commercial")


def hidden_findings(hidden: Iterable[Hidden]) -> Iterator[Finding]:
    for one in hidden:
        if one.kind == METADATA:
            continue
        yield Finding(
            f"hidden.{one.kind}", Severity.BLOCK, 0, 0, f"{one.where}：{one.explanation}", "请清除后另存，再上传。", TITLE,
            one.excerpt, one.excerpt or one.where,
        )  # fmt: skip


def metadata_findings(file: SubjectFile) -> Iterator[Finding]:
    """Names in the properties are judged; a number or a secrecy mark there counts as it would in the text."""
    place = f"metadata:{file.name}"
    for one in file.hidden:
        if one.kind != METADATA:
            continue
        yield Finding(
            "hidden.metadata", Severity.JUDGE, 0, 0, f"{one.where}：{one.explanation}", "请清除后另存，再上传。", TITLE,
            one.excerpt, one.excerpt, place,
        )  # fmt: skip
    for value in file.metadata.values():
        for finding in screen(str(value), only=DATA_IN_METADATA):
            yield replace(finding, place=place)
