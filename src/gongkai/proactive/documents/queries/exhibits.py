"""Exhibits of an edition: those it has, those that may go public with it, what they are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from gongkai.base.files import queries as files
from gongkai.base.files.rules import anchored, to_tables
from gongkai.base.organisations import queries as organisations
from gongkai.engine.publishing.rules import digest
from gongkai.engine.screening import queries as screening
from gongkai.engine.screening.rules import Severity
from gongkai.proactive.documents.models import Exhibit, MapSheet
from gongkai.proactive.documents.rules.charting import figures_in
from gongkai.proactive.documents.rules.dating import Step, steps_in
from gongkai.proactive.documents.rules.exhibits import words_of
from gongkai.proactive.documents.rules.mapping import schematic
from gongkai.proactive.documents.rules.redaction import GENERATED, plain

TABLES = frozenset({"table", "thead", "tbody", "tr"})
DIVISION_KINDS = ("government", "subdistrict")

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def exhibits_of(edition: Edition) -> list[Exhibit]:
    """Return them in their order; a batch that was prefetched needs no look-up for each."""
    return list(edition.exhibits.all())


def facts_of(exhibit: Exhibit) -> dict[str, Any]:
    """Return an exhibit as it goes public and as it is reviewed."""
    names = ("kind", "title", "source", "alt", "place", "data")
    return {name: getattr(exhibit, name) for name in names}


def reviewed_exhibits(edition: Edition) -> dict[str, Any]:
    """Return what reviewers decide on of them; nothing where there are none, so that older reviews stay what they are."""
    found = [facts_of(one) for one in exhibits_of(edition)]
    return {"exhibits": found} if found else {}


def seen_digest(exhibit: Exhibit, edition: Edition) -> str:
    """Return the digest of what the verifier compares: the exhibit and the public wording beside it."""
    return digest({"exhibit": facts_of(exhibit), "title": edition.title, "html": edition.html})


def is_verified(exhibit: Exhibit, edition: Edition) -> bool:
    return exhibit.verdict == "open" and exhibit.verdict_digest == seen_digest(exhibit, edition)


def public_exhibits(edition: Edition) -> list[Exhibit]:
    """Return those that go public with this edition: of a wording with passages withheld only what was compared with it."""
    found = exhibits_of(edition)
    return [one for one in found if is_verified(one, edition)] if edition.mode in GENERATED else found


def snapshot_of(edition: Edition) -> dict[str, Any]:
    found = [facts_of(one) for one in public_exhibits(edition)]
    return {"exhibits": found} if found else {}


def undecided(edition: Edition) -> list[Exhibit]:
    """Return the exhibits of a redacted edition that nobody has compared with its present public wording."""
    if edition.mode not in GENERATED:
        return []
    return [one for one in exhibits_of(edition) if one.verdict_digest != seen_digest(one, edition)]


def exhibit_gaps(edition: Edition) -> list[str]:
    """Return what an exhibit would tell beyond the text: data that the checks ask about and that stand nowhere in it.

    What stands in the text or in a file was found there, and a person decided on it there.
    """
    found = exhibits_of(edition)
    if not found:
        return []
    known = plain(f"{edition.title}\n{edition.text}\n" + "\n".join(_file_texts(edition)))
    gaps = []
    for exhibit in found:
        words = words_of(facts_of(exhibit))
        for hit in screening.screened(words):
            said = words[hit.start : hit.end]
            if hit.severity in {Severity.BLOCK, Severity.JUDGE} and plain(said) not in known:
                gaps.append(
                    f"图示“{exhibit.title}”里的“{said[:20]}”正文和附件里都没有（{hit.title}），请先写入正文接受检查，或者从图示中删去"
                )
    return list(dict.fromkeys(gaps))


def _file_texts(edition: Edition) -> Iterator[str]:
    for attached in edition.files.select_related("file"):
        extracted = files.extracted_of(attached.file)
        if extracted is not None:
            yield extracted.text


# --- what exhibits are made from ---------------------------------------------------------------------------


def tables_in(edition: Edition) -> list[dict[str, Any]]:
    """Return every table of the public wording and of the attachments that has figures: key, where, rows."""
    found = [
        {"key": f"text-{n}", "where": table.caption or f"正文第{n + 1}个表", "rows": table.rows}
        for n, table in enumerate(to_tables(edition.html))
    ]
    for attached in edition.files.select_related("file"):
        extracted = files.extracted_of(attached.file)
        for n, table in enumerate(to_tables(extracted.html) if extracted else ()):
            where = f"附件“{attached.name}”" + (f"第{n + 1}个表" if n else "")
            found.append({"key": f"file-{attached.pk}-{n}", "where": where, "rows": table.rows})
    return [one for one in found if figures_in(one["rows"])]


def statements_in(html: str) -> list[tuple[str, str]]:
    """Return (anchor, text) of every paragraph and every row of a table, by the anchors that the public page has."""
    text, _ = anchored(html)
    if not text:
        return []
    root: Any = lxml_html.fragment_fromstring(text, create_parent="div")
    found, anchor = [], ""
    for one in root.iter():
        anchor = str(one.get("id") or anchor)
        if one.tag == "tr":
            cells = [" ".join(cell.text_content().split()) for cell in one if cell.tag in {"td", "th"}]
            found.append((anchor, "，".join(cell for cell in cells if cell and not cell.isdigit())))
        elif one.get("id") and one.tag not in TABLES and not any(above.tag in TABLES for above in one.iterancestors()):
            found.append((anchor, " ".join(one.text_content().split())))
    return found


def steps_proposed(document: Document, edition: Edition) -> list[Step]:
    """Return the dated sentences of the public wording, those of its tables row by row."""
    formed = document.formed_on or edition.created_at.date()
    return steps_in(statements_in(edition.html), year=formed.year)


def map_for(agency: Agency) -> MapSheet | None:
    """Return the map of the nearest agency upwards that has one."""
    codes = agency.lineage_codes()[::-1]
    sheets = {
        one.agency.code: one
        for one in MapSheet.objects.filter(agency__code__in=codes).select_related("agency").order_by("at", "pk")
    }
    return next((sheets[code] for code in codes if code in sheets), None)


def outlines_for(agency: Agency) -> tuple[list[dict[str, Any]], Sequence[float], str]:
    """Return outlines, box and origin of the map of an agency; a plain grid of divisions where nobody uploaded one."""
    sheet = map_for(agency)
    if sheet is not None:
        return sheet.areas, sheet.box, sheet.source
    names = division_names(agency)
    areas, box = schematic(names)
    return areas, box, "示意图，不代表实际边界和面积"


def division_names(agency: Agency) -> list[str]:
    """Return the divisions of an agency's place: the governments or street offices right below its government."""
    codes = agency.lineage_codes()
    governments = organisations.agency_model().objects.filter(code__in=codes, kind="government")
    place = max(governments, key=lambda one: codes.index(one.code), default=None)
    if place is None:
        return []
    below = place.children.filter(kind__in=DIVISION_KINDS, abolished_on=None)
    return [str(one.name).removesuffix("人民政府").removesuffix("办事处") for one in below]
