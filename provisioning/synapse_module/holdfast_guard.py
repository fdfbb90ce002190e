"""Refuses, inside Synapse, what an employee must never do whatever client they use.

The edge already keeps employees' clients to an allow-list. This module holds the same line one layer deeper: without it
a raw Matrix client on the box could open a room that no gate and no record knows of. Bots, ghosts, account service
users and the control plane are exempt, because rooms, invites and state are theirs to make.
"""

import re
from typing import Any, Literal

from synapse.module_api import NOT_SPAM, ModuleApi
from synapse.module_api.errors import Codes, ConfigError

Verdict = Literal["NOT_SPAM"] | Codes

# What an employee may say about their own membership: enter a room they were invited to, and decline or leave.
OWN_MEMBERSHIPS = frozenset({"join", "leave"})


class HoldfastGuard:
    def __init__(self, config: "re.Pattern[str]", api: ModuleApi) -> None:
        self._exempt = config
        api.register_spam_checker_callbacks(
            check_event_for_spam=self.check_event_for_spam,
            user_may_invite=self.user_may_invite,
            user_may_send_3pid_invite=self.user_may_send_3pid_invite,
            user_may_create_room=self.user_may_create_room,
            user_may_create_room_alias=self.user_may_create_room_alias,
            user_may_publish_room=self.user_may_publish_room,
            user_may_join_room=self.user_may_join_room,
        )

    @staticmethod
    def parse_config(config: dict[str, Any]) -> "re.Pattern[str]":
        patterns = config.get("exempt_users")
        if not isinstance(patterns, list) or not all(
            isinstance(pattern, str) for pattern in patterns
        ):
            raise ConfigError("holdfast_guard: exempt_users must be a list of patterns")
        unanchored = [p for p in patterns if not (p.startswith("^") and p.endswith("$"))]
        if unanchored:
            raise ConfigError(f"holdfast_guard: not anchored: {', '.join(unanchored)}")
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")

    def _only_exempt(self, user_id: str) -> Verdict:
        return NOT_SPAM if self._exempt.match(user_id) else Codes.FORBIDDEN

    async def check_event_for_spam(self, event: Any) -> Verdict:
        """Runs for every event sent here, so it looks at the event alone and never loads a room's state."""
        if not event.is_state():
            return NOT_SPAM
        if event.type == "m.room.encryption":
            # Nobody may: what is said in an encrypted room cannot be recorded, and it can never be undone.
            return Codes.FORBIDDEN
        if event.type == "m.room.member" and event.state_key == event.sender:
            if event.content.get("membership") in OWN_MEMBERSHIPS:
                return NOT_SPAM
        return self._only_exempt(event.sender)

    async def user_may_invite(self, inviter: str, _invitee: str, _room_id: str) -> Verdict:
        return self._only_exempt(inviter)

    async def user_may_send_3pid_invite(
        self, _inviter: str, _medium: str, _address: str, _room_id: str
    ) -> Verdict:
        return Codes.FORBIDDEN

    async def user_may_create_room(self, user_id: str, room_config: dict[str, Any]) -> Verdict:
        initial = room_config.get("initial_state") or []
        if any(isinstance(s, dict) and s.get("type") == "m.room.encryption" for s in initial):
            return Codes.FORBIDDEN
        return self._only_exempt(user_id)

    async def user_may_create_room_alias(self, user_id: str, _alias: Any) -> Verdict:
        return self._only_exempt(user_id)

    async def user_may_publish_room(self, _user_id: str, _room_id: str) -> Verdict:
        return Codes.FORBIDDEN

    async def user_may_join_room(self, user_id: str, _room_id: str, is_invited: bool) -> Verdict:
        return NOT_SPAM if is_invited else self._only_exempt(user_id)
