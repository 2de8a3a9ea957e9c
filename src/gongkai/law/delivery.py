"""On which day a reply counts as given (国办公开办函〔2016〕235号, points 2 to 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Route(StrEnum):
    POST = "post"  # the postal enterprise, as 国家公文
    COURIER = "courier"
    HAND = "hand"  # handed over, or through a person entrusted with it


class DeliveryRefused(ValueError):
    """The day cannot be told yet; the message says what is missing, in Chinese."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The day that counts against the deadline; `warning` for a route that should not have been used."""

    day: date
    warning: str = ""


def deliver(route: Route, *, posted: date | None = None, signed: date | None = None) -> Delivery:
    """Mail counts on the day of posting, whenever it arrives; handing over counts when the applicant signs.

    Raises DeliveryRefused when the day for this route is missing. Letters go by post: another courier is flagged.
    """
    counting = signed if route is Route.HAND else posted
    if counting is None:
        missing = "申请人签收之日" if route is Route.HAND else "交邮之日"
        raise DeliveryRefused(f"请填写{missing}。")
    if route is Route.COURIER:
        return Delivery(counting, "答复文书应通过邮政企业寄送，不应使用其他快递企业。")
    return Delivery(counting)
