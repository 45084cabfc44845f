"""The forms in which digits stand together, and numbers in Chinese characters.

Every form is anchored and bounded, so that none can take long, whatever it is tried on.
"""

from __future__ import annotations

import re

END = r"(?![\d]|[./:]\d)"
NUMERIC = [
    (
        "isotime",
        re.compile(r"(\d{4})-(\d\d)-(\d\d)t(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?(?!\d)"),
    ),
    ("isotime", re.compile(r"(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)?(?!\d)")),
    ("ymd", re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + END)),
    ("date3", re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)" + END)),
    ("clock", re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:h(?![a-z]))?" + END)),
    ("hclock", re.compile(r"(\d{1,2}) ?h(?: ?(\d\d)(?!\d)(?: ?m(?:in|n)?(?![a-z]))?)?(?![a-z])")),
    ("date2", re.compile(r"(\d{1,2})/(\d{1,2})" + END)),
    ("hyphened", re.compile(r"(\d{1,2})-(00|2[5-9]|[345]\d)(?![\d-])" + END)),
    ("dotted", re.compile(r"(\d{1,2})\.(\d{1,2})(?:h(?![a-z])|\.(?!\d))?" + END)),
    ("military", re.compile(r"(\d\d)(\d\d)(?= ?(?:z|utc|gmt|hrs?|hours|h|uhr|cet|cest)\b)")),
    ("military", re.compile(r"(\d\d)(\d\d)(?= ?- ?\d{4} ?(?:z|utc|gmt|hrs?|hours|h|cet|cest)\b)")),
    ("num", re.compile(r"\d{1,9}(?!\d)")),
]
# An address is no time, whatever numbers it holds.
ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,400}|[\w.+-]{1,80}@[\w-]{1,80}\.[\w.-]{1,80}")
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?![\d:])")
UTC_OFFSET = re.compile(
    r"(?:utc|gmt|u\.t\.c\.)(?: ?\( ?| )?([+-]) ?(\d{1,2})(?::?(\d\d))?(?!\d|[.:/]\d)"
)
IANA = re.compile(r"[a-z]+(?:/[a-z0-9_+-]+){1,2}")
HAN_NUMBER = re.compile("[〇零一二三四五六七八九十廿卅]{1,6}")
HAN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


def han_value(words: str) -> int | None:
    """A number in Chinese characters: 二十一 or 二〇二六."""
    words = words.replace("廿", "二十").replace("卅", "三十")
    if "十" not in words:
        digits = [HAN_DIGITS[each] for each in words]
        return int("".join(map(str, digits)))
    tens, _, ones = words.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[ones] if ones else 0)
