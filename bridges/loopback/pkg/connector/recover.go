package connector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/matrix"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// markKey marks an event with what it came from. A bridge killed between sending an event to the homeserver and saving it
// would send it again after the restart; the mark lets it recognise its own.
const markKey = "example.holdfast.loopback.source"

// recoverDepth is how many of a room's latest events are looked through. Fewer can have been on their way: a portal
// handles one at a time.
const recoverDepth = 50

// settleTime lets the homeserver finish a request whose sender was killed in the middle of it. Its event appears only then.
const settleTime = time.Second

const completeTimeout = 2 * time.Minute

// traces are the events of one room by their mark.
type traces map[string]*event.Event

// isThere recognises an entry that an earlier process sent to the room without living to save it, and saves it now.
func (f *feed) isThere(ctx context.Context, entry *network.Entry) (bool, error) {
	mark := markOf(entry)
	if mark == "" {
		return false, nil
	}
	c := f.client
	portal, err := c.connector.Bridge.GetExistingPortalByKey(ctx, c.connector.portalKey(entry.Chat, c.number))
	if err != nil || portal == nil || portal.MXID == "" {
		return false, err
	}
	found, err := f.tracesIn(ctx, entry.Chat, portal.MXID)
	if err != nil {
		return false, err
	}
	trace := found[mark]
	if trace == nil {
		return false, nil
	} else if entry.Kind == network.EntryEdit {
		return true, c.saveEdit(ctx, portal, entry)
	}
	id := entry.Message
	if entry.Kind == network.EntryVote {
		id = entry.VoteID
	}
	return true, c.saveTrace(ctx, portal, id, entry.From, entry.ReplyTo, trace)
}

// repair completes a room that an earlier process was killed while making, once per chat and feed. Without it a member may
// be missing for ever, and history.
func (f *feed) repair(ctx context.Context, chat loopid.ChatID) error {
	f.lock.Lock()
	_, done := f.repaired[chat]
	f.lock.Unlock()
	if done {
		return nil
	}
	c := f.client
	portal, err := c.connector.Bridge.GetExistingPortalByKey(ctx, c.connector.portalKey(chat, c.number))
	if err != nil {
		return err
	} else if portal != nil && portal.MXID != "" {
		if err = c.complete(ctx, chat, portal); err != nil {
			return err
		}
	}
	f.lock.Lock()
	f.repaired[chat] = struct{}{}
	f.lock.Unlock()
	return nil
}

// complete has the framework compare a room with the phone: who is in it, and what is newer than its last message.
func (c *Client) complete(ctx context.Context, chat loopid.ChatID, portal *bridgev2.Portal) error {
	if f := c.currentFeed(); f != nil { // so that what is in the room already is recognised
		if _, err := f.tracesIn(ctx, chat, portal.MXID); err != nil {
			return err
		}
	}
	done := make(chan struct{})
	c.login.QueueRemoteEvent(&simplevent.ChatResync{
		EventMeta: simplevent.EventMeta{
			Type: bridgev2.RemoteEventChatResync, PortalKey: portal.PortalKey,
			PostHandleFunc: func(context.Context, *bridgev2.Portal) { close(done) },
		},
		GetChatInfoFunc:        c.GetChatInfo,
		CheckNeedsBackfillFunc: func(context.Context, *database.Message) (bool, error) { return true, nil },
	})
	timeout := time.NewTimer(completeTimeout)
	defer timeout.Stop()
	select {
	case <-done:
		return nil
	case <-timeout.C:
		return errors.New("the room was not completed in time")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// traceOf is the event of a message in a room that has been looked through; nil also for rooms that have not.
func (c *Client) traceOf(chat loopid.ChatID, message loopid.MessageID) *event.Event {
	f := c.currentFeed()
	if f == nil {
		return nil
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.traces[chat][message.String()]
}

func (f *feed) tracesIn(ctx context.Context, chat loopid.ChatID, room id.RoomID) (traces, error) {
	f.lock.Lock()
	known, ok := f.traces[chat]
	f.lock.Unlock()
	if ok {
		return known, nil
	}
	mx, ok := f.client.connector.Bridge.Matrix.(*matrix.Connector)
	if !ok {
		return nil, nil
	}
	pause(ctx, settleTime)
	page, err := mx.Bot.Messages(ctx, room, "", "", mautrix.DirectionBackward, nil, recoverDepth)
	if err != nil {
		return nil, fmt.Errorf("look through a room: %w", err)
	}
	known = make(traces)
	for _, evt := range page.Chunk {
		var marked struct {
			Source string `json:"example.holdfast.loopback.source"`
		}
		if json.Unmarshal(evt.Content.VeryRaw, &marked) == nil && marked.Source != "" {
			known[marked.Source] = evt
		}
	}
	f.lock.Lock()
	f.traces[chat] = known
	f.lock.Unlock()
	return known, nil
}

func (c *Client) saveTrace(ctx context.Context, portal *bridgev2.Portal, id loopid.MessageID, from loopid.PhoneNumber, replyTo loopid.MessageID, trace *event.Event) error {
	message := &database.Message{
		ID: id.NetworkID(), MXID: trace.ID, Room: portal.PortalKey, SenderID: from.UserID(), SenderMXID: trace.Sender,
		Timestamp: time.UnixMilli(trace.Timestamp), IsDoublePuppeted: from == c.number, Metadata: &MessageMetadata{},
	}
	existing, err := c.connector.Bridge.DB.Message.GetFirstPartByID(ctx, portal.Receiver, message.ID)
	if err != nil || existing != nil {
		return err
	}
	if replyTo != 0 {
		message.ReplyTo.MessageID = replyTo.NetworkID()
	}
	// The row refers to the author's ghost, which must exist.
	if _, err = c.connector.Bridge.GetGhostByID(ctx, from.UserID()); err != nil {
		return err
	}
	return c.connector.Bridge.DB.Message.Insert(ctx, message)
}

func (c *Client) saveEdit(ctx context.Context, portal *bridgev2.Portal, entry *network.Entry) error {
	edited, err := c.connector.Bridge.DB.Message.GetFirstPartByID(ctx, portal.Receiver, entry.Message.NetworkID())
	if err != nil || edited == nil {
		return err
	}
	if known, ok := edited.Metadata.(*MessageMetadata); ok && known.EditSeq >= entry.Seq {
		return nil
	}
	edited.Metadata = &MessageMetadata{EditSeq: entry.Seq}
	edited.EditCount++
	return c.connector.Bridge.DB.Message.Update(ctx, edited)
}

// markOf names what an entry puts into the room: a message or vote by its id, the same for all time; an edit, which has
// none, by its place in the log. Everything else is harmless when it comes twice.
func markOf(entry *network.Entry) string {
	switch entry.Kind {
	case network.EntryMessage:
		return entry.Message.String()
	case network.EntryVote:
		return entry.VoteID.String()
	case network.EntryEdit:
		return "edit-" + strconv.FormatInt(entry.Seq, 10)
	default:
		return ""
	}
}

func withMark(extra map[string]any, mark string) map[string]any {
	if extra == nil {
		extra = make(map[string]any)
	}
	extra[markKey] = mark
	return extra
}
