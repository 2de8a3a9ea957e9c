"""Records of spread, watching, leaders, suppliers, contests and ratings. Only actions change these rows."""

from gongkai.oversight.outreach.models.contests import Contest, ContestEntry, Juror, Score
from gongkai.oversight.outreach.models.leaders import Appearance, Guest, Leader
from gongkai.oversight.outreach.models.ratings import Answered, Rating, Voted
from gongkai.oversight.outreach.models.reach import ChannelUse, Kept, Spread, Survey, Watch
from gongkai.oversight.outreach.models.supply import Product, ProductReview, Supplier

__all__ = [
    "Answered",
    "Appearance",
    "ChannelUse",
    "Contest",
    "ContestEntry",
    "Guest",
    "Juror",
    "Kept",
    "Leader",
    "Product",
    "ProductReview",
    "Rating",
    "Score",
    "Spread",
    "Supplier",
    "Survey",
    "Voted",
    "Watch",
]
