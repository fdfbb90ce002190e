package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// ConnectionState is how well a linked bridge reaches the network. It is set from outside, by a test or a demonstration,
// and stays until it is set again, also over a restart.
type ConnectionState string

const (
	StateConnected           ConnectionState = "connected"
	StateConnecting          ConnectionState = "connecting"
	StateTransientDisconnect ConnectionState = "transient_disconnect"
	StatePhoneOffline        ConnectionState = "phone_offline"
	StateBadCredentials      ConnectionState = "bad_credentials"
	StateLoggedOut           ConnectionState = "logged_out"
)

// ConnectionStates lists every state a test may ask for.
var ConnectionStates = []ConnectionState{
	StateConnected, StateConnecting, StateTransientDisconnect, StatePhoneOffline, StateBadCredentials, StateLoggedOut,
}

// Carries says whether messages pass in both directions in this state.
func (state ConnectionState) Carries() bool {
	return state == StateConnected || state == StatePhoneOffline
}

// EndsSession says whether only linking again helps.
func (state ConnectionState) EndsSession() bool {
	return state == StateBadCredentials || state == StateLoggedOut
}

// Device is a bridge linked to a phone.
type Device struct {
	Number loopid.PhoneNumber `json:"number"`
	Linked bool               `json:"linked"`
	State  ConnectionState    `json:"state"`
	Cursor int64              `json:"cursor"` // everything in the phone's log up to here has reached the bridge
	// LinkedAt is when the present session began, ms UTC.
	LinkedAt int64 `json:"linked_at"`
	// Fresh is true in the answer to Link when the number had never been linked before.
	Fresh bool `json:"-"`
}

// Link pairs a bridge with the phone. The first time, it starts after everything already in the log: that is history, and
// history is imported only if the bridge is told to. When it is linked again it continues where it left off.
func (n *Network) Link(ctx context.Context, number loopid.PhoneNumber) (device Device, err error) {
	err = n.write(ctx, func(t *tx) error {
		if err := t.mustBeReachable(number); err != nil {
			return err
		}
		device = Device{Number: number, Linked: true, State: StateConnected, LinkedAt: milliseconds(t.at)}
		found, err := t.get("SELECT cursor FROM device WHERE number = ?", []any{number}, &device.Cursor)
		if err != nil {
			return err
		}
		if device.Fresh = !found; device.Fresh {
			if _, err = t.get("SELECT COALESCE(MAX(seq), 0) FROM log WHERE number = ?", []any{number}, &device.Cursor); err != nil {
				return err
			}
		}
		_, err = t.exec(`INSERT INTO device (number, linked, state, cursor, linked_at) VALUES (?, 1, ?, ?, ?)
			ON CONFLICT DO UPDATE SET linked = 1, state = excluded.state, linked_at = excluded.linked_at`,
			number, device.State, device.Cursor, device.LinkedAt)
		return err
	})
	return device, err
}

// SetState changes how the linked bridge reaches the network; states that end the session unlink it.
func (n *Network) SetState(ctx context.Context, number loopid.PhoneNumber, state ConnectionState) error {
	return n.write(ctx, func(t *tx) error {
		if !slices.Contains(ConnectionStates, state) {
			return Refuse(CodeBadInput, "unknown state %q", state)
		}
		var linked bool
		if _, err := t.get("SELECT linked FROM device WHERE number = ?", []any{number}, &linked); err != nil {
			return err
		}
		if !linked && !state.EndsSession() {
			return Refuse(CodeLoginUnknown, "no bridge is linked to %s; it has to log in again", number)
		}
		_, err := t.exec("UPDATE device SET state = ?, linked = ? WHERE number = ?", state, !state.EndsSession(), number)
		t.touched[number] = struct{}{}
		return err
	})
}

// Acknowledge says that everything in the phone's log up to seq has reached the bridge and need not come again.
func (n *Network) Acknowledge(ctx context.Context, number loopid.PhoneNumber, seq int64) error {
	return n.write(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE device SET cursor = ? WHERE number = ? AND cursor < ?", seq, number, seq)
		return err
	})
}

// Device looks a linked bridge up. A number that was never linked yields an unlinked device.
func (n *Network) Device(ctx context.Context, number loopid.PhoneNumber) (Device, error) {
	device := Device{Number: number}
	err := n.reader.QueryRowContext(ctx, "SELECT linked, state, cursor, linked_at FROM device WHERE number = ?", number).
		Scan(&device.Linked, &device.State, &device.Cursor, &device.LinkedAt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return device, fmt.Errorf("look up a linked bridge: %w", err)
	}
	return device, nil
}
