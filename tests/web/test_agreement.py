"""What is scheduled by chat or by mail is, at each step, what feeds and pages show."""

from __future__ import annotations

from tests.conversation import WireStage
from tests.stages import MailStage
from tests.web.agreement import all_agree
from tests.world import World


async def test_chat_feeds_and_pages_agree(world: World) -> None:
    await all_agree(WireStage(world), world.database)


async def test_mail_feeds_and_pages_agree(mail_stage: MailStage) -> None:
    await all_agree(mail_stage, mail_stage.app.database)
