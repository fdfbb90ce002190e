package connector

import (
	"context"
	"fmt"
	"strings"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// toMatrix turns what a phone shows into what a Matrix client shows. Media is uploaded as the author.
func (c *Client) toMatrix(
	ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content, replyTo loopid.MessageID,
) (*bridgev2.ConvertedMessage, error) {
	part, err := c.toPart(ctx, portal, intent, content, maxEventText)
	if err != nil {
		return nil, err
	}
	converted := &bridgev2.ConvertedMessage{Parts: []*bridgev2.ConvertedMessagePart{part}}
	if replyTo != 0 {
		converted.ReplyTo = &networkid.MessageOptionalPartID{MessageID: replyTo.NetworkID()}
	}
	return converted, nil
}

func (c *Client) toPart(
	ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content, limit int,
) (*bridgev2.ConvertedMessagePart, error) {
	part := &bridgev2.ConvertedMessagePart{Type: event.EventMessage, DBMetadata: &MessageMetadata{}}
	var err error
	switch {
	case content.Kind.IsMedia():
		err = c.mediaPart(ctx, portal, intent, shortCaption(content, limit), part)
	case content.Kind == network.KindContact:
		err = c.contactPart(ctx, portal, intent, content, part)
	case content.Kind == network.KindLocation:
		locationPart(content, part)
	case content.Kind == network.KindPoll:
		pollPart(content, part)
	case content.Kind == network.KindCall:
		callPart(content, part)
	case !fits(content, limit):
		err = c.longTextPart(ctx, portal, intent, content, part)
	default:
		part.Content = textContent(content)
	}
	return part, err
}

func textContent(content *network.Content) *event.MessageEventContent {
	out := &event.MessageEventContent{MsgType: event.MsgText, Body: content.Text}
	if content.HTML != "" {
		out.Format, out.FormattedBody = event.FormatHTML, content.HTML
	}
	return out
}

var messageTypes = map[network.Kind]event.MessageType{
	network.KindImage: event.MsgImage, network.KindVideo: event.MsgVideo, network.KindAudio: event.MsgAudio,
	network.KindVoice: event.MsgAudio, network.KindFile: event.MsgFile,
}

func (c *Client) mediaPart(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content, part *bridgev2.ConvertedMessagePart) error {
	data, err := c.world().Media(ctx, content.Media.SHA256)
	if err != nil {
		return err
	}
	part.Content = mediaContent(content)
	part.Content.URL, part.Content.File, err = intent.UploadMedia(ctx, portal.MXID, data, part.Content.FileName, content.Media.MimeType)
	if err != nil {
		return fmt.Errorf("%w: %w", bridgev2.ErrMediaReuploadFailed, err)
	}
	if content.Kind == network.KindSticker {
		part.Type, part.Content.MsgType = event.EventSticker, ""
	}
	return nil
}

// mediaContent is everything but the address of the bytes. The caption is the body, as MSC2530 has it.
func mediaContent(content *network.Content) *event.MessageEventContent {
	media := content.Media
	name := media.FileName
	if name == "" {
		name = string(content.Kind)
	}
	out := &event.MessageEventContent{
		MsgType: messageTypes[content.Kind], Body: name, FileName: name,
		Info: &event.FileInfo{
			MimeType: media.MimeType, Size: media.Size, Width: media.Width, Height: media.Height,
			Duration: media.DurationMS, MauGIF: media.Animated,
		},
	}
	if content.Text != "" {
		out.Body = content.Text
		if content.HTML != "" {
			out.Format, out.FormattedBody = event.FormatHTML, content.HTML
		}
	}
	if content.Kind == network.KindVoice {
		out.MSC3245Voice = &event.MSC3245Voice{}
		out.MSC1767Audio = &event.MSC1767Audio{Duration: media.DurationMS}
	}
	return out
}

// contactPart carries a card as a file, as WhatsApp's bridge does.
func (c *Client) contactPart(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content, part *bridgev2.ConvertedMessagePart) (err error) {
	const mimeType = "text/vcard"
	card := []byte(content.Contact.VCard())
	name := content.Contact.Name + ".vcf"
	part.Content = &event.MessageEventContent{
		MsgType: event.MsgFile, Body: name, FileName: name, Info: &event.FileInfo{MimeType: mimeType, Size: len(card)},
	}
	part.Content.URL, part.Content.File, err = intent.UploadMedia(ctx, portal.MXID, card, name, mimeType)
	if err != nil {
		return fmt.Errorf("%w: %w", bridgev2.ErrMediaReuploadFailed, err)
	}
	return nil
}

func locationPart(content *network.Content, part *bridgev2.ConvertedMessagePart) {
	place := content.Location
	geo := fmt.Sprintf("geo:%.6f,%.6f", place.Latitude, place.Longitude)
	body := "Location: " + geo
	if place.Name != "" {
		body = fmt.Sprintf("Location: %s\n%s", place.Name, geo)
	}
	part.Content = &event.MessageEventContent{MsgType: event.MsgLocation, Body: body, GeoURI: geo}
}

// pollPart makes a poll that Matrix clients can vote in.
func pollPart(content *network.Content, part *bridgev2.ConvertedMessagePart) {
	poll := content.Poll
	lines := []string{poll.Question, ""}
	answers := make([]map[string]any, len(poll.Options))
	for i, option := range poll.Options {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, option.Text))
		answers[i] = map[string]any{"id": option.ID, "org.matrix.msc1767.text": option.Text}
	}
	body := strings.Join(lines, "\n")
	part.Type = event.EventUnstablePollStart
	part.Content = &event.MessageEventContent{MsgType: event.MsgText, Body: body}
	part.Extra = map[string]any{
		"org.matrix.msc1767.message": []map[string]any{{"mimetype": "text/plain", "body": body}},
		"org.matrix.msc3381.poll.start": map[string]any{
			"kind":           "org.matrix.msc3381.poll.disclosed",
			"max_selections": poll.MaxChoices,
			"question":       map[string]any{"org.matrix.msc1767.text": poll.Question},
			"answers":        answers,
		},
	}
}

var callWords = map[network.CallOutcome]string{
	network.CallMissed: "Missed %s call", network.CallDeclined: "Declined %s call", network.CallAnswered: "%s call, answered on the phone",
}

// callPart shows a call as the stock bridges do: a text with a machine-readable mark. A call cannot be taken in Matrix.
func callPart(content *network.Content, part *bridgev2.ConvertedMessagePart) {
	kind := event.BeeperActionMessageCallTypeVoice
	if content.Call.Video {
		kind = event.BeeperActionMessageCallTypeVideo
	}
	text := fmt.Sprintf(callWords[content.Call.Outcome], kind)
	part.Content = &event.MessageEventContent{
		MsgType: event.MsgText, Body: strings.ToUpper(text[:1]) + text[1:] + ". Use the phone to call.",
		BeeperActionMessage: &event.BeeperActionMessage{Type: event.BeeperActionMessageCall, CallType: kind},
	}
}

// toMatrixEdit replaces what an edit changed and keeps the rest of the event, such as the address of its media.
func (c *Client) toMatrixEdit(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, content *network.Content) (*bridgev2.ConvertedEditPart, error) {
	part, err := c.toPart(ctx, portal, intent, content, maxEditText)
	if err != nil {
		return nil, err
	}
	return &bridgev2.ConvertedEditPart{Type: part.Type, Content: part.Content, Extra: part.Extra}, nil
}
