package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Chat is a conversation with everybody who is in it now.
type Chat struct {
	ID      loopid.ChatID        `json:"id"`
	Name    string               `json:"name,omitempty"` // of a group
	Topic   string               `json:"topic,omitempty"`
	TimerMS int64                `json:"timer_ms,omitempty"` // disappearing messages; 0 for off
	Members []loopid.PhoneNumber `json:"members"`
}

// Has says whether the phone is in the chat now.
func (c *Chat) Has(number loopid.PhoneNumber) bool { return slices.Contains(c.Members, number) }

func (t *tx) members(chat loopid.ChatID) ([]loopid.PhoneNumber, error) {
	values, err := t.list("SELECT number FROM member WHERE chat = ? AND is_in ORDER BY number", chat)
	if err != nil {
		return nil, fmt.Errorf("list members of a chat: %w", err)
	}
	members := make([]loopid.PhoneNumber, len(values))
	for i, value := range values {
		members[i] = loopid.PhoneNumber(value)
	}
	return members, nil
}

// enter makes sure that the chat exists and that the phone is in it. A direct chat comes into being with its first use;
// the network asks then, and only then, whether the other number is reachable.
func (t *tx) enter(chat loopid.ChatID, number loopid.PhoneNumber) error {
	var isIn bool
	found, err := t.get("SELECT is_in FROM member WHERE chat = ? AND number = ?", []any{chat, number}, &isIn)
	if err != nil {
		return fmt.Errorf("look for a member: %w", err)
	}
	if chat.IsGroup() {
		if !isIn {
			return t.whyNotIn(chat)
		}
		return nil
	}
	one, other, ok := chat.Pair()
	if !ok || (number != one && number != other) {
		return Refuse(CodeChatUnknown, "there is no chat %s for this phone", chat)
	}
	for _, side := range []loopid.PhoneNumber{one, other} {
		if err = t.mustBeReachable(side); err != nil {
			return err
		}
	}
	if found {
		return nil
	}
	if _, err = t.exec("INSERT OR IGNORE INTO chat (id, name, topic, timer_ms) VALUES (?, '', '', 0)", chat); err != nil {
		return err
	}
	for _, side := range []loopid.PhoneNumber{one, other} {
		if _, err = t.exec("INSERT OR IGNORE INTO member (chat, number, is_in) VALUES (?, ?, 1)", chat, side); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) whyNotIn(chat loopid.ChatID) error {
	exists, err := t.get("SELECT 1 FROM chat WHERE id = ?", []any{chat}, new(int))
	if err != nil {
		return err
	} else if !exists {
		return Refuse(CodeChatUnknown, "there is no group %s", chat)
	}
	return Refuse(CodeNotMember, "this phone is not in %s", chat)
}

// CreateGroup makes a group with its founder and members; everybody in it is told.
func (n *Network) CreateGroup(ctx context.Context, founder loopid.PhoneNumber, origin Origin, name, topic string, members []loopid.PhoneNumber) (chat loopid.ChatID, err error) {
	err = n.write(ctx, func(t *tx) error {
		if name == "" {
			return Refuse(CodeBadInput, "a group needs a name")
		}
		result, err := t.exec("INSERT INTO group_number DEFAULT VALUES")
		if err != nil {
			return err
		}
		number, err := result.LastInsertId()
		if err != nil {
			return err
		}
		chat = loopid.GroupChat(number)
		if _, err = t.exec("INSERT INTO chat (id, name, topic, timer_ms) VALUES (?, ?, ?, 0)", chat, name, topic); err != nil {
			return err
		}
		for _, member := range append([]loopid.PhoneNumber{founder}, members...) {
			if err = t.mustBeReachable(member); err != nil {
				return err
			}
			if _, err = t.exec("INSERT OR IGNORE INTO member (chat, number, is_in) VALUES (?, ?, 1)", chat, member); err != nil {
				return err
			}
		}
		return t.announceGroup(chat, founder, origin)
	})
	return chat, err
}

// GroupChange names what to set; a nil field stays as it is.
type GroupChange struct {
	Name   *string
	Topic  *string
	Add    []loopid.PhoneNumber
	Remove []loopid.PhoneNumber
}

// ChangeGroup renames a group or changes who is in it. Those removed are told before they stop being told things.
func (n *Network) ChangeGroup(ctx context.Context, chat loopid.ChatID, by loopid.PhoneNumber, origin Origin, change GroupChange) error {
	return n.write(ctx, func(t *tx) error {
		if !chat.IsGroup() {
			return Refuse(CodeChatUnknown, "%s is no group", chat)
		}
		if err := t.enter(chat, by); err != nil {
			return err
		}
		if change.Name != nil {
			if *change.Name == "" {
				return Refuse(CodeBadInput, "a group needs a name")
			}
			if _, err := t.exec("UPDATE chat SET name = ? WHERE id = ?", *change.Name, chat); err != nil {
				return err
			}
		}
		if change.Topic != nil {
			if _, err := t.exec("UPDATE chat SET topic = ? WHERE id = ?", *change.Topic, chat); err != nil {
				return err
			}
		}
		before, err := t.members(chat)
		if err != nil {
			return err
		}
		if err = t.changeMembers(chat, change); err != nil {
			return err
		}
		for _, removed := range change.Remove {
			if slices.Contains(before, removed) {
				if err = t.announceGroupTo(chat, by, origin, removed); err != nil {
					return err
				}
			}
		}
		return t.announceGroup(chat, by, origin)
	})
}

func (t *tx) changeMembers(chat loopid.ChatID, change GroupChange) error {
	for _, added := range change.Add {
		if err := t.mustBeReachable(added); err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO member (chat, number, is_in) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET is_in = 1", chat, added); err != nil {
			return err
		}
	}
	for _, removed := range change.Remove {
		if _, err := t.exec("UPDATE member SET is_in = 0 WHERE chat = ? AND number = ?", chat, removed); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) announceGroup(chat loopid.ChatID, by loopid.PhoneNumber, origin Origin) error {
	entry, err := t.groupEntry(chat, by, origin)
	if err != nil {
		return err
	}
	return t.logToMembers(entry)
}

func (t *tx) announceGroupTo(chat loopid.ChatID, by loopid.PhoneNumber, origin Origin, number loopid.PhoneNumber) error {
	entry, err := t.groupEntry(chat, by, origin)
	if err != nil {
		return err
	}
	return t.logTo(number, entry)
}

func (t *tx) groupEntry(chat loopid.ChatID, by loopid.PhoneNumber, origin Origin) (Entry, error) {
	entry := Entry{Kind: EntryGroup, Chat: chat, From: by, Origin: origin}
	_, err := t.get("SELECT name, topic, timer_ms FROM chat WHERE id = ?", []any{chat}, &entry.GroupName, &entry.GroupTopic, &entry.TimerMS)
	if err != nil {
		return entry, err
	}
	entry.Members, err = t.members(chat)
	return entry, err
}

// SetTimer turns disappearing messages on or off for both sides; messages already sent keep their own timer.
func (n *Network) SetTimer(ctx context.Context, chat loopid.ChatID, by loopid.PhoneNumber, origin Origin, timerMS int64) error {
	return n.write(ctx, func(t *tx) error {
		if timerMS < 0 {
			return Refuse(CodeBadInput, "a timer cannot be negative")
		}
		if err := t.enter(chat, by); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE chat SET timer_ms = ? WHERE id = ?", timerMS, chat); err != nil {
			return err
		}
		return t.logToMembers(Entry{Kind: EntryTimer, Chat: chat, From: by, Origin: origin, EntryBody: EntryBody{TimerMS: timerMS}})
	})
}

// Chat looks a conversation up. A direct chat that nobody has used yet exists as soon as both numbers are reachable.
func (n *Network) Chat(ctx context.Context, id loopid.ChatID) (*Chat, error) {
	chat := &Chat{ID: id}
	err := n.reader.QueryRowContext(ctx, "SELECT name, topic, timer_ms FROM chat WHERE id = ?", id).Scan(&chat.Name, &chat.Topic, &chat.TimerMS)
	if errors.Is(err, sql.ErrNoRows) {
		one, other, ok := id.Pair()
		if !ok {
			return nil, Refuse(CodeChatUnknown, "there is no chat %s", id)
		}
		chat.Members = slices.Compact([]loopid.PhoneNumber{one, other})
		return chat, nil
	} else if err != nil {
		return nil, fmt.Errorf("look up a chat: %w", err)
	}
	rows, err := n.reader.QueryContext(ctx, "SELECT number FROM member WHERE chat = ? AND is_in ORDER BY number", id)
	if err != nil {
		return nil, fmt.Errorf("list members of a chat: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var member loopid.PhoneNumber
		if err = rows.Scan(&member); err != nil {
			return nil, fmt.Errorf("list members of a chat: %w", err)
		}
		chat.Members = append(chat.Members, member)
	}
	return chat, rows.Err()
}
