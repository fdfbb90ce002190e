package network

import (
	"context"
	"encoding/json"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Screen is what a phone would show now: its chats, and in each the messages in the order in which they arrived.
type Screen struct {
	Number loopid.PhoneNumber `json:"number"`
	Chats  []*ShownChat       `json:"chats"`
}

// ShownChat is one conversation on one phone.
type ShownChat struct {
	Chat
	Peer     loopid.Peer     `json:"peer"` // the other number, or the group
	Messages []*ShownMessage `json:"messages"`
}

// ShownMessage is a message as it stands now. A deleted one keeps its place and shows nothing of its content.
type ShownMessage struct {
	ID        loopid.MessageID                `json:"id"`
	From      loopid.PhoneNumber              `json:"from"`
	Own       bool                            `json:"own"`
	Origin    Origin                          `json:"origin"`
	SentAt    int64                           `json:"sent_at"`
	ExpiresAt int64                           `json:"expires_at,omitempty"`
	ReplyTo   loopid.MessageID                `json:"reply_to,omitempty"`
	Deleted   bool                            `json:"deleted"`
	Content   *Content                        `json:"content,omitempty"`
	Earlier   []EarlierVersion                `json:"earlier,omitempty"` // replaced versions, oldest first
	Reactions map[loopid.PhoneNumber]string   `json:"reactions,omitempty"`
	Votes     map[loopid.PhoneNumber][]string `json:"votes,omitempty"`
	// DeliveredTo and ReadBy are others than the sender.
	DeliveredTo []loopid.PhoneNumber `json:"delivered_to,omitempty"`
	ReadBy      []loopid.PhoneNumber `json:"read_by,omitempty"`
}

// EarlierVersion is what an edit replaced.
type EarlierVersion struct {
	Content    Content `json:"content"`
	ReplacedAt int64   `json:"replaced_at"`
}

// shownIDs selects what is on the phone's screen: its newest messages, without what it hid or what has expired.
const shownIDs = `SELECT l.seq AS seq, m.id AS id FROM log AS l JOIN message AS m ON m.id = l.message
	LEFT JOIN hidden_until AS h ON h.number = l.number AND h.chat = l.chat
	WHERE l.number = ?1 AND l.kind = 'message' AND (?2 = '' OR l.chat = ?2)
		AND m.id > COALESCE(h.message, 0) AND (m.expires_at = 0 OR m.expires_at > ?3)
	ORDER BY l.seq DESC LIMIT ?4`

// Screen draws a phone; an empty chat means all of them. The limit is on messages, newest first. A handset that is away
// shows what it last knew.
func (n *Network) Screen(ctx context.Context, number loopid.PhoneNumber, chat loopid.ChatID, limit int) (*Screen, error) {
	if _, err := n.Phone(ctx, number); err != nil {
		return nil, err
	}
	if upTo, away, err := n.reach(ctx, number); err != nil {
		return nil, err
	} else if away {
		return n.remembered(ctx, number, chat, limit, upTo)
	}
	args := []any{number, chat, milliseconds(n.now()), limit}
	screen := &Screen{Number: number, Chats: []*ShownChat{}}
	byID := make(map[int64]*ShownMessage)
	if err := n.drawMessages(ctx, screen, byID, args); err != nil {
		return nil, fmt.Errorf("draw messages: %w", err)
	}
	if err := n.drawEdits(ctx, byID, args); err != nil {
		return nil, fmt.Errorf("draw edits: %w", err)
	}
	if err := n.drawReactions(ctx, byID, args); err != nil {
		return nil, fmt.Errorf("draw reactions: %w", err)
	}
	if err := n.drawVotes(ctx, byID, args); err != nil {
		return nil, fmt.Errorf("draw votes: %w", err)
	}
	if err := n.drawDelivered(ctx, byID, args); err != nil {
		return nil, fmt.Errorf("draw what was delivered: %w", err)
	}
	for _, shown := range screen.Chats {
		if err := n.drawReadMarks(ctx, shown); err != nil {
			return nil, fmt.Errorf("draw read marks: %w", err)
		}
	}
	return screen, nil
}

func (n *Network) drawMessages(ctx context.Context, screen *Screen, byID map[int64]*ShownMessage, args []any) error {
	rows, err := n.reader.QueryContext(ctx, `SELECT m.id, m.chat, m.sender, m.origin, m.content, m.reply_to, m.sent_at, m.expires_at, m.deleted_at
		FROM (`+shownIDs+`) AS shown JOIN message AS m ON m.id = shown.id ORDER BY shown.seq`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	chats := make(map[loopid.ChatID]*ShownChat)
	var order []loopid.ChatID
	for rows.Next() {
		chat, message, err := scanShown(rows, screen.Number)
		if err != nil {
			return err
		}
		byID[int64(message.ID)] = message
		if chats[chat] == nil {
			chats[chat] = &ShownChat{Peer: chat.PeerFor(screen.Number)}
			order = append(order, chat)
		}
		chats[chat].Messages = append(chats[chat].Messages, message)
	}
	if err = rows.Err(); err != nil {
		return err
	}
	for _, id := range order {
		chat, err := n.Chat(ctx, id)
		if err != nil {
			return err
		}
		chats[id].Chat = *chat
		screen.Chats = append(screen.Chats, chats[id])
	}
	return nil
}

func scanShown(row interface{ Scan(dest ...any) error }, me loopid.PhoneNumber) (chat loopid.ChatID, message *ShownMessage, err error) {
	var id, replyTo, deletedAt int64
	var content string
	message = &ShownMessage{}
	err = row.Scan(&id, &chat, &message.From, &message.Origin, &content, &replyTo, &message.SentAt, &message.ExpiresAt, &deletedAt)
	if err != nil {
		return chat, message, err
	}
	message.ID, message.ReplyTo = loopid.MessageID(id), loopid.MessageID(replyTo)
	message.Own, message.Deleted = message.From == me, deletedAt != 0
	if !message.Deleted {
		message.Content = &Content{}
		err = json.Unmarshal([]byte(content), message.Content)
	}
	return chat, message, err
}

func (n *Network) drawEdits(ctx context.Context, byID map[int64]*ShownMessage, args []any) error {
	rows, err := n.reader.QueryContext(ctx, `SELECT e.message, e.at, e.content FROM (`+shownIDs+`) AS shown
		JOIN message_edit AS e ON e.message = shown.id ORDER BY e.rowid`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var content string
		var earlier EarlierVersion
		if err = rows.Scan(&id, &earlier.ReplacedAt, &content); err != nil {
			return err
		}
		if err = json.Unmarshal([]byte(content), &earlier.Content); err != nil {
			return err
		}
		if message := byID[id]; message != nil && !message.Deleted {
			message.Earlier = append(message.Earlier, earlier)
		}
	}
	return rows.Err()
}

func (n *Network) drawReactions(ctx context.Context, byID map[int64]*ShownMessage, args []any) error {
	rows, err := n.reader.QueryContext(ctx, `SELECT r.message, r.number, r.emoji FROM (`+shownIDs+`) AS shown
		JOIN reaction AS r ON r.message = shown.id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var number loopid.PhoneNumber
		var emoji string
		if err = rows.Scan(&id, &number, &emoji); err != nil {
			return err
		}
		if message := byID[id]; message != nil && !message.Deleted {
			if message.Reactions == nil {
				message.Reactions = make(map[loopid.PhoneNumber]string)
			}
			message.Reactions[number] = emoji
		}
	}
	return rows.Err()
}

func (n *Network) drawVotes(ctx context.Context, byID map[int64]*ShownMessage, args []any) error {
	rows, err := n.reader.QueryContext(ctx, `SELECT v.message, v.number, v.options FROM (`+shownIDs+`) AS shown
		JOIN vote AS v ON v.message = shown.id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var number loopid.PhoneNumber
		var encoded string
		if err = rows.Scan(&id, &number, &encoded); err != nil {
			return err
		}
		var options []string
		if err = json.Unmarshal([]byte(encoded), &options); err != nil {
			return err
		}
		if message := byID[id]; message != nil && !message.Deleted && len(options) > 0 {
			if message.Votes == nil {
				message.Votes = make(map[loopid.PhoneNumber][]string)
			}
			message.Votes[number] = options
		}
	}
	return rows.Err()
}
