"""Thumbnails of pictures. Whoever makes one has decoded the picture whole: a broken or monstrous one fails here."""

import os
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from tasks.file_types import Unfit

SIDE = 480
"""Pixels of a thumbnail's longer side."""
MOST_PIXELS = 50_000_000
"""Of the picture itself: what decoding it may cost is known before it is decoded."""
SENT_AS = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_QUALITY = 80
_PAPER = "white"
"""What shows through where a picture is transparent."""


def make_thumbnail(source: Path, target: Path) -> None:
    """Write a JPEG of at most `SIDE` pixels, upright, without the original's metadata; complete or not at all.

    Raises `Unfit` for a picture that is broken or has more than `MOST_PIXELS`.
    """
    try:
        with Image.open(source, formats=_FORMATS) as picture:
            _check_size(picture)
            small = _small(picture)
    except (Unfit, Image.DecompressionBombError) as refused:
        raise Unfit(f"像素过多(至多 {MOST_PIXELS // 10_000} 万),请缩小后再上传。") from refused
    except Exception as broken:  # what a bent file makes a decoder raise is beyond counting
        raise Unfit("不是完整的图片,打不开,请重新拍照或导出后上传。") from broken
    _write(small, target)


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Unfit(f"{picture.width}x{picture.height}")


def _small(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded at an eighth of its size where that is enough
    upright = ImageOps.exif_transpose(picture)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if transparent else "RGB")
    plain.thumbnail((SIDE, SIDE))
    if not transparent:
        return plain
    paper = Image.new("RGBA", plain.size, _PAPER)
    paper.alpha_composite(plain)
    return paper.convert("RGB")


def _write(small: Image.Image, target: Path) -> None:
    target.parent.mkdir(exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(prefix=".upload-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            small.save(stream, "JPEG", quality=_QUALITY, optimize=True)
        os.replace(draft, target)
    finally:
        Path(draft).unlink(missing_ok=True)
