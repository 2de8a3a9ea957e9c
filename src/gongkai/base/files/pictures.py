"""Pictures in the sizes that pages show: where they lie, and how one is made. What is here can be made again at any time.

A size holds the picture and nothing else: place, camera and person that the original may name stay in the original.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from PIL import Image, ImageOps

from gongkai.base.files.extraction.refusals import BombFile, MalformedFile

if TYPE_CHECKING:
    from typing import BinaryIO

KINDS = frozenset({"png", "jpg"})
# In pixels: a phone, a column of text, the same on a screen of double density. Our own configuration.
WIDTHS = (480, 960, 1600)
MEDIA_TYPE = "image/webp"
QUALITY = 80


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "pictures"


def place(sha256: str, width: int) -> Path:
    return folder() / sha256[:2] / f"{sha256}.{width}.webp"


def make(file: BinaryIO, sha256: str) -> list[list[int]]:
    """Write each size that is smaller than the picture and, last, one as large as it is up to the largest width.

    Return [width, height] of each, smallest first. Raises FileRefused for what cannot be opened.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                upright = ImageOps.exif_transpose(opened)
                picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BombFile("图像的像素数大得不正常，没有制作网页用图。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise MalformedFile("图像已损坏，没有制作网页用图。") from error
    widths = sorted({width for width in WIDTHS if width < picture.width} | {min(picture.width, WIDTHS[-1])})
    made = []
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        _write(picture.resize((width, height), Image.Resampling.LANCZOS), place(sha256, width))
        made.append([width, height])
    return made


def _write(picture: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        picture.save(file, "WEBP", quality=QUALITY, method=4)  # no exif: nothing of the original's notes goes along
    Path(file.name).replace(target)


def discard(sha256: str) -> None:
    """Remove every size of a picture."""
    for one in (folder() / sha256[:2]).glob(f"{sha256}.*"):
        one.unlink(missing_ok=True)
