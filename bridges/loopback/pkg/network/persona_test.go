package network

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWhatWasWrittenBeforeAPersonaWasTurnedOnGetsNoAnswer(t *testing.T) {
	s := setStage(t, firstLines)
	s.must(s.StopPersona(context.Background(), anna))
	say(t, s.Network, acme, anna, "long ago")
	s.must(s.SetPersona(context.Background(), anna, firstLines))
	s.after(time.Minute)
	s.after(time.Minute)
	s.wants("")
}

func TestAPersonaThatWritesByItselfWaitsForAnAnswerAfterTwo(t *testing.T) {
	s := setStage(t, Persona{Lines: []string{"Hello?", "Still there?", "Well?"}, ReplyAfterMS: 1000, WritesEveryMS: 60_000})
	for range 5 {
		s.after(time.Minute)
	}
	s.wants("Hello? typed Still there? typed")
}

func TestAPersonaThatWritesHasReadWhatStandsAbove(t *testing.T) {
	ctx := context.Background()
	s := setStage(t, firstLines)
	s.must(s.StopPersona(ctx, anna))
	say(t, s.Network, acme, anna, "long ago")
	s.must(s.SetPersona(ctx, anna, Persona{Lines: []string{"And now?"}, WritesEveryMS: 60_000}))
	s.after(time.Minute)
	s.wants("read And now? typed")
	lines, _, err := s.Overview(ctx)
	s.must(err)
	for _, line := range lines {
		if line.Number == anna && line.Unread != 0 {
			t.Errorf("%d stand unread above what it wrote", line.Unread)
		}
	}
}

func TestAPersonaAnswersOnceAlsoOverARestart(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "world.db")
	n := openAt(t, path)
	if _, err := n.Link(ctx, acme); err != nil {
		t.Fatal(err)
	}
	if err := n.SetPersona(ctx, anna, Persona{Lines: []string{"one", "two"}}); err != nil {
		t.Fatal(err)
	}
	for restart := range 3 {
		if restart == 1 {
			say(t, n, acme, anna, "unanswered when it stopped")
		}
		n.Close()
		n = openAt(t, path)
		if _, err := n.animate(ctx, newLiveliness()); err != nil {
			t.Fatal(err)
		}
	}
	var texts []string
	for _, shown := range screen(t, n, acme) {
		texts = append(texts, shown.Content.Text)
	}
	if got := strings.Join(texts, "; "); got != "unanswered when it stopped; one" {
		t.Errorf("the company has %s", got)
	}
}

func TestBadPersonasAreRefused(t *testing.T) {
	n := open(t)
	lines := []string{"Hello"}
	for name, persona := range map[string]Persona{
		"no lines":                     {},
		"too many lines":               {Lines: make([]string, maxLines+1)},
		"an empty line":                {Lines: []string{"Hello", ""}},
		"a line too long":              {Lines: []string{strings.Repeat("x", maxLineBytes+1)}},
		"an answer before the message": {Lines: lines, ReplyAfterMS: -1},
		"an answer after hours":        {Lines: lines, ReplyAfterMS: maxReplyAfterMS + 1},
		"writing without a pause":      {Lines: lines, WritesEveryMS: minWritesEveryMS - 1},
		"a language without an end":    {Lines: lines, Language: strings.Repeat("x", maxNameBytes+1)},
	} {
		t.Run(name, func(t *testing.T) {
			wantCode(t, n.SetPersona(context.Background(), anna, persona), CodeBadInput)
		})
	}
	wantCode(t, n.SetPersona(context.Background(), "4900000404", firstLines), CodeNotOnNetwork)
	wantCode(t, n.PausePersona(context.Background(), anna, -1), CodeBadInput)
	wantCode(t, n.PausePersona(context.Background(), anna, maxPauseMS+1), CodeBadInput)
}

func TestAnimateEndsWithTheNetwork(t *testing.T) {
	s := setStage(t, Persona{Lines: []string{"Thank you."}})
	s.now = time.Now
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Animate(context.Background(), func(err error) { t.Error(err) })
	}()
	say(t, s.Network, acme, anna, "Your order is ready")
	for deadline := time.Now().Add(5 * time.Second); len(s.said()) < 5 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	s.wants("delivered read typing Thank you. typed")
	s.Close()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("it still goes on")
	}
}
