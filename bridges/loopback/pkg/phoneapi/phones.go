package phoneapi

import (
	"math"
	"net/http"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

const (
	defaultPage = 1000
	maxPage     = 10000
	maxWait     = 60 * time.Second
)

func (a *api) phoneRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /phones", handle(a.listPhones))
	mux.HandleFunc("POST /phones/{number}", handle(a.setPhone))
	mux.HandleFunc("GET /phones/{number}", handle(a.getPhone))
	mux.HandleFunc("GET /phones/{number}/screen", handle(a.getScreen))
	mux.HandleFunc("GET /phones/{number}/log", handle(a.getLog))
	mux.HandleFunc("GET /phones/{number}/conversations", handle(a.getConversations))
	mux.HandleFunc("POST /phones/{number}/contacts", handle(a.saveContact))
	mux.HandleFunc("DELETE /phones/{number}/chats/{peer}", handle(a.online(a.deleteChat)))
}

func (a *api) listPhones(r *http.Request) (answer, error) {
	phones, err := a.world.Phones(r.Context())
	return map[string]any{"phones": phones}, err
}

func (a *api) setPhone(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Name      *string `json:"name"`
		OnNetwork *bool   `json:"on_network"`
		Password  *string `json:"password"`
		Avatar    *[]byte `json:"avatar"` // base64
	}](r)
	if err != nil {
		return nil, err
	}
	isNew, err := a.world.SetPhone(r.Context(), me, network.PhoneChange{
		Name: body.Name, OnNetwork: body.OnNetwork, Password: body.Password, Avatar: body.Avatar,
	})
	if err != nil {
		return nil, err
	}
	phone, err := a.world.Phone(r.Context(), me)
	if err != nil {
		return nil, err
	}
	if isNew {
		return created{phone}, nil
	}
	return phone, nil
}

func (a *api) getPhone(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	return a.world.Phone(r.Context(), me)
}

func (a *api) getScreen(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	limit, err := whole(r, "limit", math.MaxInt32, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	var chat loopid.ChatID
	if text := r.URL.Query().Get("with"); text != "" {
		other, err := peer(text)
		if err != nil {
			return nil, err
		}
		chat = other.ChatFor(me)
	}
	return a.world.Screen(r.Context(), me, chat, int(limit))
}

// getLog answers `next` even for an empty page, so that a caller can keep one number and ask again.
func (a *api) getLog(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	after, err := whole(r, "after", 0, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	limit, err := whole(r, "limit", defaultPage, maxPage)
	if err != nil {
		return nil, err
	}
	wait, err := seconds(r, "wait", maxWait)
	if err != nil {
		return nil, err
	}
	if _, err = a.world.Phone(r.Context(), me); err != nil {
		return nil, err
	}
	entries, err := a.world.AwaitLog(r.Context(), me, after, int(limit), wait)
	if err != nil {
		return nil, err
	}
	next := after
	if len(entries) > 0 {
		next = entries[len(entries)-1].Seq
	}
	return map[string]any{"entries": entries, "next": next}, nil
}

func (a *api) getConversations(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	conversations, err := a.world.Conversations(r.Context(), me, -1)
	return map[string]any{"conversations": conversations}, err
}

func (a *api) saveContact(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Number string `json:"number"`
		Name   string `json:"name"`
	}](r)
	if err != nil {
		return nil, err
	}
	other, err := number(body.Number)
	if err != nil {
		return nil, err
	}
	return nil, a.world.SaveContact(r.Context(), me, other, body.Name)
}

func (a *api) deleteChat(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	other, err := peer(r.PathValue("peer"))
	if err != nil {
		return nil, err
	}
	return nil, a.world.DeleteChat(r.Context(), other.ChatFor(me), me, network.OriginPhone)
}
