"""What a homeserver's refusal means for a letter; pure."""

from __future__ import annotations

from dcbot.errors import DeliveryError, PutOff, Undeliverable, Unreachable
from dcbot.transports.matrix.asking import Refused

AWAY = frozenset({502, 503, 504})
"""What stands before a homeserver answers so while it is not there."""

# Nothing can be said anywhere until the operator, or the homeserver's, has mended the account.
_ACCOUNT = frozenset({"M_USER_SUSPENDED", "M_USER_LOCKED", "M_USER_DEACTIVATED"})
_AGREEMENT = frozenset({"M_CONSENT_NOT_GIVEN", "M_RESOURCE_LIMIT_EXCEEDED"})
_AGAIN = "Then send the letter again; `dcbot outbox` lists it."


def trouble_of(refused: Refused, where: str, attempts: int = 0) -> DeliveryError:
    """The refusal as the courier takes it; `where` is the room, `attempts` how often it was tried.

    What may pass is put off. For what will not, the text tells the operator what to do.
    """
    if refused.status == 429 or refused.errcode == "M_LIMIT_EXCEEDED":
        return PutOff(f"the homeserver takes no more at once ({refused.text})", refused.after)
    if refused.status in AWAY or refused.status < 300:
        return Unreachable(f"what answers is not the homeserver ({refused.text})", refused.after)
    if refused.status >= 500:
        # A server that is being stopped answers so, and so does one that cannot digest the letter:
        # the first is over in seconds, the second never.
        return PutOff(f"the homeserver failed ({refused.text})", 5.0 * 2 ** min(attempts, 9))
    if refused.status == 401:
        return Unreachable(f"the homeserver does not know the bot ({refused.text})")
    if refused.errcode in _ACCOUNT | _AGREEMENT:
        return Unreachable(f"the bot's account cannot be used ({refused.text})", 60.0)
    return Undeliverable(f"{_reason(refused, where)} The homeserver said: {refused.text}.")


def _reason(refused: Refused, where: str) -> str:
    if refused.status == 404 or "not in room" in refused.text:
        return f"The bot is not in {where}. Invite it there. {_AGAIN}"
    if refused.status == 413 or refused.errcode == "M_TOO_LARGE":
        return "The homeserver finds it too large. Say it in parts, or raise the server's limit."
    if refused.status == 403:
        return f"The bot may not do this in {where}. Let its power level there allow it. {_AGAIN}"
    return f"The homeserver cannot take it for {where}; it would refuse it again."
