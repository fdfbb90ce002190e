package network

import (
	"context"
	"path/filepath"
	"testing"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

func TestFaultsConcernWhomTheyName(t *testing.T) {
	chat := loopid.DirectChat(acme, anna)
	tests := map[string]struct {
		fault Fault
		want  bool
	}{
		"everybody":         {Fault{}, true},
		"this login":        {Fault{Login: acme}, true},
		"another login":     {Fault{Login: jan}, false},
		"this chat":         {Fault{Chat: chat}, true},
		"another chat":      {Fault{Chat: "g-1"}, false},
		"messages":          {Fault{Operations: []Operation{OperationEdit, OperationMessage}}, true},
		"deletions only":    {Fault{Operations: []Operation{OperationDelete}}, false},
		"login and chat":    {Fault{Login: acme, Chat: chat}, true},
		"login, other chat": {Fault{Login: acme, Chat: "g-1"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.fault.matches(acme, chat, OperationMessage); got != test.want {
				t.Errorf("matches: %t", got)
			}
		})
	}
}

func TestBadFaultsAreRefused(t *testing.T) {
	n := open(t)
	for _, fault := range []Fault{
		{Fail: "perhaps"}, {Fail: FailCertain, Taken: true}, {Fail: FailCertain, LoseEcho: true},
		{DelayBeforeMS: -1}, {Times: -1}, {Operations: []Operation{"dance"}},
		{Fail: FailBlocked}, {Fail: FailLimited, Operations: []Operation{OperationMessage}}, {Operations: []Operation{OperationStart}},
		{Fail: FailCertain, Operations: []Operation{OperationStart}}, {Fail: FailBlocked, Operations: []Operation{OperationStart, OperationMessage}},
	} {
		_, err := n.AddFault(context.Background(), fault)
		wantCode(t, err, CodeBadInput)
	}
	wantCode(t, n.RemoveFaults(context.Background(), 7), CodeFaultUnknown)
}

func TestAFaultIsUsedUpForGood(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	ctx := context.Background()
	n := openAt(t, path)
	for _, fault := range []Fault{{Login: acme, Times: 2}, {Login: jan}} {
		if _, err := n.AddFault(ctx, fault); err != nil {
			t.Fatal(err)
		}
	}
	take := func(n *Network, login loopid.PhoneNumber) *Fault {
		fault, err := n.TakeFault(ctx, login, "g-1", OperationMessage)
		if err != nil {
			t.Fatal(err)
		}
		return fault
	}
	if take(n, acme) == nil {
		t.Fatal("the fault does not apply")
	}
	n.Close()
	n = openAt(t, path)
	if take(n, acme) == nil || take(n, acme) != nil {
		t.Error("twice is not twice over a restart")
	}
	if take(n, jan) == nil || take(n, jan) == nil || take(n, anna) != nil {
		t.Error("a standing fault does not stand")
	}
	if err := n.RemoveFaults(ctx, 0); err != nil || len(n.Faults()) != 0 {
		t.Errorf("left: %v, %v", n.Faults(), err)
	}
	n.Close()
	if n = openAt(t, path); len(n.Faults()) != 0 {
		t.Errorf("came back: %v", n.Faults())
	}
}
