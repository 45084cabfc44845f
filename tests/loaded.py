"""Loads what the bot and its commands load, for the processes that are forked from this one."""

from __future__ import annotations

import gc

import asyncpg

import dcbot.operating as operating
from dcbot.command import Registry
from dcbot.transports import mail, matrix
from dcbot.web import keeping

__all__ = ["asyncpg", "keeping", "mail", "matrix", "operating"]
Registry.from_folder()
gc.freeze()
