package phoneapi

import (
	"math"
	"net/http"
	"strconv"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

func (a *api) networkRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /groups", handle(a.createGroup))
	mux.HandleFunc("GET /groups/{group}", handle(a.getGroup))
	mux.HandleFunc("PATCH /groups/{group}", handle(a.changeGroup))
	mux.HandleFunc("GET /logins/{login}/state", handle(a.getState))
	mux.HandleFunc("POST /logins/{login}/state", handle(a.setState))
	mux.HandleFunc("POST /qr/scan", handle(a.scanQR))
	mux.HandleFunc("GET /codes/{number}", handle(a.readCode))
	mux.HandleFunc("GET /faults", handle(a.listFaults))
	mux.HandleFunc("POST /faults", handle(a.addFault))
	mux.HandleFunc("DELETE /faults", handle(a.removeFaults))
	mux.HandleFunc("DELETE /faults/{fault}", handle(a.removeFaults))
	mux.HandleFunc("GET /network/log", handle(a.getNetworkLog))
	mux.HandleFunc("GET /media/{sha256}", a.getMedia)
}

func (a *api) createGroup(r *http.Request) (answer, error) {
	body, err := read[struct {
		Founder string   `json:"founder"`
		Name    string   `json:"name"`
		Topic   string   `json:"topic"`
		Members []string `json:"members"`
	}](r)
	if err != nil {
		return nil, err
	}
	founder, err := number(body.Founder)
	if err != nil {
		return nil, err
	}
	members, err := numbers(body.Members)
	if err != nil {
		return nil, err
	}
	if err = a.world.MustBeOnline(r.Context(), founder); err != nil {
		return nil, err
	}
	id, err := a.world.CreateGroup(r.Context(), founder, network.OriginPhone, body.Name, body.Topic, members)
	if err != nil {
		return nil, err
	}
	chat, err := a.world.Chat(r.Context(), id)
	return created{chat}, err
}

func group(r *http.Request) (loopid.ChatID, error) {
	other, err := peer(r.PathValue("group"))
	if err != nil {
		return "", err
	} else if !other.IsGroup() {
		return "", network.Refuse(network.CodeChatUnknown, "%s is no group", other)
	}
	return loopid.ChatID(other), nil
}

func (a *api) getGroup(r *http.Request) (answer, error) {
	id, err := group(r)
	if err != nil {
		return nil, err
	}
	return a.world.Chat(r.Context(), id)
}

func (a *api) changeGroup(r *http.Request) (answer, error) {
	id, err := group(r)
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		By     string   `json:"by"`
		Name   *string  `json:"name"`
		Topic  *string  `json:"topic"`
		Add    []string `json:"add"`
		Remove []string `json:"remove"`
	}](r)
	if err != nil {
		return nil, err
	}
	by, err := number(body.By)
	if err != nil {
		return nil, err
	}
	if err = a.world.MustBeOnline(r.Context(), by); err != nil {
		return nil, err
	}
	change := network.GroupChange{Name: body.Name, Topic: body.Topic}
	if change.Add, err = numbers(body.Add); err != nil {
		return nil, err
	}
	if change.Remove, err = numbers(body.Remove); err != nil {
		return nil, err
	}
	if err = a.world.ChangeGroup(r.Context(), id, by, network.OriginPhone, change); err != nil {
		return nil, err
	}
	return a.world.Chat(r.Context(), id)
}

func (a *api) getState(r *http.Request) (answer, error) {
	login, err := number(r.PathValue("login"))
	if err != nil {
		return nil, err
	}
	return a.logins.LoginState(r.Context(), login)
}

func (a *api) setState(r *http.Request) (answer, error) {
	login, err := number(r.PathValue("login"))
	if err != nil {
		return nil, err
	}
	body, err := read[struct {
		State network.ConnectionState `json:"state"`
	}](r)
	if err != nil {
		return nil, err
	}
	if err = a.logins.SetLoginState(r.Context(), login, body.State); err != nil {
		return nil, err
	}
	return a.logins.LoginState(r.Context(), login)
}

func (a *api) scanQR(r *http.Request) (answer, error) {
	body, err := read[struct {
		Code   string `json:"code"`
		Number string `json:"number"`
	}](r)
	if err != nil {
		return nil, err
	}
	me, err := number(body.Number)
	if err != nil {
		return nil, err
	}
	if _, err = a.world.Reachable(r.Context(), me); err != nil {
		return nil, err
	}
	return nil, a.world.ScanQR(body.Code, me)
}

func (a *api) readCode(r *http.Request) (answer, error) {
	me, err := number(r.PathValue("number"))
	if err != nil {
		return nil, err
	}
	code, err := a.world.ReadCode(me)
	return map[string]string{"code": code}, err
}

func (a *api) listFaults(*http.Request) (answer, error) {
	return map[string]any{"faults": a.world.Faults()}, nil
}

func (a *api) addFault(r *http.Request) (answer, error) {
	fault, err := read[network.Fault](r)
	if err != nil {
		return nil, err
	}
	fault, err = a.world.AddFault(r.Context(), fault)
	return created{fault}, err
}

func (a *api) removeFaults(r *http.Request) (answer, error) {
	var id int64
	if text := r.PathValue("fault"); text != "" {
		var err error
		if id, err = strconv.ParseInt(text, 10, 64); err != nil || id <= 0 {
			return nil, network.Refuse(network.CodeFaultUnknown, "there is no fault %q", text)
		}
	}
	return nil, a.world.RemoveFaults(r.Context(), id)
}

func (a *api) getNetworkLog(r *http.Request) (answer, error) {
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
	entries, err := a.world.AwaitNetworkLog(r.Context(), after, int(limit), wait)
	if err != nil {
		return nil, err
	}
	next := after
	if len(entries) > 0 {
		next = entries[len(entries)-1].Seq
	}
	return map[string]any{"entries": entries, "next": next}, nil
}

// getMedia answers bytes and not JSON.
func (a *api) getMedia(w http.ResponseWriter, r *http.Request) {
	data, err := a.world.Media(r.Context(), r.PathValue("sha256"))
	if err != nil {
		writeFailure(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data) // the client has gone; it can ask again
}
