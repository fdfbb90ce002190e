package network

import (
	"context"
	"slices"
	"strings"
	"testing"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

func TestGroups(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	group, err := n.CreateGroup(ctx, anna, OriginPhone, "Project", "", []loopid.PhoneNumber{acme})
	if err != nil {
		t.Fatal(err)
	}
	post := func(from loopid.PhoneNumber) error {
		_, err := n.Send(ctx, Outgoing{From: from, Chat: group, Content: Content{Kind: KindText, Text: "hi"}})
		return err
	}
	wantCode(t, post(jan), CodeNotMember)
	if err = n.ChangeGroup(ctx, group, anna, OriginPhone, GroupChange{Add: []loopid.PhoneNumber{jan}, Remove: []loopid.PhoneNumber{acme}}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, post(acme), CodeNotMember)
	if err = post(jan); err != nil {
		t.Fatal(err)
	}
	if got := count(t, n, acme, EntryMessage); got != 0 {
		t.Errorf("who was removed still receives: %d", got)
	}
	if got := count(t, n, acme, EntryGroup); got != 2 { // the founding and the removal
		t.Errorf("who was removed heard of the group %d times", got)
	}
	second, err := n.CreateGroup(ctx, anna, OriginPhone, "Other", "", nil)
	if err != nil || second == group {
		t.Errorf("a second group is %s, %v", second, err)
	}
}

func TestPollsAndVotes(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	poll, err := n.Send(ctx, Outgoing{From: anna, Chat: loopid.DirectChat(anna, acme), Content: Content{Kind: KindPoll, Poll: &Poll{
		Question: "When?", Options: []PollOption{{Text: "Monday"}, {Text: "Tuesday"}}, MaxChoices: 1,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	vote := func(options ...string) error {
		_, err := n.Vote(ctx, poll.ID, acme, OriginBridge, options)
		return err
	}
	wantCode(t, vote("3"), CodeBadInput)
	wantCode(t, vote("1", "2"), CodeBadInput)
	first, err := n.Vote(ctx, poll.ID, acme, OriginBridge, []string{"1"})
	if err != nil || first <= poll.ID {
		t.Fatalf("vote %s, %v", first, err)
	}
	if err = vote("2"); err != nil {
		t.Fatal(err)
	}
	if shown := screen(t, n, anna)[0]; !slices.Equal(shown.Votes[acme], []string{"2"}) {
		t.Errorf("votes %v", shown.Votes)
	}
	if later := say(t, n, anna, acme, "after"); later.ID <= first+1 {
		t.Errorf("an id was used twice: %s after %s", later.ID, first)
	}
	if err = vote(); err != nil {
		t.Fatal(err)
	}
	if shown := screen(t, n, anna)[0]; len(shown.Votes) != 0 {
		t.Errorf("votes taken back: %v", shown.Votes)
	}
	_, err = n.Vote(ctx, poll.ID+3, acme, OriginBridge, nil)
	wantCode(t, err, CodeNotPoll)
}

// What no event can carry would keep everything behind it from the room.
func TestOnlyTextMayBeLong(t *testing.T) {
	n := open(t)
	long := strings.Repeat("x", maxNameBytes+1)
	poll := func(poll Poll) Content { return Content{Kind: KindPoll, Poll: &poll} }
	options := []PollOption{{Text: "yes"}, {Text: "no"}}
	for name, content := range map[string]Content{
		"question": poll(Poll{Question: long, Options: options}),
		"option":   poll(Poll{Question: "?", Options: append(slices.Clone(options), PollOption{Text: long})}),
		"options":  poll(Poll{Question: "?", Options: make([]PollOption, maxPollOptions+1)}),
		"place":    {Kind: KindLocation, Location: &Location{Name: long}},
		"person":   {Kind: KindContact, Contact: &ContactCard{Name: long}},
		"file":     {Kind: KindFile, Media: &Media{FileName: long}},
	} {
		_, err := n.Send(context.Background(), Outgoing{From: anna, Chat: loopid.DirectChat(anna, acme), Content: content})
		if CodeOf(err) != CodeBadInput {
			t.Errorf("a long %s: %v", name, err)
		}
	}
}
