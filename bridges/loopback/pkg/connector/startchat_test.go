package connector

import (
	"context"
	"errors"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/bridgev2"

	"holdfast.example/bridges/loopback/pkg/network"
)

// What the network answers to whoever wants to write first, each in the words a screen can tell apart.
func TestAStartIsRefusedInWordsOfItsOwn(t *testing.T) {
	start := func(fail network.Failure) network.Fault {
		return network.Fault{Login: acme, Operations: []network.Operation{network.OperationStart}, Fail: fail}
	}
	tests := map[string]struct {
		identifier string
		faults     []network.Fault
		want       string
	}{
		"no number":       {identifier: "not a number", want: mautrix.MInvalidParam.ErrCode},
		"blocked":         {identifier: "+" + string(anna), faults: []network.Fault{start(network.FailBlocked)}, want: mautrix.MForbidden.ErrCode},
		"limited":         {identifier: "+" + string(anna), faults: []network.Fault{start(network.FailLimited)}, want: mautrix.MLimitExceeded.ErrCode},
		"on nobody":       {identifier: "+4900000404"},
		"nobody, blocked": {identifier: "+4900000404", faults: []network.Fault{start(network.FailBlocked)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := testClient(t)
			for _, fault := range test.faults {
				if _, err := client.world().AddFault(context.Background(), fault); err != nil {
					t.Fatal(err)
				}
			}
			found, err := client.ResolveIdentifier(context.Background(), test.identifier, true)
			var refused bridgev2.RespError
			errors.As(err, &refused)
			if found != nil || refused.ErrCode != test.want || (err != nil) != (test.want != "") {
				t.Errorf("found %+v, %v", found, err)
			}
		})
	}
}
