package connector

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

// uploads is a Matrix side that only takes files.
type uploads struct {
	bridgev2.MatrixAPI
	taken map[string][]byte
}

func (u *uploads) UploadMedia(_ context.Context, _ id.RoomID, data []byte, name, _ string) (id.ContentURIString, *event.EncryptedFileInfo, error) {
	u.taken[name] = data
	return "mxc://box.test/file", nil, nil
}

func TestToMatrix(t *testing.T) {
	client := testClient(t)
	hash, err := client.world().PutMedia(context.Background(), []byte("bytes"))
	if err != nil {
		t.Fatal(err)
	}
	media := func(name string) *network.Media {
		return &network.Media{SHA256: hash, Size: 5, MimeType: "x/y", FileName: name, DurationMS: 7}
	}
	tests := map[string]struct {
		in       network.Content
		wantType event.Type
		want     string // JSON of the content, without what the framework adds
	}{
		"text":        {network.Content{Kind: network.KindText, Text: "hi"}, event.EventMessage, `{"msgtype":"m.text","body":"hi"}`},
		"rich text":   {network.Content{Kind: network.KindText, Text: "hi", HTML: "<b>hi</b>"}, event.EventMessage, `{"msgtype":"m.text","body":"hi","format":"org.matrix.custom.html","formatted_body":"\u003cb\u003ehi\u003c/b\u003e"}`},
		"image":       {network.Content{Kind: network.KindImage, Media: media("a.png")}, event.EventMessage, `{"msgtype":"m.image","body":"a.png","url":"mxc://box.test/file","info":{"mimetype":"x/y","duration":7,"size":5},"filename":"a.png"}`},
		"captioned":   {network.Content{Kind: network.KindVideo, Text: "look", Media: media("a.mp4")}, event.EventMessage, `{"msgtype":"m.video","body":"look","url":"mxc://box.test/file","info":{"mimetype":"x/y","duration":7,"size":5},"filename":"a.mp4"}`},
		"voice":       {network.Content{Kind: network.KindVoice, Media: media("")}, event.EventMessage, `{"msgtype":"m.audio","body":"voice","url":"mxc://box.test/file","info":{"mimetype":"x/y","duration":7,"size":5},"filename":"voice","org.matrix.msc1767.audio":{"duration":7,"waveform":[]},"org.matrix.msc3245.voice":{}}`},
		"sticker":     {network.Content{Kind: network.KindSticker, Media: media("cat")}, event.EventSticker, `{"body":"cat","url":"mxc://box.test/file","info":{"mimetype":"x/y","duration":7,"size":5},"filename":"cat"}`},
		"location":    {network.Content{Kind: network.KindLocation, Location: &network.Location{Latitude: 1.5, Longitude: -2}}, event.EventMessage, `{"msgtype":"m.location","body":"Location: geo:1.500000,-2.000000","geo_uri":"geo:1.500000,-2.000000"}`},
		"contact":     {network.Content{Kind: network.KindContact, Contact: &network.ContactCard{Name: "Bob", Number: "4915110009"}}, event.EventMessage, `{"msgtype":"m.file","body":"Bob.vcf","url":"mxc://box.test/file","info":{"mimetype":"text/vcard","size":72},"filename":"Bob.vcf"}`},
		"missed call": {network.Content{Kind: network.KindCall, Call: &network.Call{Outcome: network.CallMissed, Video: true}}, event.EventMessage, `{"msgtype":"m.text","body":"Missed video call. Use the phone to call.","com.beeper.action_message":{"type":"call","call_type":"video"}}`},
		"taken call":  {network.Content{Kind: network.KindCall, Call: &network.Call{Outcome: network.CallAnswered}}, event.EventMessage, `{"msgtype":"m.text","body":"Voice call, answered on the phone. Use the phone to call.","com.beeper.action_message":{"type":"call","call_type":"voice"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			to := &uploads{taken: make(map[string][]byte)}
			part, err := client.toPart(context.Background(), testPortal(client), to, &test.in, maxEventText)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(part.Content)
			if err != nil || string(got) != test.want || part.Type != test.wantType {
				t.Errorf("%s %s, %v\nwant %s", part.Type.Type, got, err, test.want)
			}
			if test.in.Kind.IsMedia() && string(to.taken[part.Content.FileName]) != "bytes" {
				t.Errorf("uploaded %q", to.taken)
			}
		})
	}
}

func TestATextLongerThanAnEventTravelsAsAFile(t *testing.T) {
	client := testClient(t)
	convert := func(content network.Content, limit int) (*event.MessageEventContent, map[string][]byte) {
		to := &uploads{taken: make(map[string][]byte)}
		part, err := client.toPart(context.Background(), testPortal(client), to, &content, limit)
		if err != nil {
			t.Fatal(err)
		}
		return part.Content, to.taken
	}
	long := strings.Repeat("ж", 32_000)
	content, taken := convert(network.Content{Kind: network.KindText, Text: long}, maxEventText)
	if content.MsgType != event.MsgFile || content.FileName != "message.txt" || string(taken["message.txt"]) != long || len(content.Body) > 3_000 {
		t.Errorf("a long text: %s %q with %d bytes", content.MsgType, content.FileName, len(taken["message.txt"]))
	}
	half := strings.Repeat("x", 40_000)
	if content, _ = convert(network.Content{Kind: network.KindText, Text: half}, maxEventText); content.Body != half {
		t.Errorf("a text that fits: %s", content.MsgType)
	}
	if content, _ = convert(network.Content{Kind: network.KindText, Text: half}, maxEditText); content.MsgType != event.MsgFile {
		t.Errorf("an edit that does not: %s", content.MsgType)
	}
	hash, err := client.world().PutMedia(context.Background(), []byte("bytes"))
	if err != nil {
		t.Fatal(err)
	}
	content, taken = convert(network.Content{Kind: network.KindImage, Text: long, Media: &network.Media{SHA256: hash, FileName: "a.png"}}, maxEventText)
	if content.MsgType != event.MsgImage || len(content.Body) > 3_000 || string(taken["a.png"]) != "bytes" {
		t.Errorf("a long caption: %s with %d bytes of it", content.MsgType, len(content.Body))
	}
}

func TestPollsCanBeVotedInFromMatrix(t *testing.T) {
	client := testClient(t)
	part, err := client.toPart(context.Background(), testPortal(client), nil, &network.Content{Kind: network.KindPoll, Poll: &network.Poll{
		Question: "When?", Options: []network.PollOption{{ID: "1", Text: "Monday"}, {ID: "2", Text: "Tuesday"}}, MaxChoices: 1,
	}}, maxEventText)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(part.Extra)
	if err != nil {
		t.Fatal(err)
	}
	var start event.PollStartEventContent
	if err = json.Unmarshal(raw, &start); err != nil || part.Type != event.EventUnstablePollStart {
		t.Fatalf("%s, %v", part.Type.Type, err)
	}
	if start.PollStart.Question.Text != "When?" || start.PollStart.Answers[1].ID != "2" || start.PollStart.Answers[1].Text != "Tuesday" || start.PollStart.MaxSelections != 1 {
		t.Errorf("%+v", start.PollStart)
	}
}

func TestWhatMakesARoom(t *testing.T) {
	tests := map[string]struct {
		entry network.Entry
		want  bool
	}{
		"a message":         {network.Entry{Kind: network.EntryMessage}, true},
		"a group one is in": {network.Entry{Kind: network.EntryGroup, EntryBody: network.EntryBody{Members: []loopid.PhoneNumber{anna, acme}}}, true},
		"a group one left":  {network.Entry{Kind: network.EntryGroup, EntryBody: network.EntryBody{Members: []loopid.PhoneNumber{anna}}}, false},
		"typing":            {network.Entry{Kind: network.EntryTyping}, false},
		"a reaction":        {network.Entry{Kind: network.EntryReaction}, false},
		"a deleted chat":    {network.Entry{Kind: network.EntryChatDeleted}, false},
	}
	for name, test := range tests {
		if got := (&arrival{entry: test.entry}).makesRoom(acme); got != test.want {
			t.Errorf("%s makes a room: %t", name, got)
		}
	}
}

func TestOldTypingIsNotShown(t *testing.T) {
	client := testClient(t)
	a := &arrival{entry: network.Entry{Kind: network.EntryTyping, Chat: "g-1", At: time.Now().UnixMilli(), EntryBody: network.EntryBody{Typing: true}}}
	if typing, ok := client.toRemoteEvent(a).(*simplevent.Typing); !ok || typing.Timeout != typingTimeout {
		t.Errorf("typing now: %+v", typing)
	}
	a.entry.At -= (2 * typingTimeout).Milliseconds()
	if remote := client.toRemoteEvent(a); remote != nil {
		t.Errorf("typing long ago: %+v", remote)
	}
}

func TestAnEditThatIsInTheRoomIsNotRepeated(t *testing.T) {
	client := testClient(t)
	existing := []*database.Message{{Metadata: &MessageMetadata{EditSeq: 5}}}
	edit := func(seq int64) error {
		a := &arrival{entry: network.Entry{Seq: seq, EntryBody: network.EntryBody{Content: &network.Content{Kind: network.KindText, Text: "x"}}}}
		_, err := client.convertEdit(context.Background(), testPortal(client), nil, existing, a)
		return err
	}
	if err := edit(5); !errors.Is(err, bridgev2.ErrIgnoringRemoteEvent) {
		t.Errorf("the same edit again: %v", err)
	}
	if err := edit(6); err != nil || existing[0].Metadata.(*MessageMetadata).EditSeq != 6 {
		t.Errorf("the next edit: %v, %+v", err, existing[0].Metadata)
	}
}

func TestOwnNumberIsFromMe(t *testing.T) {
	client := testClient(t)
	if own := client.sender(acme); !own.IsFromMe || own.Sender != acme.UserID() {
		t.Errorf("own: %+v", own)
	}
	if other := client.sender(anna); other.IsFromMe || other.Sender != anna.UserID() {
		t.Errorf("other: %+v", other)
	}
}
