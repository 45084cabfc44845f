"""Attachments: noting the files that an errand has put into the folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.attachments import Attachment
from storage.store import Store


async def noted(store: Store, result: Mapping[str, Any], *, now: datetime) -> None:
    """Note the file of an errand's result: its hash, name and size."""
    await store.attachments.put(
        Attachment(
            sha256=result["sha256"],
            name=result["name"],
            media_type=result.get("media_type", "application/octet-stream"),
            size=result["size"],
            came_at=now,
        )
    )
