// Package connector joins the imitation network to the bridgev2 framework, as any real messenger's connector does.
package connector

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"go.mau.fi/util/exhttp"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/matrix"
	"maunium.net/go/mautrix/bridgev2/networkid"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
	"holdfast.example/bridges/loopback/pkg/phoneapi"
	"holdfast.example/bridges/loopback/pkg/phonespage"
)

// Connector is the bridge's view of the loopback network.
type Connector struct {
	Bridge *bridgev2.Bridge
	Config Config

	opening sync.Mutex
	world   *network.Network
	phones  atomic.Pointer[http.Handler] // nil until started
	calm    context.CancelFunc           // ends the phones that answer by themselves; nil until started
	// handlers bounds how many chats are carried into Matrix at once, over all logins.
	handlers chan struct{}
	// flushing are the feeds that still have something to acknowledge while the bridge stops.
	flushing sync.WaitGroup
}

var (
	_ bridgev2.NetworkConnector            = (*Connector)(nil)
	_ bridgev2.StoppableNetwork            = (*Connector)(nil)
	_ bridgev2.IdentifierValidatingNetwork = (*Connector)(nil)
)

const maxChatsAtOnce = 32

// New makes a connector that has not been started.
func New() *Connector { return &Connector{handlers: make(chan struct{}, maxChatsAtOnce)} }

// Init is called once, before anything is started. The phones' HTTP API is mounted here, because the listener opens long
// before Start is called; until then it says so.
func (lc *Connector) Init(bridge *bridgev2.Bridge) {
	lc.Bridge = bridge
	mx, ok := bridge.Matrix.(*matrix.Connector)
	if !ok {
		return // a test without a homeserver
	}
	// The page itself holds nothing and needs no secret; everything it shows, it asks for with one.
	mx.AS.Router.Handle(phonespage.Prefix, phonespage.Handler())
	// Beside the provisioning router and not in it: that one also accepts Matrix access tokens where configured, and writes
	// request paths, which hold numbers here, to the log. Its own shared-secret check is reused.
	const prefix = "/_matrix/provision/v3/loopback/"
	mx.AS.Router.Handle(prefix, exhttp.ApplyMiddleware(
		http.HandlerFunc(lc.servePhones), exhttp.StripPrefix(prefix[:len(prefix)-1]), mx.Provisioning.DebugAuthMiddleware,
	))
}

func (lc *Connector) servePhones(w http.ResponseWriter, r *http.Request) {
	if phones := lc.phones.Load(); phones != nil {
		(*phones).ServeHTTP(w, r)
		return
	}
	mautrix.MUnknown.WithMessage("the bridge is starting").WithStatus(http.StatusServiceUnavailable).Write(w)
}

// Start opens the world, unless somebody asked for a login before.
func (lc *Connector) Start(ctx context.Context) error {
	world, err := lc.openWorld(ctx)
	if err != nil {
		return err
	}
	phones := phoneapi.New(world, lc)
	lc.phones.Store(&phones)
	lively, calm := context.WithCancel(context.WithoutCancel(ctx))
	lc.calm = calm
	go world.Animate(lively, func(err error) {
		lc.Bridge.Log.Err(err).Msg("Failed to let the phones answer by themselves")
	})
	return nil
}

// openWorld may be called at any time and any number of times: the provisioning API answers before Start is called, and the
// framework then loads logins for it, once for the life of the process.
func (lc *Connector) openWorld(ctx context.Context) (*network.Network, error) {
	lc.opening.Lock()
	defer lc.opening.Unlock()
	if lc.world != nil {
		return lc.world, nil
	}
	// Not to be undone because the one who asked went away.
	world, err := network.Open(context.WithoutCancel(ctx), lc.Config.WorldPath)
	if err != nil {
		return nil, fmt.Errorf("open the imitation network: %w", err)
	}
	lc.world = world
	return world, nil
}

// Stop is called after every login has been disconnected.
func (lc *Connector) Stop() {
	if lc.calm != nil {
		lc.calm()
	}
	if lc.world != nil {
		lc.flushing.Wait()
		lc.world.Close()
	}
}

// GetName is called before the configuration is loaded.
func (lc *Connector) GetName() bridgev2.BridgeName {
	return bridgev2.BridgeName{
		DisplayName:          "Loopback",
		NetworkURL:           "https://holdfast.example/loopback",
		NetworkID:            "loopback",
		BeeperBridgeType:     "holdfast.example/bridges/loopback",
		DefaultPort:          29390,
		DefaultCommandPrefix: "!loopback",
	}
}

// LoginMetadata is kept with every login.
type LoginMetadata struct {
	// HistoryPending stays true until the old conversations asked for have been created, also over a restart.
	HistoryPending bool `json:"history_pending,omitempty"`
	// PhoneLastSeen is in seconds; zero until the phone was heard of.
	PhoneLastSeen int64 `json:"phone_last_seen,omitempty"`
}

// MessageMetadata is kept with every message.
type MessageMetadata struct {
	// EditSeq is the log sequence number of the newest edit that reached Matrix, so that one delivered again is noticed.
	EditSeq int64 `json:"edit_seq,omitempty"`
}

// GetDBMetaTypes is called before Init.
func (lc *Connector) GetDBMetaTypes() database.MetaTypes {
	return database.MetaTypes{
		UserLogin: func() any { return &LoginMetadata{} },
		Message:   func() any { return &MessageMetadata{} },
	}
}

// GetBridgeInfoVersion makes the bridge send room information again when it grows.
func (lc *Connector) GetBridgeInfoVersion() (info, capabilities int) { return 1, 1 }

// ValidateUserID checks the shape of a ghost's id.
func (lc *Connector) ValidateUserID(id networkid.UserID) bool {
	_, err := loopid.FromUserID(id)
	return err == nil
}

// LoadUserLogin runs under the bridge's cache lock; the look-up it makes is one row of a local file.
func (lc *Connector) LoadUserLogin(ctx context.Context, login *bridgev2.UserLogin) error {
	number, err := loopid.FromLoginID(login.ID)
	if err != nil {
		return fmt.Errorf("load login %s: %w", login.ID, err)
	}
	world, err := lc.openWorld(ctx)
	if err != nil {
		return err
	}
	device, err := world.Device(ctx, number)
	if err != nil {
		return err
	}
	if previous, ok := login.Client.(*Client); ok {
		previous.Disconnect() // linked again: two feeds would hand over everything twice
	}
	client := &Client{connector: lc, login: login, number: number}
	client.setDevice(device)
	login.Client = client
	return nil
}

// client finds the client of a number; nil if the number is not linked to this bridge.
func (lc *Connector) client(ctx context.Context, number loopid.PhoneNumber) (*Client, error) {
	login, err := lc.Bridge.GetExistingUserLoginByID(ctx, number.LoginID())
	if err != nil || login == nil {
		return nil, err
	}
	client, _ := login.Client.(*Client)
	return client, nil
}

// portalKey is where a chat of a login lives. Groups have a portal per login too when portals are split, which the box
// requires: one company account must not see through another's.
func (lc *Connector) portalKey(chat loopid.ChatID, number loopid.PhoneNumber) networkid.PortalKey {
	peer := chat.PeerFor(number)
	key := networkid.PortalKey{ID: peer.PortalID()}
	if !peer.IsGroup() || lc.Bridge.Config.SplitPortals {
		key.Receiver = number.LoginID()
	}
	return key
}
