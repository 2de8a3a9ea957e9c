"""The tools in `house` can fail: each is shown something wrong and says so."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from gongkai.base.organisations.rules import PERMISSION_NAMES, Permission
from house import generated, migrations, sizes, templates, trace
from house.generated import Page
from house.pages.settings import settings
from house.words import setting_words


def parsed(text: str) -> ast.Module:
    return ast.parse(textwrap.dedent(text))


class TestGeneratedPages:
    MARK = generated.mark("just docs")

    def page(self, text: str = "one\n") -> Page:
        return Page("docs/a.md", f"{self.MARK}\n{text}")

    def test_what_was_written_agrees(self, tmp_path: Path) -> None:
        assert generated.write([self.page()], root=tmp_path) == ["docs/a.md"]
        assert generated.differences([self.page()], marked=self.MARK, root=tmp_path) == []
        assert generated.write([self.page()], root=tmp_path) == []

    def test_a_changed_page_shows_the_lines(self, tmp_path: Path) -> None:
        generated.write([self.page()], root=tmp_path)
        (found,) = generated.differences([self.page("two\n")], marked=self.MARK, root=tmp_path)
        assert "docs/a.md: differs" in found
        assert "-one" in found
        assert "+two" in found

    def test_a_page_that_nobody_writes_any_more_is_named(self, tmp_path: Path) -> None:
        generated.write([self.page(), Page("docs/b.md", f"{self.MARK}\n")], root=tmp_path)
        assert generated.differences([self.page()], marked=self.MARK, root=tmp_path) == [
            "docs/b.md: written by nobody any more, remove it"
        ]

    def test_a_bar_in_a_cell_does_not_break_the_table(self) -> None:
        assert "a\\|b" in generated.table(["x"], [["a|b"]])


class TestWords:
    def test_every_permission_has_its_words_and_no_word_is_spare(self) -> None:
        assert set(PERMISSION_NAMES) == set(Permission)

    def test_every_setting_is_described_and_no_description_is_spare(self) -> None:
        assert set(setting_words()) == {setting.name for setting in settings()}


class TestTrace:
    def test_marks_on_functions_classes_and_modules_count(self) -> None:
        module = parsed("""
            pytestmark = [pytest.mark.slow, pytest.mark.requirement("R001")]

            @pytest.mark.requirement("R002", "R003")
            def test_one(): ...

            class TestTwo:
                @pytest.mark.requirement("R004")
                def test_it(self): ...

            def helper(): ...
        """)
        assert sorted(trace.marked_in(module)) == [
            ("R001", "TestTwo.test_it"),
            ("R001", "test_one"),
            ("R002", "test_one"),
            ("R003", "test_one"),
            ("R004", "TestTwo.test_it"),
        ]

    def test_a_mistyped_row_is_named(self) -> None:
        assert trace.unknown(["R001", "R1"]) == ["R1"]

    def test_our_list_names_each_row_once(self) -> None:
        ids = [row.id for row in trace.rows()]
        assert ids == sorted(set(ids))

    @pytest.mark.corpus
    def test_our_list_agrees_with_the_matrix(self) -> None:
        matrix = trace.rows_of_matrix()
        if not matrix:
            pytest.skip("the full matrix is not beside this checkout")
        assert {row.id: row.module for row in trace.rows()}.items() <= matrix.items()


class TestSizes:
    def sizes(self, lines: int) -> list[sizes.Size]:
        module = parsed("def long():\n" + "    x = 1\n" * (lines - 1))
        return [size for size in sizes.sizes_in("a.py", module, lines) if size.place != "a.py"]

    def test_a_function_over_the_limit_fails(self) -> None:
        (size,) = self.sizes(sizes.FUNCTION.accepted + 1)
        assert size.is_too_much

    def test_a_long_one_is_only_named(self) -> None:
        (size,) = self.sizes(sizes.FUNCTION.fine + 1)
        assert not size.is_too_much
        assert "long" in str(size)


class TestMigrations:
    REMOVES = 'operations = [migrations.RemoveField(model_name="agency", name="fax")]\n'

    def write(self, folder: Path, name: str, text: str) -> Path:
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        return path

    @pytest.fixture(autouse=True)
    def _beside_the_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(migrations, "relative", lambda path: path.name)
        monkeypatch.setattr(migrations, "tree", lambda path: ast.parse(path.read_text(encoding="utf-8")))

    def test_removing_in_one_step_is_refused(self, tmp_path: Path) -> None:
        (found,) = migrations.offences(self.write(tmp_path, "0002_remove", self.REMOVES))
        assert "RemoveField" in found

    def test_the_second_step_names_the_first(self, tmp_path: Path) -> None:
        self.write(tmp_path, "0002_stop_using", "operations = []\n")
        second = self.write(tmp_path, "0003_remove", f'FORGOTTEN_IN = "0002_stop_using"\n{self.REMOVES}')
        assert migrations.offences(second) == []

    def test_a_first_step_that_is_not_there_does_not_count(self, tmp_path: Path) -> None:
        second = self.write(tmp_path, "0003_remove", f'FORGOTTEN_IN = "0002_stop_using"\n{self.REMOVES}')
        assert "names no earlier migration" in migrations.offences(second)[0]

    def test_forgetting_in_the_state_alone_is_free(self, tmp_path: Path) -> None:
        text = (
            "operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('a', 'b')])]\n"
        )
        assert migrations.offences(self.write(tmp_path, "0002_stop_using", text)) == []


class TestTemplates:
    @pytest.mark.parametrize(
        "html",
        ["<script>let a = 1</script>", "<style>p {}</style>", '<p style="color: red">', '<a onclick="go()">'],
    )
    def test_what_a_page_may_not_hold_is_found(self, html: str) -> None:
        assert any(pattern.search(html) for pattern in templates.INLINE)

    @pytest.mark.parametrize(
        "html",
        ['<script src="/static/a.js" defer></script>', '<script type="application/ld+json">{}</script>', "<p>on=</p>"],
    )
    def test_what_it_may_hold_is_let_through(self, html: str) -> None:
        assert not any(pattern.search(html) for pattern in templates.INLINE)
