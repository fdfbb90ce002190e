package network

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"
	"sync"

	"holdfast.example/bridges/loopback/pkg/loopid"
)

// linkDesk holds what exists only while somebody is linking: QR codes on a screen and codes in a short message. Both die
// with the process, as the login process that asked for them does.
type linkDesk struct {
	lock  sync.Mutex
	qrs   map[string]chan loopid.PhoneNumber
	codes map[loopid.PhoneNumber]string
}

func (d *linkDesk) init() {
	d.qrs = make(map[string]chan loopid.PhoneNumber)
	d.codes = make(map[loopid.PhoneNumber]string)
}

const qrPrefix = "loopback://link/"

// OfferQR makes a code to show. The channel yields the number of the phone that scanned it, at most once. Withdraw it when
// it is no longer shown: a stale code must not link anybody.
func (n *Network) OfferQR() (code string, scanned <-chan loopid.PhoneNumber, withdraw func()) {
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // never fails, see crypto/rand
	code = qrPrefix + hex.EncodeToString(secret)
	scan := make(chan loopid.PhoneNumber, 1)
	n.linking.lock.Lock()
	n.linking.qrs[code] = scan
	n.linking.lock.Unlock()
	return code, scan, func() {
		n.linking.lock.Lock()
		delete(n.linking.qrs, code)
		n.linking.lock.Unlock()
	}
}

// ScanQR is what the phone does with a code; a code can be scanned once.
func (n *Network) ScanQR(code string, number loopid.PhoneNumber) error {
	n.linking.lock.Lock()
	defer n.linking.lock.Unlock()
	scan, ok := n.linking.qrs[code]
	if !ok {
		return Refuse(CodeQRUnknown, "the QR code is unknown or no longer shown")
	}
	delete(n.linking.qrs, code)
	scan <- number
	return nil
}

// SendCode puts a fresh six-digit code into the phone's short messages and forgets the previous one.
func (n *Network) SendCode(number loopid.PhoneNumber) (code string) {
	value, _ := rand.Int(rand.Reader, big.NewInt(1_000_000))
	code = fmt.Sprintf("%06d", value)
	n.linking.lock.Lock()
	defer n.linking.lock.Unlock()
	n.linking.codes[number] = code
	return code
}

// ReadCode is what the phone's owner reads off it.
func (n *Network) ReadCode(number loopid.PhoneNumber) (code string, err error) {
	n.linking.lock.Lock()
	defer n.linking.lock.Unlock()
	code, ok := n.linking.codes[number]
	if !ok {
		return "", Refuse(CodeCodeUnknown, "no code was sent to %s", number)
	}
	return code, nil
}

// SpendCode is true once for the right code.
func (n *Network) SpendCode(number loopid.PhoneNumber, code string) bool {
	n.linking.lock.Lock()
	defer n.linking.lock.Unlock()
	expected, ok := n.linking.codes[number]
	if !ok || expected != code {
		return false
	}
	delete(n.linking.codes, number)
	return true
}
