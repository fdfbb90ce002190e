package connector

import (
	"context"
	"time"

	"go.mau.fi/util/jsontime"
	"go.mau.fi/util/ptr"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/network"
)

const maxFileBytes = 100 << 20

// GetCapabilities follows WhatsApp's, the network that employees meet most.
func (lc *Connector) GetCapabilities() *bridgev2.NetworkGeneralCapabilities {
	return &bridgev2.NetworkGeneralCapabilities{
		DisappearingMessages: true,
		ImplicitReadReceipts: true,
		OutgoingMessageTimeouts: &bridgev2.OutgoingTimeoutConfig{
			CheckInterval: time.Second,
			NoEchoTimeout: lc.Config.echoTimeout(),
			NoEchoMessage: "The network took the message and never answered",
		},
		Provisioning: bridgev2.ProvisioningCapabilities{
			ResolveIdentifier: bridgev2.ResolveIdentifierCapabilities{CreateDM: true, LookupPhone: true, ContactList: true, Search: true},
			GroupCreation: map[string]bridgev2.GroupTypeCapabilities{"group": {
				TypeDescription: "a group chat",
				Name:            bridgev2.GroupFieldCapability{Allowed: true, Required: true, MaxLength: 100},
				Topic:           bridgev2.GroupFieldCapability{Allowed: true, MaxLength: 512},
				Disappear:       bridgev2.GroupFieldCapability{Allowed: true, DisappearSettings: timerCapability},
				Participants:    bridgev2.GroupFieldCapability{Allowed: true, Required: true, MinLength: 1},
			}},
		},
	}
}

var timerCapability = &event.DisappearingTimerCapability{
	Types: []event.DisappearingType{event.DisappearingTypeAfterSend},
	// No list of timers: a test may ask for seconds, which real networks do not offer.
}

func anyFile() *event.FileFeatures {
	return &event.FileFeatures{
		MimeTypes:        map[string]event.CapabilitySupportLevel{"*/*": event.CapLevelFullySupported},
		Caption:          event.CapLevelFullySupported,
		MaxCaptionLength: network.MaxTextBytes,
		MaxSize:          maxFileBytes,
	}
}

func roomFeatures(id string) *event.RoomFeatures {
	return &event.RoomFeatures{
		ID: id,
		Formatting: event.FormattingFeatureMap{
			event.FmtBold: event.CapLevelFullySupported, event.FmtItalic: event.CapLevelFullySupported,
			event.FmtStrikethrough: event.CapLevelFullySupported, event.FmtInlineCode: event.CapLevelFullySupported,
		},
		File: event.FileFeatureMap{
			event.MsgImage: anyFile(), event.MsgVideo: anyFile(), event.MsgAudio: anyFile(), event.MsgFile: anyFile(),
			event.CapMsgVoice: anyFile(), event.CapMsgGIF: anyFile(), event.CapMsgSticker: anyFile(),
		},
		MaxTextLength:       network.MaxTextBytes,
		LocationMessage:     event.CapLevelFullySupported,
		Poll:                event.CapLevelFullySupported,
		Reply:               event.CapLevelFullySupported,
		Edit:                event.CapLevelFullySupported,
		EditMaxAge:          ptr.Ptr(jsontime.S(15 * time.Minute)),
		Delete:              event.CapLevelFullySupported,
		DeleteMaxAge:        ptr.Ptr(jsontime.S(48 * time.Hour)),
		Reaction:            event.CapLevelFullySupported,
		ReactionCount:       1,
		ReadReceipts:        true,
		TypingNotifications: true,
		DisappearingTimer:   timerCapability,
		DeleteChat:          true,
		State: event.StateFeatureMap{
			event.StateBeeperDisappearingTimer.Type: {Level: event.CapLevelFullySupported},
		},
	}
}

// The id changes whenever the content does: rooms are told only then.
var (
	directFeatures = roomFeatures("example.holdfast.loopback.2026_11_22+direct")
	groupFeatures  = func() *event.RoomFeatures {
		features := roomFeatures("example.holdfast.loopback.2026_11_22+group")
		features.State[event.StateRoomName.Type] = &event.StateFeatures{Level: event.CapLevelFullySupported}
		features.State[event.StateTopic.Type] = &event.StateFeatures{Level: event.CapLevelFullySupported}
		features.MemberActions = event.MemberFeatureMap{
			event.MemberActionInvite: event.CapLevelFullySupported, event.MemberActionKick: event.CapLevelFullySupported,
		}
		return features
	}()
)

// GetCapabilities says what a room can do; direct chats have no name or members to change.
func (c *Client) GetCapabilities(_ context.Context, portal *bridgev2.Portal) *event.RoomFeatures {
	if portal.RoomType == database.RoomTypeDM {
		return directFeatures
	}
	return groupFeatures
}
