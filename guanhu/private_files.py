"""Small secrets kept in the data folder: made once, readable by their owner alone."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str]) -> str:
    """The secret in `file`, made first if there is none; of processes that start at once, one makes it.

    It is complete before it gets its name (`link` fails where the name is taken), so nobody reads half of it.
    Raises `OSError` where the file can be neither read nor made.
    """
    if not file.exists():
        draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(make())
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii").strip()
