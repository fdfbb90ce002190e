-- Oldest binary that still works with this schema: the first.
-- How many conversations each of a thousand people has is counted from indexes alone.
DROP INDEX ownership_owner;
CREATE INDEX ownership_owner ON ownership (owner_user_id, room_id);
CREATE INDEX portal_not_open ON portal (room_id) WHERE state <> 'open';
