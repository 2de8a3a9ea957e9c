"""A grown regulation library beside a grown site: importing 10,000 laws, looking at 20,000 public pages, one law that changes."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.checks import Options, Result

SEED, CITED_A_PAGE, ARTICLES, BATCH = 20261122, 4, 30, 1_000
PLACES = [f"{a}{b}市" for a in "云江河海山林泉石川原" for b in "东南西北中安平宁兴和"]
MATTERS = [
    f"{a}{b}" for a in ("住房", "道路", "排水", "燃气", "绿化", "停车", "校车", "医保", "档案", "文物")
    for b in ("管理", "保护", "监督", "服务", "促进", "补贴", "安全", "规划", "登记", "许可")
]  # fmt: skip
FORMS = ("办法", "规定", "条例")
SENTENCE = "有关部门应当依照职责分工，按照公开、公平、便民的原则，对相关事项进行登记、核查和公布，并接受社会监督。"
# Our own bounds: a night is long, an officer's patience is not.
LEAST_LAWS, LEAST_PAGES, MOST_ONE_LAW, MOST_QUERIES = 100.0, 60.0, 30.0, 3_000


def run(options: Options) -> Result:
    pages, laws = (2_000, 1_000) if options.quick else (options.docs, options.docs // 2)
    result = Result(remarks=["法规和公文都是生成的；期限为自定。"])
    titles = _titles(laws)
    _site(pages, titles)
    seconds, queries = _measured(lambda: _import(titles))
    result.least(f"导入{laws:,}部法规", laws / seconds, LEAST_LAWS, "部/秒CPU", f"{seconds:.0f}秒，查询{queries}次")
    seconds, queries = _measured(_review_all)
    note = f"{seconds:.0f}秒，查询{queries}次，引用{_count():,}处"
    result.least(f"首次核对{pages:,}个公开页面", pages / seconds, LEAST_PAGES, "页/秒CPU", note)
    result.most("首次核对查询次数", queries, MOST_QUERIES * pages / 20_000, "次")
    for name, title in (("引用最多的", titles[0]), ("没有页面引用的", titles[-1])):
        seconds, queries = _measured(lambda title=title: _change(title))
        result.most(
            f"一部法规（{name}）修订后核对", seconds, MOST_ONE_LAW, "秒CPU", f"查询{queries}次，更新任务{_tasks():,}项"
        )
    return result


def _titles(count: int) -> list[str]:
    whole = [f"{place}{matter}{form}" for form in FORMS for place in PLACES for matter in MATTERS]
    random.Random(SEED).shuffle(whole)
    return whole[:count]


def _measured(call: Callable[[], object]) -> tuple[float, int]:
    """Return seconds of CPU, which a busy machine does not change much, and the number of statements."""
    from django.db import connection

    asked = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    begun = time.process_time()
    with connection.execute_wrapper(count):
        call()
    return time.process_time() - begun, asked


def _record(title: str, effective: str, words: str = "") -> dict[str, Any]:
    text = "\n".join(f"第{_han(n)}条 {title[:6]}第{n}项：{words}{SENTENCE}" for n in range(1, ARTICLES + 1))
    return {
        "kind": "local_regulation", "issuer": "云川市人大常委会", "title": title, "text": text,
        "extra": {"promulgated": effective, "effective": effective},
    }  # fmt: skip


def _han(number: int) -> str:
    from gongkai.engine.regulations.rules.articles import chinese

    return chinese(number)


def _import(titles: list[str], effective: str = "2020-01-01", words: str = "") -> None:
    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.regulations import actions

    lines = [actions.Given(f"bench:{n}", _record(title, effective, words)) for n, title in enumerate(titles, start=1)]
    told = actions.import_laws(lines=lines, by=the_system("bench"), source="bench")
    assert {one.result for one in told} == {"imported"}, told[0]


def _review_all() -> None:
    """What the worker does: the jobs that the import left behind."""
    from gongkai.base.jobs.actions import run_worker

    run_worker(once=True)


def _change(title: str) -> None:
    """A version in force since last week, and the jobs that follow from it."""
    last_week = (dt.date.today() - dt.timedelta(days=7)).isoformat()  # noqa: DTZ011 - a day of the calendar
    _import([title], effective=last_week, words="修订后")
    _review_all()


def _count() -> int:
    from gongkai.engine.regulations.models import CitedLaw

    return CitedLaw.objects.count()


def _tasks() -> int:
    from gongkai.engine.regulations.models import UpdateTask

    return UpdateTask.objects.count()


def _texts(pages: int, titles: list[str]) -> Iterator[str]:
    """Half of all citations go to a hundred laws, the last law is cited by nobody; one page in five cites an unknown one."""
    chance = random.Random(SEED)
    cited = titles[:-1]
    for n in range(pages):
        named = [chance.choice(cited[:100] if chance.random() < 0.5 else cited) for _ in range(CITED_A_PAGE)]
        if n % 5 == 0:
            named.append(f"{chance.choice(PLACES)}{chance.choice(MATTERS)}实施细则")
        parts = [f"根据《{title}》第{_han(chance.randint(1, ARTICLES))}条的规定，{SENTENCE * 4}" for title in named]
        yield "\n".join(parts)


def _site(pages: int, titles: list[str]) -> None:
    """Write public pages straight into the tables; how they became public is measured elsewhere."""
    from django.utils import timezone

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition, Item, Release
    from gongkai.engine.publishing.rules import State

    agency = Agency.objects.create(code="bench", name="云川市人民政府", kind="government", lineage="/bench/")
    now, day = timezone.now(), dt.date(2024, 5, 6)
    texts = list(_texts(pages, titles))
    for first in range(0, pages, BATCH):
        some = texts[first : first + BATCH]
        items = Item.objects.bulk_create(
            Item(kind="document", key=f"B-{first + n:06d}", agency=agency) for n in range(len(some))
        )
        editions = Edition.objects.bulk_create(
            Edition(item=item, number=1, state=State.PUBLISHED, title=f"关于第{item.key}号事项的通知", text=text,
                    html=f"<p>{text}</p>", mode="full-text", published_at=now, snapshot={}, content_sha256="0" * 64)
            for item, text in zip(items, some, strict=True)
        )  # fmt: skip
        Release.objects.bulk_create(
            Release(item=edition.item, edition=edition, kind="document", key=edition.item.key, agency=agency,
                    title=edition.title, issued_on=day, formed_on=day, first_published_at=now, published_at=now)
            for edition in editions
        )  # fmt: skip
