package network

import (
	"context"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

const rememberedPage = 1000

// memory is a phone drawn from its log alone: what it was told, and nothing of what has happened since.
type memory struct {
	me    loopid.PhoneNumber
	now   int64
	order []loopid.ChatID
	chats map[loopid.ChatID]*ShownChat
	byID  map[loopid.MessageID]*ShownMessage
	marks map[loopid.ChatID]map[loopid.PhoneNumber]loopid.MessageID
}

// remembered is Screen as of a point in the phone's log.
func (n *Network) remembered(ctx context.Context, number loopid.PhoneNumber, chat loopid.ChatID, limit int, upTo int64) (*Screen, error) {
	m := &memory{
		me: number, now: milliseconds(n.now()), chats: make(map[loopid.ChatID]*ShownChat), byID: make(map[loopid.MessageID]*ShownMessage),
		marks: make(map[loopid.ChatID]map[loopid.PhoneNumber]loopid.MessageID),
	}
	for after := int64(0); ; {
		entries, err := n.readLog(ctx, number, after, upTo, rememberedPage)
		if err != nil {
			return nil, err
		}
		for i := range entries {
			if chat == "" || entries[i].Chat == chat {
				m.take(&entries[i])
			}
			after = entries[i].Seq
		}
		if len(entries) < rememberedPage {
			return m.screen(limit), nil
		}
	}
}

func (m *memory) chat(id loopid.ChatID) *ShownChat {
	shown := m.chats[id]
	if shown == nil {
		shown = &ShownChat{Chat: Chat{ID: id}, Peer: id.PeerFor(m.me)}
		if one, other, ok := id.Pair(); ok {
			shown.Members = slices.Compact([]loopid.PhoneNumber{one, other})
		}
		m.chats[id] = shown
		m.marks[id] = make(map[loopid.PhoneNumber]loopid.MessageID)
		m.order = append(m.order, id)
	}
	return shown
}

func (m *memory) take(entry *Entry) {
	if entry.Kind == EntryProfile || entry.Chat == "" {
		return
	}
	chat := m.chat(entry.Chat)
	switch entry.Kind {
	case EntryMessage:
		m.takeMessage(chat, entry)
	case EntryGroup:
		chat.Name, chat.Topic, chat.TimerMS, chat.Members = entry.GroupName, entry.GroupTopic, entry.TimerMS, entry.Members
	case EntryTimer:
		chat.TimerMS = entry.TimerMS
	case EntryRead:
		m.marks[entry.Chat][entry.From] = max(m.marks[entry.Chat][entry.From], entry.Message)
	case EntryChatDeleted:
		chat.Messages = nil
	default:
		if message := m.byID[entry.Message]; message != nil && !message.Deleted {
			message.take(entry)
		}
	}
}

func (m *memory) takeMessage(chat *ShownChat, entry *Entry) {
	message := &ShownMessage{
		ID: entry.Message, From: entry.From, Own: entry.Own, Origin: entry.Origin, SentAt: entry.SentAt, ReplyTo: entry.ReplyTo, Content: entry.Content,
	}
	if entry.TimerMS > 0 {
		message.ExpiresAt = entry.SentAt + entry.TimerMS
	}
	m.byID[entry.Message] = message
	chat.Messages = append(chat.Messages, message)
}

// take changes a message that still stands.
func (message *ShownMessage) take(entry *Entry) {
	switch entry.Kind {
	case EntryEdit:
		message.Earlier = append(message.Earlier, EarlierVersion{Content: *message.Content, ReplacedAt: entry.At})
		message.Content = entry.Content
	case EntryDelete:
		message.Deleted, message.Content, message.Earlier, message.Reactions, message.Votes = true, nil, nil, nil, nil
	case EntryReaction:
		message.Reactions = set(message.Reactions, entry.From, entry.Emoji, entry.Emoji != "")
	case EntryVote:
		message.Votes = set(message.Votes, entry.From, entry.Options, len(entry.Options) > 0)
	case EntryDelivered:
		if entry.From != message.From && !slices.Contains(message.DeliveredTo, entry.From) {
			message.DeliveredTo = append(message.DeliveredTo, entry.From)
			slices.Sort(message.DeliveredTo)
		}
	}
}

func set[V any](of map[loopid.PhoneNumber]V, number loopid.PhoneNumber, value V, present bool) map[loopid.PhoneNumber]V {
	if !present {
		delete(of, number)
		if len(of) == 0 {
			return nil
		}
		return of
	}
	if of == nil {
		of = make(map[loopid.PhoneNumber]V)
	}
	of[number] = value
	return of
}

// screen keeps the newest messages over all chats, as the phone would have them in its hand.
func (m *memory) screen(limit int) *Screen {
	screen := &Screen{Number: m.me, Chats: []*ShownChat{}}
	var standing []loopid.MessageID
	for _, chat := range m.chats {
		chat.Messages = slices.DeleteFunc(chat.Messages, func(message *ShownMessage) bool { return message.ExpiresAt > 0 && message.ExpiresAt <= m.now })
		for _, message := range chat.Messages {
			standing = append(standing, message.ID)
		}
	}
	slices.Sort(standing)
	oldest := loopid.MessageID(0)
	if len(standing) > limit {
		oldest = standing[len(standing)-limit]
	}
	for _, id := range m.order {
		chat := m.chats[id]
		chat.Messages = slices.DeleteFunc(chat.Messages, func(message *ShownMessage) bool { return message.ID < oldest })
		if len(chat.Messages) == 0 {
			continue
		}
		for _, message := range chat.Messages {
			message.ReadBy = m.readers(id, message)
		}
		screen.Chats = append(screen.Chats, chat)
	}
	slices.SortStableFunc(screen.Chats, func(a, b *ShownChat) int { return int(a.Messages[0].ID - b.Messages[0].ID) })
	return screen
}

func (m *memory) readers(chat loopid.ChatID, message *ShownMessage) (readers []loopid.PhoneNumber) {
	for number, upTo := range m.marks[chat] {
		if message.ID <= upTo && message.From != number {
			readers = append(readers, number)
		}
	}
	slices.Sort(readers)
	return readers
}
