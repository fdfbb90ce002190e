package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// writeUnasked is a persona writing by itself. It never writes over a message it has yet to answer, holds its tongue while
// its last messages have no answer, and after a time away it writes once and not as often as it would have.
func (n *Network) writeUnasked(ctx context.Context, persona *PersonaState, answering bool) (next int64, err error) {
	if persona.WritesEveryMS == 0 {
		return 0, nil
	}
	now := milliseconds(n.now())
	if now < persona.nextWriteAt {
		return persona.nextWriteAt, nil
	}
	next = now + persona.WritesEveryMS
	chat, err := n.companyChat(ctx, persona.Number)
	if err != nil {
		return 0, err
	}
	if chat != "" && !answering { // whoever writes has seen what stands above
		if err = n.MarkRead(ctx, chat, persona.Number, OriginPhone, math.MaxInt64); err != nil && CodeOf(err) == "" {
			return next, err
		}
	}
	err = n.write(ctx, func(t *tx) error {
		inARow, err := t.inARow(persona.Number, chat)
		if err != nil {
			return err
		}
		if chat == "" || answering || inARow >= unansweredAtMost {
			_, err = t.exec("UPDATE persona SET next_write_at = ? WHERE number = ?", next, persona.Number)
			return err
		}
		return t.sayNextLine(persona, chat, next)
	})
	if CodeOf(err) != "" { // the company's number is not on the network: later, perhaps
		return next, nil
	}
	return next, err
}

// companyChat is where a phone last spoke with a company, or would write to the first one there is.
func (n *Network) companyChat(ctx context.Context, number loopid.PhoneNumber) (chat loopid.ChatID, err error) {
	err = n.reader.QueryRowContext(ctx, `SELECT l.chat FROM log AS l JOIN member AS other ON other.chat = l.chat AND other.number <> l.number
		JOIN device AS d ON d.number = other.number
		WHERE l.number = ? AND l.kind = 'message' AND l.chat LIKE 'd-%' ORDER BY l.seq DESC LIMIT 1`, number).Scan(&chat)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return chat, wrapLookUp(err)
	}
	var company loopid.PhoneNumber
	err = n.reader.QueryRowContext(ctx, "SELECT number FROM device WHERE linked AND number <> ? ORDER BY number LIMIT 1", number).Scan(&company)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	} else if err != nil {
		return "", wrapLookUp(err)
	}
	return loopid.DirectChat(number, company), nil
}

func wrapLookUp(err error) error {
	if err != nil {
		return fmt.Errorf("look for a company to write to: %w", err)
	}
	return nil
}

// inARow counts the phone's own newest messages in a chat up to the last one of somebody else; more than a few are not counted.
func (t *tx) inARow(number loopid.PhoneNumber, chat loopid.ChatID) (count int, err error) {
	senders, err := t.list("SELECT sender FROM log WHERE number = ? AND chat = ? AND kind = 'message' ORDER BY seq DESC LIMIT ?",
		number, chat, unansweredAtMost)
	if err != nil {
		return 0, err
	}
	for _, sender := range senders {
		if sender != string(number) {
			break
		}
		count++
	}
	return count, nil
}
