package phoneapi

import (
	"net/http"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

func (a *api) messageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /phones/{number}/messages", handle(a.online(a.sendMessage)))
	mux.HandleFunc("PATCH /phones/{number}/messages/{message}", handle(a.online(a.editMessage)))
	mux.HandleFunc("DELETE /phones/{number}/messages/{message}", handle(a.online(a.deleteMessage)))
	mux.HandleFunc("POST /phones/{number}/reactions", handle(a.online(a.react)))
	mux.HandleFunc("POST /phones/{number}/votes", handle(a.online(a.vote)))
	mux.HandleFunc("POST /phones/{number}/typing", handle(a.online(a.setTyping)))
	mux.HandleFunc("POST /phones/{number}/receipts", handle(a.online(a.sendReceipt)))
	mux.HandleFunc("POST /phones/{number}/calls", handle(a.online(a.call)))
	mux.HandleFunc("POST /phones/{number}/timer", handle(a.online(a.setTimer)))
}

// mediaBody is a media message's description together with its bytes, or with the hash of bytes sent before.
type mediaBody struct {
	network.Media
	Data []byte `json:"data"` // base64
}

type messageBody struct {
	To       string               `json:"to"`
	Kind     network.Kind         `json:"kind"`
	Text     string               `json:"text"`
	HTML     string               `json:"html"`
	Media    *mediaBody           `json:"media"`
	Location *network.Location    `json:"location"`
	Contact  *network.ContactCard `json:"contact"`
	Poll     *network.Poll        `json:"poll"`
	ReplyTo  loopid.MessageID     `json:"reply_to"`
	SentAt   int64                `json:"sent_at"`
}

// kind may be left out where only one fits.
func (body *messageBody) kind() network.Kind {
	switch {
	case body.Kind != "":
		return body.Kind
	case body.Location != nil:
		return network.KindLocation
	case body.Contact != nil:
		return network.KindContact
	case body.Poll != nil:
		return network.KindPoll
	case body.Media != nil:
		return network.KindFile
	default:
		return network.KindText
	}
}

func (a *api) sendMessage(r *http.Request) (answer, error) {
	body, err := read[messageBody](r)
	if err != nil {
		return nil, err
	}
	me, chat, err := sides(r, body.To)
	if err != nil {
		return nil, err
	}
	content := network.Content{
		Kind: body.kind(), Text: body.Text, HTML: body.HTML, Location: body.Location, Contact: body.Contact, Poll: body.Poll,
	}
	if content.Kind == network.KindCall {
		return nil, network.Refuse(network.CodeBadInput, "calls have an endpoint of their own")
	}
	if body.Media != nil {
		content.Media = &body.Media.Media
		if content.Media.MimeType == "" {
			content.Media.MimeType = http.DetectContentType(body.Media.Data)
		}
		if content.Media.SHA256 == "" {
			if content.Media.SHA256, err = a.world.PutMedia(r.Context(), body.Media.Data); err != nil {
				return nil, err
			}
		}
	}
	sent, err := a.world.Send(r.Context(), network.Outgoing{
		From: me, Origin: network.OriginPhone, Chat: chat, Content: content, ReplyTo: body.ReplyTo, SentAtMS: body.SentAt,
	})
	return created{sent}, err
}

// sides are the phone in the path and the chat it means by `to`.
func sides(r *http.Request, to string) (me loopid.PhoneNumber, chat loopid.ChatID, err error) {
	if me, err = number(r.PathValue("number")); err != nil {
		return "", "", err
	}
	other, err := peer(to)
	if err != nil {
		return "", "", err
	}
	return me, other.ChatFor(me), nil
}

func (a *api) editMessage(r *http.Request) (answer, error) {
	me, target, err := meAndMessage(r)
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Text string `json:"text"`
		HTML string `json:"html"`
	}](r)
	if err != nil {
		return nil, err
	}
	return nil, a.world.Edit(r.Context(), target, me, network.OriginPhone, body.Text, body.HTML)
}

func (a *api) deleteMessage(r *http.Request) (answer, error) {
	me, target, err := meAndMessage(r)
	if err != nil {
		return nil, err
	}
	return nil, a.world.Delete(r.Context(), target, me, network.OriginPhone)
}

func meAndMessage(r *http.Request) (me loopid.PhoneNumber, target loopid.MessageID, err error) {
	if me, err = number(r.PathValue("number")); err != nil {
		return "", 0, err
	}
	target, err = messageID(r.PathValue("message"))
	return me, target, err
}

func (a *api) react(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Message loopid.MessageID `json:"message"`
		Emoji   string           `json:"emoji"` // empty takes it back
	}](r)
	if err != nil {
		return nil, err
	}
	return nil, a.world.React(r.Context(), body.Message, me, network.OriginPhone, body.Emoji)
}

func (a *api) vote(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Poll    loopid.MessageID `json:"poll"`
		Options []string         `json:"options"` // ids; none take the vote back
	}](r)
	if err != nil {
		return nil, err
	}
	id, err := a.world.Vote(r.Context(), body.Poll, me, network.OriginPhone, body.Options)
	return created{map[string]any{"id": id}}, err
}

func (a *api) setTyping(r *http.Request) (answer, error) {
	body, err := read[struct {
		To     string `json:"to"`
		Typing bool   `json:"typing"`
	}](r)
	if err != nil {
		return nil, err
	}
	me, chat, err := sides(r, body.To)
	if err != nil {
		return nil, err
	}
	return nil, a.world.SetTyping(r.Context(), chat, me, network.OriginPhone, body.Typing)
}

func (a *api) sendReceipt(r *http.Request) (answer, error) {
	body, err := read[struct {
		To      string            `json:"to"`
		Message loopid.MessageID  `json:"message"`
		Kind    network.EntryKind `json:"kind"` // read (default) or delivered
	}](r)
	if err != nil {
		return nil, err
	}
	me, chat, err := sides(r, body.To)
	if err != nil {
		return nil, err
	}
	switch body.Kind {
	case "", network.EntryRead:
		return nil, a.world.MarkRead(r.Context(), chat, me, network.OriginPhone, body.Message)
	case network.EntryDelivered:
		return nil, a.world.MarkDelivered(r.Context(), body.Message, me)
	default:
		return nil, network.Refuse(network.CodeBadInput, "a receipt is read or delivered")
	}
}

func (a *api) call(r *http.Request) (answer, error) {
	body, err := read[struct {
		To string `json:"to"`
		network.Call
	}](r)
	if err != nil {
		return nil, err
	}
	me, chat, err := sides(r, body.To)
	if err != nil {
		return nil, err
	}
	sent, err := a.world.Send(r.Context(), network.Outgoing{
		From: me, Origin: network.OriginPhone, Chat: chat, Content: network.Content{Kind: network.KindCall, Call: &body.Call},
	})
	return created{sent}, err
}

func (a *api) setTimer(r *http.Request) (answer, error) {
	body, err := read[struct {
		To      string `json:"to"`
		TimerMS int64  `json:"timer_ms"` // 0 turns it off
	}](r)
	if err != nil {
		return nil, err
	}
	me, chat, err := sides(r, body.To)
	if err != nil {
		return nil, err
	}
	return nil, a.world.SetTimer(r.Context(), chat, me, network.OriginPhone, body.TimerMS)
}
