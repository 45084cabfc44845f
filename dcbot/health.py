"""Health: how the bot is, told to this machine alone, for people, supervisors and Prometheus."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from aiohttp import web

from dcbot.services.figures import Figures
from dcbot.serving import serve

SILENT_SECONDS = 120.0
"""A server that has not answered for so long is a fault; it is asked every thirty seconds."""
THIS_PROCESS = "this process"
ANSWER_SECONDS = 5.0
"""How long the database may take over the figures."""

log = logging.getLogger("dcbot.health")


@dataclass(frozen=True)
class Readings:
    """How the bot is at one moment; `silent` is for how long each server has not answered."""

    figures: Figures
    silent: Mapping[str, float]
    events_handled: int
    letters_carried: int
    errors: int
    uptime: float
    turn: str = THIS_PROCESS
    """Who hears and speaks."""


class Health:
    """Serves /health and /metrics. `read` gives the readings; it may fail with the database."""

    def __init__(self, host: str, port: int, read: Callable[[], Awaitable[Readings]]) -> None:
        self.host = host
        self.port = port
        self.read = read

    async def run(self) -> None:
        """Serve until cancelled; OperatorError where the port cannot be had."""
        served = web.Application()
        served.add_routes([web.get("/health", self._health), web.get("/metrics", self._metrics)])
        at = f"http://{self.host}:{self.port}/health tells how the bot is"
        await serve(served, self.host, self.port, section="health", log=log, at=at)

    async def _readings(self) -> Readings | None:
        try:
            return await asyncio.wait_for(self.read(), ANSWER_SECONDS)
        except Exception as trouble:
            log.warning("the figures cannot be counted: %s", trouble or type(trouble).__name__)
            return None

    async def _health(self, request: web.Request) -> web.Response:
        readings = await self._readings()
        parts = _parts(readings)
        well = all(said == "ok" for said in parts.values())
        told = {
            "ok": well,
            "parts": parts,
            "turn": readings.turn if readings else "not known",
            "versions": {name: version(name) for name in ("dcbot", "tzdata")},
        }
        return web.json_response(told, status=200 if well else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        text = metrics(await self._readings())
        return web.Response(text=text, headers={"Content-Type": "text/plain; version=0.0.4"})


def _parts(readings: Readings | None) -> dict[str, str]:
    """Each part of the bot, and “ok” or what is wrong with it."""
    if readings is None:
        return {"database": "does not answer"}
    parts = {"database": "ok"}
    for name, seconds in readings.silent.items():
        quiet = seconds > SILENT_SECONDS
        parts[name] = f"has not answered for {seconds:.0f} s" if quiet else "ok"
    return parts


def metrics(readings: Readings | None) -> str:
    """The readings as Prometheus reads them; without a database only that it does not answer."""
    lines = _metric(
        "dcbot_database_up", "gauge", "Whether the database answers.", readings is not None
    )
    if readings is None:
        return "\n".join(lines) + "\n"
    figures = readings.figures
    for name, kind, what, value in (
        (
            "events_handled_total",
            "counter",
            "Events handled since the start.",
            readings.events_handled,
        ),
        (
            "events_waiting",
            "gauge",
            "Events said to the bot and not handled yet.",
            figures.events_waiting,
        ),
        (
            "letters_carried_total",
            "counter",
            "Letters carried since the start.",
            readings.letters_carried,
        ),
        ("letters_waiting", "gauge", "Letters that wait to be carried.", figures.letters_waiting),
        (
            "oldest_letter_seconds",
            "gauge",
            "Age of the oldest waiting letter.",
            figures.oldest_letter_seconds,
        ),
        ("dead_letters", "gauge", "Letters that were given up.", figures.dead_letters),
        ("questions_open", "gauge", "Questions that wait for an answer.", figures.questions_open),
        ("jobs_failed", "gauge", "Duties that were given up.", figures.jobs_failed),
        ("errors_total", "counter", "Errors logged since the start.", readings.errors),
        ("uptime_seconds", "gauge", "Seconds since the start.", readings.uptime),
        (
            "turn",
            "gauge",
            "Whether this process hears and speaks, or waits for its turn.",
            readings.turn == THIS_PROCESS,
        ),
    ):
        lines += _metric(f"dcbot_{name}", kind, what, value)
    lines += _header("dcbot_sync_lag_seconds", "gauge", "Seconds since the server last answered.")
    for name, seconds in readings.silent.items():
        lines.append(f'dcbot_sync_lag_seconds{{transport="{name}"}} {seconds:.3f}')
    return "\n".join(lines) + "\n"


def _header(name: str, kind: str, what: str) -> list[str]:
    return [f"# HELP {name} {what}", f"# TYPE {name} {kind}"]


def _metric(name: str, kind: str, what: str, value: float) -> list[str]:
    shown = f"{value:.3f}" if isinstance(value, float) else str(int(value))
    return [*_header(name, kind, what), f"{name} {shown}"]
