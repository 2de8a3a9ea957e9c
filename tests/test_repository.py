"""The repository keeps its own promises: versions, lock files, docs, names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

import gongkai
from house.pages.packages import STOREYS, docstring, packages_of
from house.repository import ROOT, SOURCE, files, relative

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
TEXT = frozenset(".py .md .html .css .js .toml .txt .in .sh .yaml .yml .json .svg .typ .cfg .csv".split())
BINARY_OR_NAMELESS = frozenset({"justfile", "Makefile", "run", "LICENSE", ".gitignore", ".gitattributes"})


def text_files() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT or path.name in BINARY_OR_NAMELESS]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_changelog_gives_the_version() -> None:
    heading = re.search(PYPROJECT["tool"]["hatch"]["version"]["pattern"], read(ROOT / "CHANGELOG.md"))
    assert heading is not None
    assert heading["version"] == gongkai.__version__
    assert PYPROJECT["project"]["dynamic"] == ["version"]


@pytest.mark.parametrize("storey", STOREYS)
def test_every_package_says_what_it_is(storey: str) -> None:
    folder = SOURCE / storey
    silent = [relative(package) for package in (folder, *packages_of(folder)) if not docstring(package)]
    assert silent == []


def test_every_storey_is_on_the_folder_page() -> None:
    on_disk = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert on_disk == set(STOREYS)


def required() -> list[str]:
    project = PYPROJECT["project"]
    listed = [*project["dependencies"], *PYPROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        listed += extra
    listed += read(ROOT / "requirements" / "build.in").split()
    return sorted({re.split(r"[\[<>=!~; ]", name)[0] for name in listed})


def explained() -> list[str]:
    return re.findall(r"^\| `([^`]+)`", read(ROOT / "docs" / "dependencies.md"), re.MULTILINE)


def test_every_dependency_says_why_it_is_here() -> None:
    assert sorted(explained()) == required()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_pins_everything_by_hash_and_names_no_registry(lock: Path) -> None:
    text = read(lock)
    assert not re.search(r"http|--(?:extra-)?index-url|--find-links|--trusted-host|@ ", text)
    pins = re.split(r"\n(?=\S)", text.strip())
    unpinned = [pin.split("\n")[0] for pin in pins if not re.match(r"[\w.-]+==\S+", pin) or "--hash=sha256:" not in pin]
    assert unpinned == []


def test_the_lock_files_cover_what_the_project_asks_for() -> None:
    pinned = {
        re.sub(r"[-_.]+", "-", name).lower()
        for lock in LOCKS
        for name in re.findall(r"^([\w.-]+)==", read(lock), re.MULTILINE)
    }
    assert [name for name in required() if re.sub(r"[-_.]+", "-", name).lower() not in pinned] == []


SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE" + " KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}\b",
    r"\bglpat-[A-Za-z0-9_-]{20,}\b",
    r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b",
    r"\bsk-[A-Za-z0-9]{30,}\b",
)
# Put together from parts, so that this file does not find itself.
PLACES = (
    r"(?<![\w.:])/" + r"work/",
    r"/tmp/" + r"w\b",
    r"(?<![\w.])/" + r"root/",
    r"(?<![\w.])/home/" + r"(?!user\b)\w+/",
    r"https?://[^\s/]*(?:"
    + "|".join(("pypi" + r"\.", "python" + "hosted", "npm" + "js", "artifactory", "devpi"))
    + ")",
)


def findings(patterns: tuple[str, ...]) -> list[str]:
    wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    return [
        f"{relative(path)}:{number}: {line.strip()[:100]}"
        for path in text_files()
        for number, line in enumerate(read(path).splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_long_lived_secret_is_committed() -> None:
    assert findings(SECRETS) == []


def test_no_path_of_a_machine_and_no_registry_is_committed() -> None:
    assert findings(PLACES) == []


SCREENSHOTS = ROOT / "docs" / "screenshots"
IMAGE = re.compile(r"(?:!\[[^\]]*\]\(|<img [^>]*src=\")([^)\"\s]+\.(?:png|jpe?g|svg|webp))")


def shown() -> set[Path]:
    pages = [path for path in files() if path.suffix == ".md"]
    found = {
        (page.parent / name).resolve() for page in pages for name in IMAGE.findall(read(page)) if "://" not in name
    }
    return {path for path in found if path.is_relative_to(ROOT)}


def test_every_screenshot_is_shown_somewhere() -> None:
    taken = {path for path in files() if path.is_relative_to(SCREENSHOTS) and path.suffix in {".png", ".webp", ".jpg"}}
    assert sorted(relative(path) for path in taken - shown()) == []


def test_every_image_that_a_page_shows_is_there() -> None:
    assert sorted(relative(path) for path in shown() if not path.exists()) == []


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_links_between_the_pages_lead_somewhere() -> None:
    # Story texts of the demo city are content, not documentation.
    pages = [path for path in files() if path.suffix == ".md" and not path.is_relative_to(SOURCE)]
    dead = [
        f"{relative(page)}: {target}"
        for page in pages
        for target in LINK.findall(read(page))
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_begins_with_commands_that_exist(readme: str) -> None:
    targets = set(re.findall(r"^(\w[\w-]*):", read(ROOT / "Makefile"), re.MULTILINE))
    commands = re.findall(r"^make ([\w-]+)", read(ROOT / readme), re.MULTILINE)
    assert commands[:2] == ["demo", "test"]
    assert set(commands) <= targets


def test_the_recipes_that_the_docs_name_exist() -> None:
    recipes = set(re.findall(r"^([a-z][\w-]*)(?: [^:\n]*)?:", read(ROOT / "justfile"), re.MULTILINE))
    pages = [path for path in files() if path.suffix == ".md" and not path.is_relative_to(SOURCE)]
    named = {name for page in pages for name in re.findall(r"`just ([a-z][\w-]*)", read(page))}
    assert named - recipes == set()


def test_the_commands_that_the_docs_name_exist() -> None:
    pages = [path for path in files() if path.suffix == ".md" and not path.is_relative_to(SOURCE)]
    named = {name for page in pages for name in re.findall(r"(?:`|bin/)gongkai ([a-z]+)\b", read(page))}
    assert named - set(get_commands()) - {"law"} == set()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
