"""Agencies and columns by the words that sheets and old pages use for them; the sheet of columns itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.base.organisations.queries import agency_model
from gongkai.base.ui.registers.importing import UnreadableFile, read
from gongkai.doors.takeover.rules import MappingRule
from gongkai.doors.takeover.rules.sheet import ACTIONS, HEADINGS, KINDS
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.tags import queries as tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.models import Agency

MOST_SHEET_BYTES = 10 * 1024 * 1024
OFFICE_SUFFIX = re.compile(r"[（(](?:站点|本级)[）)]$")


class WrongSheet(Exception):
    """The sheet of columns cannot be used; `problems` are sentences, each with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = list(problems)


class Places:
    """Read once a run. A name that two agencies or columns bear stands for neither."""

    def __init__(self) -> None:
        self.agencies: dict[str, Agency | None] = {}
        self.by_code: dict[str, Agency] = {}
        self.prefixes: dict[str, Agency] = {}
        for agency in agency_model().objects.filter(abolished_on__isnull=True):
            self.by_code[agency.code] = agency
            for name in {agency.name, agency.short_name, *agency.former_names} - {""}:
                self.agencies[name] = None if name in self.agencies else agency
            self.prefixes |= {str(prefix): agency for prefix in agency.number_prefixes}
        self.columns: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for slug, name in publishing.column_model().objects.values_list("slug", "name"):
            self.columns[slug] = slug
            names.setdefault(name, set()).add(slug)
        self.columns |= {name: slugs.copy().pop() for name, slugs in names.items() if len(slugs) == 1}

    def agency(self, written: str) -> Agency | None:
        plain = OFFICE_SUFFIX.sub("", written.strip())
        return self.by_code.get(plain) or self.agencies.get(plain)

    def issuer(self, number: str, source: str) -> Agency | None:
        """Return whose page it is: by the code of its number, else by the source it names."""
        return self.prefixes.get(number.split("〔", maxsplit=1)[0]) or self.agency(source)

    def column(self, written: str) -> str:
        return self.columns.get(written.strip(), "")


def column_name(slug: str) -> str:
    """Return how people call a column; its code when it is gone."""
    names = publishing.column_model().objects.filter(slug=slug).values_list("name", flat=True)
    return str(names.first() or slug) if slug else ""


def read_sheet(path: Path, places: Places) -> list[MappingRule]:
    """Read the sheet (xlsx or csv). Raises WrongSheet with every defect and its line."""
    try:
        size = path.stat().st_size
        if size > MOST_SHEET_BYTES:
            raise WrongSheet([f"“{path.name}”超过 10 MB，不像栏目对应表。"])
        table = read(SimpleUploadedFile(path.name, path.read_bytes()))
    except OSError as error:
        raise WrongSheet([f"栏目对应表“{path}”读不了：{error.strerror}。"]) from error
    except UnreadableFile as error:
        raise WrongSheet([f"栏目对应表“{path.name}”：{error}"]) from error
    fields = [HEADINGS.get(heading.strip(), "") for heading in table.headings]
    problems = [
        f"不认识列名“{heading}”，可用：路径、旧栏目、栏目、种类、机关、处理、主题、文种。"
        for heading, field in zip(table.headings, fields, strict=True)
        if heading.strip() and not field
    ]
    if not {"path", "old_column"} & set(fields):
        problems.append("缺少“路径”或“旧栏目”列，认不出每行说的是哪些页面。")
    rules = Rules()
    for number, row in enumerate(table.rows, start=2):
        said = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field}
        rule, wrong = rule_from(said, places)
        wrong = wrong or rules.add(rule, number)
        problems += [f"第{number}行：{sentence}" for sentence in wrong]
    if problems:
        raise WrongSheet(problems)
    return rules.kept


class Rules:
    """Lines of a sheet in their order: repeated ones once, contradicting ones refused."""

    def __init__(self) -> None:
        self.kept: list[MappingRule] = []
        self._at: dict[tuple[str, str], tuple[int, MappingRule]] = {}

    def add(self, rule: MappingRule, number: int) -> list[str]:
        """Keep a rule; return what is wrong with it beside the earlier ones."""
        before, standing = self._at.setdefault((rule.path, rule.old_column), (number, rule))
        if before == number:
            self.kept.append(rule)
        return [] if standing == rule else [f"与第{before}行说的是同样的页面，结果却不同，请只留一行。"]


def rule_from(said: dict[str, str], places: Places) -> tuple[MappingRule, list[str]]:
    """Understand one row; return the rule and what is wrong with it."""
    wrong: list[str] = []
    path, old_column = said.get("path", ""), said.get("old_column", "")
    if path and not path.startswith(("/", "*")):
        path = "/" + re.sub(r"^https?://[^/]+/?", "", path)
    if not path and not old_column:
        wrong.append("路径和旧栏目都没有填写。")
    action, column, agency = _action(said, wrong), said.get("column", ""), said.get("agency", "")
    if column and not places.column(column):
        wrong.append(f"没有地址名或名称为“{column}”的栏目，请先在后台建立。")
    found = places.agency(agency) if agency else None
    if agency and found is None:
        wrong.append(f"没有代码或名称为“{agency}”的机关，请核对，或先建立该机关。")
    for field, scheme in (("theme", "theme"), ("genre", "genre")):
        if said.get(field):
            wrong += tags.problems(scheme, [said[field]])
    rule = MappingRule(
        path=path, old_column=old_column, column=places.column(column), agency=found.code if found else "",
        action=action, theme=said.get("theme", ""), genre=said.get("genre", ""),
    )  # fmt: skip
    return rule, wrong


def _action(said: dict[str, str], wrong: list[str]) -> str:
    kind, written = said.get("kind", ""), said.get("action", "")
    if kind and kind not in KINDS:
        wrong.append(f"种类“{kind}”目前不能接管，可填：{'、'.join(dict.fromkeys(KINDS))}。")
    words = {name: key for key, name in ACTIONS.items()} | {key: key for key in ACTIONS} | {"跳过": "skip"}
    if written and written not in words:
        wrong.append(f"处理方式“{written}”不认识，可填：{'、'.join(ACTIONS.values())}。")
    return words.get(written) or KINDS.get(kind, "take")
