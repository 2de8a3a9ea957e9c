"""What a document needs besides its reviews: passages withheld, hits decided, norms checked, joint issuers asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.engine.screening import actions as screening
from gongkai.engine.screening import queries as screened
from gongkai.engine.screening.rules.decisions import Choice, choices_for
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.gates import related_count
from gongkai.proactive.documents.queries.opinions import goes_up, opinion_of
from gongkai.proactive.documents.queries.redaction import open_files
from gongkai.proactive.documents.rules.norms import POINTS, needs_norm_check
from gongkai.proactive.documents.rules.redaction import GENERATED

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

# Writers put what the public may not read between these marks.
WITHHELD = re.compile(r"〖(.+?)〗")
PUBLIC_GROUND = "公开办事所需的联系方式和依法应当公开的信息"


def plain(html: str) -> str:
    """Return the text without the writers' marks."""
    return WITHHELD.sub(r"\1", html)


def withhold(document: Document, html: str, by: Acting) -> None:
    """Mark what the writer set between marks, and let every attachment that was made for the public go out as it is."""
    edition = working_edition(document)
    if edition.mode not in GENERATED:
        return
    from gongkai.proactive.documents.queries.redaction import paragraphs  # the whole text as it was cleaned

    for words in WITHHELD.findall(html):
        places = [number for number, text in enumerate(paragraphs(edition), start=1) if words in text]
        documents.mark(
            document=document, passages=[(number, words, None) for number in places], ground="X4",
            reason="涉及个人隐私，公开会损害当事人合法权益", by=by,
        )  # fmt: skip
    for waiting in open_files(working_edition(document)):
        verdict = {"verdict": "open", "reason": "附件为公开版，不含应当删减的内容"}
        if "公开版" not in waiting.attached.name:
            verdict = {"verdict": "redacted", "reason": "与正文一并删减个人信息", "ground": "X4"}
        documents.decide_file(document=document, attached=waiting.attached, by=by, **verdict)


def settle(document: Document, by: Acting) -> None:
    """Decide every hit that waits for a person: what the law lets stand is public, the rest was a false alarm."""
    if document.attribute != "proactive":
        return  # nothing leaves
    edition = working_edition(document)
    for hit in screened.undecided(edition):
        choice = Choice.PUBLIC if Choice.PUBLIC in choices_for(hit.finding) else Choice.NO_HIT
        screening.decide(edition=edition, fingerprint=hit.fingerprint, choice=choice, by=by, ground=PUBLIC_GROUND)
    if related_count(edition) and screened.statement_of(edition) is None:
        screening.state_combination(
            edition=edition, harmless=True, text="与已公开的信息对照，合并后不会泄露应当保护的信息", shown=[], by=by
        )


def check_norms(document: Document, by: Acting) -> None:
    if needs_norm_check(document.category):
        documents.norm_check(document=document, answers=dict.fromkeys(POINTS, True), by=by)


def prepare_package(document: Document, by: Acting) -> None:
    """What goes up to a superior body carries the opinion form and interpretation material (R017)."""
    if not goes_up(document) or opinion_of(document) is not None:
        return
    documents.save_opinion(
        document=document, by=by, disclosure=f"建议{document.get_attribute_display()}。{document.reason}", release="政府网站",
        interpretation=document.interpretation_plan or "不单独解读", contact=by.person.name if by.person else "办公室",
        phone="000-00000000",
    )  # fmt: skip
    stored = files.store(data="解读要点见随文说明。".encode(), filename="政策解读材料.txt", by="demo")
    documents.add_material(document=document, file=stored, name="政策解读材料.txt", by=by)


def ask_joint_issuers(document: Document, by: Acting) -> None:
    for name in document.joint_issuers:
        documents.countersign(
            document=document, agency_name=name, result="agree", signer=f"{name[:8]}负责人",
            signed_on=timezone.localdate(), by=by,
        )  # fmt: skip
