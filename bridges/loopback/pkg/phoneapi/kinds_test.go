package phoneapi

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

const (
	herPhone     = "/phones/4915110001"
	toTheCompany = `"to":"48100100100"`
)

// received is the content of the newest message on the company's phone, as JSON says it.
func (c *client) received() map[string]any {
	c.t.Helper()
	entries := c.must(200, "GET", "/phones/48100100100/log", "")["entries"].([]any)
	return entries[len(entries)-1].(map[string]any)["content"].(map[string]any)
}

func TestEveryKindArrivesAsItWasSent(t *testing.T) {
	const bytes = `"data":"aGVsbG8="`
	tests := map[string]struct{ sent, kind, wants string }{
		"a text":                         {`"text":"Is it ready?"`, "text", `{"text":"Is it ready?"}`},
		"a text with its markup":         {`"text":"now","html":"<b>now</b>"`, "text", `{"html":"<b>now</b>"}`},
		"a picture":                      {`"kind":"image","text":"look","media":{` + bytes + `,"mime_type":"image/jpeg","file_name":"IMG_1.jpg","width":1200,"height":900}`, "image", `{"text":"look","media":{"size":5,"mime_type":"image/jpeg","file_name":"IMG_1.jpg","width":1200,"height":900}}`},
		"a video":                        {`"kind":"video","media":{` + bytes + `,"mime_type":"video/mp4","duration_ms":4000}`, "video", `{"media":{"mime_type":"video/mp4","duration_ms":4000}}`},
		"a voice message":                {`"kind":"voice","media":{` + bytes + `,"mime_type":"audio/ogg","duration_ms":2500}`, "voice", `{"media":{"mime_type":"audio/ogg","duration_ms":2500}}`},
		"a recording":                    {`"kind":"audio","media":{` + bytes + `,"mime_type":"audio/mpeg","file_name":"song.mp3"}`, "audio", `{"media":{"file_name":"song.mp3"}}`},
		"a file":                         {`"kind":"file","media":{` + bytes + `,"mime_type":"application/pdf","file_name":"offer.pdf"}`, "file", `{"media":{"mime_type":"application/pdf","file_name":"offer.pdf"}}`},
		"a file that does not say so":    {`"media":{` + bytes + `,"file_name":"notes"}`, "file", `{"media":{"mime_type":"text/plain; charset=utf-8","file_name":"notes"}}`},
		"a sticker":                      {`"kind":"sticker","media":{` + bytes + `,"mime_type":"image/webp","animated":true}`, "sticker", `{"media":{"animated":true}}`},
		"a place":                        {`"location":{"latitude":52.23,"longitude":21.01,"name":"Café"}`, "location", `{"location":{"latitude":52.23,"longitude":21.01,"name":"Café"}}`},
		"a contact":                      {`"contact":{"name":"Ewa Lis","number":"48511222333"}`, "contact", `{"contact":{"name":"Ewa Lis","number":"48511222333"}}`},
		"a poll with one choice":         {`"poll":{"question":"When?","options":[{"text":"Mon"},{"text":"Tue"}],"max_choices":1}`, "poll", `{"poll":{"question":"When?","max_choices":1}}`},
		"a poll with as many as one has": {`"poll":{"question":"When?","options":[{"text":"Mon"},{"text":"Tue"}]}`, "poll", `{"poll":{"max_choices":2}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.must(201, "POST", herPhone+"/messages", `{`+toTheCompany+`,`+test.sent+`}`)
			var wants map[string]any
			if err := json.Unmarshal([]byte(test.wants), &wants); err != nil {
				t.Fatal(err)
			}
			got := c.received()
			if wants["kind"] = test.kind; !holds(got, wants) {
				t.Errorf("arrived %v, want %v in it", got, wants)
			}
		})
	}
}

// holds says whether everything wanted is there; there may be more.
func holds(got, wants any) bool {
	expected, isObject := wants.(map[string]any)
	if !isObject {
		return reflect.DeepEqual(got, wants)
	}
	object, _ := got.(map[string]any)
	for key, value := range expected {
		if !holds(object[key], value) {
			return false
		}
	}
	return true
}

func TestACallArrivesWithItsOutcome(t *testing.T) {
	c := start(t)
	for _, outcome := range []string{"missed", "declined", "answered"} {
		c.must(201, "POST", herPhone+"/calls", `{`+toTheCompany+`,"outcome":"`+outcome+`","video":true}`)
		if call := c.received()["call"].(map[string]any); call["outcome"] != outcome || call["video"] != true {
			t.Errorf("%s arrived as %v", outcome, call)
		}
	}
}

func TestWhatNoPhoneSendsIsRefused(t *testing.T) {
	options := `{"text":"x"},`
	tests := map[string]string{
		"nothing":                 ``,
		"an unknown kind":         `,"kind":"hologram","text":"x"`,
		"a text too long":         `,"text":"` + strings.Repeat("x", 65_537) + `"`,
		"a picture without bytes": `,"kind":"image"`,
		"bytes that are no bytes": `,"kind":"image","media":{"data":"!"}`,
		"a name too long":         `,"media":{"data":"aGk=","file_name":"` + strings.Repeat("x", 1025) + `"}`,
		"a place on no map":       `,"location":{"latitude":91,"longitude":0}`,
		"nobody's card":           `,"contact":{"number":"48511222333"}`,
		"a poll without a choice": `,"poll":{"question":"When?","options":[{"text":"now"}]}`,
		"a poll of blanks":        `,"poll":{"question":"When?","options":[{"text":""},{"text":""}]}`,
		"a poll without an end":   `,"poll":{"question":"When?","options":[` + strings.Repeat(options, 20) + `{"text":"x"}]}`,
		"two options of one id":   `,"poll":{"question":"When?","options":[{"id":"a","text":"x"},{"id":"a","text":"y"}]}`,
	}
	for name, extra := range tests {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.must(400, "POST", herPhone+"/messages", `{`+toTheCompany+extra+`}`)
			if entries := c.must(200, "GET", "/phones/48100100100/log", "")["entries"].([]any); len(entries) != 0 {
				t.Errorf("it arrived all the same: %v", entries)
			}
		})
	}
}

func TestOnAPhoneThatIsAwayNothingCanBeDone(t *testing.T) {
	c := start(t)
	id := c.must(201, "POST", herPhone+"/messages", `{`+toTheCompany+`,"text":"before"}`)["id"].(string)
	poll := c.must(201, "POST", herPhone+"/messages", `{`+toTheCompany+`,"poll":{"question":"When?","options":[{"text":"Mon"},{"text":"Tue"}]}}`)["id"].(string)
	if phone := c.must(200, "POST", herPhone+"/offline", `{"offline":true}`); phone["offline"] != true {
		t.Errorf("it answers %v", phone)
	}
	before := number64(c.must(200, "GET", "/network/log", "")["next"])
	acts := map[string]struct{ method, path, body string }{
		"write":         {"POST", "/messages", `{` + toTheCompany + `,"text":"x"}`},
		"edit":          {"PATCH", "/messages/" + id, `{"text":"x"}`},
		"delete":        {"DELETE", "/messages/" + id, ""},
		"react":         {"POST", "/reactions", `{"message":"` + id + `","emoji":"👍"}`},
		"vote":          {"POST", "/votes", `{"poll":"` + poll + `","options":["1"]}`},
		"type":          {"POST", "/typing", `{` + toTheCompany + `,"typing":true}`},
		"read":          {"POST", "/receipts", `{` + toTheCompany + `,"message":"` + id + `"}`},
		"call":          {"POST", "/calls", `{` + toTheCompany + `,"outcome":"missed"}`},
		"set the timer": {"POST", "/timer", `{` + toTheCompany + `,"timer_ms":60000}`},
		"drop the chat": {"DELETE", "/chats/48100100100", ""},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			if status, answer := c.call(act.method, herPhone+act.path, act.body); status != http.StatusConflict || answer["errcode"] != "LOOPBACK_PHONE_OFFLINE" {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
	if after := number64(c.must(200, "GET", "/network/log", "")["next"]); after != before {
		t.Error("something happened all the same")
	}
	c.must(200, "POST", herPhone+"/offline", `{"offline":false}`)
	c.must(201, "POST", herPhone+"/messages", `{`+toTheCompany+`,"text":"back"}`)
}

func TestAPersonaIsSetAskedForPausedAndStopped(t *testing.T) {
	c := start(t)
	if none := c.must(200, "GET", herPhone+"/persona", ""); none["on"] != false || len(none["lines"].([]any)) != 0 {
		t.Errorf("nobody is %v", none)
	}
	set := c.must(200, "PUT", herPhone+"/persona", `{"language":"pl","lines":["Dziękuję"],"reply_after_ms":10,"writes_every_ms":60000}`)
	if set["on"] != true || set["language"] != "pl" || set["reply_after_ms"] != float64(10) {
		t.Errorf("set %v", set)
	}
	if paused := c.must(200, "POST", herPhone+"/persona/pause", `{"for_ms":60000}`); paused["paused_until"] == nil {
		t.Errorf("paused %v", paused)
	}
	phones := c.must(200, "GET", "/overview", "")["phones"].([]any)
	if len(phones) != 2 {
		t.Fatalf("the overview has %v", phones)
	}
	for _, each := range phones {
		if phone := each.(map[string]any); phone["lively"] != (phone["number"] == "4915110001") {
			t.Errorf("the overview has %v", phone)
		}
	}
	if stopped := c.must(200, "DELETE", herPhone+"/persona", ""); stopped["on"] != false || len(stopped["lines"].([]any)) != 1 {
		t.Errorf("stopped, with its lines: %v", stopped)
	}
	c.must(400, "PUT", herPhone+"/persona", `{"lines":[]}`)
	c.must(404, "GET", "/phones/4900000404/persona", "")
}
