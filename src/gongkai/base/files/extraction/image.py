"""Images: no text, but perhaps a camera's notes about place and person."""

from __future__ import annotations

import warnings

from PIL import ExifTags, Image, UnidentifiedImageError

from .limits import Clock, Limits
from .refusals import BombFile, MalformedFile
from .result import Reading
from .sniff import FileType
from .source import Source, opened

_FIELDS = {"Artist": "author", "Software": "software", "Make": "camera", "DateTime": "created"}


def read(data: Source, _file_type: FileType, _limits: Limits, _clock: Clock) -> Reading:
    try:
        with warnings.catch_warnings(), opened(data) as file:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                image.verify()  # before anything else is read, and only once
            file.seek(0)
            with Image.open(file) as image:
                metadata = {"size": f"{image.width}×{image.height}"}
                exif = image.getexif()
                for tag, value in exif.items():
                    if field := _FIELDS.get(ExifTags.TAGS.get(tag, "")):
                        metadata[field] = str(value).strip("\0 ")
                if exif.get_ifd(ExifTags.IFD.GPSInfo):
                    metadata["gps"] = "图像里记录了拍摄地点的经纬度"
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BombFile("图像的像素数大得不正常，已拒绝。请缩小后再上传。") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MalformedFile("图像已损坏，无法打开。请重新导出后再上传。") from error
    return Reading("", metadata=metadata, notices=("这是图像，没有可提取的文字；请在正文中用文字说明图像的内容。",))
