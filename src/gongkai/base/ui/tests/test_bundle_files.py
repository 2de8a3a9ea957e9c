from __future__ import annotations

import re
from pathlib import Path

from gongkai.base.ui import bundle

MANIFEST = (bundle.STATIC / "ui.css").read_text(encoding="utf-8")


def test_the_bundles_are_made_of_their_sources_where_nobody_made_them(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    finder = bundle.Bundles()
    built = {bundle.CSS_BUNDLE: bundle.build_css(), bundle.JS_BUNDLE: bundle.build_js()}
    for name, content in built.items():
        path = Path(str(finder.find(name)))
        assert path.is_relative_to(tmp_path)
        assert path.read_text(encoding="utf-8") == content
        assert finder.find(name, find_all=True) == [str(path)]
    assert finder.find("ui/other.css") == []
    assert [name for name, _ in finder.list([])] == list(built)
    assert [one.name for one in tmp_path.rglob("tmp*")] == []


def test_every_process_of_one_version_finds_the_same_file(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    first = Path(str(bundle.Bundles().find(bundle.CSS_BUNDLE)))
    written = first.stat().st_mtime_ns
    assert Path(str(bundle.Bundles().find(bundle.CSS_BUNDLE))) == first
    assert first.stat().st_mtime_ns == written


def test_every_style_file_is_on_the_list():
    listed = set(re.findall(r'url\("css/([^"]+)"\)', MANIFEST))
    assert listed == {path.name for path in (bundle.STATIC / "css").glob("*.css")}


def test_the_bundle_keeps_every_file_in_its_layer():
    built = bundle.build_css()
    assert built.index("@layer reset, base") < built.index(":root {")
    assert built.count("@layer components{") == MANIFEST.count("layer(components)")
    assert built.count("{") == built.count("}")


def test_only_tokens_name_a_theme_and_what_the_elder_version_leaves_out():
    naming = {path.name for path in (bundle.STATIC / "css").glob("*.css") if "data-theme" in path.read_text("utf-8")}
    assert naming == {"elder.css"}
    assert 'data-theme="contrast"' not in (bundle.STATIC / "css" / "elder.css").read_text("utf-8")


def test_only_tokens_and_the_square_code_know_colours():
    allowed = {"overlays.css": {"#0a324380"}, "facts.css": {"#000", "#fff"}, "chrome.css": {"#000"}}
    for path in (bundle.STATIC / "css").glob("*.css"):
        found = set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8")))
        assert found <= allowed.get(path.name, set()), path.name


def test_every_token_used_is_defined():
    tokens = (bundle.STATIC / "tokens.css").read_text(encoding="utf-8")
    built = bundle.build_css()
    defined = set(re.findall(r"(--[\w-]+)\s*:", tokens + built))
    needed = set(re.findall(r"var\((--[\w-]+)\)", built))
    assert needed - defined == set()


def test_the_scripts_share_nothing_but_the_page():
    for path in (bundle.STATIC / "js").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert not re.search(r"^(import|export)\b", script, re.MULTILINE), path.name
        assert "innerHTML" not in script, path.name
