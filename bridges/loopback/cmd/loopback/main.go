// Command loopback bridges an imitation messenger to Matrix: the trial's messenger, the far side of the end-to-end
// tests, and the load generator. It must never run on a box with real clients.
package main

import (
	"maunium.net/go/mautrix/bridgev2/matrix/mxmain"

	"holdfast.example/bridges/loopback/pkg/connector"
)

// Filled by the linker (-X main.Tag=…), as in the stock bridges.
var (
	Tag       = "unknown"
	Commit    = "unknown"
	BuildTime = "unknown"
)

func main() {
	bridge := mxmain.BridgeMain{
		Name:        "loopback",
		Description: "An imitation messenger for trial, tests and load",
		URL:         "https://holdfast.example/bridges/loopback",
		Version:     "0.1.0",
		Connector:   connector.New(),
	}
	bridge.InitVersion(Tag, Commit, BuildTime)
	bridge.Run()
}
