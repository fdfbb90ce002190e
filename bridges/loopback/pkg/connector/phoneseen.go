package connector

import (
	"context"
	"time"

	"holdfast.example/bridges/loopback/pkg/network"
)

// phoneSeenEvery is how exactly the bridge knows when its phone was last there.
const phoneSeenEvery = time.Minute

// watchPhone notes when the phone behind the login was last on the air, under the name and in the unit of WhatsApp's
// bridge: whoever reads that one's database reads this one's. A phone that is away is not heard of, and the time stands
// still. It ends with the feed: a login that is not connected hears of nothing.
func (f *feed) watchPhone() {
	ticker := time.NewTicker(phoneSeenEvery)
	defer ticker.Stop()
	for {
		if f.client.hearsPhone(f.ctx) {
			seen := time.Now().Unix()
			if err := f.client.keep(f.ctx, func(kept *LoginMetadata) { kept.PhoneLastSeen = seen }); err != nil && f.ctx.Err() == nil {
				f.client.login.Log.Err(err).Msg("Failed to save when the phone was last seen")
			}
		}
		select {
		case <-ticker.C:
		case <-f.ctx.Done():
			return
		}
	}
}

func (c *Client) hearsPhone(ctx context.Context) bool {
	return c.currentDevice().State != network.StatePhoneOffline && c.world().MustBeOnline(ctx, c.number) == nil
}

// keep changes what is kept with the login. Saving writes the whole of it, so no two may change it at once.
func (c *Client) keep(ctx context.Context, change func(*LoginMetadata)) error {
	metadata, ok := c.login.Metadata.(*LoginMetadata)
	if !ok {
		return nil
	}
	c.keeping.Lock()
	defer c.keeping.Unlock()
	change(metadata)
	return c.login.Save(ctx)
}
