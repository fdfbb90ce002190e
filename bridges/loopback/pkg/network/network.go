// Package network is the imitation messenger network itself: phones, chats, messages and what every phone received.
// It knows nothing of Matrix or of bridges; the connector is one more device of a phone. What a call has returned from is
// on disk, also after kill -9.
package network

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"net/url"
	"sync"
	"time"

	_ "github.com/mattn/go-sqlite3" // registers the driver

	"holdfast.example/bridges/loopback/pkg/loopid"
)

//go:embed schema.sql
var schema string

// Network is the whole world outside the box. It is safe for concurrent use.
type Network struct {
	writer  *sql.DB
	reader  *sql.DB
	writes  chan *write
	stopped chan struct{}
	now     func() time.Time

	closing   chan struct{}
	closeOnce sync.Once

	bell    bell
	linking linkDesk
	faults  faultDesk
}

// Open opens or creates the world in one SQLite file. Only one process may have it open.
func Open(ctx context.Context, path string) (*Network, error) {
	// FULL, not NORMAL: a send has returned only when it would also survive a power cut. Commits are shared by all
	// writers that wait at that moment, so load costs few of them.
	writer, err := openDatabase(path, "rwc", "FULL")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if _, err = writer.ExecContext(ctx, schema); err != nil {
		_ = writer.Close()
		return nil, fmt.Errorf("create tables of the loopback network: %w", err)
	}
	reader, err := openDatabase(path, "ro", "NORMAL")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(4)
	n := &Network{
		writer: writer, reader: reader, now: time.Now,
		writes: make(chan *write, maxBatch), stopped: make(chan struct{}), closing: make(chan struct{}),
	}
	n.bell.init()
	n.linking.init()
	if err = n.faults.load(ctx, reader); err != nil {
		_ = writer.Close()
		_ = reader.Close()
		return nil, err
	}
	conn, err := writer.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("reserve the writing connection: %w", err)
	}
	go n.writeLoop(conn)
	return n, nil
}

func openDatabase(path, mode, synchronous string) (*sql.DB, error) {
	options := url.Values{
		"mode": {mode}, "_journal_mode": {"WAL"}, "_synchronous": {synchronous}, "_busy_timeout": {"5000"},
	}
	if mode == "ro" {
		options.Del("_journal_mode")
	}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open the loopback network: %w", err)
	}
	return db, nil
}

// Close finishes what is being written. Calls after it fail.
func (n *Network) Close() {
	n.closeOnce.Do(func() {
		close(n.closing)
		<-n.stopped
		_ = n.reader.Close()
		_ = n.writer.Close()
	})
}

func milliseconds(t time.Time) int64 { return t.UnixMilli() }

// bell wakes whoever waits for news of a phone, without either side knowing the other.
type bell struct {
	lock    sync.Mutex
	waiting map[loopid.PhoneNumber]chan struct{}
}

func (b *bell) init() { b.waiting = make(map[loopid.PhoneNumber]chan struct{}) }

func (b *bell) listen(number loopid.PhoneNumber) <-chan struct{} {
	b.lock.Lock()
	defer b.lock.Unlock()
	news, ok := b.waiting[number]
	if !ok {
		news = make(chan struct{})
		b.waiting[number] = news
	}
	return news
}

func (b *bell) ring(numbers map[loopid.PhoneNumber]struct{}) {
	b.lock.Lock()
	defer b.lock.Unlock()
	for number := range numbers {
		b.wake(number)
	}
	if len(numbers) > 0 {
		b.wake(everybody)
	}
}

func (b *bell) wake(number loopid.PhoneNumber) {
	if news, ok := b.waiting[number]; ok {
		close(news)
		delete(b.waiting, number)
	}
}

// everybody is whoever listens for news of any phone.
const everybody loopid.PhoneNumber = ""

// News is closed when the phone's log grows. Ask for it before reading the log, or something may be missed.
func (n *Network) News(number loopid.PhoneNumber) <-chan struct{} { return n.bell.listen(number) }
