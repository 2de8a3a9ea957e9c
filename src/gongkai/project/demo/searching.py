"""What people looked for in the city, and what the officers made of it: a card above the results, a month of counts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.search import actions
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import Step

HOST = "open.yunchuan.example"
MONTH = 28  # days of counts
GUIDE_NUMBER = "云川政办规〔2026〕5号"
# words, results, searches on a day at most, of a hundred searches how many open a result
LOOKED_FOR = (
    ("租房补贴", 6, 9, 80), ("加装电梯", 7, 7, 75), ("停车收费", 4, 6, 70), ("低保标准", 3, 5, 85), ("居住证", 3, 5, 80),
    ("学区划分", 2, 4, 60), ("网约车", 4, 3, 65), ("三公经费", 5, 2, 50), ("养犬登记", 2, 2, 75), ("婚姻登记预约", 0, 3, 0),
    ("新能源车补贴", 0, 2, 0), ("公积金提取", 0, 2, 0),
)  # fmt: skip


def steps(city: City, end: dt.date) -> list[Step]:
    """Return the card, set by the office on the last day, and the searches of the weeks before it."""
    found: list[Step] = [(days.at(end, "search card"), lambda: _card(city))]
    for back in range(MONTH, 0, -1):
        day = end - dt.timedelta(days=back)
        found.append((days.at(day, "searches"), _searches(day)))
    return found


def _card(city: City) -> None:
    guide = public_releases().filter(kind="document", doc_number=GUIDE_NUMBER).first()
    if guide is not None:
        actions.save_promotion(
            patterns="租房补贴\n租金补贴\n*租房*补*", kind="card", title="新市民租房补贴怎么领", item_key=guide.key,
            text="谁能领、领多少、怎么办，看这份办法就够了。", by=city.who("yc-office", "openness_officer"),
        )  # fmt: skip


def _searches(day: dt.date) -> Callable[[], None]:
    def happen() -> None:
        random_ = random.Random(day.toordinal())  # noqa: S311 the same story each time, no secret
        for words, found, most, opened in LOOKED_FOR:
            for _ in range(random_.randint(0, most)):
                actions.count_asked(site=HOST, words=words, found=found)
                if random_.randrange(100) < opened:
                    actions.count_click(site=HOST, words=words, place=min(int(random_.expovariate(0.8)) + 1, found))
            if random_.random() < 0.3:
                actions.count_help(site=HOST, words=words, helped=found > 0)

    return happen
