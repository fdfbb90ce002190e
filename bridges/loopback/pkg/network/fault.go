package network

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// Operation is what a bridge asks the network to do; a fault may apply to some only.
type Operation string

const (
	OperationMessage  Operation = "message"
	OperationEdit     Operation = "edit"
	OperationDelete   Operation = "delete"
	OperationReaction Operation = "reaction"
	OperationVote     Operation = "vote"
	// OperationStart is writing to somebody for the first time. Only a fault that names it concerns it.
	OperationStart Operation = "start"
)

var operations = []Operation{OperationMessage, OperationEdit, OperationDelete, OperationReaction, OperationVote, OperationStart}

// Failure is what the bridge is told.
type Failure string

const (
	// FailCertain refuses: the network did not take it and says so.
	FailCertain Failure = "certain"
	// FailUncertain leaves it open; Fault.Taken says what really happened.
	FailUncertain Failure = "uncertain"
	// FailBlocked and FailLimited are answers to a start: the other side wants nothing from this number, or the network
	// lets this number begin no more conversations for now.
	FailBlocked Failure = "blocked"
	FailLimited Failure = "limited"
)

// Fault makes what a bridge sends slow or fail. It is durable, and so is having been used up.
type Fault struct {
	ID int64 `json:"id"`
	// Login, Chat and Operations narrow it down; empty ones match everything.
	Login      loopid.PhoneNumber `json:"login,omitempty"`
	Chat       loopid.ChatID      `json:"chat,omitempty"`
	Operations []Operation        `json:"operations,omitempty"`
	// DelayBeforeMS passes before the network takes it, DelayAfterMS after it has and before the bridge is told.
	DelayBeforeMS int64   `json:"delay_before_ms,omitempty"`
	DelayAfterMS  int64   `json:"delay_after_ms,omitempty"`
	Fail          Failure `json:"fail,omitempty"`
	Taken         bool    `json:"taken,omitempty"`
	// LoseEcho: the network takes it and never answers.
	LoseEcho bool `json:"lose_echo,omitempty"`
	// Times is how often it still applies; 0 is until it is removed.
	Times int `json:"times,omitempty"`
}

func (f *Fault) matches(login loopid.PhoneNumber, chat loopid.ChatID, operation Operation) bool {
	return (f.Login == "" || f.Login == login) && (f.Chat == "" || f.Chat == chat) &&
		((len(f.Operations) == 0 && operation != OperationStart) || slices.Contains(f.Operations, operation))
}

func (f *Fault) isOfStart() bool { return slices.Equal(f.Operations, []Operation{OperationStart}) }

func (f *Fault) check() error {
	switch {
	case f.isOfStart():
		if (f.Fail != FailBlocked && f.Fail != FailLimited) || f.LoseEcho || f.Taken {
			return Refuse(CodeBadInput, "a start fails as blocked or limited")
		}
	case slices.Contains(f.Operations, OperationStart):
		return Refuse(CodeBadInput, "a fault of the start is a fault of nothing else")
	case f.Fail != "" && f.Fail != FailCertain && f.Fail != FailUncertain:
		return Refuse(CodeBadInput, "fail is certain or uncertain")
	case f.Fail == FailCertain && (f.Taken || f.LoseEcho):
		return Refuse(CodeBadInput, "what fails for certain was not taken and has no echo")
	}
	if f.DelayBeforeMS < 0 || f.DelayAfterMS < 0 || f.Times < 0 {
		return Refuse(CodeBadInput, "delays and times cannot be negative")
	}
	for _, operation := range f.Operations {
		if !slices.Contains(operations, operation) {
			return Refuse(CodeBadInput, "unknown operation %q", operation)
		}
	}
	return nil
}

// DelayBefore and DelayAfter are the delays as durations; a missing fault has none.
func (f *Fault) DelayBefore() time.Duration {
	if f == nil {
		return 0
	}
	return time.Duration(f.DelayBeforeMS) * time.Millisecond
}

// DelayAfter is the time between the network taking something and the bridge hearing of it.
func (f *Fault) DelayAfter() time.Duration {
	if f == nil {
		return 0
	}
	return time.Duration(f.DelayAfterMS) * time.Millisecond
}

// faultDesk mirrors the table in memory: most sends meet no fault and must not pay for looking.
type faultDesk struct {
	lock   sync.Mutex
	active []Fault
}

func (d *faultDesk) load(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT id, body FROM fault ORDER BY id")
	if err != nil {
		return fmt.Errorf("load faults: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var fault Fault
		var id int64
		var body string
		if err = rows.Scan(&id, &body); err != nil {
			return fmt.Errorf("load faults: %w", err)
		}
		if err = json.Unmarshal([]byte(body), &fault); err != nil {
			return fmt.Errorf("load faults: %w", err)
		}
		fault.ID = id
		d.active = append(d.active, fault)
	}
	return rows.Err()
}

// AddFault puts one in force.
func (n *Network) AddFault(ctx context.Context, fault Fault) (Fault, error) {
	if err := fault.check(); err != nil {
		return fault, err
	}
	n.faults.lock.Lock()
	defer n.faults.lock.Unlock()
	err := n.write(ctx, func(t *tx) error {
		body, err := json.Marshal(fault)
		if err != nil {
			return err
		}
		result, err := t.exec("INSERT INTO fault (body) VALUES (?)", string(body))
		if err != nil {
			return err
		}
		fault.ID, err = result.LastInsertId()
		return err
	})
	if err == nil {
		n.faults.active = append(n.faults.active, fault)
	}
	return fault, err
}

// Faults lists what is in force.
func (n *Network) Faults() []Fault {
	n.faults.lock.Lock()
	defer n.faults.lock.Unlock()
	return append([]Fault{}, n.faults.active...)
}

// RemoveFaults ends one, or all with id 0.
func (n *Network) RemoveFaults(ctx context.Context, id int64) error {
	n.faults.lock.Lock()
	defer n.faults.lock.Unlock()
	kept := slices.DeleteFunc(slices.Clone(n.faults.active), func(f Fault) bool { return id == 0 || f.ID == id })
	if id != 0 && len(kept) == len(n.faults.active) {
		return Refuse(CodeFaultUnknown, "there is no fault %d", id)
	}
	err := n.write(ctx, func(t *tx) error {
		_, err := t.exec("DELETE FROM fault WHERE ?1 = 0 OR id = ?1", id)
		return err
	})
	if err == nil {
		n.faults.active = kept
	}
	return err
}

// TakeFault returns the first fault that applies, having counted the use durably: a bridge killed during the delay finds
// it spent afterwards.
func (n *Network) TakeFault(ctx context.Context, login loopid.PhoneNumber, chat loopid.ChatID, operation Operation) (*Fault, error) {
	n.faults.lock.Lock()
	defer n.faults.lock.Unlock()
	at := slices.IndexFunc(n.faults.active, func(f Fault) bool { return f.matches(login, chat, operation) })
	if at < 0 {
		return nil, nil
	}
	fault := n.faults.active[at]
	if fault.Times == 0 {
		return &fault, nil
	}
	left := fault
	left.Times--
	err := n.write(ctx, func(t *tx) error {
		if left.Times == 0 {
			_, err := t.exec("DELETE FROM fault WHERE id = ?", fault.ID)
			return err
		}
		body, err := json.Marshal(left)
		if err != nil {
			return err
		}
		_, err = t.exec("UPDATE fault SET body = ? WHERE id = ?", string(body), fault.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if left.Times == 0 {
		n.faults.active = slices.Delete(slices.Clone(n.faults.active), at, at+1)
	} else {
		n.faults.active[at] = left
	}
	return &fault, nil
}
