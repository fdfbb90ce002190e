package phoneapi

import (
	"net/http"

	"holdfast.example/bridges/loopback/pkg/network"
)

func (a *api) presenceRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /overview", handle(a.getOverview))
	mux.HandleFunc("GET /phones/{number}/chats", handle(a.getChats))
	mux.HandleFunc("GET /phones/{number}/avatar", a.getAvatar)
	mux.HandleFunc("POST /phones/{number}/offline", handle(a.setOffline))
	mux.HandleFunc("GET /phones/{number}/persona", handle(a.getPersona))
	mux.HandleFunc("PUT /phones/{number}/persona", handle(a.setPersona))
	mux.HandleFunc("DELETE /phones/{number}/persona", handle(a.stopPersona))
	mux.HandleFunc("POST /phones/{number}/persona/pause", handle(a.pausePersona))
}

// online refuses what a person wants to do on a handset that is away.
func (a *api) online(work func(r *http.Request) (answer, error)) func(r *http.Request) (answer, error) {
	return func(r *http.Request) (answer, error) {
		me, err := number(r.PathValue("number"))
		if err != nil {
			return nil, err
		}
		if err = a.world.MustBeOnline(r.Context(), me); err != nil {
			return nil, err
		}
		return work(r)
	}
}

func (a *api) getOverview(r *http.Request) (answer, error) {
	phones, next, err := a.world.Overview(r.Context())
	return map[string]any{"phones": phones, "next": next}, err
}

func (a *api) getChats(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	chats, err := a.world.ChatList(r.Context(), me)
	return map[string]any{"chats": chats}, err
}

// getAvatar answers bytes and not JSON.
func (a *api) getAvatar(w http.ResponseWriter, r *http.Request) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		writeFailure(w, err)
		return
	}
	picture, err := a.world.Avatar(r.Context(), me)
	if err == nil && len(picture) == 0 {
		err = network.Refuse(network.CodeMediaUnknown, "the phone has no picture")
	}
	if err != nil {
		writeFailure(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(picture) // the client has gone; it can ask again
}

func (a *api) setOffline(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		Offline bool `json:"offline"`
	}](r)
	if err != nil {
		return nil, err
	}
	if err = a.world.SetOffline(r.Context(), me, body.Offline); err != nil {
		return nil, err
	}
	return a.world.Phone(r.Context(), me)
}

func (a *api) getPersona(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	return a.world.Persona(r.Context(), me)
}

func (a *api) setPersona(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[network.Persona](r)
	if err != nil {
		return nil, err
	}
	if err = a.world.SetPersona(r.Context(), me, body); err != nil {
		return nil, err
	}
	return a.world.Persona(r.Context(), me)
}

func (a *api) stopPersona(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	if err = a.world.StopPersona(r.Context(), me); err != nil {
		return nil, err
	}
	return a.world.Persona(r.Context(), me)
}

func (a *api) pausePersona(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		ForMS int64 `json:"for_ms"`
	}](r)
	if err != nil {
		return nil, err
	}
	if err = a.world.PausePersona(r.Context(), me, body.ForMS); err != nil {
		return nil, err
	}
	return a.world.Persona(r.Context(), me)
}
