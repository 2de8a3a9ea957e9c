"""`gongkai createagency CODE NAME`: the first agency of an installation, and others by script."""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from gongkai.base.organisations import actions
from gongkai.base.organisations.models import Agency, Site
from gongkai.base.organisations.queries import the_system
from gongkai.base.organisations.rules import AGENCY_KINDS
from gongkai.engine.publishing.actions import void_pages
from gongkai.law.identifiers import judge_credit_code
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import Failed, WrongUse


class Command(PlainCommand):
    help = "建立机关。第一个机关没有上级；给出 --host 时同时建立它的网站"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="代码，小写字母、数字、连字符，例如 yc-zjj")
        parser.add_argument("name", metavar="NAME", help="全称，例如 云川市住房和城乡建设局")
        parser.add_argument("--parent", default="", metavar="CODE", help="上级机关的代码")
        parser.add_argument("--kind", choices=sorted(AGENCY_KINDS), default="department", help="类型")
        parser.add_argument("--short-name", default="", help="简称")
        parser.add_argument("--credit-code", default="", help="统一社会信用代码")
        parser.add_argument("--prefix", action="append", default=[], help="发文字号代字，可多次给出")
        parser.add_argument("--host", default="", help="网站域名，例如 open.example.gov.cn")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["credit_code"]:
            verdict = judge_credit_code(options["credit_code"])
            if not verdict.valid:
                raise WrongUse(verdict.reason or "统一社会信用代码有误。")
        try:
            agency = self._create(options)
            if options["host"]:
                first = not Site.objects.filter(is_default=True).exists()
                actions.create_site(
                    host=options["host"], name=f"{agency.label}信息公开", agency=agency, by=the_system("setup"),
                    is_default=first, whole_tree=True, sponsor=agency.name,
                )  # fmt: skip
        except ValidationError as error:
            raise WrongUse("；".join(error.messages)) from error
        void_pages()  # it stands in the list of agencies
        self.stderr.write(f"已建立“{agency.name}”（{agency.code}）。")
        sys.stdout.write(f"{agency.code}\n")

    def _create(self, options: dict[str, Any]) -> Agency:
        parent = None
        if options["parent"]:
            parent = Agency.objects.filter(code=options["parent"]).first()
            if parent is None:
                raise Failed(f"没有代码为 {options['parent']} 的上级机关。请先建立它。")
        return actions.create_agency(
            code=options["code"], name=options["name"], parent=parent, by=the_system("setup"), kind=options["kind"],
            short_name=options["short_name"], credit_code=options["credit_code"], number_prefixes=options["prefix"],
        )  # fmt: skip
