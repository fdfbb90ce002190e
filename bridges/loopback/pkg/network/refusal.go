package network

import (
	"errors"
	"fmt"
)

// Code says why the network refused something. Codes are part of the HTTP API and never reused.
type Code string

const (
	CodeBadInput       Code = "LOOPBACK_BAD_INPUT"
	CodePhoneUnknown   Code = "LOOPBACK_PHONE_UNKNOWN"
	CodeNotOnNetwork   Code = "LOOPBACK_NOT_ON_NETWORK"
	CodeChatUnknown    Code = "LOOPBACK_CHAT_UNKNOWN"
	CodeNotMember      Code = "LOOPBACK_NOT_A_MEMBER"
	CodeMessageUnknown Code = "LOOPBACK_MESSAGE_UNKNOWN"
	CodeNotSender      Code = "LOOPBACK_NOT_THE_SENDER"
	CodeMessageDeleted Code = "LOOPBACK_MESSAGE_DELETED"
	CodeNotEditable    Code = "LOOPBACK_NOT_EDITABLE"
	CodeNotPoll        Code = "LOOPBACK_NOT_A_POLL"
	CodeMediaUnknown   Code = "LOOPBACK_MEDIA_UNKNOWN"
	CodeQRUnknown      Code = "LOOPBACK_QR_UNKNOWN"
	CodeCodeUnknown    Code = "LOOPBACK_CODE_UNKNOWN"
	CodeLoginUnknown   Code = "LOOPBACK_LOGIN_UNKNOWN"
	CodeFaultUnknown   Code = "LOOPBACK_FAULT_UNKNOWN"
	CodePhoneOffline   Code = "LOOPBACK_PHONE_OFFLINE"
)

// Refusal is an answer, not a malfunction: the caller asked for something the network does not do.
type Refusal struct {
	Code    Code
	Message string
}

func (r *Refusal) Error() string { return r.Message }

// Refuse makes a refusal. The message goes back to the caller, so it may name what the caller named.
func Refuse(code Code, format string, args ...any) error {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf tells refusals apart; it is empty for malfunctions.
func CodeOf(err error) Code {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}
