package connector

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"go.mau.fi/util/ptr"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// GetChatInfo describes a conversation as this account sees it.
func (c *Client) GetChatInfo(ctx context.Context, portal *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
	id, err := c.chatOf(portal)
	if err != nil {
		return nil, err
	}
	chat, err := c.world().Chat(ctx, id)
	if err != nil {
		return nil, err
	}
	return c.chatInfo(portal, chat), nil
}

// nobodyLevel is above every person and below the bridge's bot.
const nobodyLevel = 99

// powerLevels are WhatsApp's: anybody in the room may change its name and timer. Whoever runs the box must take that away
// again, as with the real one, so they are given with the room's creation only.
func powerLevels(portal *bridgev2.Portal, isGroup bool) *bridgev2.PowerLevelOverrides {
	if portal != nil && portal.MXID != "" {
		return nil
	}
	levels := &bridgev2.PowerLevelOverrides{Events: map[event.Type]int{
		event.StateRoomName: 0, event.StateRoomAvatar: 0, event.StateTopic: 0, event.StateBeeperDisappearingTimer: 0,
	}}
	if isGroup {
		levels.StateDefault, levels.Ban = ptr.Ptr(nobodyLevel), ptr.Ptr(nobodyLevel)
	}
	return levels
}

// chatInfo takes the portal only to know whether it has a room yet; nil means that it has none.
func (c *Client) chatInfo(portal *bridgev2.Portal, chat *network.Chat) *bridgev2.ChatInfo {
	members := bridgev2.ChatMemberMap{}
	for _, number := range chat.Members {
		members.Set(bridgev2.ChatMember{EventSender: c.sender(number), Membership: event.MembershipJoin})
	}
	info := &bridgev2.ChatInfo{
		Members: &bridgev2.ChatMemberList{
			IsFull: true, TotalMemberCount: len(members), MemberMap: members, PowerLevels: powerLevels(portal, chat.ID.IsGroup()),
		},
		Disappear:   ptr.Ptr(disappearing(chat.TimerMS, time.Time{})),
		CanBackfill: true,
	}
	if chat.ID.IsGroup() {
		info.Type = ptr.Ptr(database.RoomTypeDefault)
		info.Name, info.Topic = &chat.Name, &chat.Topic
	} else {
		info.Type = ptr.Ptr(database.RoomTypeDM)
		info.Members.OtherUserID = chat.ID.PeerFor(c.number).Number().UserID()
	}
	return info
}

func disappearing(timerMS int64, sentAt time.Time) (setting database.DisappearingSetting) {
	if timerMS <= 0 {
		return setting
	}
	setting.Type = event.DisappearingTypeAfterSend
	setting.Timer = time.Duration(timerMS) * time.Millisecond
	if !sentAt.IsZero() {
		setting.DisappearAt = sentAt.Add(setting.Timer)
	}
	return setting
}

// GetUserInfo names a ghost after its phone.
func (c *Client) GetUserInfo(ctx context.Context, ghost *bridgev2.Ghost) (*bridgev2.UserInfo, error) {
	number, err := loopid.FromUserID(ghost.ID)
	if err != nil {
		return nil, err
	}
	phone, err := c.world().Phone(ctx, number)
	if network.CodeOf(err) == network.CodePhoneUnknown {
		return &bridgev2.UserInfo{Name: ptr.Ptr(number.International())}, nil
	} else if err != nil {
		return nil, err
	}
	return c.userInfo(ctx, ghost, phone)
}

func (c *Client) userInfo(ctx context.Context, ghost *bridgev2.Ghost, phone network.Phone) (*bridgev2.UserInfo, error) {
	info := &bridgev2.UserInfo{Name: &phone.Name, Identifiers: []string{"tel:" + phone.Number.International()}}
	if !phone.HasAvatar {
		if ghost.AvatarMXC != "" { // removing what is not there would cost a request for every new ghost
			info.Avatar = &bridgev2.Avatar{ID: "remove", Remove: true}
		}
		return info, nil
	}
	picture, err := c.world().Avatar(ctx, phone.Number)
	if err != nil {
		return nil, fmt.Errorf("read an avatar: %w", err)
	}
	hash := sha256.Sum256(picture)
	info.Avatar = &bridgev2.Avatar{
		ID:  networkid.AvatarID(hex.EncodeToString(hash[:])),
		Get: func(context.Context) ([]byte, error) { return picture, nil },
	}
	return info, nil
}
