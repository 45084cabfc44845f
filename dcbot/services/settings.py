"""Settings: what can be set for a group, or a place, by message, declared as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.roles import Role
from dcbot.services import meeting_rules, standings
from dcbot.services.moments import read_zone
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.changes import Change
from storage.groups import Group, GroupSetting
from storage.people import Person
from storage.store import Store

LANGUAGES = {
    "en": ("English", "English"),
    "fr": ("French", "français"),
    "es": ("Spanish", "español"),
    "pt": ("Portuguese", "português"),
    "ru": ("Russian", "русский"),
    "ar": ("Arabic", "العربية"),
    "zh": ("Chinese", "中文"),
}
"""The languages in which moments are read: their name in English, and in themselves."""
LONGEST_TEXT = 300
MOST_A_WEEK = 50
AT_ONCE, HELD_BACK = "at once", "held back"
"""When a group's draft minutes are shown."""


def read_language(words: str) -> str:
    """The language that the words name, as its two letters; raises BadArgument."""
    for code, names in LANGUAGES.items():
        if fold(words) in (code, *(fold(name) for name in names)):
            return code
    offers = listed([f"`{code}` ({names[0]})" for code, names in LANGUAGES.items()], "or")
    raise BadArgument(f"{quoted(words)} is no language that I know: it can be {offers}.")


def read_text(words: str) -> str:
    """The words on one line; raises BadArgument where they are too many."""
    text = " ".join(words.split())
    if len(text) > LONGEST_TEXT:
        raise BadArgument(
            f"{quoted(words)} is {len(text)} characters long; it may have {LONGEST_TEXT}."
        )
    return text


def _read_zone(words: str) -> str:
    return read_zone(words).key


def _read_days(words: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(?:\s*days?)?", words.strip(), re.IGNORECASE)
    if not found:
        raise BadArgument(f"{quoted(words)} is no number of days. Say it as “7 days”; 0 for none.")
    return "" if int(found[1]) == 0 else str(int(found[1]))


def _read_count(words: str) -> str:
    said = words.strip()
    if re.fullmatch(r"\d{1,3}", said) and int(said) <= MOST_A_WEEK:
        return str(int(said))
    raise BadArgument(
        f"{quoted(words)} is no number of announcements: it can be a whole number from 0 to "
        f"{MOST_A_WEEK}."
    )


def read_drafts(words: str) -> str:
    """When drafts are shown: at once, or held back until they are released; raises BadArgument."""
    said = fold(words)
    if said in ("at once", "now", "public", "yes"):
        return AT_ONCE
    if said in ("held back", "held", "hold", "hold back", "no", "later", "approved"):
        return HELD_BACK
    raise BadArgument(
        f"{quoted(words)} does not say when: drafts can be shown `{AT_ONCE}`, or be `{HELD_BACK}` "
        "until they are approved or released."
    )


def show_count(value: str) -> str:
    """How many in words, as 1 a week."""
    return f"{value} a week"


def show_language(value: str) -> str:
    """The language in words, as French (fr)."""
    return f"{LANGUAGES[value][0]} ({value})" if value in LANGUAGES else value


@dataclass(frozen=True)
class Setting:
    """One thing that can be set: how it is read, shown, and who may set it."""

    name: str
    sentence: str
    """What it says, in words that follow “It is”."""
    read: Callable[[str], str]
    """Reads what somebody said; raises BadArgument."""
    default: str = ""
    show: Callable[[str], str] = str
    least: Role = Role.REPRESENTATIVE
    of_meetings: bool = False
    """It says how meetings are recorded."""
    column: str = ""
    """The column of the group in which it stands too, where everybody may know it."""


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting(
            "language",
            "the language in which its notices and minutes are written",
            read_language,
            default="en",
            show=show_language,
        ),
        Setting("zone", "the time zone in which its moments are read and shown", _read_zone),
        Setting("purpose", "what it is for, in a sentence", read_text),
        Setting(
            "notice",
            "how many days ahead its meetings are to be known",
            _read_days,
            show=lambda value: f"{value} day{'s' if value != '1' else ''}" if value else "",
        ),
        Setting(
            "window",
            "how many days those who could not attend may object to a decision before it is final",
            _read_days,
            default="14",
            show=lambda value: f"{value} day{'s' if value != '1' else ''}" if value else "none",
        ),
        Setting(
            "draft",
            "when draft minutes are shown to others than those who decide about them",
            read_drafts,
            default=AT_ONCE,
        ),
        Setting(
            "announcements",
            "how many announcements its lists get in seven days before whoever sends one more is "
            "asked back",
            _read_count,
            default="1",
            show=show_count,
        ),
        Setting(
            "starting",
            "who may begin a recorded meeting in its places",
            meeting_rules.read_starter,
            default=Role.ANYONE.label,
            show=meeting_rules.show_starter,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            "powers",
            "who may do what in its recorded meetings",
            meeting_rules.read_powers,
            show=meeting_rules.show_powers,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            "dialects",
            "the ways of speaking to the record that are read in its meetings",
            meeting_rules.read_dialects,
            default="meetbot, plain",
            of_meetings=True,
        ),
        Setting(
            "attribution",
            "how its minutes name those who have no wish of their own",
            meeting_rules.read_attribution,
            default="name",
            of_meetings=True,
        ),
        Setting(
            "idle",
            "after how long without a word a meeting that nobody ended is warned about",
            meeting_rules.read_minutes,
            default=str(meeting_rules.USUAL_IDLE),
            show=meeting_rules.show_minutes,
            of_meetings=True,
        ),
        Setting(
            "absence",
            "after how long without a word of any chair another person may become one",
            meeting_rules.read_minutes,
            default=str(meeting_rules.USUAL_ABSENCE),
            show=meeting_rules.show_minutes,
            of_meetings=True,
        ),
        Setting(
            "quorum",
            "how many are to be present for its meetings to decide",
            meeting_rules.read_quorum,
            show=lambda value: value or "none",
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            meeting_rules.DECIDING,
            "who approves its minutes and decides for it between meetings",
            meeting_rules.read_decider,
            show=meeting_rules.show_decider,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            meeting_rules.CORRECTING,
            "who corrects all of its minutes; everybody corrects their own lines",
            meeting_rules.read_decider,
            show=meeting_rules.show_corrector,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            meeting_rules.PUBLISHING,
            "who shows drafts that are held back, and publishes annexes of its meetings",
            meeting_rules.read_decider,
            show=meeting_rules.show_publisher,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            "successors",
            "who may become a chair where all chairs have vanished",
            meeting_rules.read_starter,
            default=Role.OBSERVER.label,
            show=meeting_rules.show_starter,
            least=Role.COORDINATOR,
            of_meetings=True,
        ),
        Setting(
            "live",
            "whether the web shows the minutes so far while a meeting is recorded",
            meeting_rules.read_live,
            default=meeting_rules.SHOWN,
            of_meetings=True,
        ),
        Setting(
            "timers",
            "whether the room is told when the time of a point of the agenda is nearly over, and "
            "over",
            meeting_rules.read_timers,
            default=meeting_rules.TOLD,
            of_meetings=True,
        ),
        Setting(
            "indexing",
            "whether search engines may list the logs of its meetings",
            meeting_rules.read_indexing,
            default=meeting_rules.NOT_ALLOWED,
            of_meetings=True,
            column="indexing",
        ),
    )
}
"""What can be set for a group. A new setting is a new entry; nothing else names it."""


@dataclass(frozen=True)
class Held:
    """What holds of one setting, and who set it when; `by` is empty where nobody did."""

    setting: Setting
    value: str
    by: str = ""
    at: datetime | None = None


def find(words: str) -> Setting:
    """The setting of this name; raises BadArgument, which lists all."""
    found = SETTINGS.get(fold(words))
    if found is None:
        names = listed([f"`{name}`" for name in SETTINGS])
        raise BadArgument(f"{quoted(words)} is no setting. There are {names}.")
    return found


async def all_of(store: Store, group: Group) -> list[Held]:
    """What holds for the group, setting by setting."""
    put = await store.groups.settings(group.id)
    return [
        Held(one, row.value, row.set_by, row.set_at)
        if (row := put.get(one.name)) is not None
        else Held(one, one.default)
        for one in SETTINGS.values()
    ]


async def value_of(store: Store, group: Group | None, name: str) -> str:
    """What holds for the group; the default where nothing was set, or there is no group."""
    put = await store.groups.settings(group.id) if group else {}
    return put[name].value if name in put else SETTINGS[name].default


async def put(
    store: Store, group: Group, setting: Setting, words: str, *, by: Person, now: datetime
) -> str:
    """Set it for the group; returns the value as it was understood.

    Raises NotAllowed, which says who may, or BadArgument.
    """
    to = f"set the {setting.name} of the group"
    await standings.require(store, by, setting.least, group, to=to, now=now)
    value, was = setting.read(words), await value_of(store, group, setting.name)
    name = await record_name(store, by, now=now)
    await store.groups.put_setting(
        GroupSetting(group_id=group.id, name=setting.name, value=value, set_by=name, set_at=now)
    )
    if setting.column:
        setattr(group, setting.column, value)
    store.changes.add(
        Change(
            subject="group",
            subject_id=group.id,
            at=now,
            by_name=name,
            person_id=by.id,
            what=f"setting {setting.name}",
            was=was,
            now=value,
            audience=Audience.PUBLIC,
            public_from=now,
        )
    )
    await store.flush()
    return value
