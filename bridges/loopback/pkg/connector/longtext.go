package connector

import (
	"context"
	"encoding/json"
	"fmt"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/network"
)

// An event holds 64 KiB, its envelope included, and an edit carries its text twice. The network takes longer texts: sent
// as they are, the room would never get them, nor anything behind them.
const (
	maxEventText = 60_000
	maxEditText  = 28_000
	beginning    = 1_000
)

func fits(content *network.Content, limit int) bool {
	encoded, err := json.Marshal([]string{content.Text, content.HTML})
	return err == nil && len(encoded) <= limit
}

func beginningOf(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), beginning)]) + "…"
}

// longTextPart carries a text whole as a file, below its beginning.
func (c *Client) longTextPart(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content, part *bridgev2.ConvertedMessagePart) (err error) {
	const name, mimeType = "message.txt", "text/plain; charset=utf-8"
	part.Content = &event.MessageEventContent{
		MsgType: event.MsgFile, Body: beginningOf(content.Text), FileName: name,
		Info: &event.FileInfo{MimeType: mimeType, Size: len(content.Text)},
	}
	part.Content.URL, part.Content.File, err = intent.UploadMedia(ctx, portal.MXID, []byte(content.Text), name, mimeType)
	if err != nil {
		return fmt.Errorf("%w: %w", bridgev2.ErrMediaReuploadFailed, err)
	}
	return nil
}

// shortCaption cuts a caption that would keep its picture out of the room.
func shortCaption(content *network.Content, limit int) *network.Content {
	if fits(content, limit) {
		return content
	}
	short := *content
	short.Text, short.HTML = beginningOf(content.Text), ""
	return &short
}
