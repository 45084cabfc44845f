"""What `dcbot init` asks, and the bot.toml that it writes from the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dcbot.config.mistakes import check, quoted
from dcbot.config.writing import fill, shipped, value_text
from dcbot.errors import SettingsError

Answers = Mapping[str, str]
"""Each answer as it was typed, by the key of its question."""

ENVIRONMENT = "environment"
"""The answer that leaves a secret's file out of bot.toml."""


def _always(_: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """One thing to ask. `key` is its place in bot.toml, or a word that stands in no file."""

    key: str
    text: str
    explanation: str
    default: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    """The answer is a list, separated by blanks or commas; it may be empty."""
    asked: Callable[[Answers], bool] = _always

    @property
    def place(self) -> tuple[str, ...]:
        """The section, where there is one, and the key in it."""
        return tuple(self.key.split("."))

    def check(self, answer: str) -> str:
        """The answer as it will be used; SettingsError says what to answer instead."""
        answer = answer.strip() or self.default
        if self.choices:
            return self._choice(answer)
        if self.key.endswith("_file") and answer == ENVIRONMENT:
            return answer
        if not self.many:
            check(self.place, answer)
            return answer
        for item in listed(answer):
            check((*self.place, 0), item)
        return " ".join(listed(answer))

    def _choice(self, answer: str) -> str:
        # The beginning of a word is enough, as long as only one begins so.
        meant = [each for each in self.choices if each.startswith(answer.lower())]
        if len(meant) != 1:
            words = f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
            raise SettingsError(f"{quoted(answer)} cannot be used; say {words}.")
        return meant[0]


def listed(answer: str) -> list[str]:
    """The items of an answer that is a list."""
    return re.split(r"[\s,]+", answer.strip(" \t\n,")) if answer.strip(" \t\n,") else []


def _by_matrix(answers: Answers) -> bool:
    return answers.get("ways") in ("matrix", "both")


def _by_mail(answers: Answers) -> bool:
    return answers.get("ways") in ("mail", "both")


def _by_token(answers: Answers) -> bool:
    return _by_matrix(answers) and answers.get("login") == "token"


def _by_password(answers: Answers) -> bool:
    return _by_matrix(answers) and answers.get("login") == "password"


def _on_postgresql(answers: Answers) -> bool:
    return answers.get("database.url", "").startswith("postgres")


QUESTIONS: tuple[Question, ...] = (
    Question(
        "data",
        "What should the register begin with?",
        "“igf” is the register of the IGF's Dynamic Coalitions, every fact with its source and "
        "date; “empty” is one that you fill yourselves.",
        default="igf",
        choices=("igf", "empty"),
    ),
    Question(
        "ways",
        "How should people reach the bot?",
        "“matrix” is chat in rooms, “mail” is two folders of letters, and “both” and “neither” "
        "are what they say. `dcbot console` works with each of them.",
        default="matrix",
        choices=("matrix", "mail", "both", "neither"),
    ),
    Question(
        "matrix.homeserver",
        "On which homeserver has the bot its account?",
        "Its address with https:// in front. The account must be there already; any homeserver "
        "where you may register one will do.",
        asked=_by_matrix,
    ),
    Question(
        "matrix.user",
        "What is the Matrix id of that account?",
        "The whole id, with an @ in front and the name of the server behind the colon.",
        asked=_by_matrix,
    ),
    Question(
        "login",
        "Will the bot have an access token, or the password of its account?",
        "With a “token” it makes no login. With the “password” it logs in once and keeps the token "
        "in its folder.",
        default="password",
        choices=("token", "password"),
        asked=_by_matrix,
    ),
    Question(
        "matrix.token_file",
        "Which file holds the access token?",
        "The token itself is never asked for here, and never stands in bot.toml. Answer "
        f"“{ENVIRONMENT}” to give it in DCBOT_MATRIX_TOKEN instead.",
        default="matrix-token",
        asked=_by_token,
    ),
    Question(
        "matrix.password_file",
        "Which file holds the password?",
        "The password itself is never asked for here, and never stands in bot.toml. Answer "
        f"“{ENVIRONMENT}” to give it in DCBOT_MATRIX_PASSWORD instead.",
        default="matrix-password",
        asked=_by_password,
    ),
    Question(
        "matrix.rooms",
        "Which rooms should the bot join by itself?",
        "Addresses or ids of rooms, with blanks between them; none is an answer too, for operators "
        "can invite it later.",
        many=True,
        asked=_by_matrix,
    ),
    Question(
        "mail.address",
        "What is the bot's mail address?",
        "Its letters come from this address. For now mail goes through two folders, to which your "
        "mail server or you yourself carry it.",
        asked=_by_mail,
    ),
    Question(
        "mail.incoming",
        "From which folder does it take letters?",
        "Every file there that ends in .eml is a letter to the bot.",
        default="mail/in",
        asked=_by_mail,
    ),
    Question(
        "mail.outgoing",
        "Into which folder does it put its own letters?",
        "Each becomes a file that ends in .eml. It must be another folder than the first.",
        default="mail/out",
        asked=_by_mail,
    ),
    Question(
        "operators",
        "Who are the first operators?",
        "They may do everything, and appoint all others by message. Addresses with their way in "
        "front, with blanks between them: matrix:@ops:example.org, mail:ops@example.org, or "
        "console:operator for the console.",
        default="console:operator",
        many=True,
    ),
    Question(
        "database.url",
        "Where should everything be remembered?",
        "“sqlite:///dcbot.db” is a file beside bot.toml and needs nothing else; "
        "“postgresql://user@host/database” is a PostgreSQL server.",
        default="sqlite:///dcbot.db",
    ),
    Question(
        "database.password_file",
        "Which file holds the password of the PostgreSQL user?",
        "The password itself never stands in bot.toml. Answer "
        f"“{ENVIRONMENT}” to give it in DCBOT_DATABASE_PASSWORD, or where none is asked for.",
        default=ENVIRONMENT,
        asked=_on_postgresql,
    ),
)


def settle(answers: Answers) -> Answers:
    """The answers as they will be used, with defaults for what was left out.

    SettingsError names every one that cannot be used. What is not asked, as the password file of
    a bot that has no Matrix, is left out.
    """
    known = {question.key for question in QUESTIONS}
    wrong = [f"Nothing is asked about {quoted(key)}." for key in answers if key not in known]
    settled: dict[str, str] = {}
    for question in QUESTIONS:
        if not question.asked(settled):
            continue
        try:
            settled[question.key] = question.check(answers.get(question.key, ""))
        except SettingsError as error:
            wrong.append(f"{question.text} {error.text}")
    folders = [settled.get(f"mail.{key}") for key in ("incoming", "outgoing")]
    if None not in folders and folders[0] == folders[1]:
        wrong.append(f"{quoted(folders[0] or '')} cannot be both folders; name two.")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return MappingProxyType(settled)


def compose(answers: Answers) -> str:
    """The text of a bot.toml that says what was answered, with all the comments of the manual."""
    settled = settle(answers)
    values = {
        question.key: value_text(
            listed(settled[question.key]) if question.many else settled[question.key]
        )
        for question in QUESTIONS
        if question.key in settled
        and question.key not in ("ways", "login")
        and settled[question.key] != ENVIRONMENT
    }
    return fill(shipped(), values)


def next_steps(answers: Answers) -> list[str]:
    """What is still to be done before the bot can start, a sentence each."""
    settled = settle(answers)
    return [*_secret_steps(settled), *_meeting_steps(settled)]


def _secret_steps(settled: Answers) -> Iterable[str]:
    secrets = (
        ("matrix.token_file", "DCBOT_MATRIX_TOKEN", "the access token"),
        ("matrix.password_file", "DCBOT_MATRIX_PASSWORD", "the password of the bot's account"),
        ("database.password_file", "DCBOT_DATABASE_PASSWORD", "the password of the database"),
    )
    for key, variable, what in secrets:
        answer = settled.get(key)
        if answer == ENVIRONMENT and key.startswith("database"):
            yield f"Set {variable} to {what}, if it asks for one."
        elif answer == ENVIRONMENT:
            yield f"Set {variable} to {what}."
        elif answer:
            yield f"Put {what} into {answer}, and let only yourself read it: chmod 600 {answer}"


def _meeting_steps(settled: Answers) -> Iterable[str]:
    by_matrix = "matrix.user" in settled
    if by_matrix and not settled["matrix.rooms"] and "matrix:" not in settled["operators"]:
        yield (
            "Name a room, or an operator with a Matrix address, in bot.toml: "
            "as it is, nobody can get the bot into a room."
        )
