"""What 定点、定向公开 does to its document: once everybody named was served, the clock of publication ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.engine.duties import actions as duties
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.holds import holds_of
from gongkai.proactive.documents.rules import PUBLICATION_DUTY, Status
from gongkai.proactive.documents.rules.serving import may_be_served, served_words

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document


@transaction.atomic
def serve(*, document: Document, recipients: int, by: Acting) -> bool:
    """Close a document of mode 定向 whose recipients were all served; False when it does not wait for that (any more).

    A document that was re-attributed, stopped or is held meanwhile is left as it is: the receipt itself must not fail.
    """
    document.refresh_from_db()
    edition = working_edition(document)
    if not may_be_served(document.status, edition.mode) or holds_of(document):
        return False
    check_move(document, Status.SERVED, by)
    words = served_words(recipients)
    event = move(document, Status.SERVED, by=by, title=edition.title, remark=words, new={"recipients": recipients})
    duties.discharge(rule=PUBLICATION_DUTY, subject=subject_of(document), event_seq=event.seq, by=by)
    return True
