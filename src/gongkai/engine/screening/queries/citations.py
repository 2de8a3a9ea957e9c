"""The look-up of cited laws and documents in the regulation library, for `screen_subject` (R026)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.engine.regulations import queries as regulations
from gongkai.engine.screening.rules import Finding, Severity, Subject, register_lookup

# What is wrong on the page needs a person; what has only moved on is told; what the library does not know is a hint.
SEVERITIES = {
    "repealed": Severity.JUDGE,
    "wrong-title": Severity.JUDGE,
    "wrong-number": Severity.JUDGE,
    "no-article": Severity.JUDGE,
    "amended": Severity.WARN,
    "not-yet": Severity.WARN,
}


def cited_laws(text: str, subject: Subject) -> Iterator[Finding]:
    """Yield the citations that are not plainly right. No query while the library stands as it was last read."""
    del subject
    for one in regulations.findings(text):
        severity = SEVERITIES.get(one.check.partition(".")[2], Severity.INFO)
        yield Finding(one.check, severity, one.start, one.end, one.message, one.suggestion, "引用的文件")


register_lookup("citations", cited_laws)
