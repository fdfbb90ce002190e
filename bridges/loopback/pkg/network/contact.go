package network

import (
	"context"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// SaveContact puts somebody into a phone's address book; an empty name takes them out.
func (n *Network) SaveContact(ctx context.Context, owner, number loopid.PhoneNumber, name string) error {
	return n.write(ctx, func(t *tx) error {
		if err := t.mustBeReachable(owner); err != nil {
			return err
		}
		if name == "" {
			_, err := t.exec("DELETE FROM contact WHERE owner = ? AND number = ?", owner, number)
			return err
		}
		_, err := t.exec("INSERT INTO contact (owner, number, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name", owner, number, name)
		return err
	})
}

// Acquaintances are the people a phone can show in its list: its address book, and whoever it shares a chat with. Only
// those who are on the network. The query matches names and numbers; empty finds all.
func (n *Network) Acquaintances(ctx context.Context, owner loopid.PhoneNumber, query string, limit int) ([]Phone, error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT `+phoneColumns+` FROM phone WHERE on_network AND number <> ?1
		AND number IN (SELECT number FROM contact WHERE owner = ?1
			UNION SELECT other.number FROM member AS mine JOIN member AS other ON other.chat = mine.chat WHERE mine.number = ?1 AND mine.is_in AND other.is_in)
		AND (?2 = '' OR INSTR(LOWER(name), LOWER(?2)) > 0 OR INSTR(number, ?2) > 0
			OR number IN (SELECT number FROM contact WHERE owner = ?1 AND INSTR(LOWER(name), LOWER(?2)) > 0))
		ORDER BY name, number LIMIT ?3`, owner, query, limit)
	if err != nil {
		return nil, fmt.Errorf("search people: %w", err)
	}
	defer rows.Close()
	var found []Phone
	for rows.Next() {
		phone, err := scanPhone(rows)
		if err != nil {
			return nil, fmt.Errorf("search people: %w", err)
		}
		found = append(found, phone)
	}
	return found, rows.Err()
}
