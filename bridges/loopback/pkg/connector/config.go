package connector

import (
	_ "embed"
	"errors"
	"time"

	up "go.mau.fi/util/configupgrade"
	"maunium.net/go/mautrix/bridgev2"
)

//go:embed example-config.yaml
var exampleConfig string

// Config is the `network` section of the bridge's configuration.
type Config struct {
	WorldPath          string `yaml:"world_path"`
	QRLifetimeSeconds  int    `yaml:"qr_lifetime_seconds"`
	QRCount            int    `yaml:"qr_count"`
	CallNotices        bool   `yaml:"call_notices"`
	EchoTimeoutSeconds int    `yaml:"echo_timeout_seconds"`
	HistorySync        struct {
		MaxInitialConversations int `yaml:"max_initial_conversations"`
	} `yaml:"history_sync"`
}

func (c *Config) qrLifetime() time.Duration { return time.Duration(c.QRLifetimeSeconds) * time.Second }
func (c *Config) echoTimeout() time.Duration {
	return time.Duration(c.EchoTimeoutSeconds) * time.Second
}

var _ bridgev2.ConfigValidatingNetwork = (*Connector)(nil)

// GetConfig is called before anything is loaded, also to print the example configuration.
func (lc *Connector) GetConfig() (string, any, up.Upgrader) {
	return exampleConfig, &lc.Config, up.SimpleUpgrader(func(helper up.Helper) {
		helper.Copy(up.Str, "world_path")
		helper.Copy(up.Int, "qr_lifetime_seconds")
		helper.Copy(up.Int, "qr_count")
		helper.Copy(up.Bool, "call_notices")
		helper.Copy(up.Int, "echo_timeout_seconds")
		helper.Copy(up.Int, "history_sync", "max_initial_conversations")
	})
}

// ValidateConfig stops the start rather than let a wrong value surprise somebody later.
func (lc *Connector) ValidateConfig() error {
	switch {
	case lc.Config.WorldPath == "":
		return errors.New("network.world_path is not set")
	case lc.Config.QRLifetimeSeconds <= 0:
		return errors.New("network.qr_lifetime_seconds must be positive")
	case lc.Config.QRCount <= 0:
		return errors.New("network.qr_count must be positive")
	case lc.Config.EchoTimeoutSeconds <= 0:
		return errors.New("network.echo_timeout_seconds must be positive")
	case lc.Config.HistorySync.MaxInitialConversations < -1:
		return errors.New("network.history_sync.max_initial_conversations must be -1 or more")
	}
	return nil
}
