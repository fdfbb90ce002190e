package network

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

const (
	anna = loopid.PhoneNumber("4915110001")
	jan  = loopid.PhoneNumber("4915110002")
	acme = loopid.PhoneNumber("48100100100")
)

// open makes a world with three people in it.
func open(t testing.TB) *Network {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "world.db"))
}

func openAt(t testing.TB, path string) *Network {
	t.Helper()
	n, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	for number, name := range map[loopid.PhoneNumber]string{anna: "Anna", jan: "Jan", acme: "Acme"} {
		if _, err = n.SetPhone(context.Background(), number, PhoneChange{Name: &name}); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func say(t testing.TB, n *Network, from, to loopid.PhoneNumber, text string) Sent {
	t.Helper()
	sent, err := n.Send(context.Background(), Outgoing{
		From: from, Origin: OriginPhone, Chat: loopid.DirectChat(from, to), Content: Content{Kind: KindText, Text: text},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func screen(t *testing.T, n *Network, number loopid.PhoneNumber) []*ShownMessage {
	t.Helper()
	drawn, err := n.Screen(context.Background(), number, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var messages []*ShownMessage
	for _, chat := range drawn.Chats {
		messages = append(messages, chat.Messages...)
	}
	return messages
}

func wantCode(t *testing.T, err error, code Code) {
	t.Helper()
	if CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestAMessageArrivesOnEveryPhoneOfTheChat(t *testing.T) {
	n := open(t)
	sent := say(t, n, anna, acme, "Is my order ready?")
	for _, number := range []loopid.PhoneNumber{anna, acme} {
		shown := screen(t, n, number)
		if len(shown) != 1 || shown[0].ID != sent.ID || shown[0].Content.Text != "Is my order ready?" || shown[0].Own != (number == anna) {
			t.Errorf("%s shows %+v", number, shown)
		}
	}
	if shown := screen(t, n, jan); len(shown) != 0 {
		t.Errorf("a stranger sees %+v", shown)
	}
}

func TestTheNetworkRefuses(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	off := false
	if _, err := n.SetPhone(ctx, jan, PhoneChange{OnNetwork: &off}); err != nil {
		t.Fatal(err)
	}
	mine := say(t, n, anna, acme, "mine")
	theirs := say(t, n, acme, anna, "theirs")
	text := func(from, to loopid.PhoneNumber, body string, replyTo loopid.MessageID) error {
		_, err := n.Send(ctx, Outgoing{From: from, Chat: loopid.DirectChat(from, to), Content: Content{Kind: KindText, Text: body}, ReplyTo: replyTo})
		return err
	}
	kind := func(content Content) error {
		_, err := n.Send(ctx, Outgoing{From: anna, Chat: loopid.DirectChat(anna, acme), Content: content})
		return err
	}
	tests := map[string]struct {
		err  error
		want Code
	}{
		"somebody who left the network":    {text(anna, jan, "hello", 0), CodeNotOnNetwork},
		"somebody who never was there":     {text(anna, "4900000404", "hello", 0), CodeNotOnNetwork},
		"somebody writing after leaving":   {text(jan, acme, "hello", 0), CodeNotOnNetwork},
		"nothing":                          {text(anna, acme, "", 0), CodeBadInput},
		"more than the network takes":      {text(anna, acme, string(make([]byte, MaxTextBytes+1)), 0), CodeBadInput},
		"a reply to nothing":               {text(anna, acme, "hello", 99), CodeMessageUnknown},
		"a kind nobody knows":              {kind(Content{Kind: "hologram"}), CodeBadInput},
		"a picture without a picture":      {kind(Content{Kind: KindImage}), CodeBadInput},
		"a picture that was never sent":    {kind(Content{Kind: KindImage, Media: &Media{SHA256: "00"}}), CodeMediaUnknown},
		"a place that is none":             {kind(Content{Kind: KindLocation, Location: &Location{Latitude: 91}}), CodeBadInput},
		"a poll without a choice":          {kind(Content{Kind: KindPoll, Poll: &Poll{Question: "?", Options: []PollOption{{Text: "yes"}}}}), CodeBadInput},
		"a call without an end":            {kind(Content{Kind: KindCall, Call: &Call{}}), CodeBadInput},
		"an edit of another's message":     {n.Edit(ctx, theirs.ID, anna, OriginPhone, "changed", ""), CodeNotSender},
		"a deletion of another's message":  {n.Delete(ctx, theirs.ID, anna, OriginPhone), CodeNotSender},
		"a reaction from outside the chat": {n.React(ctx, mine.ID, jan, OriginPhone, "👍"), CodeChatUnknown},
		"a group nobody founded":           {n.ChangeGroup(ctx, "g-9", anna, OriginPhone, GroupChange{}), CodeChatUnknown},
		"a negative timer":                 {n.SetTimer(ctx, mine.Chat, anna, OriginPhone, -1), CodeBadInput},
		"a code that is not shown":         {n.ScanQR("loopback://link/0", anna), CodeQRUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { wantCode(t, test.err, test.want) })
	}
	if shown := screen(t, n, acme); len(shown) != 2 {
		t.Errorf("a refused message arrived: %d on the screen", len(shown))
	}
}

func TestWhatAPhoneShowsChanges(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	sent := say(t, n, acme, anna, "one")
	chat := sent.Chat
	steps := []error{
		n.Edit(ctx, sent.ID, acme, OriginBridge, "two", "<b>two</b>"),
		n.Edit(ctx, sent.ID, acme, OriginPhone, "three", ""),
		n.React(ctx, sent.ID, anna, OriginPhone, "👍"),
		n.React(ctx, sent.ID, anna, OriginPhone, "🎉"),
		n.MarkRead(ctx, chat, anna, OriginPhone, sent.ID),
		n.MarkRead(ctx, chat, anna, OriginPhone, sent.ID),
	}
	for i, err := range steps {
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	shown := screen(t, n, anna)[0]
	if shown.Content.Text != "three" || len(shown.Earlier) != 2 || shown.Earlier[0].Content.Text != "one" || shown.Earlier[1].Content.HTML != "<b>two</b>" {
		t.Errorf("after two edits: %+v", shown)
	}
	if shown.Reactions[anna] != "🎉" || len(shown.Reactions) != 1 || !slices.Equal(shown.ReadBy, []loopid.PhoneNumber{anna}) {
		t.Errorf("reactions %v, read by %v", shown.Reactions, shown.ReadBy)
	}
	if reads := count(t, n, acme, EntryRead); reads != 1 {
		t.Errorf("reading twice was told %d times", reads)
	}
	if err := n.Delete(ctx, sent.ID, acme, OriginBridge); err != nil {
		t.Fatal(err)
	}
	shown = screen(t, n, anna)[0]
	if !shown.Deleted || shown.Content != nil || shown.Earlier != nil || shown.Reactions != nil {
		t.Errorf("a deleted message still shows %+v", shown)
	}
	wantCode(t, n.Edit(ctx, sent.ID, acme, OriginPhone, "four", ""), CodeMessageDeleted)
	wantCode(t, n.React(ctx, sent.ID, anna, OriginPhone, "👍"), CodeMessageDeleted)
}

func count(t *testing.T, n *Network, number loopid.PhoneNumber, kind EntryKind) (found int) {
	t.Helper()
	entries, err := n.Log(context.Background(), number, 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Kind == kind {
			found++
		}
	}
	return found
}

func TestOwnMessagesNeedNoReading(t *testing.T) {
	n := open(t)
	sent := say(t, n, acme, anna, "hello")
	if err := n.MarkRead(context.Background(), sent.Chat, acme, OriginBridge, sent.ID); err != nil {
		t.Fatal(err)
	}
	if reads := count(t, n, anna, EntryRead); reads != 0 {
		t.Errorf("reading one's own message was told %d times", reads)
	}
}

func TestDisappearingMessagesLeaveTheScreenAndStayInTheLog(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	clock := time.Now()
	n.now = func() time.Time { return clock }
	before := say(t, n, anna, acme, "stays")
	if err := n.SetTimer(ctx, before.Chat, acme, OriginBridge, 60_000); err != nil {
		t.Fatal(err)
	}
	say(t, n, anna, acme, "goes")
	if shown := screen(t, n, acme); len(shown) != 2 {
		t.Fatalf("%d on the screen", len(shown))
	}
	clock = clock.Add(61 * time.Second)
	if shown := screen(t, n, acme); len(shown) != 1 || shown[0].ID != before.ID {
		t.Errorf("after the timer: %+v", shown)
	}
	if messages := count(t, n, acme, EntryMessage); messages != 2 {
		t.Errorf("the log has %d messages", messages)
	}
}

func TestADeletedChatComesBackEmptyWithTheNextMessage(t *testing.T) {
	n := open(t)
	say(t, n, anna, acme, "old")
	if err := n.DeleteChat(context.Background(), loopid.DirectChat(anna, acme), acme, OriginPhone); err != nil {
		t.Fatal(err)
	}
	if shown := screen(t, n, acme); len(shown) != 0 {
		t.Errorf("a deleted chat shows %+v", shown)
	}
	say(t, n, anna, acme, "new")
	if shown := screen(t, n, acme); len(shown) != 1 || shown[0].Content.Text != "new" {
		t.Errorf("after the next message: %+v", shown)
	}
	if shown := screen(t, n, anna); len(shown) != 2 {
		t.Errorf("the other phone lost something: %d", len(shown))
	}
}

func TestConcurrentSendersKeepTheirOwnOrder(t *testing.T) {
	n := open(t)
	const each = 100
	var all sync.WaitGroup
	for _, from := range []loopid.PhoneNumber{anna, jan} {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range each {
				say(t, n, from, acme, fmt.Sprint(i))
			}
		}()
	}
	all.Wait()
	next := map[loopid.PhoneNumber]int{}
	entries, err := n.Log(context.Background(), acme, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Kind != EntryMessage {
			continue
		}
		if want := fmt.Sprint(next[entry.From]); entry.Content.Text != want {
			t.Fatalf("%s: got %s, want %s", entry.From, entry.Content.Text, want)
		}
		next[entry.From]++
	}
	if next[anna] != each || next[jan] != each {
		t.Errorf("received %v", next)
	}
}

func TestWaitingForTheLog(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	done := make(chan []Entry, 1)
	go func() {
		entries, _ := n.AwaitLog(ctx, acme, 0, 10, 10*time.Second)
		done <- entries
	}()
	say(t, n, anna, acme, "wake up")
	select {
	case entries := <-done:
		if len(entries) != 1 || entries[0].Content.Text != "wake up" {
			t.Errorf("woke to %+v", entries)
		}
	case <-time.After(5 * time.Second):
		t.Error("nobody rang")
	}
	if entries, err := n.AwaitLog(ctx, acme, 1, 10, time.Millisecond); err != nil || len(entries) != 0 {
		t.Errorf("an empty wait brought %v, %v", entries, err)
	}
}

func BenchmarkSend(b *testing.B) {
	n := open(b)
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			say(b, n, acme, anna, "hello")
		}
	})
}
