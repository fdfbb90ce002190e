package connector

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// typingTimeout is how long a phone shows 'is typing' without hearing of it again.
const typingTimeout = 15 * time.Second

// arrival is one log entry on its way into Matrix.
type arrival struct {
	entry network.Entry
	// handled is called by the portal's loop when it is done with the event, however that went.
	handled func()
	// Set by the portal's loop before it calls handled.
	unconvertible, ignored atomic.Bool
}

// makesRoom says whether a phone would open a conversation for this.
func (a *arrival) makesRoom(me loopid.PhoneNumber) bool {
	switch a.entry.Kind {
	case network.EntryMessage:
		return true
	case network.EntryGroup:
		return slices.Contains(a.entry.Members, me)
	default:
		return false
	}
}

func (c *Client) meta(a *arrival, kind bridgev2.RemoteEventType) simplevent.EventMeta {
	return simplevent.EventMeta{
		Type:         kind,
		PortalKey:    c.connector.portalKey(a.entry.Chat, c.number),
		Sender:       c.sender(a.entry.From),
		CreatePortal: a.makesRoom(c.number),
		Timestamp:    time.UnixMilli(a.entry.At),
		StreamOrder:  a.entry.Seq,
		LogContext:   func(log zerolog.Context) zerolog.Context { return log.Int64("loopback_seq", a.entry.Seq) },
		PostHandleFunc: func(context.Context, *bridgev2.Portal) {
			a.handled()
		},
	}
}

// toRemoteEvent puts an entry into the framework's words; nil means there is nothing to say.
func (c *Client) toRemoteEvent(a *arrival) bridgev2.RemoteEvent {
	target := a.entry.Message.NetworkID()
	switch a.entry.Kind {
	case network.EntryMessage:
		return c.messageEvent(a)
	case network.EntryEdit:
		return &simplevent.Message[*arrival]{
			EventMeta: c.meta(a, bridgev2.RemoteEventEdit), Data: a, ID: target, TargetMessage: target, ConvertEditFunc: c.convertEdit,
		}
	case network.EntryDelete:
		return &simplevent.MessageRemove{EventMeta: c.meta(a, bridgev2.RemoteEventMessageRemove), TargetMessage: target}
	case network.EntryReaction:
		kind := bridgev2.RemoteEventReaction
		if a.entry.Emoji == "" {
			kind = bridgev2.RemoteEventReactionRemove
		}
		return &simplevent.Reaction{EventMeta: c.meta(a, kind), TargetMessage: target, Emoji: a.entry.Emoji}
	case network.EntryVote:
		return &simplevent.Message[*arrival]{
			EventMeta: c.meta(a, bridgev2.RemoteEventMessage), Data: a, ID: a.entry.VoteID.NetworkID(), ConvertMessageFunc: c.convertVote,
		}
	case network.EntryRead, network.EntryDelivered:
		return c.receiptEvent(a, target)
	case network.EntryTyping:
		return c.typingEvent(a)
	default:
		return c.chatEvent(a)
	}
}

func (c *Client) receiptEvent(a *arrival, target networkid.MessageID) bridgev2.RemoteEvent {
	receipt := &simplevent.Receipt{EventMeta: c.meta(a, bridgev2.RemoteEventDeliveryReceipt), Targets: []networkid.MessageID{target}}
	if a.entry.Kind == network.EntryRead {
		receipt.Type, receipt.LastTarget = bridgev2.RemoteEventReadReceipt, target
	}
	return receipt
}

// typingEvent says nothing of what is over: after a time without a connection there may be much of it.
func (c *Client) typingEvent(a *arrival) bridgev2.RemoteEvent {
	if time.Since(time.UnixMilli(a.entry.At)) > typingTimeout {
		return nil
	}
	typing := &simplevent.Typing{EventMeta: c.meta(a, bridgev2.RemoteEventTyping)}
	if a.entry.Typing {
		typing.Timeout = typingTimeout
	}
	return typing
}

func (c *Client) chatEvent(a *arrival) bridgev2.RemoteEvent {
	switch a.entry.Kind {
	case network.EntryTimer:
		setting := disappearing(a.entry.TimerMS, time.Time{})
		return &simplevent.ChatInfoChange{
			EventMeta:      c.meta(a, bridgev2.RemoteEventChatInfoChange),
			ChatInfoChange: &bridgev2.ChatInfoChange{ChatInfo: &bridgev2.ChatInfo{Disappear: &setting}},
		}
	case network.EntryGroup:
		return &simplevent.ChatResync{
			EventMeta: c.meta(a, bridgev2.RemoteEventChatResync),
			GetChatInfoFunc: func(_ context.Context, portal *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
				return c.groupInfo(portal, &a.entry), nil
			},
		}
	case network.EntryChatDeleted:
		return &simplevent.ChatDelete{EventMeta: c.meta(a, bridgev2.RemoteEventChatDelete), OnlyForMe: true}
	default:
		return nil
	}
}

func (c *Client) groupInfo(portal *bridgev2.Portal, entry *network.Entry) *bridgev2.ChatInfo {
	return c.chatInfo(portal, &network.Chat{
		ID: entry.Chat, Name: entry.GroupName, Topic: entry.GroupTopic, TimerMS: entry.TimerMS, Members: entry.Members,
	})
}

func (c *Client) messageEvent(a *arrival) bridgev2.RemoteEvent {
	if a.entry.Content.Kind == network.KindCall && !c.connector.Config.CallNotices {
		return nil
	}
	meta := c.meta(a, bridgev2.RemoteEventMessage)
	meta.Timestamp = time.UnixMilli(a.entry.SentAt)
	return &simplevent.Message[*arrival]{
		EventMeta: meta, Data: a, ID: a.entry.Message.NetworkID(), ConvertMessageFunc: c.convertMessage,
	}
}

func (c *Client) convertMessage(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, a *arrival) (*bridgev2.ConvertedMessage, error) {
	converted, err := c.toMatrix(ctx, portal, intent, a.entry.Content, a.entry.ReplyTo)
	if err != nil {
		a.unconvertible.Store(true)
		return nil, err
	}
	converted.Disappear = disappearing(a.entry.TimerMS, time.UnixMilli(a.entry.SentAt))
	for _, part := range converted.Parts {
		part.Extra = withMark(part.Extra, markOf(&a.entry))
	}
	return converted, nil
}

// convertEdit ignores an edit that is already in the room: the framework does not notice that by itself.
func (c *Client) convertEdit(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, existing []*database.Message, a *arrival) (*bridgev2.ConvertedEdit, error) {
	known, ok := existing[0].Metadata.(*MessageMetadata)
	if ok && known.EditSeq >= a.entry.Seq {
		return nil, fmt.Errorf("edit %d is already in the room: %w", a.entry.Seq, bridgev2.ErrIgnoringRemoteEvent)
	}
	part, err := c.toMatrixEdit(ctx, portal, intent, a.entry.Content)
	if err != nil {
		a.unconvertible.Store(true)
		return nil, err
	}
	existing[0].Metadata = &MessageMetadata{EditSeq: a.entry.Seq}
	existing[0].EditCount++
	part.Part = existing[0]
	part.TopLevelExtra = withMark(nil, markOf(&a.entry))
	return &bridgev2.ConvertedEdit{ModifiedParts: []*bridgev2.ConvertedEditPart{part}}, nil
}

// convertVote points at the poll's event, which only the bridge's database knows.
func (c *Client) convertVote(ctx context.Context, portal *bridgev2.Portal, _ bridgev2.MatrixAPI, a *arrival) (*bridgev2.ConvertedMessage, error) {
	poll, err := c.connector.Bridge.DB.Message.GetFirstPartByID(ctx, portal.Receiver, a.entry.Message.NetworkID())
	if err != nil {
		a.unconvertible.Store(true)
		return nil, fmt.Errorf("find the poll of a vote: %w", err)
	} else if poll == nil {
		a.ignored.Store(true)
		return nil, fmt.Errorf("the poll was never bridged: %w", bridgev2.ErrIgnoringRemoteEvent)
	}
	options := a.entry.Options
	if options == nil {
		options = []string{}
	}
	return &bridgev2.ConvertedMessage{Parts: []*bridgev2.ConvertedMessagePart{{
		Type:       event.EventUnstablePollResponse,
		Content:    &event.MessageEventContent{RelatesTo: &event.RelatesTo{Type: event.RelReference, EventID: poll.MXID}},
		Extra:      withMark(map[string]any{"org.matrix.msc3381.poll.response": map[string]any{"answers": options}}, markOf(&a.entry)),
		DBMetadata: &MessageMetadata{},
	}}}, nil
}
