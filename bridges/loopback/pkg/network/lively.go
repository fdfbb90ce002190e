package network

import (
	"context"
	"errors"
	"fmt"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

const (
	// typingAtMostMS is how long somebody is seen typing before the answer comes.
	typingAtMostMS = 4000
	// unansweredAtMost is how many messages in a row a phone writes by itself without an answer.
	unansweredAtMost = 2
	// livelyRest spares the disk when much news comes at once.
	livelyRest = 100 * time.Millisecond
)

// liveliness is what the personas are in the middle of. It is not kept: after a restart a phone takes its time anew, and
// whether it has answered is seen in the conversation itself.
type liveliness struct {
	seen map[sighted]*sight
}

type sighted struct {
	number loopid.PhoneNumber
	chat   loopid.ChatID
}

// sight is a company's message, or several in a row, that a persona has noticed and not answered.
type sight struct {
	message loopid.MessageID
	since   int64
	read    loopid.MessageID
	typing  bool
}

func newLiveliness() *liveliness { return &liveliness{seen: make(map[sighted]*sight)} }

// Animate keeps the personas going until the network is closed or the context ends. What failed is reported and tried again.
func (n *Network) Animate(ctx context.Context, report func(error)) {
	going := newLiveliness()
	for {
		news := n.News(everybody)
		next, err := n.animate(ctx, going)
		if ctx.Err() != nil || errors.Is(err, ErrClosed) {
			return
		}
		wait := 24 * time.Hour
		if next > 0 {
			wait = max(time.UnixMilli(next).Sub(n.now()), 0)
		}
		if err != nil {
			report(err)
			wait = time.Second
		}
		if !n.rest(ctx, livelyRest, nil) || !n.rest(ctx, wait, news) {
			return
		}
	}
}

// rest waits for the time or the news; false when there is nothing more to do.
func (n *Network) rest(ctx context.Context, wait time.Duration, news <-chan struct{}) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-news:
	case <-n.closing:
		return false
	case <-ctx.Done():
		return false
	}
	return true
}

// animate lets every persona do what is due now, and says when to look again even without news; 0 for never.
func (n *Network) animate(ctx context.Context, going *liveliness) (next int64, err error) {
	personas, err := n.livelyPhones(ctx)
	if err != nil {
		return 0, err
	}
	lively := make(map[loopid.PhoneNumber]bool, len(personas))
	var failures []error
	for i := range personas {
		persona := &personas[i]
		if now := milliseconds(n.now()); persona.PausedUntil > now {
			next = sooner(next, persona.PausedUntil)
			continue
		}
		lively[persona.Number] = true
		due, err := n.live(ctx, persona, going)
		next = sooner(next, due)
		if err != nil && CodeOf(err) == "" { // refused is what a number off the network is; it may come back
			failures = append(failures, fmt.Errorf("let a phone answer by itself: %w", err))
		}
	}
	for key := range going.seen {
		if !lively[key.number] {
			delete(going.seen, key)
		}
	}
	return next, errors.Join(failures...)
}

func sooner(one, other int64) int64 {
	if one == 0 || (other != 0 && other < one) {
		return other
	}
	return one
}

func (n *Network) live(ctx context.Context, persona *PersonaState, going *liveliness) (next int64, err error) {
	waiting, last, err := n.unanswered(ctx, persona)
	if err != nil {
		return 0, err
	}
	for key := range going.seen {
		if _, still := waiting[key.chat]; key.number == persona.Number && !still {
			delete(going.seen, key)
		}
	}
	if len(waiting) == 0 && last > persona.cursor {
		if err = n.settle(ctx, persona.Number, last); err != nil {
			return 0, err
		}
	}
	for chat, message := range waiting {
		key := sighted{persona.Number, chat}
		if going.seen[key] == nil {
			going.seen[key] = &sight{since: milliseconds(n.now())}
		}
		due, err := n.attend(ctx, persona, chat, message, going.seen[key])
		if err != nil {
			return next, err
		}
		next = sooner(next, due)
	}
	due, err := n.writeUnasked(ctx, persona, len(waiting) > 0)
	return sooner(next, due), err
}

// unanswered finds the direct chats in which a company's message stands after everything the phone itself wrote there,
// with the newest such message. Last is the end of what was looked at. A bare column is that of the newest row of its chat.
func (n *Network) unanswered(ctx context.Context, persona *PersonaState) (waiting map[loopid.ChatID]loopid.MessageID, last int64, err error) {
	waiting = make(map[loopid.ChatID]loopid.MessageID)
	rows, err := n.reader.QueryContext(ctx, `SELECT MAX(l.seq), l.chat, l.message, l.sender = l.number
		FROM log AS l JOIN message AS m ON m.id = l.message
		WHERE l.number = ?1 AND l.kind = 'message' AND l.seq > ?2
			AND (l.sender = l.number OR (m.deleted_at = 0 AND EXISTS (SELECT 1 FROM device AS d WHERE d.number = l.sender)))
		GROUP BY l.chat ORDER BY MAX(l.seq)`, persona.Number, persona.cursor)
	if err != nil {
		return nil, 0, fmt.Errorf("look for unanswered messages: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var chat loopid.ChatID
		var message int64
		var own bool
		if err = rows.Scan(&last, &chat, &message, &own); err != nil {
			return nil, 0, fmt.Errorf("look for unanswered messages: %w", err)
		}
		if !own && !chat.IsGroup() {
			waiting[chat] = loopid.MessageID(message)
		}
	}
	return waiting, last, rows.Err()
}

func (n *Network) settle(ctx context.Context, number loopid.PhoneNumber, upTo int64) error {
	return n.write(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE persona SET cursor = ? WHERE number = ? AND cursor < ?", upTo, number, upTo)
		return err
	})
}

// attend is the way from a message to its answer: it arrives, is read, somebody types, the answer is there.
func (n *Network) attend(ctx context.Context, persona *PersonaState, chat loopid.ChatID, message loopid.MessageID, s *sight) (next int64, err error) {
	me, now := persona.Number, milliseconds(n.now())
	if s.message != message {
		s.message = message
		if err = n.MarkDelivered(ctx, message, me); err != nil {
			return 0, err
		}
	}
	readAt := s.since + persona.ReplyAfterMS*3/10
	typeAt := max(readAt, s.since+persona.ReplyAfterMS-typingAtMostMS)
	answerAt := s.since + persona.ReplyAfterMS
	if now < readAt {
		return readAt, nil
	}
	if s.read != message {
		if err = n.MarkRead(ctx, chat, me, OriginPhone, message); err != nil {
			return 0, err
		}
		s.read = message
	}
	if now < typeAt {
		return typeAt, nil
	}
	if !s.typing {
		s.typing = true
		if err = n.SetTyping(ctx, chat, me, OriginPhone, true); err != nil {
			return 0, err
		}
	}
	if now < answerAt {
		return answerAt, nil
	}
	return 0, n.answer(ctx, persona, chat)
}

// answer says the next line, unless meanwhile a person answered, took the phone or turned the persona off. The answer and
// the turn of the line are one write, and the answer itself is the mark that there was one: never two for one message.
func (n *Network) answer(ctx context.Context, persona *PersonaState, chat loopid.ChatID) error {
	return n.write(ctx, func(t *tx) error {
		var mine bool
		found, err := t.get("SELECT sender = number FROM log WHERE number = ? AND chat = ? AND kind = 'message' ORDER BY seq DESC LIMIT 1",
			[]any{persona.Number, chat}, &mine)
		if err != nil || !found || mine {
			return err
		}
		return t.sayNextLine(persona, chat, 0)
	})
}

// sayNextLine takes a persona's turn. A new time for its next unasked message is kept with it when there is one.
func (t *tx) sayNextLine(persona *PersonaState, chat loopid.ChatID, nextWriteAt int64) error {
	var line int
	free, err := t.get("SELECT next_line FROM persona WHERE number = ? AND is_on AND paused_until <= ?",
		[]any{persona.Number, milliseconds(t.at)}, &line)
	if err != nil || !free {
		return err
	}
	if away, err := t.isAway(persona.Number); err != nil || away {
		return err
	}
	text := persona.Lines[line%len(persona.Lines)]
	if _, err = t.send(Outgoing{From: persona.Number, Origin: OriginPhone, Chat: chat, Content: Content{Kind: KindText, Text: text}}); err != nil {
		return err
	}
	_, err = t.exec("UPDATE persona SET next_line = ?1, next_write_at = CASE WHEN ?2 > 0 THEN ?2 ELSE next_write_at END WHERE number = ?3",
		(line+1)%len(persona.Lines), nextWriteAt, persona.Number)
	if err != nil {
		return err
	}
	return t.logToMembers(Entry{Kind: EntryTyping, Chat: chat, From: persona.Number, Origin: OriginPhone})
}
