"""What travels with a file unseen: properties, comments, tracked changes (as base.files reports them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.base.files.rules import Hidden
from gongkai.engine.screening.rules.findings import Finding, Severity, screen
from gongkai.engine.screening.rules.personal.names import NAME
from gongkai.engine.screening.rules.personal.surnames import NO_NAMES
from gongkai.engine.screening.rules.subjects import SubjectFile

TITLE = "文件里有读者看不到、但会随文件一起公开的内容"
METADATA = "metadata"
PERSON = re.compile(rf"(?:{NAME})|[A-Z][a-z]+(?: [A-Z][a-z]+)?")
UNITS = (*"科处室局办队部院委厅司署所站", "中心", "公司", "用户", "单位")
DATA_IN_METADATA = ("personal", "secret", "commercial")


def hidden_findings(hidden: Iterable[Hidden]) -> Iterator[Finding]:
    for one in hidden:
        if one.kind == METADATA:
            continue
        yield Finding(
            f"hidden.{one.kind}", Severity.BLOCK, 0, 0, f"{one.where}：{one.explanation}", "请清除后另存，再上传。", TITLE,
            one.excerpt, one.excerpt or one.where,
        )  # fmt: skip


def names_somebody(property_: str) -> bool:
    """Return whether a property names a person: a division or a program as author concerns nobody (作者：城市更新科)."""
    value = property_.rpartition("：")[2].strip()
    return bool(PERSON.fullmatch(value)) and value not in NO_NAMES and not value.endswith(UNITS)


def metadata_findings(file: SubjectFile) -> Iterator[Finding]:
    """Names in the properties are judged; a number or a secrecy mark there counts as it would in the text."""
    place = f"metadata:{file.name}"
    for one in file.hidden:
        if one.kind != METADATA:
            continue
        yield Finding(
            "hidden.metadata", Severity.JUDGE if names_somebody(one.excerpt) else Severity.INFO, 0, 0, f"{one.where}：{one.explanation}", "请清除后另存，再上传。", TITLE,
            one.excerpt, one.excerpt, place,
        )  # fmt: skip
    for value in file.metadata.values():
        for finding in screen(str(value), only=DATA_IN_METADATA):
            yield replace(finding, place=place)
