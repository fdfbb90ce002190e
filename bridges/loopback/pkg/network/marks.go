package network

import (
	"context"
	"slices"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

func (n *Network) drawDelivered(ctx context.Context, byID map[int64]*ShownMessage, args []any) error {
	rows, err := n.reader.QueryContext(ctx, `SELECT d.message, d.number FROM (`+shownIDs+`) AS shown
		JOIN delivered AS d ON d.message = shown.id ORDER BY d.message, d.number`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var number loopid.PhoneNumber
		if err = rows.Scan(&id, &number); err != nil {
			return err
		}
		if message := byID[id]; message != nil && message.From != number {
			message.DeliveredTo = append(message.DeliveredTo, number)
		}
	}
	return rows.Err()
}

func (n *Network) drawReadMarks(ctx context.Context, shown *ShownChat) error {
	rows, err := n.reader.QueryContext(ctx, "SELECT number, message FROM read_mark WHERE chat = ? ORDER BY number", shown.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number loopid.PhoneNumber
		var upTo int64
		if err = rows.Scan(&number, &upTo); err != nil {
			return err
		}
		for _, message := range shown.Messages {
			if int64(message.ID) <= upTo && message.From != number && !slices.Contains(message.ReadBy, number) {
				message.ReadBy = append(message.ReadBy, number)
			}
		}
	}
	return rows.Err()
}
