"""What stands beside a decision: what is missing, which recorded steps there were, how the attribute came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.screening import queries as screening
from gongkai.proactive.documents import queries
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Countersign, NormCheck
from gongkai.proactive.documents.queries.exhibiting import exhibit_of
from gongkai.proactive.documents.queries.exhibits import exhibits_of, facts_of
from gongkai.proactive.documents.queries.gates import OVER, open_gates
from gongkai.proactive.documents.queries.holds import hold_decisions, holds_of
from gongkai.proactive.documents.queries.opinions import goes_up
from gongkai.proactive.documents.queries.serving import was_served
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.norms import needs_norm_check
from gongkai.proactive.documents.rules.redaction import GENERATED
from gongkai.proactive.documents.rules.serving import CLOCK_RUNS, ON_ITS_WAY, may_be_served

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def gates_of(document: Document, edition: Edition) -> list[dict[str, Any]]:
    """Return every open gate with the place where what is missing is supplied."""
    page = reverse("documents:detail", args=[document.pk])
    return [
        {
            "name": gate.name,
            "missing": gate.missing,
            "url": gate.place if gate.place.startswith("/") else page + gate.place,
            "before": gate.before,
            "now": gate.now,
        }
        for gate in open_gates(document, edition, queries.facts(document, edition))
    ]


def countersigns_of(document: Document, edition: Edition) -> list[dict[str, Any]]:
    """Return the joint issuers in their order, each with what it said and whether that was said of this wording."""
    if not document.joint_issuers:
        return []
    rows = {row.agency_name: row for row in Countersign.objects.filter(edition=edition)}
    digest = publishing.review_digest(edition)
    return [
        {"name": name, "row": rows.get(name), "void": name in rows and rows[name].digest != digest}
        for name in document.joint_issuers
    ]


def beside(document: Document, edition: Edition) -> dict[str, Any]:
    """Return what the page of a decision shows besides text and form."""
    today, shown = timezone.localdate(), [facts_of(one) for one in exhibits_of(edition)]
    return {
        "gates": gates_of(document, edition),
        "is_over": Status(document.status) in OVER,
        "is_generated": edition.mode in GENERATED,
        "goes_up": goes_up(document),
        "attribute_changes": document.attribute_changes.all(),
        "needs_norm": needs_norm_check(document.category) and Status(document.status) not in OVER,
        "norm_checks": NormCheck.objects.filter(edition=edition)[:3],
        "countersigns": countersigns_of(document, edition),
        "findings_template": select_template(["screening/_findings.html", "documents/desk/_findings.html"]),
        "exhibits": [exhibit_of(one, today, number=n) for n, one in enumerate(shown, start=1)],
        "holds": holds_of(document),
        "hold_decisions": hold_decisions(document),
        "serving": serving_of(document, edition),
        **_related(document, edition),
    }


def serving_of(document: Document, edition: Edition) -> dict[str, str] | None:
    """Return what the page says about a document of mode 定向: why its clock runs, or why it has ended."""
    if may_be_served(document.status, edition.mode):
        return {"kind": "info", "text": CLOCK_RUNS, "url": f"/desk/targeted/documents/{document.pk}/"}
    if was_served(document):
        return {"kind": "info", "text": ON_ITS_WAY, "url": f"/desk/targeted/documents/{document.pk}/"}
    if document.status != Status.SERVED:
        return None
    said = [one for one in events.events_of(subject_of(document)) if one.tag == "documents:document:serve"]
    return {
        "kind": "ok",
        "text": f"{said[-1].remark}。" if said else "",
        "url": f"/desk/targeted/documents/{document.pk}/",
    }


def _related(document: Document, edition: Edition) -> dict[str, Any]:
    """Return what is public already about the same names, for the reviewer who answers for both together (R011)."""
    statement = screening.statement_of(edition)
    if document.status not in {Status.SECRECY_REVIEW, Status.ISSUED}:
        return {"statement": statement}
    return {"related": screening.related_for_edition(edition), "statement": statement}
