"""The front-door contract: another package is entered only through its public drawers."""

from __future__ import annotations

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """Fail when `gongkai.storey.package.drawer` is imported from another package and the drawer is not public.

    `project` assembles the platform and tests build worlds, so both may look anywhere. Packages named in
    `open_packages` are libraries for the storeys above and have no closed drawers.
    """

    root: Any = fields.StringField()
    public_drawers: Any = fields.ListField(subfield=fields.StringField())
    open_packages: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the hook's signature
        broken = []
        for importer in sorted(graph.modules):
            mine = importer.split(".")
            if mine[0] != self.root or "tests" in mine or mine[1:2] == ["project"]:
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                theirs = imported.split(".")
                if theirs[0] != self.root or len(theirs) < 4 or theirs[:3] == mine[:3]:
                    continue
                if theirs[1] == "law" or ".".join(theirs[:3]) in (self.open_packages or []):
                    continue
                if theirs[3] not in self.public_drawers:
                    broken.append(f"{importer} -> {imported}")
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(f"- {line} (enter by rules, queries or actions)", bold=False)
