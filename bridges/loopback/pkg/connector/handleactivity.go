package connector

import (
	"context"
	"fmt"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

var (
	_ bridgev2.ReadReceiptHandlingNetworkAPI    = (*Client)(nil)
	_ bridgev2.TypingHandlingNetworkAPI         = (*Client)(nil)
	_ bridgev2.DisappearTimerChangingNetworkAPI = (*Client)(nil)
	_ bridgev2.RoomNameHandlingNetworkAPI       = (*Client)(nil)
	_ bridgev2.RoomTopicHandlingNetworkAPI      = (*Client)(nil)
	_ bridgev2.MembershipHandlingNetworkAPI     = (*Client)(nil)
	_ bridgev2.DeleteChatHandlingNetworkAPI     = (*Client)(nil)
)

// HandleMatrixReadReceipt is also called with every message sent (implicit). Marks only move forward on the network, so
// hearing one twice is harmless.
func (c *Client) HandleMatrixReadReceipt(ctx context.Context, receipt *bridgev2.MatrixReadReceipt) error {
	if err := c.ready(); err != nil {
		return err
	}
	message := receipt.ExactMessage
	if message == nil {
		var err error
		message, err = c.connector.Bridge.DB.Message.GetLastPartAtOrBeforeTime(ctx, receipt.Portal.PortalKey, receipt.ReadUpTo)
		if err != nil || message == nil {
			return err
		}
	}
	upTo, err := loopid.FromMessageID(message.ID)
	if err != nil {
		return fmt.Errorf("find the message that was read: %w", err)
	}
	chat, err := c.chatOf(receipt.Portal)
	if err != nil {
		return err
	}
	return c.world().MarkRead(ctx, chat, c.number, network.OriginBridge, upTo)
}

// HandleMatrixTyping shows 'is typing' on the phones.
func (c *Client) HandleMatrixTyping(ctx context.Context, typing *bridgev2.MatrixTyping) error {
	if err := c.ready(); err != nil {
		return err
	}
	chat, err := c.chatOf(typing.Portal)
	if err != nil {
		return err
	}
	return c.world().SetTyping(ctx, chat, c.number, network.OriginBridge, typing.IsTyping)
}

// HandleMatrixDisappearingTimer changes the timer for both sides.
func (c *Client) HandleMatrixDisappearingTimer(ctx context.Context, msg *bridgev2.MatrixDisappearingTimer) (bool, error) {
	if err := c.ready(); err != nil {
		return false, err
	}
	chat, err := c.chatOf(msg.Portal)
	if err != nil {
		return false, err
	}
	setting := database.DisappearingSettingFromEvent(msg.Content).Normalize()
	if setting.Type != event.DisappearingTypeNone && setting.Type != event.DisappearingTypeAfterSend {
		return false, bridgev2.ErrDisappearingTimerUnsupported
	}
	if err = c.world().SetTimer(ctx, chat, c.number, network.OriginBridge, setting.Timer.Milliseconds()); err != nil {
		return false, toStatus(err)
	}
	msg.Portal.Disappear = setting
	return true, nil
}

// HandleMatrixRoomName renames a group.
func (c *Client) HandleMatrixRoomName(ctx context.Context, msg *bridgev2.MatrixRoomName) (bool, error) {
	if err := c.changeGroup(ctx, msg.Portal, network.GroupChange{Name: &msg.Content.Name}); err != nil {
		return false, err
	}
	msg.Portal.Name, msg.Portal.NameSet = msg.Content.Name, true
	return true, nil
}

// HandleMatrixRoomTopic changes a group's description.
func (c *Client) HandleMatrixRoomTopic(ctx context.Context, msg *bridgev2.MatrixRoomTopic) (bool, error) {
	if err := c.changeGroup(ctx, msg.Portal, network.GroupChange{Topic: &msg.Content.Topic}); err != nil {
		return false, err
	}
	msg.Portal.Topic, msg.Portal.TopicSet = msg.Content.Topic, true
	return true, nil
}

// HandleMatrixMembership adds people to a group and removes them. Who is a Matrix user only is nobody on the network.
func (c *Client) HandleMatrixMembership(ctx context.Context, msg *bridgev2.MatrixMembershipChange) (*bridgev2.MatrixMembershipResult, error) {
	ghost, ok := msg.Target.(*bridgev2.Ghost)
	if !ok || msg.Type.IsSelf {
		return nil, nil
	}
	number, err := loopid.FromUserID(ghost.ID)
	if err != nil {
		return nil, err
	}
	switch msg.Type {
	case bridgev2.Invite:
		return nil, c.changeGroup(ctx, msg.Portal, network.GroupChange{Add: []loopid.PhoneNumber{number}})
	case bridgev2.Kick, bridgev2.BanJoined, bridgev2.RevokeInvite:
		return nil, c.changeGroup(ctx, msg.Portal, network.GroupChange{Remove: []loopid.PhoneNumber{number}})
	default:
		return nil, nil
	}
}

func (c *Client) changeGroup(ctx context.Context, portal *bridgev2.Portal, change network.GroupChange) error {
	if err := c.ready(); err != nil {
		return err
	}
	chat, err := c.chatOf(portal)
	if err != nil {
		return err
	}
	return toStatusOrNil(c.world().ChangeGroup(ctx, chat, c.number, network.OriginBridge, change))
}

// HandleMatrixDeleteChat removes the conversation from the company's own handset.
func (c *Client) HandleMatrixDeleteChat(ctx context.Context, msg *bridgev2.MatrixDeleteChat) error {
	if err := c.ready(); err != nil {
		return err
	}
	chat, err := c.chatOf(msg.Portal)
	if err != nil {
		return err
	}
	return toStatusOrNil(c.world().DeleteChat(ctx, chat, c.number, network.OriginBridge))
}

func toStatusOrNil(err error) error {
	if err == nil {
		return nil
	}
	return toStatus(err)
}
