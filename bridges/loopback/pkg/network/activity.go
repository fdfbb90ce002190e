package network

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Vote sets a person's choice in a poll; no options take it back. The vote gets an id of its own because bridges keep
// votes as messages.
func (n *Network) Vote(ctx context.Context, poll loopid.MessageID, by loopid.PhoneNumber, origin Origin, options []string) (id loopid.MessageID, err error) {
	err = n.write(ctx, func(t *tx) error {
		found, err := t.message(poll)
		if err != nil {
			return err
		}
		if err = t.enter(found.chat, by); err != nil {
			return err
		}
		if found.content.Poll == nil {
			return Refuse(CodeNotPoll, "message %s is no poll", poll)
		}
		if len(options) > found.content.Poll.MaxChoices {
			return Refuse(CodeBadInput, "poll %s allows %d choices", poll, found.content.Poll.MaxChoices)
		}
		for _, option := range options {
			if !slices.ContainsFunc(found.content.Poll.Options, func(o PollOption) bool { return o.ID == option }) {
				return Refuse(CodeBadInput, "poll %s has no option %q", poll, option)
			}
		}
		chosen, err := json.Marshal(options)
		if err != nil {
			return err
		}
		if _, err = t.exec("INSERT INTO vote (message, number, options, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET options = excluded.options, at = excluded.at",
			int64(poll), by, string(chosen), milliseconds(t.at)); err != nil {
			return err
		}
		id, err = t.reserveMessageID()
		if err != nil {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryVote, Chat: found.chat, From: by, Origin: origin, Message: poll, EntryBody: EntryBody{Options: options, VoteID: id}})
	})
	return id, err
}

// reserveMessageID takes an id out of the sequence without leaving a message behind.
func (t *tx) reserveMessageID() (loopid.MessageID, error) {
	result, err := t.exec(`INSERT INTO message (chat, sender, origin, content, reply_to, sent_at, expires_at, edit_seq, deleted_at)
		VALUES ('', '', '', '{}', 0, 0, 0, 0, 0)`)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	_, err = t.exec("DELETE FROM message WHERE id = ?", id)
	return loopid.MessageID(id), err
}

// lastFromOthers is the newest message up to a point that somebody else wrote: one's own need no reading.
const lastFromOthers = `SELECT COALESCE(MAX((SELECT MAX(id) FROM message WHERE chat = m.chat AND sender = m.number AND id <= ?2)), 0)
	FROM member AS m WHERE m.chat = ?1 AND m.number <> ?3`

// MarkRead says that a person has seen everything up to a message. Marks only move forward. Bridges say it with every
// message they send, so saying it again costs a look and no commit.
func (n *Network) MarkRead(ctx context.Context, chat loopid.ChatID, by loopid.PhoneNumber, origin Origin, upTo loopid.MessageID) error {
	var seen, mark int64
	if err := n.reader.QueryRowContext(ctx, lastFromOthers, chat, int64(upTo), by).Scan(&seen); err != nil {
		return fmt.Errorf("find what was read: %w", err)
	}
	err := n.reader.QueryRowContext(ctx, "SELECT message FROM read_mark WHERE chat = ? AND number = ?", chat, by).Scan(&mark)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("find the read mark: %w", err)
	}
	if seen == 0 || seen <= mark {
		return nil
	}
	return n.write(ctx, func(t *tx) error {
		if err := t.enter(chat, by); err != nil {
			return err
		}
		result, err := t.exec(`INSERT INTO read_mark (chat, number, message, at) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET message = excluded.message, at = excluded.at WHERE excluded.message > read_mark.message`,
			chat, by, seen, milliseconds(t.at))
		if err != nil {
			return err
		}
		if moved, err := result.RowsAffected(); err != nil || moved == 0 {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryRead, Chat: chat, From: by, Origin: origin, Message: loopid.MessageID(seen)})
	})
}

// MarkDelivered says that a message has arrived on a person's phone. Saying it again says nothing.
func (n *Network) MarkDelivered(ctx context.Context, id loopid.MessageID, by loopid.PhoneNumber) error {
	return n.write(ctx, func(t *tx) error {
		found, err := t.message(id)
		if err != nil {
			return err
		}
		if err = t.enter(found.chat, by); err != nil {
			return err
		}
		result, err := t.exec("INSERT OR IGNORE INTO delivered (message, number) VALUES (?, ?)", int64(id), by)
		if err != nil {
			return err
		}
		if added, err := result.RowsAffected(); err != nil || added == 0 {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryDelivered, Chat: found.chat, From: by, Origin: OriginPhone, Message: id})
	})
}

// SetTyping shows or hides 'is typing' on the other phones.
func (n *Network) SetTyping(ctx context.Context, chat loopid.ChatID, by loopid.PhoneNumber, origin Origin, typing bool) error {
	return n.write(ctx, func(t *tx) error {
		if err := t.enter(chat, by); err != nil {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryTyping, Chat: chat, From: by, Origin: origin, EntryBody: EntryBody{Typing: typing}})
	})
}

// DeleteChat removes a conversation from one person's devices. The others keep theirs, and a later message makes a new
// conversation on this one.
func (n *Network) DeleteChat(ctx context.Context, chat loopid.ChatID, by loopid.PhoneNumber, origin Origin) error {
	return n.write(ctx, func(t *tx) error {
		if err := t.enter(chat, by); err != nil {
			return err
		}
		var last int64
		if _, err := t.get("SELECT COALESCE(MAX(id), 0) FROM message WHERE chat = ?", []any{chat}, &last); err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO hidden_until (number, chat, message) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message", by, chat, last); err != nil {
			return err
		}
		return t.logTo(by, Entry{Kind: EntryChatDeleted, Chat: chat, From: by, Origin: origin})
	})
}
