package network

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// maxBatch bounds how many waiting writes share one commit, and so one fsync.
const maxBatch = 256

// ErrClosed is what a write gets once the network is being closed.
var ErrClosed = errors.New("the loopback network is closed")

type write struct {
	apply func(tx *tx) error
	done  chan error
}

// tx is what a write may do. Its statements are prepared once for the life of the connection.
type tx struct {
	ctx     context.Context
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	touched map[loopid.PhoneNumber]struct{}
	at      time.Time
}

// write runs apply alone, durably, or not at all. It returns after the commit has reached the disk.
func (n *Network) write(ctx context.Context, apply func(tx *tx) error) error {
	w := &write{apply: apply, done: make(chan error, 1)}
	select {
	case n.writes <- w:
	case <-n.closing:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	// From here on the write happens whatever the caller's context says; leaving early would hide that.
	select {
	case err := <-w.done:
		return err
	case <-n.stopped:
		select {
		case err := <-w.done:
			return err
		default:
			return ErrClosed
		}
	}
}

func (n *Network) writeLoop(conn *sql.Conn) {
	defer close(n.stopped)
	defer conn.Close()
	stmts := make(map[string]*sql.Stmt)
	for {
		select {
		case first := <-n.writes:
			n.commit(conn, stmts, first)
		case <-n.closing:
			for {
				select {
				case last := <-n.writes:
					n.commit(conn, stmts, last)
				default:
					return
				}
			}
		}
	}
}

func (n *Network) commit(conn *sql.Conn, stmts map[string]*sql.Stmt, first *write) {
	batch := []*write{first}
collect:
	for len(batch) < maxBatch {
		select {
		case next := <-n.writes:
			batch = append(batch, next)
		default:
			break collect
		}
	}
	t := &tx{ctx: context.Background(), conn: conn, stmts: stmts, touched: make(map[loopid.PhoneNumber]struct{}), at: n.now()}
	results, err := t.applyAll(batch)
	if err == nil {
		n.bell.ring(t.touched)
	}
	for i, w := range batch {
		if err != nil {
			w.done <- fmt.Errorf("commit to the loopback network: %w", err)
		} else {
			w.done <- results[i]
		}
	}
}

// applyAll gives every write a savepoint of its own, so that a refused one cannot undo its neighbours.
func (t *tx) applyAll(batch []*write) (results []error, err error) {
	if _, err = t.conn.ExecContext(t.ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_, _ = t.conn.ExecContext(t.ctx, "ROLLBACK")
		}
	}()
	results = make([]error, len(batch))
	for i, w := range batch {
		if _, err = t.exec("SAVEPOINT one"); err != nil {
			return nil, err
		}
		if results[i] = w.apply(t); results[i] != nil {
			if _, err = t.exec("ROLLBACK TO one"); err != nil {
				return nil, err
			}
		}
		if _, err = t.exec("RELEASE one"); err != nil {
			return nil, err
		}
	}
	_, err = t.conn.ExecContext(t.ctx, "COMMIT")
	return results, err
}

func (t *tx) prepared(query string) (*sql.Stmt, error) {
	if stmt, ok := t.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare a statement: %w", err)
	}
	t.stmts[query] = stmt
	return stmt, nil
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	stmt, err := t.prepared(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(t.ctx, args...)
}

// get reads one row into dest and says whether there was one.
func (t *tx) get(query string, args []any, dest ...any) (bool, error) {
	stmt, err := t.prepared(query)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// list reads one column of strings.
func (t *tx) list(query string, args ...any) (values []string, err error) {
	stmt, err := t.prepared(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err = rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
