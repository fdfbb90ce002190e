package network

import (
	"context"
	"encoding/json"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Outgoing is a message somebody hands to the network.
type Outgoing struct {
	From    loopid.PhoneNumber
	Origin  Origin
	Chat    loopid.ChatID
	Content Content
	ReplyTo loopid.MessageID
	// SentAtMS puts the message into the past, as history that was there before the bridge; 0 is now.
	SentAtMS int64
}

// Sent is the network's receipt.
type Sent struct {
	ID      loopid.MessageID `json:"id"`
	Chat    loopid.ChatID    `json:"chat"`
	SentAt  int64            `json:"sent_at"`
	TimerMS int64            `json:"timer_ms,omitempty"`
}

// Send takes a message and hands it to everybody in the chat. It never recognises a repetition: sending twice is two
// messages on the phone, as on a real network.
func (n *Network) Send(ctx context.Context, out Outgoing) (sent Sent, err error) {
	if err = out.Content.complete(); err != nil {
		return sent, err
	}
	err = n.write(ctx, func(t *tx) error {
		sent, err = t.send(out)
		return err
	})
	return sent, err
}

func (t *tx) send(out Outgoing) (sent Sent, err error) {
	if err = t.enter(out.Chat, out.From); err != nil {
		return sent, err
	}
	if out.ReplyTo != 0 {
		if _, err = t.messageIn(out.ReplyTo, out.Chat); err != nil {
			return sent, err
		}
	}
	if err = t.mustHaveMedia(out.Content.Media); err != nil {
		return sent, err
	}
	sent = Sent{Chat: out.Chat, SentAt: out.SentAtMS}
	if sent.SentAt == 0 {
		sent.SentAt = milliseconds(t.at)
	}
	if _, err = t.get("SELECT timer_ms FROM chat WHERE id = ?", []any{out.Chat}, &sent.TimerMS); err != nil {
		return sent, err
	}
	if sent.ID, err = t.keep(out, sent); err != nil {
		return sent, fmt.Errorf("take a message: %w", err)
	}
	return sent, t.logToMembers(Entry{
		Kind: EntryMessage, Chat: out.Chat, From: out.From, Origin: out.Origin, Message: sent.ID,
		EntryBody: EntryBody{Content: &out.Content, ReplyTo: out.ReplyTo, SentAt: sent.SentAt, TimerMS: sent.TimerMS},
	})
}

func (t *tx) keep(out Outgoing, sent Sent) (loopid.MessageID, error) {
	content, err := json.Marshal(out.Content)
	if err != nil {
		return 0, err
	}
	var expiresAt int64
	if sent.TimerMS > 0 {
		expiresAt = sent.SentAt + sent.TimerMS
	}
	result, err := t.exec(`INSERT INTO message (chat, sender, origin, content, reply_to, sent_at, expires_at, edit_seq, deleted_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`, out.Chat, out.From, out.Origin, string(content), int64(out.ReplyTo), sent.SentAt, expiresAt)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	return loopid.MessageID(id), err
}

// stored is a message's row.
type stored struct {
	chat    loopid.ChatID
	sender  loopid.PhoneNumber
	content Content
	deleted bool
}

func (t *tx) message(id loopid.MessageID) (found stored, err error) {
	var content string
	var deletedAt int64
	ok, err := t.get("SELECT chat, sender, content, deleted_at FROM message WHERE id = ?", []any{int64(id)},
		&found.chat, &found.sender, &content, &deletedAt)
	if err != nil {
		return found, err
	} else if !ok {
		return found, Refuse(CodeMessageUnknown, "there is no message %s", id)
	}
	found.deleted = deletedAt != 0
	return found, json.Unmarshal([]byte(content), &found.content)
}

func (t *tx) messageIn(id loopid.MessageID, chat loopid.ChatID) (stored, error) {
	found, err := t.message(id)
	if err == nil && found.chat != chat {
		return found, Refuse(CodeMessageUnknown, "there is no message %s in %s", id, chat)
	}
	return found, err
}

// live is a message its author may still change.
func (t *tx) live(id loopid.MessageID, by loopid.PhoneNumber) (stored, error) {
	found, err := t.message(id)
	if err != nil {
		return found, err
	}
	if err = t.enter(found.chat, by); err != nil {
		return found, err
	}
	if found.deleted {
		return found, Refuse(CodeMessageDeleted, "message %s was deleted", id)
	}
	if found.sender != by {
		return found, Refuse(CodeNotSender, "message %s is somebody else's", id)
	}
	return found, nil
}

// Edit replaces the text or caption. Phones keep the earlier versions.
func (n *Network) Edit(ctx context.Context, id loopid.MessageID, by loopid.PhoneNumber, origin Origin, text, html string) error {
	return n.write(ctx, func(t *tx) error {
		found, err := t.live(id, by)
		if err != nil {
			return err
		}
		if found.content.Kind != KindText && !found.content.Kind.IsMedia() {
			return Refuse(CodeNotEditable, "a message of kind %s cannot be edited", found.content.Kind)
		}
		replaced, err := json.Marshal(found.content)
		if err != nil {
			return err
		}
		found.content.Text, found.content.HTML = text, html
		if err = found.content.complete(); err != nil {
			return err
		}
		current, err := json.Marshal(found.content)
		if err != nil {
			return err
		}
		if _, err = t.exec("INSERT INTO message_edit (message, at, content) VALUES (?, ?, ?)", int64(id), milliseconds(t.at), string(replaced)); err != nil {
			return err
		}
		entry := Entry{Kind: EntryEdit, Chat: found.chat, From: by, Origin: origin, Message: id, EntryBody: EntryBody{Content: &found.content}}
		members, err := t.members(found.chat)
		if err != nil {
			return err
		}
		var last int64
		for _, member := range members {
			if last, err = t.logSeq(member, entry); err != nil {
				return err
			}
		}
		_, err = t.exec("UPDATE message SET content = ?, edit_seq = ? WHERE id = ?", string(current), last, int64(id))
		return err
	})
}

// Delete takes a message back from everybody's phone.
func (n *Network) Delete(ctx context.Context, id loopid.MessageID, by loopid.PhoneNumber, origin Origin) error {
	return n.write(ctx, func(t *tx) error {
		found, err := t.live(id, by)
		if err != nil {
			return err
		}
		if _, err = t.exec("UPDATE message SET deleted_at = ? WHERE id = ?", milliseconds(t.at), int64(id)); err != nil {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryDelete, Chat: found.chat, From: by, Origin: origin, Message: id})
	})
}

// React sets the one reaction a person has on a message; an empty emoji takes it back.
func (n *Network) React(ctx context.Context, id loopid.MessageID, by loopid.PhoneNumber, origin Origin, emoji string) error {
	return n.write(ctx, func(t *tx) error {
		found, err := t.message(id)
		if err != nil {
			return err
		}
		if err = t.enter(found.chat, by); err != nil {
			return err
		}
		if found.deleted {
			return Refuse(CodeMessageDeleted, "message %s was deleted", id)
		}
		if emoji == "" {
			_, err = t.exec("DELETE FROM reaction WHERE message = ? AND number = ?", int64(id), by)
		} else {
			_, err = t.exec("INSERT INTO reaction (message, number, emoji, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at",
				int64(id), by, emoji, milliseconds(t.at))
		}
		if err != nil {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryReaction, Chat: found.chat, From: by, Origin: origin, Message: id, EntryBody: EntryBody{Emoji: emoji}})
	})
}
