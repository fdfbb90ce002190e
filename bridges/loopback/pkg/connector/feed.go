package connector

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

const (
	feedPage = 200
	// feedAhead bounds how much of a phone's log is held in memory while Matrix is slow.
	feedAhead = 2000
	// acknowledgeEvery spares a commit per message. What is not acknowledged comes again and is recognised.
	acknowledgeEvery = 250 * time.Millisecond
)

// feed carries a phone's log into Matrix: each chat strictly in order, chats beside each other. An entry counts as
// delivered when the framework is done with it and, for a message, when the bridge's database has it.
type feed struct {
	client *Client
	ctx    context.Context
	cancel context.CancelFunc
	again  atomic.Int64 // entries up to here may have been carried by an earlier feed

	lock   sync.Mutex
	queues map[loopid.ChatID][]network.Entry
	// current is what is being carried in each chat.
	current map[loopid.ChatID]network.Entry
	traces  map[loopid.ChatID]traces
	// repaired are the chats whose rooms have been compared with the phone since this feed began.
	repaired map[loopid.ChatID]struct{}
	room     *sync.Cond
	mark     watermark
}

func startFeed(c *Client) *feed {
	ctx, cancel := context.WithCancel(c.login.Log.WithContext(c.connector.Bridge.BackgroundCtx))
	f := &feed{
		client: c, ctx: ctx, cancel: cancel, queues: make(map[loopid.ChatID][]network.Entry), current: make(map[loopid.ChatID]network.Entry),
		traces: make(map[loopid.ChatID]traces), repaired: make(map[loopid.ChatID]struct{}),
	}
	f.room = sync.NewCond(&f.lock)
	c.connector.flushing.Add(1)
	context.AfterFunc(ctx, func() {
		f.lock.Lock()
		f.room.Broadcast()
		f.lock.Unlock()
	})
	go f.run()
	return f
}

func (f *feed) run() {
	defer f.client.connector.flushing.Done()
	defer f.flush() // what was delivered is worth saying also while stopping
	defer f.cancel()
	world, number := f.client.world(), f.client.number
	device, err := world.Device(f.ctx, number)
	if err != nil {
		f.client.login.Log.Err(err).Msg("Failed to find where the feed stopped")
		f.client.sendUnknownError(err)
		return
	}
	f.mark.reached, f.mark.flushed = device.Cursor, device.Cursor
	go f.acknowledge()
	go f.watchPhone()
	catchingUp := true
	for read := device.Cursor; f.ctx.Err() == nil; {
		news := world.News(number)
		entries, err := world.Log(f.ctx, number, read, feedPage)
		if err != nil {
			if f.ctx.Err() == nil {
				f.client.login.Log.Err(err).Msg("Failed to read the phone's log")
				pause(f.ctx, time.Second)
			}
			continue
		}
		if catchingUp && len(entries) > 0 {
			f.again.Store(entries[len(entries)-1].Seq)
		}
		catchingUp = catchingUp && len(entries) == feedPage
		for _, entry := range entries {
			read = entry.Seq
			f.enqueue(entry)
		}
		if len(entries) == 0 {
			select {
			case <-news:
			case <-f.ctx.Done():
			}
		}
	}
}

// enqueue starts a worker for the chat unless one is at work there.
func (f *feed) enqueue(entry network.Entry) {
	f.lock.Lock()
	defer f.lock.Unlock()
	for len(f.mark.open) >= feedAhead && f.ctx.Err() == nil {
		f.room.Wait()
	}
	f.mark.take(entry.Seq)
	if entry.Own && entry.Origin == network.OriginBridge {
		f.mark.done(entry.Seq) // the bridge did it itself
		return
	}
	queue, busy := f.queues[entry.Chat]
	f.queues[entry.Chat] = append(queue, entry)
	if !busy {
		go f.work(entry.Chat)
	}
}

func (f *feed) work(chat loopid.ChatID) {
	for {
		f.lock.Lock()
		queue := f.queues[chat]
		if len(queue) == 0 || f.ctx.Err() != nil {
			delete(f.queues, chat)
			delete(f.current, chat)
			f.lock.Unlock()
			return
		}
		entry := queue[0]
		f.queues[chat] = queue[1:]
		f.current[chat] = entry
		f.lock.Unlock()

		if !f.deliver(entry) {
			return // the feed was stopped; the entry comes again
		}
		f.lock.Lock()
		f.mark.done(entry.Seq)
		f.room.Broadcast()
		f.lock.Unlock()
		if entry.Kind == network.EntryChatDeleted {
			// Delivered again after a crash, it would delete the room that later messages have made.
			f.flush()
		}
	}
}

// nextMessage is the first message of a chat that the feed has yet to bring; zero when it knows of none. Messages from
// there on are the feed's: brought as history too, one that the homeserver refuses for a moment would be overtaken.
func (f *feed) nextMessage(chat loopid.ChatID) loopid.MessageID {
	f.lock.Lock()
	defer f.lock.Unlock()
	current, ok := f.current[chat]
	if !ok {
		return 0
	}
	for _, entry := range append([]network.Entry{current}, f.queues[chat]...) {
		if entry.Kind == network.EntryMessage {
			return entry.Message
		}
	}
	return 0
}

// acknowledge tells the network now and then how far the feed has come.
func (f *feed) acknowledge() {
	ticker := time.NewTicker(acknowledgeEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			f.flush()
		case <-f.ctx.Done():
			return
		}
	}
}

func (f *feed) flush() {
	f.lock.Lock()
	reached, changed := f.mark.flush()
	f.lock.Unlock()
	if !changed {
		return
	}
	// Not the feed's context, which is over when the last of it is said.
	if err := f.client.world().Acknowledge(context.Background(), f.client.number, reached); err != nil {
		f.client.login.Log.Err(err).Msg("Failed to acknowledge delivered entries")
	}
}

// watermark finds the point up to which everything is delivered, though chats finish out of order.
type watermark struct {
	open    []int64 // in order
	over    map[int64]bool
	reached int64
	flushed int64
}

func (w *watermark) take(seq int64) { w.open = append(w.open, seq) }

func (w *watermark) done(seq int64) {
	if w.over == nil {
		w.over = make(map[int64]bool)
	}
	w.over[seq] = true
	for len(w.open) > 0 && w.over[w.open[0]] {
		w.reached = w.open[0]
		delete(w.over, w.open[0])
		w.open = w.open[1:]
	}
}

func (w *watermark) flush() (reached int64, changed bool) {
	changed = w.reached > w.flushed
	w.flushed = w.reached
	return w.reached, changed
}

func pause(ctx context.Context, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
