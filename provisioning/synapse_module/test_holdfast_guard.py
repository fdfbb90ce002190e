"""What the guard refuses and whom it exempts, asked the way Synapse asks."""

import asyncio
import unittest
from types import SimpleNamespace
from typing import Any

from holdfast_guard import HoldfastGuard
from synapse.module_api import NOT_SPAM
from synapse.module_api.errors import Codes, ConfigError

EXEMPT = [
    r"^@holdfast(-[a-z0-9-]+)?:box\.test$",
    r"^@acct_.+:box\.test$",
    r"^@loopbackbot:box\.test$",
    r"^@loopback_.+:box\.test$",
]
EMPLOYEE = "@maria:box.test"
BOT = "@loopbackbot:box.test"


class RecordingApi:
    def __init__(self) -> None:
        self.callbacks: dict[str, Any] = {}

    def register_spam_checker_callbacks(self, **callbacks: Any) -> None:
        self.callbacks = callbacks


def event(type_: str, sender: str, state_key: str | None = None, **content: Any) -> SimpleNamespace:
    return SimpleNamespace(
        type=type_, sender=sender, state_key=state_key, content=content, is_state=lambda: state_key is not None
    )


class GuardTest(unittest.TestCase):
    def setUp(self) -> None:
        self.api = RecordingApi()
        HoldfastGuard(HoldfastGuard.parse_config({"exempt_users": EXEMPT}), self.api)  # type: ignore[arg-type]

    def ask(self, callback: str, *args: Any) -> Any:
        return asyncio.run(self.api.callbacks[callback](*args))

    def test_an_employee_opens_no_channel_of_their_own(self) -> None:
        self.assertEqual(self.ask("user_may_create_room", EMPLOYEE, {}), Codes.FORBIDDEN)
        self.assertEqual(self.ask("user_may_invite", EMPLOYEE, "@loopback_1:box.test", "!r"), Codes.FORBIDDEN)
        self.assertEqual(self.ask("user_may_create_room_alias", EMPLOYEE, "#a:box.test"), Codes.FORBIDDEN)
        self.assertEqual(self.ask("user_may_join_room", EMPLOYEE, "!r", False), Codes.FORBIDDEN)

    def test_an_employee_enters_and_leaves_rooms_they_were_invited_to(self) -> None:
        self.assertEqual(self.ask("user_may_join_room", EMPLOYEE, "!r", True), NOT_SPAM)
        for membership in ("join", "leave"):
            own = event("m.room.member", EMPLOYEE, EMPLOYEE, membership=membership)
            self.assertEqual(self.ask("check_event_for_spam", own), NOT_SPAM)

    def test_an_employee_changes_no_state(self) -> None:
        for refused in (
            event("com.beeper.disappearing_timer", EMPLOYEE, "", timer=1),
            event("m.room.name", EMPLOYEE, "", name="x"),
            event("m.room.member", EMPLOYEE, "@loopback_1:box.test", membership="ban"),
            event("m.room.member", EMPLOYEE, EMPLOYEE, membership="knock"),
        ):
            self.assertEqual(self.ask("check_event_for_spam", refused), Codes.FORBIDDEN)

    def test_an_employee_talks(self) -> None:
        self.assertEqual(self.ask("check_event_for_spam", event("m.room.message", EMPLOYEE, body="hi")), NOT_SPAM)

    def test_bots_ghosts_service_users_and_the_control_plane_are_exempt(self) -> None:
        for user in (BOT, "@loopback_17:box.test", "@acct_loopback_main:box.test", "@holdfast:box.test", "@holdfast-admin:box.test"):
            self.assertEqual(self.ask("user_may_create_room", user, {}), NOT_SPAM, user)
            self.assertEqual(self.ask("user_may_invite", user, EMPLOYEE, "!r"), NOT_SPAM, user)
            self.assertEqual(self.ask("check_event_for_spam", event("m.room.name", user, "", name="x")), NOT_SPAM, user)

    def test_a_name_that_only_looks_exempt_is_not(self) -> None:
        for user in ("@xloopbackbot:box.test", "@loopbackbot:box.test.evil", "@loopbackbot:boxxtest", "@holdfastx:box.test"):
            self.assertEqual(self.ask("user_may_create_room", user, {}), Codes.FORBIDDEN, user)

    def test_nobody_encrypts_a_room(self) -> None:
        for user in (EMPLOYEE, BOT):
            encryption = event("m.room.encryption", user, "", algorithm="m.megolm.v1.aes-sha2")
            self.assertEqual(self.ask("check_event_for_spam", encryption), Codes.FORBIDDEN)
        initial = {"initial_state": [{"type": "m.room.encryption", "state_key": "", "content": {}}]}
        self.assertEqual(self.ask("user_may_create_room", BOT, initial), Codes.FORBIDDEN)

    def test_nobody_publishes_a_room_or_invites_by_mail(self) -> None:
        self.assertEqual(self.ask("user_may_publish_room", BOT, "!r"), Codes.FORBIDDEN)
        self.assertEqual(self.ask("user_may_send_3pid_invite", BOT, "email", "a@b", "!r"), Codes.FORBIDDEN)

    def test_a_pattern_without_anchors_is_refused_at_start(self) -> None:
        for wrong in ({}, {"exempt_users": "x"}, {"exempt_users": ["@loopback_.*"]}):
            with self.assertRaises(ConfigError):
                HoldfastGuard.parse_config(wrong)


if __name__ == "__main__":
    unittest.main()
