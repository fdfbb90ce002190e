// Package phoneapi is the HTTP interface to the imitation network: what people do with their phones, and what tests do to
// the network. It trusts its caller; whoever mounts it checks the shared secret.
package phoneapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// maxBodyBytes leaves room for 100 MiB of media in base64.
const maxBodyBytes = 140 << 20

// Logins is what only the running bridge can do.
type Logins interface {
	SetLoginState(ctx context.Context, number loopid.PhoneNumber, state network.ConnectionState) error
	LoginState(ctx context.Context, number loopid.PhoneNumber) (network.Device, error)
}

type api struct {
	world  *network.Network
	logins Logins
}

// New makes the handler; docs/reference/loopback.md describes it.
func New(world *network.Network, logins Logins) http.Handler {
	a := &api{world: world, logins: logins}
	mux := http.NewServeMux()
	a.phoneRoutes(mux)
	a.messageRoutes(mux)
	a.presenceRoutes(mux)
	a.networkRoutes(mux)
	// The company's own handset is a phone like any other.
	mux.HandleFunc("/logins/{login}/handset/{rest...}", func(w http.ResponseWriter, r *http.Request) {
		handset := r.Clone(r.Context())
		handset.URL.Path = "/phones/" + r.PathValue("login") + "/" + r.PathValue("rest")
		handset.URL.RawPath = ""
		mux.ServeHTTP(w, handset)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, "M_UNRECOGNIZED", "there is no such endpoint")
	})
	return mux
}

// answer is what a handler returns; nil is an empty object.
type answer = any

// created makes the status 201.
type created struct{ body any }

func handle(work func(r *http.Request) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
		result, err := work(r)
		if err != nil {
			writeFailure(w, err)
			return
		}
		status := http.StatusOK
		if wrapped, ok := result.(created); ok {
			status, result = http.StatusCreated, wrapped.body
		}
		if result == nil {
			result = struct{}{}
		}
		writeJSON(w, status, result)
	}
}

var statuses = map[network.Code]int{
	network.CodeBadInput:       http.StatusBadRequest,
	network.CodePhoneUnknown:   http.StatusNotFound,
	network.CodeNotOnNetwork:   http.StatusNotFound,
	network.CodeChatUnknown:    http.StatusNotFound,
	network.CodeNotMember:      http.StatusForbidden,
	network.CodeMessageUnknown: http.StatusNotFound,
	network.CodeNotSender:      http.StatusForbidden,
	network.CodeMessageDeleted: http.StatusConflict,
	network.CodeNotEditable:    http.StatusConflict,
	network.CodeNotPoll:        http.StatusConflict,
	network.CodeMediaUnknown:   http.StatusNotFound,
	network.CodeQRUnknown:      http.StatusNotFound,
	network.CodeCodeUnknown:    http.StatusNotFound,
	network.CodeLoginUnknown:   http.StatusNotFound,
	network.CodeFaultUnknown:   http.StatusNotFound,
	network.CodePhoneOffline:   http.StatusConflict,
}

func writeFailure(w http.ResponseWriter, err error) {
	var tooLarge *http.MaxBytesError
	code := network.CodeOf(err)
	switch {
	case code != "":
		writeError(w, statuses[code], string(code), err.Error())
	case errors.As(err, &tooLarge):
		writeError(w, http.StatusRequestEntityTooLarge, "M_TOO_LARGE", "the body is too large")
	case errors.Is(err, network.ErrClosed), errors.Is(err, context.Canceled):
		writeError(w, http.StatusServiceUnavailable, "M_UNKNOWN", "the bridge is stopping")
	default:
		writeError(w, http.StatusInternalServerError, "M_UNKNOWN", err.Error())
	}
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, map[string]string{"errcode": code, "error": message})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // the client has gone; nothing is lost that it could not ask for again
}

// read parses the body. A field nobody knows is refused: a misspelt one would otherwise be silently without effect.
func read[T any](r *http.Request) (body T, err error) {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err = decoder.Decode(&body); err == nil {
		_, err = decoder.Token()
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		err = errors.New("more than one JSON value")
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return body, err
	}
	return body, network.Refuse(network.CodeBadInput, "the body is not understood: %s", err)
}

func number(text string) (loopid.PhoneNumber, error) {
	parsed, err := loopid.ParsePhoneNumber(text)
	if err != nil {
		return "", network.Refuse(network.CodeBadInput, "%q is not an international phone number", text)
	}
	return parsed, nil
}

func numbers(texts []string) ([]loopid.PhoneNumber, error) {
	parsed := make([]loopid.PhoneNumber, len(texts))
	for i, text := range texts {
		var err error
		if parsed[i], err = number(text); err != nil {
			return nil, err
		}
	}
	return parsed, nil
}

// peer is whom a phone means by `to`: a number or a group.
func peer(text string) (loopid.Peer, error) {
	parsed, err := loopid.ParsePeer(text)
	if err != nil {
		return "", network.Refuse(network.CodeBadInput, "%q is neither a phone number nor a group", text)
	}
	return parsed, nil
}

func messageID(text string) (loopid.MessageID, error) {
	parsed, err := loopid.ParseMessageID(text)
	if err != nil || parsed == 0 {
		return 0, network.Refuse(network.CodeBadInput, "%q is not a message id", text)
	}
	return parsed, nil
}

// whole reads a number from the query.
func whole(r *http.Request, name string, fallback, most int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return fallback, nil
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < 0 || value > most {
		return 0, network.Refuse(network.CodeBadInput, "%s must be a whole number up to %d", name, most)
	}
	return value, nil
}

func seconds(r *http.Request, name string, most time.Duration) (time.Duration, error) {
	text := strings.TrimSpace(r.URL.Query().Get(name))
	if text == "" {
		return 0, nil
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value < 0 || value > most.Seconds() {
		return 0, network.Refuse(network.CodeBadInput, "%s must be a number of seconds up to %.0f", name, most.Seconds())
	}
	return time.Duration(value * float64(time.Second)), nil
}
