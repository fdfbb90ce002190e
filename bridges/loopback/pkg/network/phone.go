package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Phone is a person's or a company's handset. The number may be known to the network or not: an unknown one can neither
// be written to nor linked.
type Phone struct {
	Number      loopid.PhoneNumber `json:"number"`
	Name        string             `json:"name"`
	OnNetwork   bool               `json:"on_network"`
	HasPassword bool               `json:"has_password"`
	HasAvatar   bool               `json:"has_avatar"`
	Offline     bool               `json:"offline"` // the handset is away and catches up later
}

// PhoneChange names what to set; a nil field stays as it is.
type PhoneChange struct {
	Name      *string
	OnNetwork *bool
	Password  *string
	Avatar    *[]byte
}

// SetPhone creates the phone or changes it. Everybody who shares a chat with it is told about a new name or avatar.
func (n *Network) SetPhone(ctx context.Context, number loopid.PhoneNumber, change PhoneChange) (created bool, err error) {
	err = n.write(ctx, func(t *tx) error {
		var exists bool
		if exists, err = t.get("SELECT 1 FROM phone WHERE number = ?", []any{number}, new(int)); err != nil {
			return err
		}
		created = !exists
		if created {
			if _, err := t.exec("INSERT INTO phone (number, name, on_network, password, created_at) VALUES (?, ?, 1, '', ?)",
				number, number.International(), milliseconds(t.at)); err != nil {
				return err
			}
		}
		if err := t.changePhone(number, change); err != nil {
			return err
		}
		if !created && (change.Name != nil || change.Avatar != nil) {
			return t.tellNeighbours(number)
		}
		return nil
	})
	return created, err
}

func (t *tx) changePhone(number loopid.PhoneNumber, change PhoneChange) error {
	if change.Name != nil {
		if *change.Name == "" {
			return Refuse(CodeBadInput, "a phone needs a name")
		}
		if _, err := t.exec("UPDATE phone SET name = ? WHERE number = ?", *change.Name, number); err != nil {
			return err
		}
	}
	if change.OnNetwork != nil {
		if _, err := t.exec("UPDATE phone SET on_network = ? WHERE number = ?", *change.OnNetwork, number); err != nil {
			return err
		}
	}
	if change.Password != nil {
		if _, err := t.exec("UPDATE phone SET password = ? WHERE number = ?", *change.Password, number); err != nil {
			return err
		}
	}
	if change.Avatar != nil {
		if _, err := t.exec("UPDATE phone SET avatar = ? WHERE number = ?", *change.Avatar, number); err != nil {
			return err
		}
	}
	return nil
}

// tellNeighbours logs the changed profile with everyone who shares a chat with the number.
func (t *tx) tellNeighbours(number loopid.PhoneNumber) error {
	neighbours, err := t.list(`SELECT DISTINCT other.number FROM member AS mine JOIN member AS other ON other.chat = mine.chat
		WHERE mine.number = ? AND mine.is_in AND other.is_in AND other.number <> mine.number`, number)
	if err != nil {
		return err
	}
	for _, neighbour := range neighbours {
		entry := Entry{Kind: EntryProfile, From: number, Origin: OriginPhone}
		if err = t.logTo(loopid.PhoneNumber(neighbour), entry); err != nil {
			return err
		}
	}
	return nil
}

const phoneColumns = `number, name, on_network, password <> '', COALESCE(LENGTH(avatar), 0) > 0,
	EXISTS (SELECT 1 FROM offline WHERE offline.number = phone.number)`

func scanPhone(row interface{ Scan(dest ...any) error }) (phone Phone, err error) {
	err = row.Scan(&phone.Number, &phone.Name, &phone.OnNetwork, &phone.HasPassword, &phone.HasAvatar, &phone.Offline)
	return phone, err
}

// Phone looks a handset up, whether or not it is on the network.
func (n *Network) Phone(ctx context.Context, number loopid.PhoneNumber) (Phone, error) {
	phone, err := scanPhone(n.reader.QueryRowContext(ctx, "SELECT "+phoneColumns+" FROM phone WHERE number = ?", number))
	if errors.Is(err, sql.ErrNoRows) {
		return Phone{}, Refuse(CodePhoneUnknown, "there is no phone %s", number)
	} else if err != nil {
		return Phone{}, fmt.Errorf("look up a phone: %w", err)
	}
	return phone, nil
}

// Reachable is what the network answers to whoever asks for a number: an existing phone that left it is not there either.
func (n *Network) Reachable(ctx context.Context, number loopid.PhoneNumber) (Phone, error) {
	phone, err := n.Phone(ctx, number)
	if CodeOf(err) == CodePhoneUnknown || (err == nil && !phone.OnNetwork) {
		return Phone{}, Refuse(CodeNotOnNetwork, "%s is not on the network", number)
	}
	return phone, err
}

// Phones lists handsets by number.
func (n *Network) Phones(ctx context.Context) (phones []Phone, err error) {
	rows, err := n.reader.QueryContext(ctx, "SELECT "+phoneColumns+" FROM phone ORDER BY number")
	if err != nil {
		return nil, fmt.Errorf("list phones: %w", err)
	}
	defer rows.Close()
	phones = []Phone{}
	for rows.Next() {
		phone, err := scanPhone(rows)
		if err != nil {
			return nil, fmt.Errorf("list phones: %w", err)
		}
		phones = append(phones, phone)
	}
	return phones, rows.Err()
}

// Avatar returns the picture's bytes, empty if there is none.
func (n *Network) Avatar(ctx context.Context, number loopid.PhoneNumber) (picture []byte, err error) {
	err = n.reader.QueryRowContext(ctx, "SELECT COALESCE(avatar, X'') FROM phone WHERE number = ?", number).Scan(&picture)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return picture, err
}

// PasswordMatches is false for a wrong password; a phone without one has no second factor to pass.
func (n *Network) PasswordMatches(ctx context.Context, number loopid.PhoneNumber, password string) (bool, error) {
	var expected string
	if err := n.reader.QueryRowContext(ctx, "SELECT password FROM phone WHERE number = ?", number).Scan(&expected); err != nil {
		return false, fmt.Errorf("compare the cloud password: %w", err)
	}
	return expected == password, nil
}

func (t *tx) mustBeReachable(number loopid.PhoneNumber) error {
	var onNetwork bool
	if _, err := t.get("SELECT on_network FROM phone WHERE number = ?", []any{number}, &onNetwork); err != nil {
		return err
	}
	if !onNetwork {
		return Refuse(CodeNotOnNetwork, "%s is not on the network", number)
	}
	return nil
}
