package connector

import (
	"context"
	"sync"
	"time"

	"maunium.net/go/mautrix/bridgev2"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

const (
	// handleTimeout covers what the framework never reports: a room it could not create, a handler that panicked.
	handleTimeout  = 30 * time.Second
	maxRetryPause  = 30 * time.Second
	maxConversions = 5
)

// deliver hands one entry over until it has arrived; false means that the feed was stopped first.
func (f *feed) deliver(entry network.Entry) bool {
	log := f.client.login.Log.With().Int64("loopback_seq", entry.Seq).Str("kind", string(entry.Kind)).Logger()
	conversions := 0
	for retry := time.Second; ; retry = min(2*retry, maxRetryPause) {
		arrived, converted := f.attempt(entry)
		if arrived {
			return true
		} else if f.ctx.Err() != nil {
			return false
		}
		if !converted {
			if conversions++; conversions >= maxConversions {
				log.Error().Msg("Giving up on an entry that cannot be converted")
				return true
			}
		}
		log.Warn().Dur("retry_in", retry).Msg("Entry has not reached Matrix, trying again")
		pause(f.ctx, retry)
	}
}

// attempt takes one of the places for chats that are being handled; none is held while waiting to try again.
func (f *feed) attempt(entry network.Entry) (arrived, converted bool) {
	c := f.client
	select {
	case c.connector.handlers <- struct{}{}:
		defer func() { <-c.connector.handlers }()
	case <-f.ctx.Done():
		return false, true
	}
	if entry.Kind == network.EntryProfile {
		return c.updateGhost(f.ctx, entry.From) == nil, true
	}
	if entry.Seq <= f.again.Load() {
		if c.isOutdated(f.ctx, &entry) {
			return true, true
		}
		there, err := f.isThere(f.ctx, &entry)
		if err == nil {
			err = f.repair(f.ctx, entry.Chat)
		}
		if err != nil || there {
			return err == nil, true
		}
	}
	return f.handOver(entry)
}

func (f *feed) handOver(entry network.Entry) (arrived, converted bool) {
	c := f.client
	done := make(chan struct{})
	a := &arrival{entry: entry, handled: sync.OnceFunc(func() { close(done) })}
	if !a.makesRoom(c.number) && !c.hasRoom(f.ctx, entry.Chat) {
		return true, true // the framework would drop it without a word
	}
	remote := c.toRemoteEvent(a)
	if remote == nil {
		return true, true
	}
	if !c.login.QueueRemoteEvent(remote).Success {
		return false, true
	}
	timeout := time.NewTimer(handleTimeout)
	defer timeout.Stop()
	select {
	case <-done:
	case <-timeout.C:
	case <-f.ctx.Done():
		return false, true
	}
	return a.ignored.Load() || c.isKept(f.ctx, remote), !a.unconvertible.Load()
}

// isKept asks the bridge's database whether a message has arrived. For everything else the framework's word must do.
func (c *Client) isKept(ctx context.Context, remote bridgev2.RemoteEvent) bool {
	message, ok := remote.(bridgev2.RemoteMessage)
	if !ok || remote.GetType() != bridgev2.RemoteEventMessage {
		return true
	}
	part, err := c.connector.Bridge.DB.Message.GetFirstPartByID(ctx, remote.GetPortalKey().Receiver, message.GetID())
	return err == nil && part != nil
}

func (c *Client) hasRoom(ctx context.Context, chat loopid.ChatID) bool {
	portal, err := c.connector.Bridge.GetExistingPortalByKey(ctx, c.connector.portalKey(chat, c.number))
	return err == nil && portal != nil && portal.MXID != ""
}

// isOutdated recognises a reaction that was replaced meanwhile. Carried over again after a crash it would come and go in
// the room a second time.
func (c *Client) isOutdated(ctx context.Context, entry *network.Entry) bool {
	if entry.Kind != network.EntryReaction {
		return false
	}
	reactions, err := c.world().Reactions(ctx, entry.Message)
	return err == nil && reactions[entry.From] != entry.Emoji
}

func (c *Client) updateGhost(ctx context.Context, number loopid.PhoneNumber) error {
	ghost, err := c.connector.Bridge.GetGhostByID(ctx, number.UserID())
	if err != nil {
		return err
	}
	info, err := c.GetUserInfo(ctx, ghost)
	if err != nil {
		return err
	}
	ghost.UpdateInfo(ctx, info)
	return nil
}
