package network

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// maxPreview is how much of a text a list shows, in characters.
const maxPreview = 160

// ChatLine is one line of a phone's chat list.
type ChatLine struct {
	Chat    loopid.ChatID        `json:"chat"`
	Peer    loopid.Peer          `json:"peer"`
	Title   string               `json:"title"` // the phone's own name for it; empty when it has none
	Members []loopid.PhoneNumber `json:"members,omitempty"`
	LastAt  int64                `json:"last_at"`
	Unread  int                  `json:"unread"`
	Last    *Preview             `json:"last,omitempty"`
}

// Preview is the beginning of a chat's newest message.
type Preview struct {
	ID      loopid.MessageID   `json:"id"`
	From    loopid.PhoneNumber `json:"from"`
	Own     bool               `json:"own"`
	Kind    Kind               `json:"kind,omitempty"`
	Text    string             `json:"text,omitempty"`
	Deleted bool               `json:"deleted,omitempty"`
}

func preview(id loopid.MessageID, from, me loopid.PhoneNumber, content *Content) *Preview {
	shown := &Preview{ID: id, From: from, Own: from == me, Deleted: content == nil}
	if content == nil {
		return shown
	}
	shown.Kind = content.Kind
	text := content.Text
	switch {
	case text != "":
	case content.Poll != nil:
		text = content.Poll.Question
	case content.Contact != nil:
		text = content.Contact.Name
	case content.Location != nil:
		text = content.Location.Name
	case content.Media != nil:
		text = content.Media.FileName
	}
	shown.Text = firstCharacters(text, maxPreview)
	return shown
}

func firstCharacters(text string, most int) string {
	count := 0
	for at := range text {
		if count == most {
			return text[:at]
		}
		count++
	}
	return text
}

// lineRows groups what stands on handsets by phone and chat; the bare columns are those of the newest entry.
const lineRows = `SELECT l.number, l.chat, MAX(l.seq), m.id, m.sender, m.content, m.sent_at, m.deleted_at,
		SUM(m.sender <> l.number AND m.deleted_at = 0 AND m.id > COALESCE(r.message, 0))
	FROM log AS l JOIN message AS m ON m.id = l.message
	LEFT JOIN hidden_until AS h ON h.number = l.number AND h.chat = l.chat
	LEFT JOIN read_mark AS r ON r.number = l.number AND r.chat = l.chat
	WHERE l.kind = 'message' AND (?1 = '' OR l.number = ?1) AND m.id > COALESCE(h.message, 0) AND (m.expires_at = 0 OR m.expires_at > ?2)
	GROUP BY l.number, l.chat ORDER BY MAX(l.seq) DESC`

// lines reads the chat lists of one phone, or of all, without titles and members.
func (n *Network) lines(ctx context.Context, number loopid.PhoneNumber) (map[loopid.PhoneNumber][]*ChatLine, error) {
	rows, err := n.reader.QueryContext(ctx, lineRows, number, milliseconds(n.now()))
	if err != nil {
		return nil, fmt.Errorf("list chats: %w", err)
	}
	defer rows.Close()
	lists := make(map[loopid.PhoneNumber][]*ChatLine)
	for rows.Next() {
		var me, from loopid.PhoneNumber
		var seq, id, deletedAt int64
		var encoded string
		line := &ChatLine{}
		if err = rows.Scan(&me, &line.Chat, &seq, &id, &from, &encoded, &line.LastAt, &deletedAt, &line.Unread); err != nil {
			return nil, fmt.Errorf("list chats: %w", err)
		}
		var content *Content
		if deletedAt == 0 {
			content = &Content{}
			if err = json.Unmarshal([]byte(encoded), content); err != nil {
				return nil, fmt.Errorf("list chats: %w", err)
			}
		}
		line.Peer, line.Last = line.Chat.PeerFor(me), preview(loopid.MessageID(id), from, me, content)
		lists[me] = append(lists[me], line)
	}
	return lists, rows.Err()
}

// rememberedLines is the chat list of a phone that is away.
func (n *Network) rememberedLines(ctx context.Context, number loopid.PhoneNumber, upTo int64) ([]*ChatLine, error) {
	screen, err := n.remembered(ctx, number, "", math.MaxInt32, upTo)
	if err != nil {
		return nil, err
	}
	list := make([]*ChatLine, 0, len(screen.Chats))
	for _, chat := range screen.Chats {
		last := chat.Messages[len(chat.Messages)-1]
		line := &ChatLine{Chat: chat.ID, Peer: chat.Peer, LastAt: last.SentAt, Last: preview(last.ID, last.From, number, last.Content)}
		for _, message := range chat.Messages {
			if !message.Own && !message.Deleted && !slices.Contains(message.ReadBy, number) {
				line.Unread++
			}
		}
		list = append(list, line)
	}
	slices.SortStableFunc(list, func(a, b *ChatLine) int { return int(b.Last.ID - a.Last.ID) })
	return list, nil
}

func (n *Network) linesOf(ctx context.Context, number loopid.PhoneNumber) ([]*ChatLine, error) {
	upTo, away, err := n.reach(ctx, number)
	if err != nil {
		return nil, err
	} else if away {
		return n.rememberedLines(ctx, number, upTo)
	}
	lists, err := n.lines(ctx, number)
	return lists[number], err
}

// ChatList is what a phone shows first: its chats, the one with the newest message on top, and below them groups in which
// nobody has written.
func (n *Network) ChatList(ctx context.Context, number loopid.PhoneNumber) ([]*ChatLine, error) {
	if _, err := n.Phone(ctx, number); err != nil {
		return nil, err
	}
	list, err := n.linesOf(ctx, number)
	if err != nil {
		return nil, err
	}
	if list, err = n.withSilentGroups(ctx, number, list); err != nil {
		return nil, err
	}
	for _, line := range list {
		chat, err := n.Chat(ctx, line.Chat)
		if err != nil {
			return nil, err
		}
		line.Title = chat.Name
		if line.Peer.IsGroup() {
			line.Members = chat.Members
		} else if line.Title, err = n.nameFor(ctx, number, line.Peer.Number()); err != nil {
			return nil, err
		}
	}
	if list == nil {
		list = []*ChatLine{}
	}
	return list, nil
}

func (n *Network) withSilentGroups(ctx context.Context, number loopid.PhoneNumber, list []*ChatLine) ([]*ChatLine, error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT l.chat, MAX(l.at) FROM log AS l JOIN member AS m ON m.chat = l.chat AND m.number = l.number
		WHERE l.number = ? AND l.kind = 'group' AND m.is_in
			AND NOT EXISTS (SELECT 1 FROM hidden_until AS h WHERE h.number = l.number AND h.chat = l.chat)
		GROUP BY l.chat ORDER BY MAX(l.seq) DESC`, number)
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		line := &ChatLine{}
		if err = rows.Scan(&line.Chat, &line.LastAt); err != nil {
			return nil, fmt.Errorf("list groups: %w", err)
		}
		if slices.ContainsFunc(list, func(known *ChatLine) bool { return known.Chat == line.Chat }) {
			continue
		}
		line.Peer = line.Chat.PeerFor(number)
		list = append(list, line)
	}
	return list, rows.Err()
}

// nameFor is what the owner's address book calls somebody, else what they call themselves.
func (n *Network) nameFor(ctx context.Context, owner, number loopid.PhoneNumber) (name string, err error) {
	err = n.reader.QueryRowContext(ctx, `SELECT COALESCE((SELECT name FROM contact WHERE owner = ?1 AND number = ?2),
		(SELECT name FROM phone WHERE number = ?2), '')`, owner, number).Scan(&name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("look up a name: %w", err)
	}
	return name, nil
}
