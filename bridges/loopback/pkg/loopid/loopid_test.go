package loopid

import (
	"encoding/json"
	"errors"
	"testing"

	"maunium.net/go/mautrix/bridgev2/networkid"
)

func TestPhoneNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	tests := []struct {
		input string
		want  PhoneNumber
		fails bool
	}{
		{input: "+48 100-200 (300)", want: "48100200300"},
		{input: "4915112345678", want: "4915112345678"},
		{input: "+1.555/0001", want: "15550001"},
		{input: "0048100200300", fails: true}, // a national prefix, not a country
		{input: "123", fails: true},
		{input: "1234567890123456", fails: true},
		{input: "+48100x", fails: true},
		{input: "", fails: true},
		{input: "++48100200", fails: true},
		{input: "４８１００２００", fails: true}, // full-width digits
	}
	for _, test := range tests {
		got, err := ParsePhoneNumber(test.input)
		if test.fails != (err != nil) || got != test.want {
			t.Errorf("ParsePhoneNumber(%q) = %q, %v", test.input, got, err)
		}
		if err != nil && !errors.Is(err, ErrInvalidNumber) {
			t.Errorf("ParsePhoneNumber(%q) fails with %v", test.input, err)
		}
	}
}

func TestIDsHaveOneSpelling(t *testing.T) {
	for _, id := range []string{"+48100200300", "48 100200300", "", "m-1", "048100200300"} {
		if number, err := FromUserID(networkid.UserID(id)); err == nil {
			t.Errorf("FromUserID(%q) = %q", id, number)
		}
		if number, err := FromLoginID(networkid.UserLoginID(id)); err == nil {
			t.Errorf("FromLoginID(%q) = %q", id, number)
		}
	}
	number := PhoneNumber("48100200300")
	if got, err := FromUserID(number.UserID()); err != nil || got != number {
		t.Errorf("a ghost's number is %q, %v", got, err)
	}
	if got, err := FromLoginID(number.LoginID()); err != nil || got != number {
		t.Errorf("a login's number is %q, %v", got, err)
	}
}

func TestBothSidesNameTheSameChat(t *testing.T) {
	const anna, acme = PhoneNumber("4915110001"), PhoneNumber("48100100100")
	if DirectChat(anna, acme) != DirectChat(acme, anna) {
		t.Fatal("the chat depends on who asks")
	}
	chat := DirectChat(anna, acme)
	tests := []struct {
		chat ChatID
		me   PhoneNumber
		want Peer
	}{
		{chat: chat, me: anna, want: Peer(acme)},
		{chat: chat, me: acme, want: Peer(anna)},
		{chat: DirectChat(anna, anna), me: anna, want: Peer(anna)},
		{chat: GroupChat(7), me: anna, want: "g-7"},
	}
	for _, test := range tests {
		peer := test.chat.PeerFor(test.me)
		if peer != test.want {
			t.Errorf("%s calls %s %q", test.me, test.chat, peer)
		}
		if back := peer.ChatFor(test.me); back != test.chat {
			t.Errorf("%q of %s leads to %s", peer, test.me, back)
		}
		if portal, err := FromPortalID(peer.PortalID()); err != nil || portal != peer {
			t.Errorf("portal %q is read as %q, %v", peer.PortalID(), portal, err)
		}
	}
}

func TestPortalIDs(t *testing.T) {
	for _, id := range []networkid.PortalID{"", "g-", "g-x", "+48100200300", "48 100200300", "d-1-2", "g--1"} {
		if peer, err := FromPortalID(id); err == nil {
			t.Errorf("FromPortalID(%q) = %q", id, peer)
		}
	}
	if peer, err := ParsePeer("+48 100 200 300"); err != nil || peer != "48100200300" {
		t.Errorf("a written number is read as %q, %v", peer, err)
	}
	if !Peer("g-12").IsGroup() || Peer("g-12").Number() != "" || Peer("48100200300").Number() == "" {
		t.Error("groups and people are mixed up")
	}
}

func TestPairRefusesWhatIsNoDirectChat(t *testing.T) {
	for _, chat := range []ChatID{"g-1", "d-1", "d-48100200300", "48100200300-4915110001", "d-a-b", ""} {
		if one, other, ok := chat.Pair(); ok {
			t.Errorf("%q is a chat between %q and %q", chat, one, other)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	tests := []struct {
		text  string
		want  MessageID
		fails bool
	}{
		{text: "m-1", want: 1},
		{text: "m-9223372036854775807", want: 9223372036854775807},
		{text: "", want: 0},
		{text: "m-0", fails: true},
		{text: "m-", fails: true},
		{text: "m--1", fails: true},
		{text: "m-9223372036854775808", fails: true},
		{text: "17", fails: true},
		{text: "g-1", fails: true},
	}
	for _, test := range tests {
		got, err := ParseMessageID(test.text)
		if test.fails != (err != nil) || got != test.want {
			t.Errorf("ParseMessageID(%q) = %d, %v", test.text, got, err)
		}
		if err == nil && got.String() != test.text {
			t.Errorf("%q comes back as %q", test.text, got.String())
		}
	}
}

func TestMessageIDsInJSON(t *testing.T) {
	var body struct {
		ID MessageID `json:"id"`
	}
	if err := json.Unmarshal([]byte(`{"id":"m-17"}`), &body); err != nil || body.ID != 17 {
		t.Errorf("read %d, %v", body.ID, err)
	}
	if out, err := json.Marshal(body); err != nil || string(out) != `{"id":"m-17"}` {
		t.Errorf("wrote %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"id":"17"}`), &body); err == nil {
		t.Error("a bare number passes for a message id")
	}
}
