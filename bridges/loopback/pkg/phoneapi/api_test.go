package phoneapi

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// noLogins is a bridge without logins.
type noLogins struct{}

func (noLogins) SetLoginState(_ context.Context, number loopid.PhoneNumber, _ network.ConnectionState) error {
	return network.Refuse(network.CodeLoginUnknown, "this bridge has no login %s", number)
}

func (noLogins) LoginState(_ context.Context, number loopid.PhoneNumber) (network.Device, error) {
	return network.Device{}, network.Refuse(network.CodeLoginUnknown, "this bridge has no login %s", number)
}

type client struct {
	t   *testing.T
	api http.Handler
}

func start(t *testing.T) *client {
	t.Helper()
	world, err := network.Open(context.Background(), filepath.Join(t.TempDir(), "world.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	c := &client{t: t, api: New(world, noLogins{})}
	c.must(http.StatusCreated, "POST", "/phones/4915110001", `{"name":"Anna"}`)
	c.must(http.StatusCreated, "POST", "/phones/48100100100", `{"name":"Acme"}`)
	return c
}

func (c *client) call(method, path, body string) (int, map[string]any) {
	c.t.Helper()
	recorder := httptest.NewRecorder()
	c.api.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	var answer map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		c.t.Fatalf("%s %s answers %q", method, path, recorder.Body)
	}
	return recorder.Code, answer
}

func (c *client) must(status int, method, path, body string) map[string]any {
	c.t.Helper()
	got, answer := c.call(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s: %d %v", method, path, got, answer)
	}
	return answer
}

func TestBadInputIsRefusedByName(t *testing.T) {
	c := start(t)
	tests := map[string]struct {
		method, path, body string
		status             int
		code               string
	}{
		"no JSON":                {"POST", "/phones/4915110001/messages", "hello", 400, "LOOPBACK_BAD_INPUT"},
		"half a JSON":            {"POST", "/phones/4915110001/messages", `{"to":`, 400, "LOOPBACK_BAD_INPUT"},
		"two JSONs":              {"POST", "/phones/4915110001/messages", `{} {}`, 400, "LOOPBACK_BAD_INPUT"},
		"nothing":                {"POST", "/phones/4915110001/messages", "", 400, "LOOPBACK_BAD_INPUT"},
		"a misspelt field":       {"POST", "/phones/4915110001/messages", `{"to":"48100100100","txt":"hi"}`, 400, "LOOPBACK_BAD_INPUT"},
		"a number that is none":  {"POST", "/phones/anna/messages", `{"to":"48100100100","text":"hi"}`, 400, "LOOPBACK_BAD_INPUT"},
		"to nobody":              {"POST", "/phones/4915110001/messages", `{"text":"hi"}`, 400, "LOOPBACK_BAD_INPUT"},
		"to a stranger":          {"POST", "/phones/4915110001/messages", `{"to":"4900000404","text":"hi"}`, 404, "LOOPBACK_NOT_ON_NETWORK"},
		"to a group":             {"POST", "/phones/4915110001/messages", `{"to":"g-1","text":"hi"}`, 404, "LOOPBACK_CHAT_UNKNOWN"},
		"a reply to a bare id":   {"POST", "/phones/4915110001/messages", `{"to":"48100100100","text":"hi","reply_to":"1"}`, 400, "LOOPBACK_BAD_INPUT"},
		"a call as a message":    {"POST", "/phones/4915110001/messages", `{"to":"48100100100","kind":"call"}`, 400, "LOOPBACK_BAD_INPUT"},
		"an unknown message":     {"PATCH", "/phones/4915110001/messages/m-9", `{"text":"x"}`, 404, "LOOPBACK_MESSAGE_UNKNOWN"},
		"no message id":          {"DELETE", "/phones/4915110001/messages/9", "", 400, "LOOPBACK_BAD_INPUT"},
		"a negative cursor":      {"GET", "/phones/4915110001/log?after=-1", "", 400, "LOOPBACK_BAD_INPUT"},
		"too much at once":       {"GET", "/phones/4915110001/log?limit=10001", "", 400, "LOOPBACK_BAD_INPUT"},
		"too long a wait":        {"GET", "/phones/4915110001/log?wait=61", "", 400, "LOOPBACK_BAD_INPUT"},
		"no phone":               {"GET", "/phones/4900000404/log", "", 404, "LOOPBACK_PHONE_UNKNOWN"},
		"no such screen":         {"GET", "/phones/4900000404/screen", "", 404, "LOOPBACK_PHONE_UNKNOWN"},
		"no such login":          {"POST", "/logins/48100100100/state", `{"state":"connected"}`, 404, "LOOPBACK_LOGIN_UNKNOWN"},
		"a QR nobody shows":      {"POST", "/qr/scan", `{"code":"x","number":"4915110001"}`, 404, "LOOPBACK_QR_UNKNOWN"},
		"a phone that is off":    {"POST", "/qr/scan", `{"code":"x","number":"4900000404"}`, 404, "LOOPBACK_NOT_ON_NETWORK"},
		"no code":                {"GET", "/codes/4915110001", "", 404, "LOOPBACK_CODE_UNKNOWN"},
		"no fault":               {"DELETE", "/faults/1", "", 404, "LOOPBACK_FAULT_UNKNOWN"},
		"a fault that cannot be": {"POST", "/faults", `{"fail":"certain","taken":true}`, 400, "LOOPBACK_BAD_INPUT"},
		"no media":               {"GET", "/media/00", "", 404, "LOOPBACK_MEDIA_UNKNOWN"},
		"a group of strangers":   {"POST", "/groups", `{"founder":"4915110001","name":"G","members":["4900000404"]}`, 404, "LOOPBACK_NOT_ON_NETWORK"},
		"a person as a group":    {"GET", "/groups/4915110001", "", 404, "LOOPBACK_CHAT_UNKNOWN"},
		"no such endpoint":       {"GET", "/everything", "", 404, "M_UNRECOGNIZED"},
		"a nameless phone":       {"POST", "/phones/4915110009", `{"name":""}`, 400, "LOOPBACK_BAD_INPUT"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if status, answer := c.call(test.method, test.path, test.body); status != test.status || answer["errcode"] != test.code || answer["error"] == "" {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
	if _, answer := c.call("GET", "/phones/4915110009", ""); answer["errcode"] != "LOOPBACK_PHONE_UNKNOWN" {
		t.Errorf("a refused phone exists: %v", answer)
	}
}

func TestAConversation(t *testing.T) {
	c := start(t)
	asked := c.must(201, "POST", "/phones/+4915110001/messages", `{"to":"+48 100 100 100","text":"Is it ready?"}`)
	c.must(201, "POST", "/logins/48100100100/handset/messages", `{"to":"4915110001","text":"Yes","reply_to":"`+asked["id"].(string)+`"}`)
	c.must(200, "POST", "/logins/48100100100/handset/receipts", `{"to":"4915110001","message":"`+asked["id"].(string)+`"}`)
	c.must(200, "POST", "/phones/4915110001/typing", `{"to":"48100100100","typing":true}`)
	c.must(201, "POST", "/phones/4915110001/calls", `{"to":"48100100100","outcome":"missed"}`)
	log := c.must(200, "GET", "/phones/4915110001/log", "")
	var kinds []string
	for _, entry := range log["entries"].([]any) {
		kinds = append(kinds, entry.(map[string]any)["kind"].(string))
	}
	if got := strings.Join(kinds, " "); got != "message message read typing message" {
		t.Errorf("logged %s", got)
	}
	if again := c.must(200, "GET", "/phones/4915110001/log?wait=0.01&after="+number64(log["next"]), ""); len(again["entries"].([]any)) != 0 || again["next"] != log["next"] {
		t.Errorf("nothing new is %v", again)
	}
	screen := c.must(200, "GET", "/phones/4915110001/screen?with=48100100100&limit=3", "")
	messages := screen["chats"].([]any)[0].(map[string]any)["messages"].([]any)
	answer := messages[1].(map[string]any)
	if len(messages) != 3 || answer["reply_to"] != asked["id"] || answer["content"].(map[string]any)["text"] != "Yes" || answer["own"] != false {
		t.Errorf("shown %v", messages)
	}
	if whole := c.must(200, "GET", "/network/log", ""); len(whole["entries"].([]any)) != 2*len(kinds) {
		t.Errorf("the network logged %d entries", len(whole["entries"].([]any)))
	}
}

func number64(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

func TestMediaComesBackAsItWasSent(t *testing.T) {
	c := start(t)
	data := bytes.Repeat([]byte{0, 1, 2, 255}, 1000)
	c.must(201, "POST", "/phones/4915110001/messages", `{"to":"48100100100","kind":"image","text":"look","media":{"data":"`+
		base64.StdEncoding.EncodeToString(data)+`","mime_type":"image/png","file_name":"a.png"}}`)
	log := c.must(200, "GET", "/phones/48100100100/log", "")
	content := log["entries"].([]any)[0].(map[string]any)["content"].(map[string]any)
	media := content["media"].(map[string]any)
	if content["kind"] != "image" || content["text"] != "look" || media["size"] != float64(4000) || media["data"] != nil {
		t.Errorf("received %v", content)
	}
	recorder := httptest.NewRecorder()
	c.api.ServeHTTP(recorder, httptest.NewRequest("GET", "/media/"+media["sha256"].(string), nil))
	if !bytes.Equal(recorder.Body.Bytes(), data) {
		t.Errorf("%d bytes came back", recorder.Body.Len())
	}
	// The same bytes again, named by their hash.
	c.must(201, "POST", "/phones/4915110001/messages", `{"to":"48100100100","media":{"sha256":"`+media["sha256"].(string)+`","mime_type":"image/png"}}`)
}

func TestNamesAndPasswordsOfPhones(t *testing.T) {
	c := start(t)
	phone := c.must(200, "POST", "/phones/4915110001", `{"password":"hunter2","avatar":"aGk="}`)
	if phone["name"] != "Anna" || phone["has_password"] != true || phone["has_avatar"] != true || phone["password"] != nil {
		t.Errorf("%v", phone)
	}
	phone = c.must(200, "POST", "/phones/4915110001", `{"password":"","name":"Anna B."}`)
	if phone["name"] != "Anna B." || phone["has_password"] != false {
		t.Errorf("%v", phone)
	}
	if phones := c.must(200, "GET", "/phones", ""); len(phones["phones"].([]any)) != 2 {
		t.Errorf("%v", phones)
	}
}
