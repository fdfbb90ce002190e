package connector

import (
	"context"
	"fmt"
	"time"

	"github.com/rs/zerolog"
	"maunium.net/go/mautrix/bridgev2"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

var _ bridgev2.BackfillingNetworkAPI = (*Client)(nil)

// FetchMessages reads a chat's history off the phone, oldest first.
func (c *Client) FetchMessages(ctx context.Context, params bridgev2.FetchMessagesParams) (*bridgev2.FetchMessagesResponse, error) {
	chat, err := c.chatOf(params.Portal)
	if err != nil {
		return nil, err
	}
	var before, after loopid.MessageID
	if params.AnchorMessage != nil {
		anchor, err := loopid.FromMessageID(params.AnchorMessage.ID)
		if err != nil {
			return nil, fmt.Errorf("find the anchor of a backfill: %w", err)
		}
		if params.Forward {
			after = anchor
		} else {
			before = anchor
		}
	}
	past, err := c.world().History(ctx, c.number, chat, before, after, params.Count)
	if err != nil {
		return nil, err
	}
	response := &bridgev2.FetchMessagesResponse{
		Forward: params.Forward, HasMore: len(past) == params.Count, AggressiveDeduplication: true,
	}
	var next loopid.MessageID
	if f := c.currentFeed(); f != nil && params.Forward {
		next = f.nextMessage(chat)
	}
	for i := range past {
		if next != 0 && past[i].ID >= next {
			continue // the feed brings it, in its place
		}
		if known, err := c.knows(ctx, params.Portal, chat, &past[i]); err != nil {
			return nil, err
		} else if known {
			continue
		}
		message, err := c.pastMessage(ctx, params.Portal, &past[i])
		if err != nil {
			return nil, err
		}
		response.Messages = append(response.Messages, message)
	}
	return response, nil
}

// knows leaves out what must not come back as history: a message this very session sent and, being killed, could not save
// (the room has it already, as the employee's own event), and one that an earlier process sent to the room.
func (c *Client) knows(ctx context.Context, portal *bridgev2.Portal, chat loopid.ChatID, past *network.PastMessage) (bool, error) {
	if past.From == c.number && past.Origin == network.OriginBridge && past.SentAt >= c.currentDevice().LinkedAt {
		return true, nil
	}
	trace := c.traceOf(chat, past.ID)
	if trace == nil {
		return false, nil
	}
	return true, c.saveTrace(ctx, portal, past.ID, past.From, past.ReplyTo, trace)
}

func (c *Client) pastMessage(ctx context.Context, portal *bridgev2.Portal, past *network.PastMessage) (*bridgev2.BackfillMessage, error) {
	intent, ok := portal.GetIntentFor(ctx, c.sender(past.From), c.login, bridgev2.RemoteEventMessage)
	if !ok {
		return nil, bridgev2.ErrFailedToGetIntent
	}
	converted, err := c.toMatrix(ctx, portal, intent, &past.Content, past.ReplyTo)
	if err != nil {
		return nil, fmt.Errorf("convert history: %w", err)
	}
	sentAt := time.UnixMilli(past.SentAt)
	converted.Disappear = disappearing(past.TimerMS, sentAt)
	for _, part := range converted.Parts {
		part.DBMetadata = &MessageMetadata{EditSeq: past.EditSeq} // the imported text is the edited one already
		part.Extra = withMark(part.Extra, past.ID.String())
	}
	message := &bridgev2.BackfillMessage{
		ConvertedMessage: converted, Sender: c.sender(past.From), ID: past.ID.NetworkID(), Timestamp: sentAt, StreamOrder: int64(past.ID),
	}
	for number, emoji := range past.Reactions {
		message.Reactions = append(message.Reactions, &bridgev2.BackfillReaction{Sender: c.sender(number), Emoji: emoji})
	}
	return message, nil
}

// resumeHistory imports old conversations after a first login. It goes on after a restart until it has finished once.
func (c *Client) resumeHistory(ctx context.Context) {
	metadata, ok := c.login.Metadata.(*LoginMetadata)
	if !ok || !metadata.HistoryPending {
		return
	}
	go func() {
		ctx := c.login.Log.WithContext(c.connector.Bridge.BackgroundCtx)
		if err := c.importHistory(ctx); err != nil {
			zerolog.Ctx(ctx).Err(err).Msg("Failed to import old conversations, the next start tries again")
			return
		}
		if err := c.keep(ctx, func(kept *LoginMetadata) { kept.HistoryPending = false }); err != nil {
			zerolog.Ctx(ctx).Err(err).Msg("Failed to save that old conversations were imported")
		}
	}()
}

// importHistory makes rooms for the latest conversations, the framework fills them by asking FetchMessages. A room that
// exists already is left alone, so it may run twice.
func (c *Client) importHistory(ctx context.Context) error {
	conversations, err := c.world().Conversations(ctx, c.number, c.connector.Config.HistorySync.MaxInitialConversations)
	if err != nil {
		return err
	}
	for _, conversation := range conversations {
		portal, err := c.connector.Bridge.GetPortalByKey(ctx, c.connector.portalKey(conversation.Chat, c.number))
		if err != nil {
			return fmt.Errorf("find the room of an old conversation: %w", err)
		}
		info, err := c.GetChatInfo(ctx, portal)
		if err != nil {
			return err
		}
		if portal.MXID != "" {
			// Interrupted half-way, or somebody wrote first.
			if err = c.complete(ctx, conversation.Chat, portal); err != nil {
				return err
			}
			continue
		}
		if err = portal.CreateMatrixRoom(ctx, c.login, info); err != nil {
			return fmt.Errorf("make the room of an old conversation: %w", err)
		}
	}
	return nil
}
