package network

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

const childWorld = "LOOPBACK_TEST_WORLD"

// TestMain also plays the process that gets killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(childWorld); path != "" {
		sendForever(path)
	}
	os.Exit(m.Run())
}

// sendForever reports every message only after the network has taken it.
func sendForever(path string) {
	n, err := Open(context.Background(), path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		sent, err := n.Send(context.Background(), Outgoing{
			From: acme, Origin: OriginBridge, Chat: loopid.DirectChat(acme, anna), Content: Content{Kind: KindText, Text: strconv.Itoa(i)},
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(int64(sent.ID))
	}
}

func TestWhatTheNetworkTookSurvivesKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.db")
	openAt(t, path).Close()
	reported := make(map[loopid.MessageID]bool)
	for round := range 3 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childWorld+"="+path)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err = child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for before := len(reported); len(reported) < before+20 && lines.Scan(); {
			id, err := strconv.ParseInt(lines.Text(), 10, 64)
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			if reported[loopid.MessageID(id)] {
				t.Fatalf("round %d: id %d was used twice", round, id)
			}
			reported[loopid.MessageID(id)] = true
		}
		if err = child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it still said before it died
			id, _ := strconv.ParseInt(lines.Text(), 10, 64)
			reported[loopid.MessageID(id)] = true
		}
		_ = child.Wait() // killed: that is the point
	}
	if len(reported) < 60 {
		t.Fatalf("only %d messages were taken", len(reported))
	}
	n := openAt(t, path)
	shown := make(map[loopid.MessageID]bool)
	for _, message := range screen(t, n, anna) {
		if shown[message.ID] {
			t.Errorf("%s is on the phone twice", message.ID)
		}
		shown[message.ID] = true
	}
	for id := range reported {
		if !shown[id] {
			t.Errorf("%s was taken and is not on the phone", id)
		}
	}
}

func TestAStoppedNetworkRefuses(t *testing.T) {
	n := open(t)
	n.Close()
	if _, err := n.SetPhone(context.Background(), anna, PhoneChange{}); err == nil {
		t.Error("a closed network took something")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if _, err := n.AwaitLog(ctx, anna, 0, 1, time.Minute); err == nil {
		t.Error("a closed network answered")
	}
}
