package network

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// stage is a world whose time stands still until a test moves it, with a company and one phone that answers by itself.
type stage struct {
	*Network
	t     *testing.T
	at    time.Time
	going *liveliness
}

var firstLines = Persona{Language: "en", Lines: []string{"Thank you.", "Agreed.", "When?"}, ReplyAfterMS: 10_000}

func setStage(t *testing.T, persona Persona) *stage {
	t.Helper()
	s := &stage{Network: open(t), t: t, at: time.Now(), going: newLiveliness()}
	s.now = func() time.Time { return s.at }
	if _, err := s.Link(context.Background(), acme); err != nil {
		t.Fatal(err)
	}
	s.must(s.SetPersona(context.Background(), anna, persona))
	return s
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// after lets time pass and the personas do what is due then; it tells when they want to be looked at again, from now.
func (s *stage) after(passed time.Duration) time.Duration {
	s.t.Helper()
	s.at = s.at.Add(passed)
	next, err := s.animate(context.Background(), s.going)
	s.must(err)
	if next == 0 {
		return 0
	}
	return time.UnixMilli(next).Sub(s.at.Truncate(time.Millisecond))
}

// said is what the company has got from the phone since a point in its log, one word a thing.
func (s *stage) said() (words []string) {
	s.t.Helper()
	entries, err := s.Log(context.Background(), acme, 0, 1000)
	s.must(err)
	for _, entry := range entries {
		switch {
		case entry.From != anna:
		case entry.Kind == EntryMessage:
			words = append(words, entry.Content.Text)
		case entry.Kind == EntryTyping && !entry.Typing:
			words = append(words, "typed")
		default:
			words = append(words, string(entry.Kind))
		}
	}
	return words
}

func (s *stage) wants(words string) {
	s.t.Helper()
	if got := strings.Join(s.said(), " "); got != words {
		s.t.Errorf("the company got %q, want %q", got, words)
	}
}

func TestAPersonaAnswersTheWayAPersonDoes(t *testing.T) {
	s := setStage(t, firstLines)
	say(t, s.Network, acme, anna, "Your order is ready")
	for _, step := range []struct {
		passed, next time.Duration
		words        string
	}{
		{0, 3 * time.Second, "delivered"},
		{2 * time.Second, time.Second, "delivered"},
		{time.Second, 3 * time.Second, "delivered read"},
		{3 * time.Second, 4 * time.Second, "delivered read typing"},
		{4 * time.Second, 0, "delivered read typing Thank you. typed"},
		{time.Hour, 0, "delivered read typing Thank you. typed"},
	} {
		if next := s.after(step.passed); next != step.next {
			t.Errorf("after %s it wants to be looked at in %s, want %s", step.passed, next, step.next)
		}
		s.wants(step.words)
	}
}

func TestAPersonaGoesThroughItsLinesAndBeginsAgain(t *testing.T) {
	s := setStage(t, Persona{Lines: []string{"one", "two"}})
	for i := range 3 {
		say(t, s.Network, acme, anna, fmt.Sprint("question ", i))
		s.after(time.Second)
	}
	var lines []string
	for _, word := range s.said() {
		if word == "one" || word == "two" {
			lines = append(lines, word)
		}
	}
	if got := strings.Join(lines, " "); got != "one two one" {
		t.Errorf("said %s", got)
	}
}

func TestSeveralMessagesInARowGetOneAnswer(t *testing.T) {
	s := setStage(t, firstLines)
	for i := range 4 {
		say(t, s.Network, acme, anna, fmt.Sprint("part ", i))
		s.after(2 * time.Second)
	}
	s.after(8 * time.Second)
	s.after(time.Hour)
	if got := strings.Count(strings.Join(s.said(), " "), "Thank you."); got != 1 || strings.Contains(strings.Join(s.said(), " "), "Agreed.") {
		t.Errorf("said %v", s.said())
	}
}

func TestAPersonaHoldsItsTongue(t *testing.T) {
	ctx := context.Background()
	asked := func(s *stage) Sent { return say(s.t, s.Network, acme, anna, "Are you there?") }
	tests := map[string]func(s *stage){
		"while a person uses the phone":    func(s *stage) { s.must(s.PausePersona(ctx, anna, 60*60*1000)); asked(s) },
		"turned off":                       func(s *stage) { s.must(s.StopPersona(ctx, anna)); asked(s) },
		"turned off after it has noticed":  func(s *stage) { asked(s); s.after(4 * time.Second); s.must(s.StopPersona(ctx, anna)) },
		"while its phone is away":          func(s *stage) { s.must(s.SetOffline(ctx, anna, true)); asked(s) },
		"when the question was taken back": func(s *stage) { s.must(s.Delete(ctx, asked(s).ID, acme, OriginPhone)) },
		"when its person has answered":     func(s *stage) { asked(s); s.after(4 * time.Second); say(s.t, s.Network, anna, acme, "I am") },
		"towards somebody who is no company": func(s *stage) {
			say(s.t, s.Network, jan, anna, "Are you there?")
		},
		"in a group": func(s *stage) {
			group, err := s.CreateGroup(ctx, acme, OriginPhone, "Friday", "", []loopid.PhoneNumber{anna})
			s.must(err)
			_, err = s.Send(ctx, Outgoing{From: acme, Origin: OriginPhone, Chat: group, Content: Content{Kind: KindText, Text: "Who comes?"}})
			s.must(err)
		},
	}
	for name, happens := range tests {
		t.Run(name, func(t *testing.T) {
			s := setStage(t, firstLines)
			happens(s)
			for range 6 {
				s.after(5 * time.Second)
			}
			for _, word := range s.said() {
				if word == firstLines.Lines[0] {
					t.Errorf("it said %v", s.said())
				}
			}
		})
	}
}

func TestAPersonaGoesOnWhenItsPersonLeavesThePhone(t *testing.T) {
	s := setStage(t, firstLines)
	s.must(s.PausePersona(context.Background(), anna, 60_000))
	say(t, s.Network, acme, anna, "Are you there?")
	if next := s.after(time.Second); next != 59*time.Second {
		t.Errorf("it wants to be looked at in %s", next)
	}
	s.wants("")
	s.after(59 * time.Second)
	s.after(10 * time.Second)
	s.after(0)
	s.wants("delivered read typing Thank you. typed")
}
