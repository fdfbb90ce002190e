package network

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// PastMessage is a message as a newly linked bridge may import it.
type PastMessage struct {
	ID        loopid.MessageID
	From      loopid.PhoneNumber
	Origin    Origin
	SentAt    int64
	ReplyTo   loopid.MessageID
	Content   Content
	EditSeq   int64
	TimerMS   int64
	ExpiresAt int64
	Reactions map[loopid.PhoneNumber]string
}

// Conversation is one line of a phone's chat list.
type Conversation struct {
	Chat     loopid.ChatID `json:"chat"`
	Peer     loopid.Peer   `json:"peer"`
	LastAt   int64         `json:"last_at"`
	Messages int           `json:"messages"`
}

// Conversations lists a phone's chats, the one with the latest message first; a negative limit lists all.
func (n *Network) Conversations(ctx context.Context, number loopid.PhoneNumber, limit int) (list []Conversation, err error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT l.chat, MAX(m.sent_at), COUNT(*) FROM log AS l JOIN message AS m ON m.id = l.message
		LEFT JOIN hidden_until AS h ON h.number = l.number AND h.chat = l.chat
		WHERE l.number = ? AND l.kind = 'message' AND m.id > COALESCE(h.message, 0)
		GROUP BY l.chat ORDER BY MAX(m.sent_at) DESC, l.chat LIMIT ?`, number, limit)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	defer rows.Close()
	list = []Conversation{}
	for rows.Next() {
		var c Conversation
		if err = rows.Scan(&c.Chat, &c.LastAt, &c.Messages); err != nil {
			return nil, fmt.Errorf("list conversations: %w", err)
		}
		c.Peer = c.Chat.PeerFor(number)
		list = append(list, c)
	}
	return list, rows.Err()
}

// History reads messages of a chat that the phone has and that still stand, oldest first: the newest before `before`
// (0 for the newest of all), or the oldest after `after`.
func (n *Network) History(ctx context.Context, number loopid.PhoneNumber, chat loopid.ChatID, before, after loopid.MessageID, limit int) ([]PastMessage, error) {
	order := "DESC"
	if after != 0 {
		order = "ASC"
	}
	rows, err := n.reader.QueryContext(ctx, `SELECT m.id, m.sender, m.origin, m.sent_at, m.reply_to, m.content, m.edit_seq, m.expires_at FROM message AS m
		LEFT JOIN hidden_until AS h ON h.number = ?1 AND h.chat = m.chat
		WHERE m.chat = ?2 AND m.deleted_at = 0 AND (m.expires_at = 0 OR m.expires_at > ?3) AND m.id > COALESCE(h.message, 0)
			AND (?4 = 0 OR m.id < ?4) AND m.id > ?5
			AND EXISTS (SELECT 1 FROM log AS l WHERE l.message = m.id AND l.number = ?1 AND l.kind = 'message')
		ORDER BY m.id `+order+` LIMIT ?6`, number, chat, milliseconds(n.now()), int64(before), int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	defer rows.Close()
	var past []PastMessage
	for rows.Next() {
		message, err := scanPast(rows)
		if err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
		past = append(past, message)
	}
	if err = rows.Err(); err != nil {
		return nil, err
	}
	if order == "DESC" {
		slices.Reverse(past)
	}
	for i := range past {
		if past[i].Reactions, err = n.Reactions(ctx, past[i].ID); err != nil {
			return nil, err
		}
	}
	return past, nil
}

func scanPast(row interface{ Scan(dest ...any) error }) (message PastMessage, err error) {
	var id, replyTo int64
	var content string
	err = row.Scan(&id, &message.From, &message.Origin, &message.SentAt, &replyTo, &content, &message.EditSeq, &message.ExpiresAt)
	if err != nil {
		return message, err
	}
	message.ID, message.ReplyTo = loopid.MessageID(id), loopid.MessageID(replyTo)
	if message.ExpiresAt > 0 {
		message.TimerMS = message.ExpiresAt - message.SentAt
	}
	return message, json.Unmarshal([]byte(content), &message.Content)
}

// Reactions are the ones that stand on a message now.
func (n *Network) Reactions(ctx context.Context, id loopid.MessageID) (map[loopid.PhoneNumber]string, error) {
	rows, err := n.reader.QueryContext(ctx, "SELECT number, emoji FROM reaction WHERE message = ?", int64(id))
	if err != nil {
		return nil, fmt.Errorf("read reactions: %w", err)
	}
	defer rows.Close()
	reactions := make(map[loopid.PhoneNumber]string)
	for rows.Next() {
		var number loopid.PhoneNumber
		var emoji string
		if err = rows.Scan(&number, &emoji); err != nil {
			return nil, fmt.Errorf("read reactions: %w", err)
		}
		reactions[number] = emoji
	}
	return reactions, rows.Err()
}
