"""The chain of digests over a task's log. Pure.

Each event's digest covers the previous one, so a forged, cut or rewritten row is found. Free text is covered by
its SHA-256, never itself, so that it can be blanked one day without breaking the chain.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> str:
    """One spelling for a value, whatever engine it came back from."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def chain(previous: str, payload: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the previous digest and the payload's canonical JSON."""
    body = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_canonical)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
