package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// SetOffline takes a handset off the air or brings it back. While it is away nothing is delivered to it, and its owner can
// do nothing on it; afterwards it has everything. A bridge linked to the number is a device of its own and is not
// concerned. Saying it twice changes nothing.
func (n *Network) SetOffline(ctx context.Context, number loopid.PhoneNumber, offline bool) error {
	return n.write(ctx, func(t *tx) error {
		exists, err := t.get("SELECT 1 FROM phone WHERE number = ?", []any{number}, new(int))
		if err != nil {
			return err
		} else if !exists {
			return Refuse(CodePhoneUnknown, "there is no phone %s", number)
		}
		if offline {
			_, err = t.exec(`INSERT OR IGNORE INTO offline (number, seq, since)
				SELECT ?1, COALESCE((SELECT MAX(seq) FROM log WHERE number = ?1), 0), ?2`, number, milliseconds(t.at))
		} else {
			_, err = t.exec("DELETE FROM offline WHERE number = ?", number)
		}
		t.touched[number] = struct{}{} // whoever waits for its log asks again
		return err
	})
}

// MustBeOnline refuses what somebody wants to do on a handset that is away.
func (n *Network) MustBeOnline(ctx context.Context, number loopid.PhoneNumber) error {
	if _, away, err := n.reach(ctx, number); err != nil {
		return err
	} else if away {
		return Refuse(CodePhoneOffline, "the phone %s is offline", number)
	}
	return nil
}

// reach is how far into its log a handset can see.
func (n *Network) reach(ctx context.Context, number loopid.PhoneNumber) (seq int64, away bool, err error) {
	err = n.reader.QueryRowContext(ctx, "SELECT seq FROM offline WHERE number = ?", number).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return math.MaxInt64, false, nil
	} else if err != nil {
		return 0, false, fmt.Errorf("find out whether a phone is away: %w", err)
	}
	return seq, true, nil
}

func (t *tx) isAway(number loopid.PhoneNumber) (bool, error) {
	return t.get("SELECT 1 FROM offline WHERE number = ?", []any{number}, new(int))
}
