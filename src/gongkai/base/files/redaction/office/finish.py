"""The last steps for Word and Excel alike: charts, pictures, names of parts, and what the officer is told."""

from __future__ import annotations

from gongkai.base.files.redaction.striking import Tally

from . import pictures
from .package import Package, drop_lost_links
from .scrub import renamed_parts, scrub_attributes, scrub_drawing, scrub_links

DIAGRAMS = ("diagramData", "diagramDrawing", "diagramLayout", "diagramQuickStyle", "diagramColors")
_NAMES = {"chart": "图表", "drawing": "图形和文本框"}


def finished(package: Package, tally: Tally, drawn: tuple[str, ...]) -> bytes:
    """Strike drawings (`drawn`: their kinds), clean pictures and write the package."""
    for part in package.of_kind(*drawn):
        where = _NAMES.get(part.kind, "图示")
        drop_lost_links(part)
        scrub_drawing(part, tally, where)
        assert part.root is not None
        scrub_attributes(part.root, tally, where)
        scrub_links(part, tally)
    _clean_pictures(package, tally)
    if package.left_behind:
        tally.note(f"下列内容不进入删减版：{'、'.join(sorted(package.left_behind))}。")
    return package.written(renamed_parts(package, tally))


def _clean_pictures(package: Package, tally: Tally) -> None:
    count = 0
    renames: dict[str, str] = {}
    for part in package.of_kind("image"):
        cleaned = pictures.bare(part.data)
        if cleaned is None:
            # Metafiles and drawings carry text of their own; nobody could check them.
            tally.note("矢量图（EMF、WMF、SVG 等）里可能有文字，已换成灰色空白图。")
            part.data = pictures.blank()
            renames[part.name] = part.name.rpartition(".")[0] + "-blank.png"
        else:
            count += 1
            part.data = cleaned
    if count:
        tally.note(f"文件里有 {count} 张图片，图片里的文字不能自动核对，请逐张查看。")
    _rename(package, renames)


def _rename(package: Package, renames: dict[str, str]) -> None:
    """A blank PNG must be called a PNG."""
    for old, new in renames.items():
        part = package.parts.pop(old)
        part.name = new
        package.parts[new] = part
        package.types[new] = "image/png"
    for part in package.parts.values():
        part.links = {
            key: (kind, full, renames.get(target, target), external)
            for key, (kind, full, target, external) in part.links.items()
        }
