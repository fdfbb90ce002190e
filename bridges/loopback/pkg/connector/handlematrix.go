package connector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

var (
	_ bridgev2.EditHandlingNetworkAPI      = (*Client)(nil)
	_ bridgev2.ReactionHandlingNetworkAPI  = (*Client)(nil)
	_ bridgev2.RedactionHandlingNetworkAPI = (*Client)(nil)
	_ bridgev2.PollHandlingNetworkAPI      = (*Client)(nil)
)

var (
	errRefused = bridgev2.WrapErrorInStatus(errors.New("the loopback network refused it")).
			WithStatus(event.MessageStatusFail).WithErrorReason(event.MessageStatusGenericError).WithIsCertain(true).WithSendNotice(false)
	errUncertain = bridgev2.WrapErrorInStatus(errors.New("the loopback network did not answer")).
			WithStatus(event.MessageStatusRetriable).WithErrorReason(event.MessageStatusNetworkError).WithIsCertain(false).WithSendNotice(false)
)

// submit is the one way out to the network. It applies the fault a test has asked for: what happens between the network
// taking something and the bridge hearing of it is where messages are doubled or lost.
func (c *Client) submit(ctx context.Context, portal *bridgev2.Portal, operation network.Operation, take func(chat loopid.ChatID) error) (*network.Fault, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	chat, err := c.chatOf(portal)
	if err != nil {
		return nil, err
	}
	fault, err := c.world().TakeFault(ctx, c.number, chat, operation)
	if err != nil {
		return nil, err
	}
	pause(ctx, fault.DelayBefore())
	if fault != nil && fault.Fail == network.FailCertain {
		return fault, errRefused
	}
	if fault == nil || fault.Fail == "" || fault.Taken {
		if err = take(chat); err != nil {
			return fault, toStatus(err)
		}
	}
	pause(ctx, fault.DelayAfter())
	if fault != nil && fault.Fail == network.FailUncertain {
		return fault, errUncertain
	}
	return fault, nil
}

// toStatus marks the network's refusals as certain; a malfunction leaves it open.
func toStatus(err error) error {
	code := network.CodeOf(err)
	if code == "" {
		return err
	}
	return bridgev2.WrapErrorInStatus(fmt.Errorf("%s: %w", code, err)).
		WithStatus(event.MessageStatusFail).WithIsCertain(true).WithErrorAsMessage().WithSendNotice(false)
}

// HandleMatrixMessage returns when the network has taken the message for good.
func (c *Client) HandleMatrixMessage(ctx context.Context, msg *bridgev2.MatrixMessage) (*bridgev2.MatrixMessageResponse, error) {
	content, err := c.fromMatrix(ctx, msg.Event.Type, msg.Content)
	if err != nil {
		return nil, err
	}
	return c.send(ctx, msg, content)
}

// HandleMatrixPollStart keeps the answers' ids, so that votes mean the same on both sides.
func (c *Client) HandleMatrixPollStart(ctx context.Context, msg *bridgev2.MatrixPollStart) (*bridgev2.MatrixMessageResponse, error) {
	start := msg.Content.PollStart
	poll := &network.Poll{Question: plainText(start.Question), MaxChoices: start.MaxSelections}
	for _, answer := range start.Answers {
		poll.Options = append(poll.Options, network.PollOption{ID: answer.ID, Text: plainText(answer.MSC1767Message)})
	}
	return c.send(ctx, &msg.MatrixMessage, network.Content{Kind: network.KindPoll, Poll: poll})
}

func plainText(message event.MSC1767Message) string {
	if message.Text != "" {
		return message.Text
	}
	for _, alternative := range message.Message {
		if alternative.MimeType == "" || alternative.MimeType == "text/plain" {
			return alternative.Body
		}
	}
	return message.HTML
}

func (c *Client) send(ctx context.Context, msg *bridgev2.MatrixMessage, content network.Content) (*bridgev2.MatrixMessageResponse, error) {
	outgoing := network.Outgoing{From: c.number, Origin: network.OriginBridge, Content: content}
	if msg.ReplyTo != nil {
		// A reply to something the network does not have is sent as a plain message, as the stock bridges do.
		outgoing.ReplyTo, _ = loopid.FromMessageID(msg.ReplyTo.ID)
	}
	var sent network.Sent
	fault, err := c.submit(ctx, msg.Portal, network.OperationMessage, func(chat loopid.ChatID) (err error) {
		outgoing.Chat = chat
		sent, err = c.world().Send(ctx, outgoing)
		return err
	})
	if err != nil {
		return nil, err
	}
	response := &bridgev2.MatrixMessageResponse{DB: &database.Message{
		ID: sent.ID.NetworkID(), SenderID: c.number.UserID(), Timestamp: time.UnixMilli(sent.SentAt), Metadata: &MessageMetadata{},
	}}
	if fault != nil && fault.LoseEcho {
		// The framework waits for an echo under this id until its own timeout; none will come.
		msg.AddPendingToSave(response.DB, networkid.TransactionID(sent.ID.String()), nil)
		response.Pending = true
	}
	return response, nil
}

// HandleMatrixPollVote sends a choice; no answers take it back.
func (c *Client) HandleMatrixPollVote(ctx context.Context, msg *bridgev2.MatrixPollVote) (*bridgev2.MatrixMessageResponse, error) {
	poll, err := loopid.FromMessageID(msg.VoteTo.ID)
	if err != nil {
		return nil, fmt.Errorf("find the poll to vote in: %w", err)
	}
	var vote loopid.MessageID
	_, err = c.submit(ctx, msg.Portal, network.OperationVote, func(loopid.ChatID) (err error) {
		vote, err = c.world().Vote(ctx, poll, c.number, network.OriginBridge, msg.Content.Response.Answers)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &bridgev2.MatrixMessageResponse{DB: &database.Message{
		ID: vote.NetworkID(), SenderID: c.number.UserID(), Metadata: &MessageMetadata{},
	}}, nil
}

// HandleMatrixEdit replaces the text or caption.
func (c *Client) HandleMatrixEdit(ctx context.Context, msg *bridgev2.MatrixEdit) error {
	target, err := loopid.FromMessageID(msg.EditTarget.ID)
	if err != nil {
		return fmt.Errorf("find the message to edit: %w", err)
	}
	text, html := editedText(msg.Content)
	_, err = c.submit(ctx, msg.Portal, network.OperationEdit, func(loopid.ChatID) error {
		return c.world().Edit(ctx, target, c.number, network.OriginBridge, text, html)
	})
	if err == nil {
		msg.EditTarget.EditCount++
	}
	return err
}

// HandleMatrixMessageRemove takes a message back from everybody's phone.
func (c *Client) HandleMatrixMessageRemove(ctx context.Context, msg *bridgev2.MatrixMessageRemove) error {
	target, err := loopid.FromMessageID(msg.TargetMessage.ID)
	if err != nil {
		return fmt.Errorf("find the message to delete: %w", err)
	}
	_, err = c.submit(ctx, msg.Portal, network.OperationDelete, func(loopid.ChatID) error {
		return c.world().Delete(ctx, target, c.number, network.OriginBridge)
	})
	return err
}

// PreHandleMatrixReaction: one reaction per person, as on WhatsApp.
func (c *Client) PreHandleMatrixReaction(_ context.Context, msg *bridgev2.MatrixReaction) (bridgev2.MatrixReactionPreResponse, error) {
	return bridgev2.MatrixReactionPreResponse{
		SenderID: c.number.UserID(), Emoji: emoji(msg.Content.RelatesTo.Key), MaxReactions: 1,
	}, nil
}

// HandleMatrixReaction sets the reaction; the network replaces an earlier one by itself.
func (c *Client) HandleMatrixReaction(ctx context.Context, msg *bridgev2.MatrixReaction) (*database.Reaction, error) {
	return &database.Reaction{}, c.react(ctx, msg.Portal, msg.TargetMessage.ID, msg.PreHandleResp.Emoji)
}

// HandleMatrixReactionRemove takes the reaction back.
func (c *Client) HandleMatrixReactionRemove(ctx context.Context, msg *bridgev2.MatrixReactionRemove) error {
	return c.react(ctx, msg.Portal, msg.TargetReaction.MessageID, "")
}

func (c *Client) react(ctx context.Context, portal *bridgev2.Portal, message networkid.MessageID, emoji string) error {
	target, err := loopid.FromMessageID(message)
	if err != nil {
		return fmt.Errorf("find the message to react to: %w", err)
	}
	_, err = c.submit(ctx, portal, network.OperationReaction, func(loopid.ChatID) error {
		return c.world().React(ctx, target, c.number, network.OriginBridge, emoji)
	})
	return err
}
