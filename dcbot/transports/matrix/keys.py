"""The bot's keys in step with the homeserver; a device whose keys are in doubt is replaced."""

from __future__ import annotations

import asyncio
import logging
import secrets as chance
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nio.events import ToDeviceEvent
from nio.responses import KeysClaimResponse

from dcbot.errors import OperatorError, PutOff, Undeliverable
from dcbot.steady import pause_after
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.devices import Devices
from dcbot.transports.matrix.keystore import KeyStore, Unusable, forget
from dcbot.transports.matrix.news import events, part, sequence
from dcbot.transports.matrix.publishing import to_publish
from dcbot.transports.matrix.session import Session
from dcbot.transports.matrix.signing import Signing

FEWEST = 25
"""When the homeserver has fewer keys for new conversations than this, it gets more."""

SOON = 2.0
"""Seconds after which a letter asks again for keys that are being opened, as at each start."""

log = logging.getLogger("dcbot.matrix")


class Keys:
    """What reading and writing in encrypted rooms stands on; raises what a request raises.

    Until `open` has found the keys to be those that the homeserver knows, `store` is None, and
    nothing is said in encrypted rooms.
    """

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.devices = Devices(session)
        self.signing = Signing(session, folder)
        self.store: KeyStore | None = None
        self.turn = asyncio.Lock()
        """Held by whoever shares or fetches keys."""
        self._login = 0
        self._advice = ""
        self._count: int | None = None
        self._spare = True

    async def open(self) -> None:
        """Open the keys of the device anew, whatever happened to them.

        Waits while the homeserver is away; OperatorError where only the operator can help.
        """
        failures = 0
        while True:
            token = self.session.client.access_token
            try:
                async with self.turn:
                    await self._open()
                return
            except TROUBLES as trouble:
                wait, why = None, f"{type(trouble).__name__} {trouble}".strip()
            except Refused as refused:
                wait, why = refused.after, refused.text
                if refused.signed_out:
                    await self.session.renew(token)
                elif not refused.passing:
                    self._advice = f"The homeserver does not take the bot's keys ({why})."
                    log.error("%s Nothing is said in encrypted rooms.", self._advice)
                    return
            failures += 1
            pause = max(pause_after(failures), wait or 0.0)
            log.warning("keys: %s; trying again in %.1f s", why, pause)
            await asyncio.sleep(pause)

    async def _open(self) -> None:
        self.close()
        self._advice, self._count, self._spare = "", None, True
        self.devices.forget()
        store = await self._opened()
        self._login = self.session.logins
        if store is None:
            return
        try:
            await self._publish(store)
            await self._tell(store)
        except BaseException:
            store.close()
            raise
        self.store = store
        await self.signing.sign(store)

    def close(self) -> None:
        """Let go of the keys."""
        if self.store is not None:
            self.store.close()
            self.store = None

    def ready(self) -> KeyStore:
        """The keys, to write with. Undeliverable or PutOff where there are none."""
        if self._advice:
            raise Undeliverable(self._advice)
        if self.store is None or self._login != self.session.logins:
            raise PutOff("the keys of the bot's device are being looked after", SOON)
        return self.store

    async def feed(self, answer: Mapping[str, Any]) -> None:
        """Take in what a sync response says of keys. When it returns, that is on disk."""
        if self._login != self.session.logins:
            await self.open()
        store = self.store
        if store is None:
            return
        self._take_in(store, answer)
        async with self.turn:
            try:
                if self._count is not None and (self._count < FEWEST or not self._spare):
                    await self._publish(store)
                await self._mend(store)
                await self._tell(store)
            except (Refused, *TROUBLES) as trouble:
                # Each of it is done after the next response, if not now.
                log.warning("the homeserver does not take keys: %s", trouble)

    def _take_in(self, store: KeyStore, answer: Mapping[str, Any]) -> None:
        lists = part(answer, "device_lists")
        self.devices.changed([*sequence(lists.get("changed")), *sequence(lists.get("left"))])
        if "device_one_time_keys_count" in answer:
            count = part(answer, "device_one_time_keys_count").get("signed_curve25519", 0)
            self._count = count if isinstance(count, int) else None
        spare = answer.get("device_unused_fallback_key_types")
        if isinstance(spare, list):
            self._spare = "signed_curve25519" in spare
        told = [one for one in events(answer, "to_device") if isinstance(one, dict)]
        sealed = [one for one in told if one.get("type") == "m.room.encrypted"]
        if not sealed:
            return
        with store.within() as machine:
            for event in sealed:
                _hear(machine, event)
            machine.save_account()
            store.age()

    # Is it the device that the homeserver knows?

    async def _opened(self) -> KeyStore | None:
        """The keys of this device, or of a new one where they are in doubt."""
        doubt: str | None
        device = self.session.device_id
        published = await self._published(device)
        told = await self._told(device)
        try:
            store = KeyStore(self.folder, self.session.user_id, device)
            doubt = self._doubt(store, published, told)
        except Unusable as trouble:
            store, doubt = None, f"they cannot be read ({trouble})"
        if doubt is None:
            return store
        if store is not None:
            store.close()
        return await self._replaced(device, doubt)

    @staticmethod
    def _doubt(
        store: KeyStore, published: Mapping[str, Any] | None, told: str | None
    ) -> str | None:
        """Why these cannot be the keys of the device; None where they are."""
        if published is None:
            # A new device, or one that was taken off the list: its keys are told again.
            store.machine.account.shared = False
            lost = told is not None and told not in store.marks
            return "they are not those that it had" if lost else None
        keys, device = part(published, "keys"), store.device
        if (keys.get(f"ed25519:{device}"), keys.get(f"curve25519:{device}")) != store.keys:
            return "they are lost" if store.is_new else "they are those of another device"
        store.machine.account.shared = True
        if told is not None and told not in store.marks:
            return "they are an older copy"
        return None

    async def _replaced(self, device: str, doubt: str) -> KeyStore | None:
        """A new device in place of one whose keys cannot be trusted to be its own."""
        forget(self.folder, device)
        if not self.session.may_change_device:
            self._advice = (
                f"The keys of the bot's device {device} cannot be used: {doubt}. Nothing is said "
                "in encrypted rooms until it has a new device. Make a new access token by signing "
                "in anew and write it into the file that [matrix] token_file in bot.toml names, or "
                "name a password_file there; then start the bot again, and send the letters that "
                "`dcbot outbox` lists."
            )
            log.error("%s", self._advice)
            return None
        await self.session.change_device()
        log.warning(
            "the keys of the device %s cannot be used: %s. The bot signed in as a new device, %s; "
            "what was said to it in encrypted rooms meanwhile has to be said again",
            device,
            doubt,
            self.session.device_id,
        )
        try:
            return KeyStore(self.folder, self.session.user_id, self.session.device_id)
        except Unusable as trouble:
            raise OperatorError(
                f"No keys can be kept in {self.folder}: {trouble}. Let the bot write there."
            ) from trouble

    async def _published(self, device: str) -> Mapping[str, Any] | None:
        """The keys under which others know the device; None where they know none."""
        own = self.session.user_id
        answer = await self.session.ask(
            "POST", path_of("keys", "query"), {"device_keys": {own: [device]}}
        )
        found = part(part(answer, "device_keys"), own).get(device)
        return found if isinstance(found, Mapping) else None

    # The mark at the homeserver

    async def _told(self, device: str) -> str | None:
        try:
            answer = await self.session.ask("GET", self._mark_of(device))
        except Refused as refused:
            if refused.status != 404:
                raise
            return None
        mark = answer.get("mark")
        return mark if isinstance(mark, str) else None

    async def _tell(self, store: KeyStore) -> None:
        if not store.is_told:
            mark = store.mark
            await self.session.ask("PUT", self._mark_of(store.device), {"mark": mark})
            store.told(mark)

    def _mark_of(self, device: str) -> str:
        kind = f"org.dcbot.keys.{device}"
        return path_of("user", self.session.user_id, "account_data", kind)

    # Keys for others

    async def _publish(self, store: KeyStore) -> None:
        """Give the homeserver the device's keys, and keys for new conversations."""
        with store.within() as machine:
            asked = to_publish(machine, self._count, self._spare)
            # On disk before anybody can use them: the same are sent again after a crash.
            machine.save_account()
            store.age()
        answer = await self.session.ask("POST", path_of("keys", "upload"), asked)
        with store.within() as machine:
            machine.account.shared = True
            machine.mark_keys_as_published()
            machine.save_account()
        counts = part(answer, "one_time_key_counts")
        count = counts.get("signed_curve25519")
        self._count, self._spare = (count if isinstance(count, int) else None), True

    async def converse(self, store: KeyStore, wanted: Mapping[str, list[str]]) -> None:
        """Begin conversations with these devices; some may have no key for one."""
        asked = {user: dict.fromkeys(ids, "signed_curve25519") for user, ids in wanted.items()}
        answer = await self.session.ask("POST", path_of("keys", "claim"), {"one_time_keys": asked})
        with store.within() as machine:
            for user, devices in part(answer, "one_time_keys").items():
                for device, keys in devices.items() if isinstance(devices, Mapping) else ():
                    _begin(machine, user, device, keys)

    async def whisper(self, messages: Mapping[str, Any], transaction: str) -> None:
        """Send sealed messages to devices."""
        path = path_of("sendToDevice", "m.room.encrypted", transaction)
        await self.session.ask("PUT", path, {"messages": messages})

    async def _mend(self, store: KeyStore) -> None:
        """Begin conversations anew where one cannot be followed any more."""
        machine = store.machine
        broken: dict[str, list[str]] = {}
        for device in machine.wedged_devices:
            broken.setdefault(device.user_id, []).append(device.id)
        machine.key_request_devices_no_session.clear()
        machine.received_key_requests.clear()
        if not broken:
            return
        await self.converse(store, broken)
        machine.wedged_devices.clear()
        for message in machine.outgoing_to_device_messages:
            if message.type == "m.room.encrypted":
                content = {message.recipient: {message.recipient_device: message.content}}
                await self.whisper(content, chance.token_hex(16))
        machine.outgoing_to_device_messages.clear()


def _hear(machine: Any, event: dict[str, Any]) -> None:
    """One sealed message to the device; what cannot be read is passed over."""
    try:
        parsed = ToDeviceEvent.parse_event(event)
        if parsed is not None:
            machine.handle_to_device_event(parsed)
    except Exception as trouble:
        log.warning(
            "a key from %s cannot be read (%s)", event.get("sender"), type(trouble).__name__
        )


def _begin(machine: Any, user: str, device: str, keys: object) -> None:
    try:
        machine._handle_key_claiming(KeysClaimResponse({user: {device: keys}}, {}))
    except Exception as trouble:
        log.warning("no conversation with %s of %s (%s)", device, user, type(trouble).__name__)
