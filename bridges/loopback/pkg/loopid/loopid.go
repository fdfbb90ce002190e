// Package loopid makes and parses every identifier of the loopback network. Nobody else takes one apart:
// a change of shape is a change of this file and of its tests.
package loopid

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"maunium.net/go/mautrix/bridgev2/networkid"
)

// PhoneNumber is the digits of an international number, without the plus sign. It is the identity of a person, of a
// company account and of the login that links the two, as on WhatsApp.
type PhoneNumber string

// ChatID is the network's own name of a conversation: `d-<low>-<high>` between two numbers, `g-<n>` for a group.
// Both sides share it; what a single phone calls it is its Peer.
type ChatID string

// MessageID is network-wide: every phone and every bridge login sees the same one. It is the row number of a table that
// never reuses one, and zero means none.
type MessageID int64

// Peer is a conversation seen from one phone: the other person's number, or the group. It is the portal id.
type Peer string

const (
	directPrefix  = "d-"
	groupPrefix   = "g-"
	messagePrefix = "m-"

	minDigits = 4
	maxDigits = 15
)

// Errors a caller may want to tell apart from a look-up that found nobody.
var (
	ErrInvalidNumber  = errors.New("not an international phone number")
	ErrInvalidPeer    = errors.New("neither a phone number nor a group")
	ErrInvalidMessage = errors.New("not a message id")
)

var punctuation = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "/", "")

// ParsePhoneNumber accepts what people write: a plus sign, blanks and punctuation.
func ParsePhoneNumber(input string) (PhoneNumber, error) {
	digits := strings.TrimPrefix(punctuation.Replace(input), "+")
	if !isNumber(digits) {
		return "", ErrInvalidNumber
	}
	return PhoneNumber(digits), nil
}

func isNumber(digits string) bool {
	return len(digits) >= minDigits && len(digits) <= maxDigits && digits[0] != '0' && onlyDigits(digits)
}

func onlyDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// International is how the number is shown to people.
func (number PhoneNumber) International() string { return "+" + string(number) }

// UserID is the ghost of the person with this number.
func (number PhoneNumber) UserID() networkid.UserID { return networkid.UserID(number) }

// LoginID is the bridge login of the company account with this number.
func (number PhoneNumber) LoginID() networkid.UserLoginID { return networkid.UserLoginID(number) }

// FromUserID is the inverse of UserID.
func FromUserID(id networkid.UserID) (PhoneNumber, error) { return exactNumber(string(id)) }

// FromLoginID is the inverse of LoginID.
func FromLoginID(id networkid.UserLoginID) (PhoneNumber, error) { return exactNumber(string(id)) }

// exactNumber refuses punctuation: an id is compared byte by byte, so two spellings of one must not exist.
func exactNumber(id string) (PhoneNumber, error) {
	if !isNumber(id) {
		return "", ErrInvalidNumber
	}
	return PhoneNumber(id), nil
}

// DirectChat is the conversation between two numbers, whichever of them asks. A number may write to itself.
func DirectChat(one, other PhoneNumber) ChatID {
	if one > other {
		one, other = other, one
	}
	return ChatID(directPrefix + string(one) + "-" + string(other))
}

// GroupChat names the n-th group that was ever made.
func GroupChat(n int64) ChatID { return ChatID(groupPrefix + strconv.FormatInt(n, 10)) }

// IsGroup tells groups from direct chats.
func (chat ChatID) IsGroup() bool { return strings.HasPrefix(string(chat), groupPrefix) }

// Pair is the two numbers of a direct chat.
func (chat ChatID) Pair() (one, other PhoneNumber, ok bool) {
	low, high, found := strings.Cut(strings.TrimPrefix(string(chat), directPrefix), "-")
	if !found || !strings.HasPrefix(string(chat), directPrefix) || !isNumber(low) || !isNumber(high) {
		return "", "", false
	}
	return PhoneNumber(low), PhoneNumber(high), true
}

// PeerFor is what the phone with the given number calls this conversation.
func (chat ChatID) PeerFor(me PhoneNumber) Peer {
	if one, other, ok := chat.Pair(); ok {
		if one == me {
			return Peer(other)
		}
		return Peer(one)
	}
	return Peer(chat)
}

// ParsePeer accepts a number as people write it, or a group id.
func ParsePeer(input string) (Peer, error) {
	if rest, isGroup := strings.CutPrefix(input, groupPrefix); isGroup {
		if !onlyDigits(rest) {
			return "", ErrInvalidPeer
		}
		return Peer(input), nil
	}
	number, err := ParsePhoneNumber(input)
	if err != nil {
		return "", ErrInvalidPeer
	}
	return Peer(number), nil
}

// IsGroup tells groups from people.
func (peer Peer) IsGroup() bool { return strings.HasPrefix(string(peer), groupPrefix) }

// Number is the person behind a peer that is no group.
func (peer Peer) Number() PhoneNumber {
	if peer.IsGroup() {
		return ""
	}
	return PhoneNumber(peer)
}

// ChatFor is the inverse of PeerFor.
func (peer Peer) ChatFor(me PhoneNumber) ChatID {
	if peer.IsGroup() {
		return ChatID(peer)
	}
	return DirectChat(me, PhoneNumber(peer))
}

// PortalID is the bridge's name for the conversation.
func (peer Peer) PortalID() networkid.PortalID { return networkid.PortalID(peer) }

// FromPortalID is the inverse of PortalID.
func FromPortalID(id networkid.PortalID) (Peer, error) {
	peer, err := ParsePeer(string(id))
	if err != nil || string(peer) != string(id) {
		return "", ErrInvalidPeer
	}
	return peer, nil
}

// String is the id as phones and bridges see it.
func (id MessageID) String() string {
	if id == 0 {
		return ""
	}
	return messagePrefix + strconv.FormatInt(int64(id), 10)
}

// NetworkID is the bridge's name for the message.
func (id MessageID) NetworkID() networkid.MessageID { return networkid.MessageID(id.String()) }

// FromMessageID is the inverse of NetworkID.
func FromMessageID(id networkid.MessageID) (MessageID, error) { return ParseMessageID(string(id)) }

// ParseMessageID is the inverse of String; the empty string is no message rather than an error.
func ParseMessageID(text string) (MessageID, error) {
	if text == "" {
		return 0, nil
	}
	digits, found := strings.CutPrefix(text, messagePrefix)
	if !found || !onlyDigits(digits) {
		return 0, ErrInvalidMessage
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 {
		return 0, ErrInvalidMessage
	}
	return MessageID(n), nil
}

// MarshalText puts the readable form into JSON.
func (id MessageID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *MessageID) UnmarshalText(text []byte) error {
	parsed, err := ParseMessageID(string(text))
	if err != nil {
		return fmt.Errorf("read %q: %w", text, err)
	}
	*id = parsed
	return nil
}
