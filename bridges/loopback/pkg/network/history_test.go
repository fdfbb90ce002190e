package network

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

func TestHistoryIsWhatStillStands(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	chat := loopid.DirectChat(anna, acme)
	var ids []loopid.MessageID
	for i := range 5 {
		sent, err := n.Send(ctx, Outgoing{
			From: anna, Chat: chat, Content: Content{Kind: KindText, Text: fmt.Sprint(i)}, SentAtMS: time.Now().Add(-time.Hour).UnixMilli() + int64(i),
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, sent.ID)
	}
	for _, err := range []error{
		n.Edit(ctx, ids[1], anna, OriginPhone, "1 edited", ""),
		n.Delete(ctx, ids[2], anna, OriginPhone),
		n.React(ctx, ids[3], acme, OriginPhone, "👍"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	read := func(before, after loopid.MessageID, limit int) (texts []string) {
		past, err := n.History(ctx, acme, chat, before, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, message := range past {
			texts = append(texts, message.Content.Text)
		}
		return texts
	}
	tests := []struct {
		before, after loopid.MessageID
		limit         int
		want          []string
	}{
		{limit: 10, want: []string{"0", "1 edited", "3", "4"}},
		{limit: 2, want: []string{"3", "4"}},
		{before: ids[3], limit: 10, want: []string{"0", "1 edited"}},
		{after: ids[1], limit: 1, want: []string{"3"}},
		{after: ids[4], limit: 10},
	}
	for _, test := range tests {
		if got := read(test.before, test.after, test.limit); !slices.Equal(got, test.want) {
			t.Errorf("before %s after %s: %v, want %v", test.before, test.after, got, test.want)
		}
	}
	past, _ := n.History(ctx, acme, chat, 0, 0, 10)
	if past[1].EditSeq == 0 || past[2].Reactions[acme] != "👍" {
		t.Errorf("edit %d, reactions %v", past[1].EditSeq, past[2].Reactions)
	}
	if strangers, err := n.History(ctx, jan, chat, 0, 0, 10); err != nil || len(strangers) != 0 {
		t.Errorf("a stranger reads %v, %v", strangers, err)
	}
}

func TestConversationsComeLatestFirst(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	for i, from := range []loopid.PhoneNumber{jan, anna} {
		if _, err := n.Send(ctx, Outgoing{
			From: from, Chat: loopid.DirectChat(from, acme), Content: Content{Kind: KindText, Text: "hi"}, SentAtMS: int64(1000 - i),
		}); err != nil {
			t.Fatal(err)
		}
	}
	for limit, want := range map[int][]loopid.Peer{-1: {loopid.Peer(jan), loopid.Peer(anna)}, 1: {loopid.Peer(jan)}, 0: nil} {
		list, err := n.Conversations(ctx, acme, limit)
		if err != nil {
			t.Fatal(err)
		}
		var peers []loopid.Peer
		for _, conversation := range list {
			peers = append(peers, conversation.Peer)
		}
		if !slices.Equal(peers, want) {
			t.Errorf("limit %d: %v", limit, peers)
		}
	}
}

func TestPeopleAPhoneKnows(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	say(t, n, anna, acme, "hi")
	if err := n.SaveContact(ctx, acme, jan, "Jan from Kraków"); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]loopid.PhoneNumber{
		"": {anna, jan}, "ann": {anna}, "kraków": {jan}, "10002": {jan}, "nobody": nil,
	} {
		people, err := n.Acquaintances(ctx, acme, query, 10)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []loopid.PhoneNumber
		for _, person := range people {
			numbers = append(numbers, person.Number)
		}
		if !slices.Equal(numbers, want) {
			t.Errorf("%q finds %v", query, numbers)
		}
	}
}
