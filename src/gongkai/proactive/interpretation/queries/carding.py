"""The points of a card with what the platform knows by itself: agency, document, day, address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.organisations.queries import default_site
from gongkai.base.ui.text import cn_date
from gongkai.proactive.interpretation.queries.former import former_of
from gongkai.proactive.interpretation.queries.working import document_of, policy_edition
from gongkai.proactive.interpretation.rules.beside import benefits_of
from gongkai.proactive.interpretation.rules.cards import Points, kind_for, points_from
from gongkai.proactive.interpretation.rules.novelty import novelty
from gongkai.proactive.interpretation.rules.prefilling import prefilled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.interpretation.models import Interpretation


def points_of(one: Interpretation, given: Mapping[str, Any]) -> Points:
    """Return the points of the card as it will be public. Raises cards.Refused with a sentence for each fault."""
    edition, document, site = policy_edition(one.policy), document_of(one.policy), default_site()
    number = document.doc_number if document else ""
    title = edition.title if edition else ""
    day = (document.issued_on if document else None) or timezone.localdate()
    return points_from(
        {name: value for name, value in given.items() if name != "theme"}
        | {
            "agency": one.drafting_agency.name[:40],
            "document": named(title, number),
            "date": cn_date(day),
            "address": f"https://{site.host}/documents/{one.policy.key}" if site else "",
        }
    )


def named(title: str, number: str) -> str:
    """Return a policy as a card names it, cut to what the card has room for."""
    inner = title.replace("《", "〈").replace("》", "〉")
    whole = f"《{inner}》" + (f"（{number}）" if number else "")
    return whole if len(whole) <= 120 else f"{whole[:118]}…"


def first_points(one: Interpretation, edition: Edition) -> dict[str, Any]:
    """Return what a card can begin with: the kind, and what interpretation, document, its items and agency already say."""
    policy, document, former = policy_edition(one.policy), document_of(one.policy), former_of(one.policy)
    kind = kind_for(title=policy.title if policy else "", policy_type=one.policy_type, form=one.form)
    known = prefilled(
        edition.html,
        effective_on=document.effective_on if document else None,
        expires_on=document.expires_on if document else None,
        differences=novelty(former.old.text, former.new.text).rows if former else (),
        contacts=[(one.drafting_agency.label, one.drafting_agency.phone)],
        benefits=benefits_of(one.policy.key),
    )
    return {"title": edition.title[:40], "theme": "", "kind": kind} | known
