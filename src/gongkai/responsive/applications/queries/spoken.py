"""How the letters of a case speak to who applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.responsive.applications.rules.addressing import to_applicants

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application


def spoken_to(application: Application) -> str:
    """Return 您, 你们 or 你单位, for those who have not left."""
    here = application.submission.applicants.filter(left_on__isnull=True)
    return to_applicants(list(here.values_list("kind", flat=True)))
