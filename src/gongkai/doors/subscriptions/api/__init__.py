"""`/api/v1/` of subscriptions."""

from ninja import Router

router = Router(tags=["订阅与推送"])
