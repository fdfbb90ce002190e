package connector

import (
	"context"
	"errors"
	"fmt"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/status"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// Error codes of bridge states, named as the stock bridges name theirs.
const (
	codeTransientDisconnect status.BridgeStateErrorCode = "loopback-transient-disconnect"
	codePhoneOffline        status.BridgeStateErrorCode = "loopback-phone-offline"
	codeBadCredentials      status.BridgeStateErrorCode = "loopback-bad-credentials"
	codeLoggedOut           status.BridgeStateErrorCode = "loopback-logged-out"
	codeUnknown             status.BridgeStateErrorCode = "loopback-unknown-error"
)

func init() {
	status.BridgeStateHumanErrors.Update(status.BridgeStateErrorMap{
		codeTransientDisconnect: "Disconnected from the loopback network. Trying to reconnect.",
		codePhoneOffline:        "The phone has not been seen for a long time. Open the app on it.",
		codeBadCredentials:      "The loopback network no longer accepts this session. Link the number again.",
		codeLoggedOut:           "The phone logged this session out. Link the number again.",
		codeUnknown:             "The loopback network does not answer.",
	})
}

var errNotConnected = bridgev2.WrapErrorInStatus(errors.New("not connected to the loopback network")).
	WithIsCertain(true).WithErrorReason(event.MessageStatusNetworkError).WithSendNotice(false)

// ready refuses what the network could not take now. The refusal is certain: nothing has left the bridge.
func (c *Client) ready() error {
	device := c.currentDevice()
	if !device.Linked {
		return bridgev2.WrapErrorInStatus(bridgev2.ErrNotLoggedIn).WithIsCertain(true).WithSendNotice(false)
	} else if !device.State.Carries() {
		return errNotConnected
	}
	return nil
}

// applyState tells the framework, and starts or stops the feed to match.
func (c *Client) applyState(ctx context.Context, device network.Device) {
	switch {
	case !device.Linked && device.State != network.StateBadCredentials:
		c.stopFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateBadCredentials, Error: codeLoggedOut, UserAction: status.UserActionRelogin})
	case device.State == network.StateBadCredentials:
		c.stopFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateBadCredentials, Error: codeBadCredentials, UserAction: status.UserActionRelogin})
	case device.State == network.StateConnecting:
		c.stopFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateConnecting})
	case device.State == network.StateTransientDisconnect:
		c.stopFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateTransientDisconnect, Error: codeTransientDisconnect})
	case device.State == network.StatePhoneOffline:
		// The same oddity as WhatsApp's bridge: messages pass, and the state says otherwise.
		c.startFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateTransientDisconnect, Error: codePhoneOffline, UserAction: status.UserActionOpenNative})
	default:
		c.startFeed()
		c.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateConnected})
		c.resumeHistory(ctx)
	}
}

func (c *Client) sendUnknownError(err error) {
	c.login.BridgeState.Send(status.BridgeState{
		StateEvent: status.StateUnknownError, Error: codeUnknown, Info: map[string]any{"go_error": err.Error()},
	})
}

// SetLoginState puts a login into a state, as the network or the phone would. `logged_out` removes the login from the
// bridge, which is what the framework means by LOGGED_OUT; `bad_credentials` keeps it, to be linked again.
func (lc *Connector) SetLoginState(ctx context.Context, number loopid.PhoneNumber, state network.ConnectionState) error {
	client, err := lc.client(ctx, number)
	if err != nil {
		return fmt.Errorf("find a login: %w", err)
	} else if client == nil {
		return network.Refuse(network.CodeLoginUnknown, "this bridge has no login %s", number)
	}
	if err = lc.world.SetState(ctx, number, state); err != nil {
		return err
	}
	device, err := lc.world.Device(ctx, number)
	if err != nil {
		return fmt.Errorf("read back the state of a login: %w", err)
	}
	client.setDevice(device)
	background := client.login.Log.WithContext(lc.Bridge.BackgroundCtx)
	if state == network.StateLoggedOut {
		client.login.Delete(background, status.BridgeState{
			StateEvent: status.StateLoggedOut, Error: codeLoggedOut, UserAction: status.UserActionRelogin,
		}, bridgev2.DeleteOpts{})
		return nil
	}
	client.applyState(background, device)
	return nil
}

// LoginState is what a phone shows about the bridge linked to it.
func (lc *Connector) LoginState(ctx context.Context, number loopid.PhoneNumber) (network.Device, error) {
	device, err := lc.world.Device(ctx, number)
	if err == nil && device.State == "" {
		return device, network.Refuse(network.CodeLoginUnknown, "no bridge was ever linked to %s", number)
	}
	return device, err
}
