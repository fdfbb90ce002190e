package connector

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.mau.fi/util/variationselector"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/network"
)

var networkKinds = map[event.MessageType]network.Kind{
	event.MsgText: network.KindText, event.MsgNotice: network.KindText, event.MsgEmote: network.KindText,
	event.MsgImage: network.KindImage, event.MsgVideo: network.KindVideo, event.MsgAudio: network.KindAudio,
	event.MsgFile: network.KindFile, event.MsgLocation: network.KindLocation, event.CapMsgSticker: network.KindSticker,
}

// fromMatrix turns an event's content into what the phone will show, verbatim: nothing is trimmed or rewritten, so that a
// leak shows.
func (c *Client) fromMatrix(ctx context.Context, eventType event.Type, in *event.MessageEventContent) (network.Content, error) {
	out := network.Content{Kind: networkKinds[in.MsgType]}
	switch {
	case out.Kind == "" && eventType != event.EventSticker:
		return out, fmt.Errorf("%w %s", bridgev2.ErrUnsupportedMessageType, in.MsgType)
	case out.Kind == network.KindText:
		out.Text, out.HTML = in.Body, formatted(in)
		if in.MsgType == event.MsgEmote {
			out.Text = "/me " + out.Text
		}
		return out, nil
	case out.Kind == network.KindLocation:
		place, err := parseGeoURI(in.GeoURI)
		if err != nil {
			return out, fmt.Errorf("%w: %w", bridgev2.ErrUnsupportedMessageType, err)
		}
		place.Name = in.Body
		out.Location = place
		return out, nil
	}
	if in.MSC3245Voice != nil {
		out.Kind = network.KindVoice
	}
	return out, c.mediaFromMatrix(ctx, in, &out)
}

func (c *Client) mediaFromMatrix(ctx context.Context, in *event.MessageEventContent, out *network.Content) error {
	data, err := c.connector.Bridge.Bot.DownloadMedia(ctx, in.URL, in.File)
	if err != nil {
		return fmt.Errorf("%w: %w", bridgev2.ErrMediaDownloadFailed, err)
	}
	if len(data) > maxFileBytes {
		return bridgev2.ErrMediaTooLarge
	}
	hash, err := c.world().PutMedia(ctx, data)
	if err != nil {
		return err
	}
	out.Text = in.GetCaption()
	if out.Text != "" {
		out.HTML = formatted(in)
	}
	out.Media = &network.Media{SHA256: hash, Size: len(data), FileName: in.GetFileName()}
	if out.Kind == network.KindSticker && in.FileName == "" {
		out.Media.FileName, out.Text = "", in.Body // a sticker's body is its description
	}
	if info := in.Info; info != nil {
		out.Media.MimeType, out.Media.Width, out.Media.Height = info.MimeType, info.Width, info.Height
		out.Media.DurationMS, out.Media.Animated = info.Duration, info.MauGIF
	}
	return nil
}

func formatted(in *event.MessageEventContent) string {
	if in.Format != event.FormatHTML {
		return ""
	}
	return in.FormattedBody
}

// editedText is the new text of a text message, or the new caption of a media message.
func editedText(in *event.MessageEventContent) (text, html string) {
	if in.MsgType.IsMedia() {
		return in.GetCaption(), in.GetFormattedCaption()
	}
	return in.Body, formatted(in)
}

func parseGeoURI(uri string) (*network.Location, error) {
	coordinates, found := strings.CutPrefix(uri, "geo:")
	if !found {
		return nil, fmt.Errorf("no geo URI")
	}
	coordinates, _, _ = strings.Cut(coordinates, ";")
	parts := strings.Split(coordinates, ",")
	if len(parts) < 2 {
		return nil, fmt.Errorf("a geo URI needs latitude and longitude")
	}
	latitude, err := strconv.ParseFloat(parts[0], 64)
	if err != nil {
		return nil, fmt.Errorf("read the latitude: %w", err)
	}
	longitude, err := strconv.ParseFloat(parts[1], 64)
	if err != nil {
		return nil, fmt.Errorf("read the longitude: %w", err)
	}
	return &network.Location{Latitude: latitude, Longitude: longitude}, nil
}

// emoji drops what Matrix clients add and phones do not.
func emoji(key string) string { return variationselector.FullyQualify(key) }
