"""Outside products: what an interpretation uses without a review."""

from __future__ import annotations

from gongkai.oversight.outreach.models import Product


def unreviewed(item: int) -> str:
    """Return which outside product in this interpretation (primary key of its item) has not passed a review; "" for none."""
    rows = Product.objects.filter(interpretation=item).prefetch_related("reviews")
    names = [one.name for one in rows if not one.is_approved]
    return f"第三方制作的产品还没有审核通过：{'、'.join(names)}" if names else ""
