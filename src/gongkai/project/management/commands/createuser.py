"""`gongkai createuser USERNAME NAME --agency CODE --role ROLE`: the first administrator, and others by script."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations import actions
from gongkai.base.organisations.models import Agency, Division, Person
from gongkai.base.organisations.queries import the_system
from gongkai.base.organisations.rules import ROLES
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import Failed, WrongUse

PASSWORD_VARIABLE = "GONGKAI_NEW_PASSWORD"  # noqa: S105 - the name of it, not the thing


class Command(PlainCommand):
    help = f"建立人员并任命岗位。密码在终端输入，或从环境变量 {PASSWORD_VARIABLE}、标准输入（--stdin）读取"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="登录名")
        parser.add_argument("name", metavar="NAME", help="姓名")
        parser.add_argument("--agency", required=True, metavar="CODE", help="机关代码")
        roles = "，".join(f"{role.key}（{role.name}）" for role in ROLES.values())
        parser.add_argument(
            "--role", choices=list(ROLES), default="administrator", metavar="ROLE", help=f"岗位：{roles}"
        )
        parser.add_argument("--division", default="", help="内设机构名称；没有就建立")
        parser.add_argument("--email", default="", help="电子邮箱")
        parser.add_argument("--stdin", action="store_true", help="从标准输入的第一行读取密码")

    def handle(self, *_args: object, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise Failed(f"没有代码为 {options['agency']} 的机关。请先运行 gongkai createagency。")
        password = self._password(from_input=options["stdin"])
        try:
            validate_password(password, Person(username=options["username"], name=options["name"]))
            with transaction.atomic():
                self._create(agency, password, options)
        except ValidationError as error:
            raise WrongUse("；".join(error.messages)) from error
        self.stderr.write(
            f"已建立 {options['name']}（{options['username']}），岗位：{agency.label}{ROLES[options['role']].name}。"
        )

    def _create(self, agency: Agency, password: str, options: dict[str, Any]) -> None:
        by, division = the_system("setup"), None
        if options["division"]:
            division = Division.objects.filter(agency=agency, name=options["division"]).first()
            division = division or actions.create_division(agency=agency, name=options["division"], by=by)
        person = actions.create_person(
            username=options["username"], name=options["name"], password=password, agency=agency, by=by,
            email=options["email"],
        )  # fmt: skip
        actions.appoint(
            person=person, agency=agency, role=options["role"], division=division, starts_on=timezone.localdate(), by=by
        )

    def _password(self, *, from_input: bool) -> str:
        if from_input:
            return sys.stdin.readline().rstrip("\n")
        if given := os.environ.get(PASSWORD_VARIABLE):
            return given
        if not sys.stdin.isatty():
            raise WrongUse(f"没有终端可以输入密码，请用 --stdin 或环境变量 {PASSWORD_VARIABLE}。")
        first, second = getpass.getpass("密码："), getpass.getpass("再输入一次：")
        if first != second:
            raise WrongUse("两次输入的密码不一致。")
        return first
