package network

import (
	"context"
	"strings"
	"testing"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

func goes(t *testing.T, n *Network, number loopid.PhoneNumber, offline bool) {
	t.Helper()
	if err := n.SetOffline(context.Background(), number, offline); err != nil {
		t.Fatal(err)
	}
}

func texts(messages []*ShownMessage) string {
	shown := make([]string, len(messages))
	for i, message := range messages {
		if shown[i] = "deleted"; !message.Deleted {
			shown[i] = message.Content.Text
		}
	}
	return strings.Join(shown, "; ")
}

func line(t *testing.T, n *Network, number loopid.PhoneNumber) *PhoneLine {
	t.Helper()
	lines, _, err := n.Overview(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if line.Number == number {
			return line
		}
	}
	t.Fatalf("no phone %s", number)
	return nil
}

func TestAPhoneThatIsAwayShowsWhatItHadAndThenEverything(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	asked := say(t, n, anna, acme, "Is it ready?")
	answered := say(t, n, acme, anna, "Soon")
	goes(t, n, anna, true)

	say(t, n, acme, anna, "Now it is")
	for _, err := range []error{
		n.React(ctx, asked.ID, acme, OriginPhone, "👍"),
		n.Edit(ctx, answered.ID, acme, OriginPhone, "Very soon", ""),
		n.MarkRead(ctx, loopid.DirectChat(anna, acme), acme, OriginPhone, asked.ID),
		n.MarkDelivered(ctx, asked.ID, acme),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	shown := screen(t, n, anna)
	if texts(shown) != "Is it ready?; Soon" || shown[0].Reactions != nil || shown[0].ReadBy != nil || shown[0].DeliveredTo != nil || shown[1].Earlier != nil {
		t.Errorf("away it shows %q: %+v", texts(shown), shown[0])
	}
	if away := line(t, n, anna); !away.Offline || away.Unread != 1 || away.Last.Text != "Soon" {
		t.Errorf("from outside it is %+v, last %+v", away, away.Last)
	}

	goes(t, n, anna, false)
	shown = screen(t, n, anna)
	if texts(shown) != "Is it ready?; Very soon; Now it is" || shown[0].Reactions[acme] != "👍" || len(shown[0].ReadBy) != 1 || len(shown[0].DeliveredTo) != 1 || len(shown[1].Earlier) != 1 {
		t.Errorf("back it shows %q: %+v", texts(shown), shown[0])
	}
	if back := line(t, n, anna); back.Offline || back.Unread != 2 || back.Last.Text != "Now it is" {
		t.Errorf("from outside it is %+v, last %+v", back, back.Last)
	}
}

func TestWhatWasTakenBackWhileAwayIsStillThereUntilThePhoneIsBack(t *testing.T) {
	n := open(t)
	said := say(t, n, acme, anna, "A mistake")
	goes(t, n, anna, true)
	if err := n.Delete(context.Background(), said.ID, acme, OriginPhone); err != nil {
		t.Fatal(err)
	}
	if got := texts(screen(t, n, anna)); got != "A mistake" {
		t.Errorf("away it shows %q", got)
	}
	goes(t, n, anna, false)
	if got := texts(screen(t, n, anna)); got != "deleted" {
		t.Errorf("back it shows %q", got)
	}
}

func TestTheLogOfAPhoneThatIsAwayStopsAndGoesOnWithoutAGap(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	say(t, n, acme, anna, "one")
	goes(t, n, anna, true)
	say(t, n, acme, anna, "two")
	had, err := n.HandsetLog(ctx, anna, 0, 10)
	if err != nil || len(had) != 1 {
		t.Fatalf("away it has %d entries, %v", len(had), err)
	}
	if entries, err := n.Log(ctx, anna, 0, 10); err != nil || len(entries) != 2 {
		t.Errorf("a bridge linked to the number has %d entries, %v", len(entries), err)
	}

	arrived := make(chan []Entry, 1)
	go func() {
		entries, _ := n.AwaitLog(ctx, anna, had[0].Seq, 10, 10*time.Second)
		arrived <- entries
	}()
	goes(t, n, anna, false)
	select {
	case entries := <-arrived:
		if len(entries) != 1 || entries[0].Content.Text != "two" {
			t.Errorf("arrived %+v", entries)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("whoever waits for the log does not hear that the phone is back")
	}
}

func TestBeingAwayIsSaidOnceAndKept(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	say(t, n, acme, anna, "one")
	goes(t, n, anna, true)
	say(t, n, acme, anna, "two")
	goes(t, n, anna, true) // again: it has not heard of the second meanwhile
	if got := texts(screen(t, n, anna)); got != "one" {
		t.Errorf("it shows %q", got)
	}
	wantCode(t, n.MustBeOnline(ctx, anna), CodePhoneOffline)
	wantCode(t, n.SetOffline(ctx, "4900000404", true), CodePhoneUnknown)
	goes(t, n, anna, false)
	goes(t, n, anna, false)
	if err := n.MustBeOnline(ctx, anna); err != nil {
		t.Error(err)
	}
}

func TestUnreadIsWhatOthersWroteAfterOnesReadMark(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	chat := loopid.DirectChat(anna, acme)
	wants := func(unread int) {
		t.Helper()
		if got := line(t, n, anna).Unread; got != unread {
			t.Errorf("%d unread, want %d", got, unread)
		}
	}
	wants(0)
	first := say(t, n, acme, anna, "one")
	second := say(t, n, acme, anna, "two")
	say(t, n, jan, anna, "from somebody else")
	say(t, n, anna, acme, "own")
	wants(3)
	if err := n.MarkRead(ctx, chat, anna, OriginPhone, first.ID); err != nil {
		t.Fatal(err)
	}
	wants(2)
	if err := n.Delete(ctx, second.ID, acme, OriginPhone); err != nil {
		t.Fatal(err)
	}
	wants(1)
	list, err := n.ChatList(ctx, anna)
	if err != nil || len(list) != 2 || list[0].Peer != loopid.Peer(acme) || list[0].Title != "Acme" || list[0].Last.Text != "own" || !list[0].Last.Own || list[1].Unread != 1 {
		t.Errorf("the list is %+v, %v", list, err)
	}
}

func TestOnlyALinkedNumberIsACompanysInTheOverview(t *testing.T) {
	n := open(t)
	if login := line(t, n, acme).Login; login != "" {
		t.Errorf("a phone nobody linked has the login %q", login)
	}
	if _, err := n.Link(context.Background(), acme); err != nil {
		t.Fatal(err)
	}
	if company := line(t, n, acme); company.Login != StateConnected || !company.Linked {
		t.Errorf("a linked number is %+v", company)
	}
	if err := n.SetPersona(context.Background(), anna, firstLines); err != nil {
		t.Fatal(err)
	}
	if client := line(t, n, anna); client.Login != "" || !client.Lively {
		t.Errorf("a client is %+v", client)
	}
}
