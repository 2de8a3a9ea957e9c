"""Taking a file off an interpretation again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation.permissions import check_writing
from gongkai.proactive.interpretation.rules import Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import EditionFile
    from gongkai.proactive.interpretation.models import Interpretation


@transaction.atomic
def remove_file(*, interpretation: Interpretation, attached: EditionFile, by: Acting) -> None:
    check_writing(interpretation, by)
    if interpretation.status != Status.DRAFT:
        raise Refused("这份解读已经送审，文件不能增减；需要修改的，请收回或者由审查人退回。")
    publishing.detach(attached=attached, by=by)
