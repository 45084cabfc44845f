"""What the sender of a mail said in it, without what others said; pure.

Nobody is made to say what they only quoted: where it is not sure whose words a line holds, the
line is left out, and the bot asks back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dcbot.lines import after_prefix, tidy
from dcbot.transports.mail.headers import words
from dcbot.transports.mail.hypertext import to_text
from dcbot.transports.mail.parsing import Parsed, Text

MAX_OWN = 20_000
"""Characters of somebody's own words that are kept."""
MAX_LINES = 2_000
FULL_LINE = 58
"""Mail programs break lines at about 72; what follows a quoted line this long may belong to it."""

_QUOTED = re.compile(r"\s{0,3}(?:[A-Za-z]{0,4}>|[|»＞])")
# Who wrote what is quoted, in the languages of mail programs. It stands above the quote.
_WROTE = (
    *("wrote", "schrieb", "a écrit", "a ecrit", "escribió", "escribio", "escreveu", "ha scritto"),
    *("schreef", "пишет", "написал", "写道", "寫道", "كتب", "skrev", "napisał", "napsal"),
    *("kirjoitti", "yazdı", "írta", "έγραψε", "のメール", "님이 작성", "a scris", "viết"),
)
# The first header of a mail that is quoted without marks.
_FROM = (
    *("from", "von", "de", "da", "van", "от", "发件人", "寄件者", "من", "från", "fra", "差出人"),
    *("od", "gönderen", "lähettäjä", "feladó", "από", "보낸 사람", "din"),
)
_LABEL = re.compile(r"\W{0,3}([^\W\d_][^\d:：@]{0,20}?)\W{0,3}[:：]\W{0,3}(\S.*)")
_SEPARATOR = re.compile(r"[-=_*]{2,}\s?[^\W\d_].{1,60}[-=_*]{2,}|_{10,}")
_FORWARDED = ("begin forwarded message:", "forwarded message:", "inizio messaggio inoltrato:")
_PHONE = re.compile(
    r"(sent from|sent via|sent with|get outlook for|envoyé de|envoyé depuis|enviado desde|"
    r"enviado do|enviado de|von meinem .{1,30} gesendet|gesendet von|inviato da|"
    r"verzonden vanaf|отправлено|发自|從我的|أرسلت من|مرسل من|skickat från)(\s?\S.{0,60})?",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(hi|hello|dear|hey|good (morning|day|afternoon|evening)|hallo|bonjour|salut|hola|olá|"
    r"здравствуйте|привет|مرحبا|你好)\b.{0,40}",
    re.IGNORECASE,
)
_TAGS = re.compile(r"\s*(\[[^\[\]]{1,40}\]\s*)+")


def said_in(mail: Parsed, prefix: str) -> str:
    """The sender's own words, the subject first where it begins with the prefix."""
    said = own_words(plain(mail.body)) if mail.body else ""
    # Lists put their tags before a subject.
    subject = _TAGS.sub("", words(mail.first("subject")), count=1)
    if after_prefix(subject, prefix) is not None:
        said = f"{subject}\n{said}".rstrip("\n")
    return said


def plain(body: Text) -> str:
    """The body as plain text, with the lines as they were typed."""
    if body.html:
        return to_text(body.text)
    return unflowed(body.text, joined=body.joined) if body.flowed else body.text


def unflowed(text: str, *, joined: bool) -> str:
    """The text with soft line ends taken out (RFC 3676)."""
    lines: list[str] = []
    # The quote depth of the line that goes on, None where none does.
    open_depth: int | None = None
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        content = line[:-1] if soft and joined else line
        if open_depth == depth:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if soft else None
    return "\n".join(lines)


def own_words(text: str) -> str:
    """What stands above the first quote; where nothing does, what stands between and below."""
    lines = _without_ending(tidy(text[: 10 * MAX_OWN]).split("\n")[:MAX_LINES])
    quoted = _quoted_lines(lines)
    first = next((number for number, one in enumerate(quoted) if one), len(lines))
    above = [line for line, one in zip(lines[:first], quoted, strict=False) if not one]
    if not _says_something(above):
        above = [line for line, one in zip(lines, quoted, strict=True) if not one]
    return "\n".join(above).strip("\n")[:MAX_OWN]


def _says_something(lines: Sequence[str]) -> bool:
    """Whether there is more than a greeting."""
    written = [line.strip() for line in lines if line.strip()]
    return len(written) > 1 or any(not _GREETING.fullmatch(line) for line in written)


def _without_ending(lines: list[str]) -> list[str]:
    """The lines before a signature, a forwarded mail, or a mail quoted without marks."""
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare in ("--", "—") or _SEPARATOR.fullmatch(bare) or bare.casefold() in _FORWARDED:
            return lines[:number]
        if number and _PHONE.fullmatch(bare):
            return lines[:number]
        if _begins_headers(lines[number : number + 4]):
            return lines[:number]
        width = _attribution_width(lines, number)
        if width and not _quote_follows(lines, number + width):
            return lines[:number]
    return lines


def _begins_headers(lines: Sequence[str]) -> bool:
    """Whether the headers of a quoted mail begin here, such as “From: … Sent: … To: …”."""
    found = []
    for line in lines:
        match = _LABEL.fullmatch(line.strip()[:300])
        if match is None:
            break
        found.append(match)
    if len(found) < 2:
        return False
    first = found[0][1].strip().casefold()
    return first in _FROM or (len(found) >= 3 and any("@" in one[2] for one in found))


def _attribution_width(lines: Sequence[str], number: int) -> int:
    """How many lines an attribution that begins here takes, such as “On … Jo wrote:”; else 0.

    Where marked lines follow it, it needs no word for writing.
    """
    joined = ""
    for width, line in enumerate(lines[number : number + 3], 1):
        if not line.strip() or _QUOTED.match(line):
            return 0
        joined = f"{joined} {line.strip()}"[:400]
        if joined.endswith((":", "：")):
            folded = joined.casefold()
            wrote = any(word in folded for word in _WROTE) or (
                "@" in joined and _quote_follows(lines, number + width)
            )
            dated = "@" in joined or any(letter.isdigit() for letter in joined)
            return width if wrote and dated else 0
    return 0


def _quote_follows(lines: Sequence[str], number: int) -> bool:
    after = [line for line in lines[number : number + 3] if line.strip()]
    return bool(after) and _QUOTED.match(after[0]) is not None


def _quoted_lines(lines: Sequence[str]) -> list[bool]:
    """Which of the lines are somebody else's: marked ones, what introduces them, and what a mail
    program broke off a long one."""
    quoted = [_QUOTED.match(line) is not None for line in lines]
    for number in range(len(lines)):
        width = _attribution_width(lines, number) if not quoted[number] else 0
        if width and _quote_follows(lines, number + width):
            quoted[number : number + width] = [True] * width
    for number in range(1, len(lines)):
        marked = _QUOTED.match(lines[number - 1]) is not None
        if marked and lines[number].strip() and len(lines[number - 1]) >= FULL_LINE:
            quoted[number] = True
    return quoted
