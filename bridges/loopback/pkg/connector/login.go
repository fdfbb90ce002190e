package connector

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/status"

	"holdfast.example/bridges/loopback/pkg/loopid"
	"holdfast.example/bridges/loopback/pkg/network"
)

const (
	flowQR    = "qr"
	flowPhone = "phone"

	stepQR       = "example.holdfast.loopback.login.qr"
	stepNumber   = "example.holdfast.loopback.login.phone"
	stepCode     = "example.holdfast.loopback.login.code"
	stepPassword = "example.holdfast.loopback.login.password"
	stepComplete = "example.holdfast.loopback.login.complete"

	fieldNumber   = "phone_number"
	fieldCode     = "code"
	fieldPassword = "password"
)

// Refusals of a login. Any of them ends the process, as with the stock bridges.
var (
	errLoginTimeout  = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.LOGIN_TIMEOUT", Err: "Scanning the QR code timed out. Please try again.", StatusCode: http.StatusBadRequest}
	errWrongCode     = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.WRONG_CODE", Err: "The code is wrong.", StatusCode: http.StatusBadRequest}
	errWrongPassword = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.WRONG_PASSWORD", Err: "The cloud password is wrong.", StatusCode: http.StatusBadRequest}
	errBadNumber     = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.BAD_NUMBER", Err: "Not an international phone number.", StatusCode: http.StatusBadRequest}
	errNotOnNetwork  = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.NOT_ON_NETWORK", Err: "The number is not on the network.", StatusCode: http.StatusNotFound}
	errOutOfOrder    = bridgev2.RespError{ErrCode: "HOLDFAST.LOOPBACK.OUT_OF_ORDER", Err: "The login is not waiting for this.", StatusCode: http.StatusBadRequest}
)

// GetLoginFlows lists the two ways to link a number.
func (lc *Connector) GetLoginFlows() []bridgev2.LoginFlow {
	return []bridgev2.LoginFlow{
		{ID: flowQR, Name: "QR", Description: "Scan a QR code with the phone"},
		{ID: flowPhone, Name: "Phone code", Description: "Enter the phone number and the code sent to it"},
	}
}

// CreateLogin only remembers who asks; work begins with Start.
func (lc *Connector) CreateLogin(_ context.Context, user *bridgev2.User, flowID string) (bridgev2.LoginProcess, error) {
	switch flowID {
	case flowQR:
		return &qrLogin{secondFactor: secondFactor{connector: lc, user: user}}, nil
	case flowPhone:
		return &phoneLogin{secondFactor: secondFactor{connector: lc, user: user}}, nil
	default:
		return nil, bridgev2.ErrInvalidLoginFlowID
	}
}

// secondFactor is the end that both flows share: the cloud password, if the number has one, and the finished login.
type secondFactor struct {
	connector *Connector
	user      *bridgev2.User
	number    loopid.PhoneNumber
	proven    bool // the phone in hand has been proven; only the password is missing
}

// prove is called when the phone has shown that it is there.
func (s *secondFactor) prove(ctx context.Context, number loopid.PhoneNumber) (*bridgev2.LoginStep, error) {
	phone, err := s.connector.world.Reachable(ctx, number)
	if network.CodeOf(err) == network.CodeNotOnNetwork {
		return nil, errNotOnNetwork
	} else if err != nil {
		return nil, err
	}
	s.number = number
	if phone.HasPassword {
		s.proven = true
		return inputStep(stepPassword, "Enter the cloud password of this number", bridgev2.LoginInputDataField{
			Type: bridgev2.LoginInputFieldTypePassword, ID: fieldPassword, Name: "Cloud password",
		}), nil
	}
	return s.finish(ctx)
}

func (s *secondFactor) submitPassword(ctx context.Context, password string) (*bridgev2.LoginStep, error) {
	matches, err := s.connector.world.PasswordMatches(ctx, s.number, password)
	if err != nil {
		return nil, err
	} else if !matches {
		return nil, errWrongPassword
	}
	return s.finish(ctx)
}

// finish links the number on the network first: a login that the bridge knows and the network does not would be useless,
// the other way round heals by logging in again.
func (s *secondFactor) finish(ctx context.Context) (*bridgev2.LoginStep, error) {
	device, err := s.connector.world.Link(ctx, s.number)
	if err != nil {
		return nil, fmt.Errorf("link the phone: %w", err)
	}
	phone, err := s.connector.world.Phone(ctx, s.number)
	if err != nil {
		return nil, err
	}
	wantsHistory := device.Fresh && s.connector.Config.HistorySync.MaxInitialConversations != 0
	login, err := s.user.NewLogin(ctx, &database.UserLogin{
		ID:            s.number.LoginID(),
		RemoteName:    s.number.International(),
		RemoteProfile: status.RemoteProfile{Phone: s.number.International(), Name: phone.Name},
		Metadata:      &LoginMetadata{HistoryPending: wantsHistory, PhoneLastSeen: time.Now().Unix()},
	}, &bridgev2.NewLoginParams{DeleteOnConflict: true})
	if err != nil {
		return nil, fmt.Errorf("save the login: %w", err)
	}
	login.Client.Connect(login.Log.WithContext(s.connector.Bridge.BackgroundCtx))
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeComplete, StepID: stepComplete, Instructions: "Linked",
		CompleteParams: &bridgev2.LoginCompleteParams{UserLoginID: login.ID, UserLogin: login},
	}, nil
}

func inputStep(id, instructions string, field bridgev2.LoginInputDataField) *bridgev2.LoginStep {
	field.FillDefaultValidate()
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeUserInput, StepID: id, Instructions: instructions,
		UserInputParams: &bridgev2.LoginUserInputParams{Fields: []bridgev2.LoginInputDataField{field}},
	}
}

// qrLogin shows codes until a phone scans one.
type qrLogin struct {
	secondFactor
	shown   int
	expires time.Time
	scanned <-chan loopid.PhoneNumber

	lock     sync.Mutex // Cancel comes from another goroutine than the one that waits
	withdraw func()
}

var (
	_ bridgev2.LoginProcessDisplayAndWait = (*qrLogin)(nil)
	_ bridgev2.LoginProcessUserInput      = (*qrLogin)(nil)
	_ bridgev2.LoginProcessWithOverride   = (*qrLogin)(nil)
)

func (q *qrLogin) Start(context.Context) (*bridgev2.LoginStep, error) { return q.show(), nil }

// StartWithOverride cannot know which phone will scan: the caller compares the number it gets with the one it expected.
func (q *qrLogin) StartWithOverride(ctx context.Context, _ *bridgev2.UserLogin) (*bridgev2.LoginStep, error) {
	return q.Start(ctx)
}

// show replaces the code on the screen. The step keeps its id; the framework gives it a new transaction id.
func (q *qrLogin) show() *bridgev2.LoginStep {
	q.Cancel()
	code, scanned, withdraw := q.connector.world.OfferQR()
	q.lock.Lock()
	q.scanned, q.withdraw = scanned, withdraw
	q.lock.Unlock()
	q.shown++
	q.expires = time.Now().Add(q.connector.Config.qrLifetime())
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeDisplayAndWait, StepID: stepQR, Instructions: "Scan the QR code with the phone",
		DisplayAndWaitParams: &bridgev2.LoginDisplayAndWaitParams{Type: bridgev2.LoginDisplayTypeQR, Data: code},
	}
}

func (q *qrLogin) Wait(ctx context.Context) (*bridgev2.LoginStep, error) {
	select {
	case number := <-q.scanned:
		q.Cancel()
		return q.prove(ctx, number)
	case <-time.After(time.Until(q.expires)):
		if q.shown >= q.connector.Config.QRCount {
			q.Cancel()
			return nil, errLoginTimeout
		}
		return q.show(), nil
	case <-ctx.Done():
		q.Cancel()
		return nil, ctx.Err()
	}
}

func (q *qrLogin) SubmitUserInput(ctx context.Context, input map[string]string) (*bridgev2.LoginStep, error) {
	if !q.proven {
		return nil, errOutOfOrder
	}
	return q.submitPassword(ctx, input[fieldPassword])
}

// Cancel takes the code off the screen; a photograph of it links nobody afterwards.
func (q *qrLogin) Cancel() {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.withdraw != nil {
		q.withdraw()
		q.withdraw = nil
	}
}

// phoneLogin asks for the number, then for the code the network sent to it.
type phoneLogin struct{ secondFactor }

var (
	_ bridgev2.LoginProcessUserInput    = (*phoneLogin)(nil)
	_ bridgev2.LoginProcessWithOverride = (*phoneLogin)(nil)
)

func (p *phoneLogin) Start(context.Context) (*bridgev2.LoginStep, error) {
	return inputStep(stepNumber, "Enter the phone number", bridgev2.LoginInputDataField{
		Type: bridgev2.LoginInputFieldTypePhoneNumber, ID: fieldNumber, Name: "Phone number", Description: "In international format",
	}), nil
}

// StartWithOverride skips the question: the number to link again is known.
func (p *phoneLogin) StartWithOverride(ctx context.Context, old *bridgev2.UserLogin) (*bridgev2.LoginStep, error) {
	return p.submitNumber(ctx, string(old.ID))
}

func (p *phoneLogin) SubmitUserInput(ctx context.Context, input map[string]string) (*bridgev2.LoginStep, error) {
	switch {
	case p.number == "":
		return p.submitNumber(ctx, input[fieldNumber])
	case p.proven:
		return p.submitPassword(ctx, input[fieldPassword])
	case p.connector.world.SpendCode(p.number, input[fieldCode]):
		return p.prove(ctx, p.number)
	default:
		return nil, errWrongCode
	}
}

func (p *phoneLogin) submitNumber(ctx context.Context, text string) (*bridgev2.LoginStep, error) {
	number, err := loopid.ParsePhoneNumber(text)
	if err != nil {
		return nil, errBadNumber
	}
	if _, err = p.connector.world.Reachable(ctx, number); network.CodeOf(err) == network.CodeNotOnNetwork {
		return nil, errNotOnNetwork
	} else if err != nil {
		return nil, err
	}
	p.number = number
	p.connector.world.SendCode(number)
	return inputStep(stepCode, "Enter the code sent to the phone", bridgev2.LoginInputDataField{
		Type: bridgev2.LoginInputFieldType2FACode, ID: fieldCode, Name: "Code", Pattern: "^[0-9]{6}$",
	}), nil
}

// Cancel has nothing to take back: a code is good only for a process that waits for it.
func (p *phoneLogin) Cancel() {}
