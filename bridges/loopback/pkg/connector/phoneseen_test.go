package connector

import (
	"context"
	"testing"

	"holdfast.example/bridges/loopback/pkg/network"
)

func TestAPhoneThatIsAwayIsNotHeardOf(t *testing.T) {
	ctx := context.Background()
	client := testClient(t)
	expect := func(when string, hears bool) {
		t.Helper()
		if client.hearsPhone(ctx) != hears {
			t.Errorf("%s: heard of is %v", when, !hears)
		}
	}
	expect("linked", true)
	if err := client.world().SetOffline(ctx, acme, true); err != nil {
		t.Fatal(err)
	}
	expect("off the air", false)
	if err := client.world().SetOffline(ctx, acme, false); err != nil {
		t.Fatal(err)
	}
	expect("back", true)
	client.setDevice(network.Device{Number: acme, Linked: true, State: network.StatePhoneOffline})
	expect("told to be offline", false)
}
