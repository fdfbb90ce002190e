package network

import (
	"context"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// PhoneLine is one phone in the list of all.
type PhoneLine struct {
	Phone
	// Login is the state of the bridge linked to the number, empty when there never was one: then it is nobody's company.
	Login       ConnectionState `json:"login,omitempty"`
	Linked      bool            `json:"linked"`
	Lively      bool            `json:"lively"` // it answers by itself
	Unread      int             `json:"unread"`
	LastAt      int64           `json:"last_at,omitempty"`
	Last        *Preview        `json:"last,omitempty"`
	PausedUntil int64           `json:"paused_until,omitempty"`
}

// Overview lists every phone with what it shows from outside, and how far into the network's log that reaches: whoever
// waits from there on misses nothing.
func (n *Network) Overview(ctx context.Context) (lines []*PhoneLine, next int64, err error) {
	if err = n.reader.QueryRowContext(ctx, "SELECT COALESCE(MAX(seq), 0) FROM log").Scan(&next); err != nil {
		return nil, 0, fmt.Errorf("find the end of the network's log: %w", err)
	}
	if lines, err = n.phoneLines(ctx); err != nil {
		return nil, 0, err
	}
	lists, err := n.lines(ctx, everybody)
	if err != nil {
		return nil, 0, err
	}
	for _, line := range lines {
		list := lists[line.Number]
		if line.Offline {
			if list, err = n.linesOf(ctx, line.Number); err != nil {
				return nil, 0, err
			}
		}
		for _, chat := range list {
			line.Unread += chat.Unread
		}
		if len(list) > 0 {
			line.LastAt, line.Last = list[0].LastAt, list[0].Last
		}
	}
	return lines, next, nil
}

func (n *Network) phoneLines(ctx context.Context) ([]*PhoneLine, error) {
	phones, err := n.Phones(ctx)
	if err != nil {
		return nil, err
	}
	lines := make([]*PhoneLine, len(phones))
	byNumber := make(map[loopid.PhoneNumber]*PhoneLine, len(phones))
	for i, phone := range phones {
		lines[i] = &PhoneLine{Phone: phone}
		byNumber[phone.Number] = lines[i]
	}
	rows, err := n.reader.QueryContext(ctx, `SELECT p.number, COALESCE(d.state, ''), COALESCE(d.linked, 0), COALESCE(s.is_on, 0), COALESCE(s.paused_until, 0)
		FROM phone AS p LEFT JOIN device AS d ON d.number = p.number LEFT JOIN persona AS s ON s.number = p.number`)
	if err != nil {
		return nil, fmt.Errorf("list phones: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var number loopid.PhoneNumber
		var read PhoneLine
		if err = rows.Scan(&number, &read.Login, &read.Linked, &read.Lively, &read.PausedUntil); err != nil {
			return nil, fmt.Errorf("list phones: %w", err)
		}
		if line := byNumber[number]; line != nil {
			line.Login, line.Linked, line.Lively, line.PausedUntil = read.Login, read.Linked, read.Lively, read.PausedUntil
		}
	}
	return lines, rows.Err()
}
