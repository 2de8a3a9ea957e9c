"""`gongkai ask QUESTION`: the answers of the portal on the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.engine.answers.actions import phrase
from gongkai.engine.answers.queries import Answer, Found, as_json, ask, quoted
from gongkai.engine.publishing.rules import VALIDITY_NAMES

NOTHING_FOUND = 1  # exit code
UNKNOWN = "没有在已公开的信息中找到答案。"
NEAREST = "不能确定答案。下面是最接近的文件里最接近的段落，是不是您要问的，请看原文："
ELSE = "可以换个说法再问，或者用 gongkai search 检索。"


class Command(BaseCommand):
    help = "从已公开的信息中回答问题，并给出原文和出处。有答案时退出码为 0，没有时为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question", metavar="QUESTION", help="要问的事，例如“新市民租房补贴怎么申请”")
        parser.add_argument("--about", default="", metavar="索引号", help="接着问这份文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **options: Any) -> None:
        if not options["question"].strip():
            raise CommandError("请写出要问的事。", returncode=2)
        answer = ask(options["question"], about=options["about"])
        said = phrase(answer)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(answer, said), ensure_ascii=False))
        elif answer.known:
            self._print(answer, "".join(f"{one.text}[{one.source}]" for one in said))
        else:
            self.stdout.write(NEAREST if answer.nearest else answer.note or UNKNOWN)
            for place, found in enumerate(answer.nearest, start=1):
                self._source(place, found)
            self.stdout.write(ELSE)
            for release in answer.related:
                self.stdout.write(f"  可能有关：{release.title}（{release.key}）")
        if not answer.known:
            raise SystemExit(NOTHING_FOUND)

    def _print(self, answer: Answer, said: str) -> None:
        if said:
            self.stdout.write(f"{said}\n")
        for place, found in enumerate(answer.passages, start=1):
            self._source(place, found)

    def _source(self, place: int, found: Found) -> None:
        if found.warning:
            self.stdout.write(f"注意：{found.warning}")
        release = found.release
        self.stdout.write(f"[{place}] {quoted(found)}")
        facts = (release.doc_number, release.agency.name, VALIDITY_NAMES[found.state], found.url)
        self.stdout.write(f"    《{release.title}》 {'  '.join(filter(None, facts))}")
