package connector

import (
	"context"
	"errors"
	"testing"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

func messageFromMatrix(client *Client, content *event.MessageEventContent) *bridgev2.MatrixMessage {
	return &bridgev2.MatrixMessage{MatrixEventBase: bridgev2.MatrixEventBase[*event.MessageEventContent]{
		Event: &event.Event{Type: event.EventMessage}, Content: content, Portal: testPortal(client),
	}}
}

func onAnnasPhone(t *testing.T, client *Client) []*network.ShownMessage {
	t.Helper()
	screen, err := client.world().Screen(context.Background(), anna, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(screen.Chats) == 0 {
		return nil
	}
	return screen.Chats[0].Messages
}

func TestWhatAnEmployeeDoesReachesThePhoneVerbatim(t *testing.T) {
	client := testClient(t)
	ctx := context.Background()
	sent, err := client.HandleMatrixMessage(ctx, messageFromMatrix(client, &event.MessageEventContent{
		MsgType: event.MsgText, Body: " two  spaces \n", Format: event.FormatHTML, FormattedBody: "<b>two</b>",
	}))
	if err != nil {
		t.Fatal(err)
	}
	shown := onAnnasPhone(t, client)
	if len(shown) != 1 || shown[0].Content.Text != " two  spaces \n" || shown[0].Content.HTML != "<b>two</b>" || shown[0].Origin != network.OriginBridge {
		t.Fatalf("shown %+v", shown)
	}
	if sent.DB.ID != shown[0].ID.NetworkID() || sent.DB.SenderID != acme.UserID() {
		t.Errorf("the bridge keeps %+v", sent.DB)
	}
	portal := testPortal(client)
	steps := []error{
		client.HandleMatrixEdit(ctx, &bridgev2.MatrixEdit{
			MatrixEventBase: bridgev2.MatrixEventBase[*event.MessageEventContent]{Content: &event.MessageEventContent{MsgType: event.MsgText, Body: "edited"}, Portal: portal},
			EditTarget:      sent.DB,
		}),
		client.react(ctx, portal, sent.DB.ID, "👍"),
		client.HandleMatrixTyping(ctx, &bridgev2.MatrixTyping{Portal: portal, IsTyping: true}),
		client.HandleMatrixReadReceipt(ctx, &bridgev2.MatrixReadReceipt{Portal: portal, ExactMessage: sent.DB}),
	}
	for i, err := range steps {
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	shown = onAnnasPhone(t, client)
	if shown[0].Content.Text != "edited" || shown[0].Reactions[acme] != "👍" || sent.DB.EditCount != 1 {
		t.Errorf("shown %+v, edited %d times", shown[0], sent.DB.EditCount)
	}
	if err = client.HandleMatrixMessageRemove(ctx, &bridgev2.MatrixMessageRemove{
		MatrixEventBase: bridgev2.MatrixEventBase[*event.RedactionEventContent]{Portal: portal}, TargetMessage: sent.DB,
	}); err != nil {
		t.Fatal(err)
	}
	if shown = onAnnasPhone(t, client); !shown[0].Deleted {
		t.Errorf("shown %+v", shown[0])
	}
}

func TestFaultsBetweenBridgeAndNetwork(t *testing.T) {
	tests := map[string]struct {
		fault   network.Fault
		arrives bool
		fails   bool
		certain bool
	}{
		"none":                    {fault: network.Fault{Login: anna, Fail: network.FailCertain}, arrives: true},
		"refused":                 {fault: network.Fault{Fail: network.FailCertain}, fails: true, certain: true},
		"no answer, not taken":    {fault: network.Fault{Fail: network.FailUncertain}, fails: true},
		"no answer, taken":        {fault: network.Fault{Fail: network.FailUncertain, Taken: true}, arrives: true, fails: true},
		"no echo":                 {fault: network.Fault{LoseEcho: true}, arrives: true},
		"slow on both sides":      {fault: network.Fault{DelayBeforeMS: 30, DelayAfterMS: 30}, arrives: true},
		"concerns deletions only": {fault: network.Fault{Fail: network.FailCertain, Operations: []network.Operation{network.OperationDelete}}, arrives: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := testClient(t)
			ctx := context.Background()
			if _, err := client.world().AddFault(ctx, test.fault); err != nil {
				t.Fatal(err)
			}
			if test.fault.LoseEcho {
				// The framework's list of pending messages needs a started portal; the end-to-end tests have one.
				fault, err := client.submit(ctx, testPortal(client), network.OperationMessage, func(loopid.ChatID) error { return nil })
				if err != nil || fault == nil || !fault.LoseEcho {
					t.Fatalf("fault %+v, %v", fault, err)
				}
				return
			}
			before := time.Now()
			_, err := client.HandleMatrixMessage(ctx, messageFromMatrix(client, &event.MessageEventContent{MsgType: event.MsgText, Body: "hi"}))
			if (err != nil) != test.fails {
				t.Fatalf("answer: %v", err)
			}
			if err != nil && bridgev2.WrapErrorInStatus(err).IsCertain != test.certain {
				t.Errorf("certain: %+v", bridgev2.WrapErrorInStatus(err))
			}
			if arrived := len(onAnnasPhone(t, client)) == 1; arrived != test.arrives {
				t.Errorf("arrived: %t", arrived)
			}
			if wanted := test.fault.DelayBefore() + test.fault.DelayAfter(); time.Since(before) < wanted {
				t.Errorf("took %s, not %s", time.Since(before), wanted)
			}
		})
	}
}

func TestNothingLeavesWithoutAConnection(t *testing.T) {
	for _, state := range network.ConnectionStates {
		client := testClient(t)
		client.setDevice(network.Device{Number: acme, Linked: !state.EndsSession(), State: state})
		_, err := client.HandleMatrixMessage(context.Background(), messageFromMatrix(client, &event.MessageEventContent{MsgType: event.MsgText, Body: "hi"}))
		if (err == nil) != state.Carries() {
			t.Errorf("%s: %v", state, err)
		}
		if err != nil && !bridgev2.WrapErrorInStatus(err).IsCertain {
			t.Errorf("%s: nothing was sent, and the bridge is not certain of it", state)
		}
		if len(onAnnasPhone(t, client)) == 1 != state.Carries() {
			t.Errorf("%s: arrived", state)
		}
		if state.EndsSession() && !errors.Is(err, bridgev2.ErrNotLoggedIn) {
			t.Errorf("%s: %v", state, err)
		}
	}
}

func TestPollsKeepTheirAnswersIDs(t *testing.T) {
	client := testClient(t)
	ctx := context.Background()
	start := &bridgev2.MatrixPollStart{
		MatrixMessage: *messageFromMatrix(client, nil),
		Content: &event.PollStartEventContent{PollStart: event.PollStart{
			MaxSelections: 1, Question: event.MSC1767Message{Text: "Ok?"},
			Answers: []event.PollOption{{ID: "y", MSC1767Message: event.MSC1767Message{Text: "Yes"}}, {ID: "n", MSC1767Message: event.MSC1767Message{
				Message: []event.ExtensibleText{{MimeType: "text/html", Body: "<i>No</i>"}, {MimeType: "text/plain", Body: "No"}},
			}}},
		}},
	}
	poll, err := client.HandleMatrixPollStart(ctx, start)
	if err != nil {
		t.Fatal(err)
	}
	vote := func(answers ...string) (*bridgev2.MatrixMessageResponse, error) {
		return client.HandleMatrixPollVote(ctx, &bridgev2.MatrixPollVote{
			MatrixMessage: *messageFromMatrix(client, nil), VoteTo: &database.Message{ID: poll.DB.ID},
			Content: &event.PollResponseEventContent{Response: event.PollResponse{Answers: answers}},
		})
	}
	if _, err = vote("perhaps"); !bridgev2.WrapErrorInStatus(err).IsCertain {
		t.Errorf("an answer that does not exist: %v", err)
	}
	first, err := vote("n")
	if err != nil {
		t.Fatal(err)
	}
	second, err := vote("y")
	if err != nil || first.DB.ID == second.DB.ID || first.DB.ID == poll.DB.ID {
		t.Errorf("votes %+v and %+v, %v", first, second, err)
	}
	shown := onAnnasPhone(t, client)[0]
	if shown.Content.Poll.Options[1].Text != "No" || len(shown.Votes[acme]) != 1 || shown.Votes[acme][0] != "y" {
		t.Errorf("shown %+v, votes %v", shown.Content.Poll, shown.Votes)
	}
}

func TestFromMatrix(t *testing.T) {
	client := testClient(t)
	tests := map[string]struct {
		in    event.MessageEventContent
		want  network.Content
		fails bool
	}{
		"notice":              {in: event.MessageEventContent{MsgType: event.MsgNotice, Body: "n"}, want: network.Content{Kind: network.KindText, Text: "n"}},
		"emote":               {in: event.MessageEventContent{MsgType: event.MsgEmote, Body: "waves"}, want: network.Content{Kind: network.KindText, Text: "/me waves"}},
		"unmarked HTML":       {in: event.MessageEventContent{MsgType: event.MsgText, Body: "b", FormattedBody: "<b>b</b>"}, want: network.Content{Kind: network.KindText, Text: "b"}},
		"verification":        {in: event.MessageEventContent{MsgType: "m.key.verification.request", Body: "?"}, fails: true},
		"location, no URI":    {in: event.MessageEventContent{MsgType: event.MsgLocation, Body: "here"}, fails: true},
		"location, half":      {in: event.MessageEventContent{MsgType: event.MsgLocation, GeoURI: "geo:1"}, fails: true},
		"location, no number": {in: event.MessageEventContent{MsgType: event.MsgLocation, GeoURI: "geo:x,y"}, fails: true},
	}
	for name, test := range tests {
		got, err := client.fromMatrix(context.Background(), event.EventMessage, &test.in)
		if (err != nil) != test.fails || (err == nil && got != test.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	place, err := client.fromMatrix(context.Background(), event.EventMessage, &event.MessageEventContent{MsgType: event.MsgLocation, Body: "Office", GeoURI: "geo:52.5,-1.25;u=35"})
	if err != nil || *place.Location != (network.Location{Latitude: 52.5, Longitude: -1.25, Name: "Office"}) {
		t.Errorf("a place: %+v, %v", place.Location, err)
	}
}
