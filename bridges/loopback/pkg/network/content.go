package network

import (
	"fmt"
	"slices"
	"strconv"
)

// Kind is what a message is, as a phone would draw it.
type Kind string

const (
	KindText     Kind = "text"
	KindImage    Kind = "image"
	KindVideo    Kind = "video"
	KindAudio    Kind = "audio"
	KindVoice    Kind = "voice"
	KindFile     Kind = "file"
	KindSticker  Kind = "sticker"
	KindLocation Kind = "location"
	KindContact  Kind = "contact"
	KindPoll     Kind = "poll"
	KindCall     Kind = "call"
)

var mediaKinds = []Kind{KindImage, KindVideo, KindAudio, KindVoice, KindFile, KindSticker}

// IsMedia says whether a message of this kind carries bytes.
func (kind Kind) IsMedia() bool { return slices.Contains(mediaKinds, kind) }

// MaxTextBytes is the network's limit, the same as WhatsApp's.
const MaxTextBytes = 65536

// Names are short, so that only text can be longer than what a bridge may carry in one piece.
const (
	maxNameBytes   = 1024
	maxPollOptions = 20
)

// Content is everything a phone shows of one message. Exactly one of the pointers is set, according to Kind.
type Content struct {
	Kind     Kind         `json:"kind"`
	Text     string       `json:"text,omitempty"` // the text, or the caption of a media message
	HTML     string       `json:"html,omitempty"`
	Media    *Media       `json:"media,omitempty"`
	Location *Location    `json:"location,omitempty"`
	Contact  *ContactCard `json:"contact,omitempty"`
	Poll     *Poll        `json:"poll,omitempty"`
	Call     *Call        `json:"call,omitempty"`
}

// Media describes bytes that are kept apart, under their hash.
type Media struct {
	SHA256     string `json:"sha256"`
	Size       int    `json:"size"`
	MimeType   string `json:"mime_type"`
	FileName   string `json:"file_name,omitempty"`
	Width      int    `json:"width,omitempty"`
	Height     int    `json:"height,omitempty"`
	DurationMS int    `json:"duration_ms,omitempty"`
	Animated   bool   `json:"animated,omitempty"`
}

// Location is a place somebody shares.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
}

// ContactCard is a person's card; bridges carry it as a vCard file.
type ContactCard struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

// VCard is the card as the messengers send it.
func (card *ContactCard) VCard() string {
	return fmt.Sprintf("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nTEL;TYPE=CELL:+%s\r\nEND:VCARD\r\n", card.Name, card.Number)
}

// Poll is a question with options.
type Poll struct {
	Question   string       `json:"question"`
	Options    []PollOption `json:"options"`
	MaxChoices int          `json:"max_choices"`
}

// PollOption has an id of its own because two options may read the same.
type PollOption struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Call is an attempted or finished call.
type Call struct {
	Video      bool        `json:"video,omitempty"`
	Outcome    CallOutcome `json:"outcome"`
	DurationMS int         `json:"duration_ms,omitempty"`
}

// CallOutcome is what the called phone shows afterwards.
type CallOutcome string

const (
	CallMissed   CallOutcome = "missed"
	CallDeclined CallOutcome = "declined"
	CallAnswered CallOutcome = "answered"
)

// complete checks a content and fills what the sender may leave out.
func (c *Content) complete() error {
	if len(c.Text) > MaxTextBytes {
		return Refuse(CodeBadInput, "text has %d bytes, the network takes %d", len(c.Text), MaxTextBytes)
	}
	switch {
	case c.Kind == KindText:
		if c.Text == "" {
			return Refuse(CodeBadInput, "a text message needs text")
		}
	case c.Kind.IsMedia():
		if c.Media == nil || len(c.Media.FileName) > maxNameBytes || len(c.Media.MimeType) > maxNameBytes {
			return Refuse(CodeBadInput, "a message of kind %s needs media with a name of at most %d bytes", c.Kind, maxNameBytes)
		}
	case c.Kind == KindLocation:
		if c.Location == nil || c.Location.Latitude < -90 || c.Location.Latitude > 90 || c.Location.Longitude < -180 || c.Location.Longitude > 180 {
			return Refuse(CodeBadInput, "a location needs latitude and longitude")
		} else if len(c.Location.Name) > maxNameBytes {
			return Refuse(CodeBadInput, "the name of a place has at most %d bytes", maxNameBytes)
		}
	case c.Kind == KindContact:
		if c.Contact == nil || c.Contact.Name == "" || len(c.Contact.Name) > maxNameBytes {
			return Refuse(CodeBadInput, "a contact card needs a name of at most %d bytes", maxNameBytes)
		}
	case c.Kind == KindPoll:
		return c.completePoll()
	case c.Kind == KindCall:
		if c.Call == nil || !slices.Contains([]CallOutcome{CallMissed, CallDeclined, CallAnswered}, c.Call.Outcome) {
			return Refuse(CodeBadInput, "a call needs an outcome: missed, declined or answered")
		}
	default:
		return Refuse(CodeBadInput, "unknown kind of message %q", c.Kind)
	}
	return nil
}

func (c *Content) completePoll() error {
	if c.Poll == nil || c.Poll.Question == "" || len(c.Poll.Options) < 2 || len(c.Poll.Options) > maxPollOptions {
		return Refuse(CodeBadInput, "a poll needs a question and two to %d options", maxPollOptions)
	} else if len(c.Poll.Question) > maxNameBytes {
		return Refuse(CodeBadInput, "the question of a poll has at most %d bytes", maxNameBytes)
	}
	seen := make(map[string]bool, len(c.Poll.Options))
	for i := range c.Poll.Options {
		option := &c.Poll.Options[i]
		if option.ID == "" {
			option.ID = strconv.Itoa(i + 1)
		}
		if option.Text == "" || len(option.Text) > maxNameBytes || len(option.ID) > maxNameBytes || seen[option.ID] {
			return Refuse(CodeBadInput, "every option of a poll needs a text and an id of its own")
		}
		seen[option.ID] = true
	}
	if c.Poll.MaxChoices <= 0 || c.Poll.MaxChoices > len(c.Poll.Options) {
		c.Poll.MaxChoices = len(c.Poll.Options)
	}
	return nil
}
