"""Policy served: what can be done, what is granted, what people ask, the gazette, themes, who wants to hear of it, how far it went."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from gongkai.project.demo import (
    days,
    faq,
    gazette,
    outreach,
    policy,
    record_corrections,
    services,
    subscriptions,
    themes,
)

if TYPE_CHECKING:
    from gongkai.project.demo.founding import City
    from gongkai.project.demo.lives import Step


SUBSCRIBED = 30  # working days before the last one: what was released since reached them


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what the colleagues did on the last day of the story: first what others lean on."""
    builders = (
        ("services", services.build_services),
        ("policy", policy.build_policy),
        ("faq", faq.build_faq),
        ("themes", themes.build_themes),
        ("outreach", outreach.build_outreach),
        ("subscriptions", subscriptions.build_subscriptions),
        ("corrections", record_corrections.build_record_corrections),
    )
    first = days.at(end, "serving", first=16, last=17)
    readers = days.at(days.back(end, SUBSCRIBED), "readers")
    told: list[Step] = [(readers, partial(subscriptions.build_readers, city))]
    told += [
        (first + dt.timedelta(minutes=3 * place), partial(build, city)) for place, (_, build) in enumerate(builders)
    ]
    return told + gazette.steps(city, end)
