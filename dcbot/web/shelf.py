"""The shelf: what was made before, kept as long as what it is made of stays the same."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime

_MOST = 256


class Shelf:
    """Bytes by address. Making them takes a thread, so that nobody else has to wait."""

    def __init__(self) -> None:
        self.volumes: dict[str, Mapping[int, tuple[str, bytes]]] = {}
        """Of each list by years, what stands in each and a digest of what that is made of."""
        self._kept: OrderedDict[str, tuple[tuple[object, str], bytes]] = OrderedDict()

    async def made(self, place: str, of: object, now: datetime, make: Callable[[], bytes]) -> bytes:
        """What `make` returns, or returned for equal things earlier in this month."""
        basis = (of, f"{now:%Y-%m}")
        kept = self._kept.get(place)
        if kept is None or kept[0] != basis:
            kept = basis, await asyncio.to_thread(make)
        self._kept[place] = kept
        self._kept.move_to_end(place)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return kept[1]
