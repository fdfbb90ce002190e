package network

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Persona makes a phone lively: it answers a company's messages with its lines, one after the other, and may write by
// itself now and then.
type Persona struct {
	Language      string   `json:"language,omitempty"` // of the lines, for whoever reads them
	Lines         []string `json:"lines"`
	ReplyAfterMS  int64    `json:"reply_after_ms"`
	WritesEveryMS int64    `json:"writes_every_ms,omitempty"` // 0 for never
}

// PersonaState is a persona and where it stands. One that was turned off keeps its lines.
type PersonaState struct {
	Number loopid.PhoneNumber `json:"number"`
	On     bool               `json:"on"`
	Persona
	NextLine    int   `json:"next_line"`
	PausedUntil int64 `json:"paused_until,omitempty"` // ms UTC

	cursor      int64
	nextWriteAt int64
}

// Limits of a persona: enough for a demonstration, too little to drown a box.
const (
	maxLines         = 200
	maxLineBytes     = 4096
	maxReplyAfterMS  = 60 * 60 * 1000
	minWritesEveryMS = 1000
	maxWritesEveryMS = 7 * 24 * 60 * 60 * 1000
	maxPauseMS       = 24 * 60 * 60 * 1000
)

func (p *Persona) check() error {
	switch {
	case len(p.Lines) == 0 || len(p.Lines) > maxLines:
		return Refuse(CodeBadInput, "a persona needs 1 to %d lines", maxLines)
	case p.ReplyAfterMS < 0 || p.ReplyAfterMS > maxReplyAfterMS:
		return Refuse(CodeBadInput, "reply_after_ms is 0 to %d", maxReplyAfterMS)
	case p.WritesEveryMS != 0 && (p.WritesEveryMS < minWritesEveryMS || p.WritesEveryMS > maxWritesEveryMS):
		return Refuse(CodeBadInput, "writes_every_ms is 0 or %d to %d", minWritesEveryMS, maxWritesEveryMS)
	case len(p.Language) > maxNameBytes:
		return Refuse(CodeBadInput, "the name of a language has at most %d bytes", maxNameBytes)
	}
	for _, line := range p.Lines {
		if line == "" || len(line) > maxLineBytes {
			return Refuse(CodeBadInput, "a line of a persona has 1 to %d bytes", maxLineBytes)
		}
	}
	return nil
}

// SetPersona turns a persona on, or changes one that is on. What was written before it was turned on gets no answer.
func (n *Network) SetPersona(ctx context.Context, number loopid.PhoneNumber, persona Persona) error {
	if err := persona.check(); err != nil {
		return err
	}
	body, err := json.Marshal(persona)
	if err != nil {
		return fmt.Errorf("encode a persona: %w", err)
	}
	return n.write(ctx, func(t *tx) error {
		if err := t.mustBeReachable(number); err != nil {
			return err
		}
		var firstWriteAt int64
		if persona.WritesEveryMS > 0 {
			firstWriteAt = milliseconds(t.at) + spread(number, persona.WritesEveryMS)
		}
		t.touched[number] = struct{}{}
		_, err := t.exec(`INSERT INTO persona (number, body, is_on, cursor, next_line, paused_until, next_write_at)
			VALUES (?1, ?2, 1, COALESCE((SELECT MAX(seq) FROM log WHERE number = ?1), 0), 0, 0, ?3)
			ON CONFLICT DO UPDATE SET body = excluded.body, is_on = 1, next_write_at = excluded.next_write_at,
				cursor = CASE WHEN is_on THEN cursor ELSE excluded.cursor END, paused_until = CASE WHEN is_on THEN paused_until ELSE 0 END`,
			number, string(body), firstWriteAt)
		return err
	})
}

// spread is when within its interval a phone writes first, so that a dozen of them do not write at once.
func spread(number loopid.PhoneNumber, everyMS int64) int64 {
	var sum int64
	for _, digit := range string(number) {
		sum = (sum*31 + int64(digit)) % 997
	}
	return everyMS/4 + everyMS*3/4*sum/997
}

// StopPersona turns it off; a phone that has none stays as it is.
func (n *Network) StopPersona(ctx context.Context, number loopid.PhoneNumber) error {
	return n.write(ctx, func(t *tx) error {
		t.touched[number] = struct{}{}
		_, err := t.exec("UPDATE persona SET is_on = 0, paused_until = 0 WHERE number = ?", number)
		return err
	})
}

// PausePersona keeps it quiet for a while because a person is using the phone. A later call may shorten the pause; 0 ends it.
func (n *Network) PausePersona(ctx context.Context, number loopid.PhoneNumber, forMS int64) error {
	if forMS < 0 || forMS > maxPauseMS {
		return Refuse(CodeBadInput, "a pause has 0 to %d ms", maxPauseMS)
	}
	return n.write(ctx, func(t *tx) error {
		until := int64(0)
		if forMS > 0 {
			until = milliseconds(t.at) + forMS
		}
		t.touched[number] = struct{}{}
		_, err := t.exec("UPDATE persona SET paused_until = ? WHERE number = ? AND is_on", until, number)
		return err
	})
}

const personaColumns = "number, body, is_on, cursor, next_line, paused_until, next_write_at"

func scanPersona(row interface{ Scan(dest ...any) error }) (state PersonaState, err error) {
	var body string
	if err = row.Scan(&state.Number, &body, &state.On, &state.cursor, &state.NextLine, &state.PausedUntil, &state.nextWriteAt); err != nil {
		return state, err
	}
	return state, json.Unmarshal([]byte(body), &state.Persona)
}

// Persona looks one up; a phone that never had one has one that is off and has no lines.
func (n *Network) Persona(ctx context.Context, number loopid.PhoneNumber) (PersonaState, error) {
	if _, err := n.Phone(ctx, number); err != nil {
		return PersonaState{}, err
	}
	state, err := scanPersona(n.reader.QueryRowContext(ctx, "SELECT "+personaColumns+" FROM persona WHERE number = ?", number))
	if errors.Is(err, sql.ErrNoRows) {
		return PersonaState{Number: number, Persona: Persona{Lines: []string{}}}, nil
	} else if err != nil {
		return state, fmt.Errorf("look up a persona: %w", err)
	}
	return state, nil
}

// livelyPhones lists the personas that are on and whose phone is not away; one may be pausing.
func (n *Network) livelyPhones(ctx context.Context) (list []PersonaState, err error) {
	rows, err := n.reader.QueryContext(ctx, `SELECT `+personaColumns+` FROM persona AS p WHERE is_on
		AND NOT EXISTS (SELECT 1 FROM offline AS o WHERE o.number = p.number) ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("list personas: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		state, err := scanPersona(rows)
		if err != nil {
			return nil, fmt.Errorf("list personas: %w", err)
		}
		list = append(list, state)
	}
	return list, rows.Err()
}
