package connector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

var (
	_ bridgev2.IdentifierResolvingNetworkAPI = (*Client)(nil)
	_ bridgev2.ContactListingNetworkAPI      = (*Client)(nil)
	_ bridgev2.UserSearchingNetworkAPI       = (*Client)(nil)
	_ bridgev2.GroupCreatingNetworkAPI       = (*Client)(nil)
)

const maxPeople = 1000

// ResolveIdentifier finds a person by number. A number that is not on the network is nobody: the framework answers 404.
func (c *Client) ResolveIdentifier(ctx context.Context, identifier string, createChat bool) (*bridgev2.ResolveIdentifierResponse, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	number, err := loopid.ParsePhoneNumber(identifier)
	if err != nil {
		return nil, bridgev2.RespError(mautrix.MInvalidParam.WithMessage("Not an international phone number"))
	}
	phone, err := c.world().Reachable(ctx, number)
	if network.CodeOf(err) == network.CodeNotOnNetwork {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if createChat {
		if err = c.mayStart(ctx, number); err != nil {
			return nil, err
		}
	}
	return c.person(ctx, phone)
}

// mayStart asks the network whether this number may write to the other first. Its no has Matrix's own words for it.
func (c *Client) mayStart(ctx context.Context, number loopid.PhoneNumber) error {
	fault, err := c.world().TakeFault(ctx, c.number, loopid.DirectChat(c.number, number), network.OperationStart)
	if err != nil || fault == nil {
		return err
	}
	time.Sleep(fault.DelayBefore())
	if fault.Fail == network.FailLimited {
		return bridgev2.RespError(mautrix.MLimitExceeded.WithMessage("This number may start no more conversations for now"))
	}
	return bridgev2.RespError(mautrix.MForbidden.WithMessage("This person takes no messages from this number"))
}

func (c *Client) person(ctx context.Context, phone network.Phone) (*bridgev2.ResolveIdentifierResponse, error) {
	ghost, err := c.connector.Bridge.GetGhostByID(ctx, phone.Number.UserID())
	if err != nil {
		return nil, fmt.Errorf("find a ghost: %w", err)
	}
	info, err := c.userInfo(ctx, ghost, phone)
	if err != nil {
		return nil, err
	}
	chat := loopid.DirectChat(c.number, phone.Number)
	return &bridgev2.ResolveIdentifierResponse{
		Ghost: ghost, UserID: ghost.ID, UserInfo: info,
		Chat: &bridgev2.CreateChatResponse{PortalKey: c.connector.portalKey(chat, c.number)},
	}, nil
}

// GetContactList is the handset's address book and everybody it shares a chat with.
func (c *Client) GetContactList(ctx context.Context) ([]*bridgev2.ResolveIdentifierResponse, error) {
	return c.people(ctx, "")
}

// SearchUsers looks among the same people: no messenger lists strangers by name.
func (c *Client) SearchUsers(ctx context.Context, query string) ([]*bridgev2.ResolveIdentifierResponse, error) {
	return c.people(ctx, query)
}

func (c *Client) people(ctx context.Context, query string) ([]*bridgev2.ResolveIdentifierResponse, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	phones, err := c.world().Acquaintances(ctx, c.number, query, maxPeople)
	if err != nil {
		return nil, err
	}
	found := make([]*bridgev2.ResolveIdentifierResponse, len(phones))
	for i, phone := range phones {
		if found[i], err = c.person(ctx, phone); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// CreateGroup makes a group with people who are on the network; the others are named in the answer.
func (c *Client) CreateGroup(ctx context.Context, params *bridgev2.GroupCreateParams) (*bridgev2.CreateChatResponse, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	reachable, failed, err := c.whoCanJoin(ctx, params.Participants)
	if err != nil {
		return nil, err
	}
	var topic string
	if params.Topic != nil {
		topic = params.Topic.Topic
	}
	id, err := c.world().CreateGroup(ctx, c.number, network.OriginBridge, params.Name.Name, topic, reachable)
	if err != nil {
		return nil, err
	}
	if params.Disappear != nil && params.Disappear.Timer.Duration > 0 {
		if err = c.world().SetTimer(ctx, id, c.number, network.OriginBridge, params.Disappear.Timer.Duration.Milliseconds()); err != nil {
			return nil, err
		}
	}
	chat, err := c.world().Chat(ctx, id)
	if err != nil {
		return nil, err
	}
	return &bridgev2.CreateChatResponse{
		PortalKey: c.connector.portalKey(id, c.number), PortalInfo: c.chatInfo(nil, chat), FailedParticipants: failed,
	}, nil
}

func (c *Client) whoCanJoin(ctx context.Context, ids []networkid.UserID) (
	reachable []loopid.PhoneNumber, failed map[networkid.UserID]*bridgev2.CreateChatFailedParticipant, err error,
) {
	failed = make(map[networkid.UserID]*bridgev2.CreateChatFailedParticipant)
	for _, id := range ids {
		number, err := loopid.FromUserID(id)
		if err == nil {
			_, err = c.world().Reachable(ctx, number)
		}
		switch {
		case err == nil:
			reachable = append(reachable, number)
		case network.CodeOf(err) == network.CodeNotOnNetwork, errors.Is(err, loopid.ErrInvalidNumber):
			failed[id] = &bridgev2.CreateChatFailedParticipant{Reason: "not on the network"}
		default:
			return nil, nil, err
		}
	}
	return reachable, failed, nil
}
