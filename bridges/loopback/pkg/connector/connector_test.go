package connector

import (
	"context"
	"path/filepath"
	"testing"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/bridgeconfig"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

const (
	anna = loopid.PhoneNumber("4915110001")
	acme = loopid.PhoneNumber("48100100100")
)

// testConnector has a real network and no Matrix.
func testConnector(t *testing.T) *Connector {
	t.Helper()
	world, err := network.Open(context.Background(), filepath.Join(t.TempDir(), "world.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	for _, number := range []loopid.PhoneNumber{anna, acme} {
		if _, err = world.SetPhone(context.Background(), number, network.PhoneChange{}); err != nil {
			t.Fatal(err)
		}
	}
	lc := New()
	lc.world = world
	lc.Bridge = &bridgev2.Bridge{Config: &bridgeconfig.BridgeConfig{SplitPortals: true}}
	lc.Config = Config{WorldPath: "world.db", QRLifetimeSeconds: 1, QRCount: 2, EchoTimeoutSeconds: 1, CallNotices: true}
	return lc
}

func testClient(t *testing.T) *Client {
	t.Helper()
	lc := testConnector(t)
	device, err := lc.world.Link(context.Background(), acme)
	if err != nil {
		t.Fatal(err)
	}
	client := &Client{connector: lc, number: acme}
	client.setDevice(device)
	return client
}

func testPortal(client *Client) *bridgev2.Portal {
	return &bridgev2.Portal{Portal: &database.Portal{PortalKey: client.connector.portalKey(loopid.DirectChat(acme, anna), acme)}}
}

func TestConfigIsChecked(t *testing.T) {
	tests := map[string]func(*Config){
		"no world":          func(c *Config) { c.WorldPath = "" },
		"no QR lifetime":    func(c *Config) { c.QRLifetimeSeconds = 0 },
		"no QR":             func(c *Config) { c.QRCount = 0 },
		"no echo timeout":   func(c *Config) { c.EchoTimeoutSeconds = -1 },
		"less than nothing": func(c *Config) { c.HistorySync.MaxInitialConversations = -2 },
	}
	for name, spoil := range tests {
		lc := testConnector(t)
		if err := lc.ValidateConfig(); err != nil {
			t.Fatalf("a good configuration: %v", err)
		}
		if spoil(&lc.Config); lc.ValidateConfig() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestEveryLoginHasItsOwnPortals(t *testing.T) {
	lc := testConnector(t)
	chat := loopid.DirectChat(acme, anna)
	tests := []struct {
		split bool
		chat  loopid.ChatID
		me    loopid.PhoneNumber
		want  networkid.PortalKey
	}{
		{split: true, chat: chat, me: acme, want: networkid.PortalKey{ID: networkid.PortalID(anna), Receiver: acme.LoginID()}},
		{split: true, chat: chat, me: anna, want: networkid.PortalKey{ID: networkid.PortalID(acme), Receiver: anna.LoginID()}},
		{split: true, chat: "g-1", me: acme, want: networkid.PortalKey{ID: "g-1", Receiver: acme.LoginID()}},
		{split: false, chat: "g-1", me: acme, want: networkid.PortalKey{ID: "g-1"}},
		{split: false, chat: chat, me: acme, want: networkid.PortalKey{ID: networkid.PortalID(anna), Receiver: acme.LoginID()}},
	}
	for _, test := range tests {
		lc.Bridge.Config.SplitPortals = test.split
		if got := lc.portalKey(test.chat, test.me); got != test.want {
			t.Errorf("split %t: %s of %s is %v", test.split, test.chat, test.me, got)
		}
	}
}

func TestTheWatermarkNeverPassesWhatIsOpen(t *testing.T) {
	var mark watermark
	for seq := int64(1); seq <= 5; seq++ {
		mark.take(seq)
	}
	steps := []struct{ done, reached int64 }{{3, 0}, {1, 1}, {5, 1}, {2, 3}, {4, 5}}
	for _, step := range steps {
		if mark.done(step.done); mark.reached != step.reached {
			t.Errorf("after %d the mark is at %d, not %d", step.done, mark.reached, step.reached)
		}
	}
	if reached, changed := mark.flush(); reached != 5 || !changed {
		t.Errorf("flush says %d, %t", reached, changed)
	}
	if _, changed := mark.flush(); changed {
		t.Error("nothing new is flushed")
	}
	if len(mark.over) != 0 || len(mark.open) != 0 {
		t.Errorf("left behind: %v, %v", mark.over, mark.open)
	}
}

// The provisioning API answers before Start is called; a login asked for then must be the login it is afterwards.
func TestLoginIsLoadedBeforeStart(t *testing.T) {
	lc := testConnector(t)
	if _, err := lc.world.Link(context.Background(), acme); err != nil {
		t.Fatal(err)
	}
	starting := New()
	starting.Bridge = lc.Bridge
	starting.Config = lc.Config
	starting.Config.WorldPath = filepath.Join(t.TempDir(), "world.db")
	login := &bridgev2.UserLogin{UserLogin: &database.UserLogin{ID: acme.LoginID()}}
	if err := starting.LoadUserLogin(context.Background(), login); err != nil {
		t.Fatal(err)
	}
	if err := starting.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	defer starting.Stop()
	if client, ok := login.Client.(*Client); !ok || client.world() == nil {
		t.Fatal("the login has no client, or its client no network")
	}
}
