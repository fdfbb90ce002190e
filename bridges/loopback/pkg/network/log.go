package network

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// EntryKind is what happened, in the words of a phone.
type EntryKind string

const (
	EntryMessage     EntryKind = "message"
	EntryEdit        EntryKind = "edit"
	EntryDelete      EntryKind = "delete"
	EntryReaction    EntryKind = "reaction"
	EntryVote        EntryKind = "vote"
	EntryRead        EntryKind = "read"
	EntryDelivered   EntryKind = "delivered"
	EntryTyping      EntryKind = "typing"
	EntryTimer       EntryKind = "timer"
	EntryGroup       EntryKind = "group"
	EntryProfile     EntryKind = "profile"
	EntryChatDeleted EntryKind = "chat_deleted"
)

// Origin is which of a person's devices did something: the handset itself, or the bridge linked to it.
type Origin string

const (
	OriginPhone  Origin = "phone"
	OriginBridge Origin = "bridge"
)

// Entry is one thing one phone received, or one thing its owner did on any of their devices (Own).
type Entry struct {
	Seq     int64              `json:"seq"`
	Number  loopid.PhoneNumber `json:"number"`
	At      int64              `json:"at"` // ms UTC
	Kind    EntryKind          `json:"kind"`
	Chat    loopid.ChatID      `json:"chat,omitempty"`
	From    loopid.PhoneNumber `json:"from,omitempty"`
	Own     bool               `json:"own"`
	Origin  Origin             `json:"origin"`
	Message loopid.MessageID   `json:"message,omitempty"`
	EntryBody
}

// EntryBody is what differs by kind.
type EntryBody struct {
	Content    *Content             `json:"content,omitempty"`     // message, edit
	ReplyTo    loopid.MessageID     `json:"reply_to,omitempty"`    // message
	SentAt     int64                `json:"sent_at,omitempty"`     // message: ms UTC, earlier than At for imported history
	Emoji      string               `json:"emoji,omitempty"`       // reaction; empty when it was taken back
	Options    []string             `json:"options,omitempty"`     // vote; empty when it was taken back
	VoteID     loopid.MessageID     `json:"vote_id,omitempty"`     // vote
	Typing     bool                 `json:"typing,omitempty"`      // typing
	TimerMS    int64                `json:"timer_ms,omitempty"`    // timer, group
	GroupName  string               `json:"group_name,omitempty"`  // group
	GroupTopic string               `json:"group_topic,omitempty"` // group
	Members    []loopid.PhoneNumber `json:"members,omitempty"`     // group: everybody who is in it now
	HiddenFor  string               `json:"hidden_for,omitempty"`  // delete: "me" when only this phone hides it
}

// logTo appends to one phone's log. Nothing else writes there, and nothing ever changes it.
func (t *tx) logTo(number loopid.PhoneNumber, entry Entry) error {
	_, err := t.logSeq(number, entry)
	return err
}

func (t *tx) logSeq(number loopid.PhoneNumber, entry Entry) (int64, error) {
	body, err := json.Marshal(entry.EntryBody)
	if err != nil {
		return 0, fmt.Errorf("encode a log entry: %w", err)
	}
	result, err := t.exec("INSERT INTO log (number, at, kind, chat, sender, origin, message, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		number, milliseconds(t.at), entry.Kind, entry.Chat, entry.From, entry.Origin, int64(entry.Message), string(body))
	if err != nil {
		return 0, fmt.Errorf("append to a phone's log: %w", err)
	}
	t.touched[number] = struct{}{}
	return result.LastInsertId()
}

// logToMembers appends the same entry to the log of everybody who is in the chat, the author included.
func (t *tx) logToMembers(entry Entry) error {
	members, err := t.members(entry.Chat)
	if err != nil {
		return err
	}
	for _, member := range members {
		if err = t.logTo(member, entry); err != nil {
			return err
		}
	}
	return nil
}

// Log reads what a number received after the given sequence number, oldest first, whether or not its handset is away.
func (n *Network) Log(ctx context.Context, number loopid.PhoneNumber, after int64, limit int) ([]Entry, error) {
	return n.readLog(ctx, number, after, math.MaxInt64, limit)
}

// HandsetLog is Log as the handset has it: without what came while it is away.
func (n *Network) HandsetLog(ctx context.Context, number loopid.PhoneNumber, after int64, limit int) ([]Entry, error) {
	upTo, _, err := n.reach(ctx, number)
	if err != nil {
		return nil, err
	}
	return n.readLog(ctx, number, after, upTo, limit)
}

func (n *Network) readLog(ctx context.Context, number loopid.PhoneNumber, after, upTo int64, limit int) ([]Entry, error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT seq, number, at, kind, chat, sender, origin, message, body
		FROM log WHERE number = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, number, after, upTo, limit)
	if err != nil {
		return nil, fmt.Errorf("read a phone's log: %w", err)
	}
	defer rows.Close()
	entries := []Entry{}
	for rows.Next() {
		var entry Entry
		var message int64
		var body string
		if err = rows.Scan(&entry.Seq, &entry.Number, &entry.At, &entry.Kind, &entry.Chat, &entry.From, &entry.Origin, &message, &body); err != nil {
			return nil, fmt.Errorf("read a phone's log: %w", err)
		}
		if err = json.Unmarshal([]byte(body), &entry.EntryBody); err != nil {
			return nil, fmt.Errorf("decode a log entry: %w", err)
		}
		entry.Message = loopid.MessageID(message)
		entry.Own = entry.From == number
		entries = append(entries, entry)
	}
	return entries, rows.Err()
}

// NetworkLog reads the logs of all phones as one, which is what a load generator counts.
func (n *Network) NetworkLog(ctx context.Context, after int64, limit int) (entries []NetworkEntry, err error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT seq, number, at, kind, chat, sender, origin, message
		FROM log WHERE seq > ? ORDER BY seq LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read the network's log: %w", err)
	}
	defer rows.Close()
	entries = []NetworkEntry{}
	for rows.Next() {
		var entry NetworkEntry
		var message int64
		if err = rows.Scan(&entry.Seq, &entry.Number, &entry.At, &entry.Kind, &entry.Chat, &entry.From, &entry.Origin, &message); err != nil {
			return nil, fmt.Errorf("read the network's log: %w", err)
		}
		entry.Message = loopid.MessageID(message)
		entries = append(entries, entry)
	}
	return entries, rows.Err()
}

// NetworkEntry is an Entry without its body.
type NetworkEntry struct {
	Seq     int64              `json:"seq"`
	Number  loopid.PhoneNumber `json:"number"`
	At      int64              `json:"at"`
	Kind    EntryKind          `json:"kind"`
	Chat    loopid.ChatID      `json:"chat,omitempty"`
	From    loopid.PhoneNumber `json:"from,omitempty"`
	Origin  Origin             `json:"origin"`
	Message loopid.MessageID   `json:"message,omitempty"`
}

// AwaitLog is HandsetLog, but waits up to the given time for the first entry.
func (n *Network) AwaitLog(ctx context.Context, number loopid.PhoneNumber, after int64, limit int, wait time.Duration) ([]Entry, error) {
	return await(ctx, n, number, wait, func() ([]Entry, error) { return n.HandsetLog(ctx, number, after, limit) })
}

// AwaitNetworkLog is NetworkLog, but waits up to the given time for the first entry.
func (n *Network) AwaitNetworkLog(ctx context.Context, after int64, limit int, wait time.Duration) ([]NetworkEntry, error) {
	return await(ctx, n, everybody, wait, func() ([]NetworkEntry, error) { return n.NetworkLog(ctx, after, limit) })
}

func await[T any](ctx context.Context, n *Network, number loopid.PhoneNumber, wait time.Duration, read func() ([]T, error)) ([]T, error) {
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for {
		news := n.News(number)
		entries, err := read()
		if err != nil || len(entries) > 0 {
			return entries, err
		}
		select {
		case <-news:
		case <-deadline.C:
			return entries, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-n.closing:
			return entries, nil
		}
	}
}
