"""The page that tells how the archive's past is kept, and what was taken out of it."""

from __future__ import annotations

from dcbot.addresses import to
from dcbot.services import purges
from dcbot.web.content import Content
from dcbot.web.visit import Visit


async def page(visit: Visit) -> Content:
    """What becomes of what was published once."""
    told = await purges.told(visit.store)
    return visit.page_of_now("history.html", purges=told, **(await visit.frame(to("history"))))
