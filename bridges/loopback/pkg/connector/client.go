package connector

import (
	"context"
	"sync"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// Client is one company account's session on the network.
type Client struct {
	connector *Connector
	login     *bridgev2.UserLogin
	number    loopid.PhoneNumber

	lock   sync.Mutex
	device network.Device
	feed   *feed

	keeping sync.Mutex // held while what is kept with the login changes
}

var (
	_ bridgev2.NetworkAPI           = (*Client)(nil)
	_ bridgev2.NetworkAPIWithUserID = (*Client)(nil)
)

func (c *Client) world() *network.Network { return c.connector.world }

func (c *Client) setDevice(device network.Device) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.device = device
}

func (c *Client) currentDevice() network.Device {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.device
}

// Connect takes up the state the network is in for this number; it may have been set before a restart.
func (c *Client) Connect(ctx context.Context) {
	device, err := c.world().Device(ctx, c.number)
	if err != nil {
		c.login.Log.Err(err).Msg("Failed to look up the linked device")
		c.sendUnknownError(err)
		return
	}
	c.setDevice(device)
	c.applyState(ctx, device)
}

// Disconnect stops receiving. It does not wait: it may be called under the bridge's cache lock, which an event being
// handled needs. What is not acknowledged comes again.
func (c *Client) Disconnect() { c.stopFeed() }

func (c *Client) startFeed() {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.feed == nil {
		c.feed = startFeed(c)
	}
}

func (c *Client) currentFeed() *feed {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.feed
}

func (c *Client) stopFeed() {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.feed != nil {
		c.feed.cancel()
		c.feed = nil
	}
}

// IsLoggedIn is cached: the framework asks for every event.
func (c *Client) IsLoggedIn() bool { return c.currentDevice().Linked }

// LogoutRemote unlinks the bridge on the phone's side.
func (c *Client) LogoutRemote(ctx context.Context) {
	c.stopFeed()
	if err := c.world().SetState(ctx, c.number, network.StateLoggedOut); err != nil {
		c.login.Log.Err(err).Msg("Failed to unlink from the phone")
	}
	c.setDevice(network.Device{Number: c.number, State: network.StateLoggedOut})
}

// IsThisUser tells the account's own ghost from others.
func (c *Client) IsThisUser(_ context.Context, id networkid.UserID) bool {
	return id == c.number.UserID()
}

// GetUserID is the account's own ghost.
func (c *Client) GetUserID() networkid.UserID { return c.number.UserID() }

// sender names an author to the framework. Everything the account's owner did on another device is 'from me'.
func (c *Client) sender(number loopid.PhoneNumber) bridgev2.EventSender {
	return bridgev2.EventSender{
		IsFromMe:    number == c.number,
		SenderLogin: number.LoginID(),
		Sender:      number.UserID(),
	}
}

// chatOf is the network's name for the conversation of a room.
func (c *Client) chatOf(portal *bridgev2.Portal) (loopid.ChatID, error) {
	peer, err := loopid.FromPortalID(portal.ID)
	if err != nil {
		return "", err
	}
	return peer.ChatFor(c.number), nil
}
