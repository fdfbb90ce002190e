package network

import (
	"context"
	"testing"
)

func pending(t *testing.T, n *Network) (texts []string) {
	t.Helper()
	device, err := n.Device(context.Background(), acme)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := n.Log(context.Background(), acme, device.Cursor, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		texts = append(texts, entry.Content.Text)
	}
	return texts
}

func TestAFirstLinkStartsEmptyAndALaterOneWhereItStopped(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	say(t, n, anna, acme, "history")
	device, err := n.Link(ctx, acme)
	if err != nil || !device.Fresh || !device.Linked {
		t.Fatalf("linked %+v, %v", device, err)
	}
	if texts := pending(t, n); len(texts) != 0 {
		t.Errorf("history came as news: %v", texts)
	}
	say(t, n, anna, acme, "one")
	entries, err := n.Log(ctx, acme, device.Cursor, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("log %v, %v", entries, err)
	}
	for _, seq := range []int64{entries[0].Seq, device.Cursor} { // an acknowledgement never moves back
		if err = n.Acknowledge(ctx, acme, seq); err != nil {
			t.Fatal(err)
		}
	}
	if err = n.SetState(ctx, acme, StateLoggedOut); err != nil {
		t.Fatal(err)
	}
	say(t, n, anna, acme, "two")
	if device, err = n.Device(ctx, acme); err != nil || device.Linked {
		t.Fatalf("logged out: %+v, %v", device, err)
	}
	if device, err = n.Link(ctx, acme); err != nil || device.Fresh || device.State != StateConnected {
		t.Fatalf("linked again %+v, %v", device, err)
	}
	if texts := pending(t, n); len(texts) != 1 || texts[0] != "two" {
		t.Errorf("waiting: %v", texts)
	}
}

func TestStatesOfALogin(t *testing.T) {
	n := open(t)
	ctx := context.Background()
	wantCode(t, n.SetState(ctx, acme, StateConnected), CodeLoginUnknown)
	if _, err := n.Link(ctx, "4900000404"); CodeOf(err) != CodeNotOnNetwork {
		t.Errorf("linked a number that does not exist: %v", err)
	}
	if _, err := n.Link(ctx, acme); err != nil {
		t.Fatal(err)
	}
	wantCode(t, n.SetState(ctx, acme, "asleep"), CodeBadInput)
	for _, state := range ConnectionStates {
		if _, err := n.Link(ctx, acme); err != nil {
			t.Fatal(err)
		}
		if err := n.SetState(ctx, acme, state); err != nil {
			t.Fatalf("%s: %v", state, err)
		}
		device, err := n.Device(ctx, acme)
		if err != nil || device.State != state || device.Linked == state.EndsSession() {
			t.Errorf("%s: %+v, %v", state, device, err)
		}
		if state.EndsSession() {
			wantCode(t, n.SetState(ctx, acme, StateConnected), CodeLoginUnknown)
		}
	}
}

func TestLinkingCodes(t *testing.T) {
	n := open(t)
	code, scanned, withdraw := n.OfferQR()
	if err := n.ScanQR(code, acme); err != nil {
		t.Fatal(err)
	}
	if number := <-scanned; number != acme {
		t.Errorf("scanned by %s", number)
	}
	wantCode(t, n.ScanQR(code, anna), CodeQRUnknown)
	withdraw()
	code, _, withdraw = n.OfferQR()
	withdraw()
	wantCode(t, n.ScanQR(code, acme), CodeQRUnknown)

	_, err := n.ReadCode(acme)
	wantCode(t, err, CodeCodeUnknown)
	old := n.SendCode(acme)
	fresh := n.SendCode(acme)
	if read, err := n.ReadCode(acme); err != nil || read != fresh {
		t.Errorf("the phone shows %s, %v", read, err)
	}
	if old != fresh && n.SpendCode(acme, old) {
		t.Error("an old code still works")
	}
	if !n.SpendCode(acme, fresh) || n.SpendCode(acme, fresh) {
		t.Error("a code works once")
	}
}
