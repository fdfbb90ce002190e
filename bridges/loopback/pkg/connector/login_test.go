package connector

import (
	"context"
	"errors"
	"testing"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"

	"holdfast.example/bridges/loopback/pkg/network"
)

func withPassword(t *testing.T, lc *Connector, password string) {
	t.Helper()
	if _, err := lc.world.SetPhone(context.Background(), acme, network.PhoneChange{Password: &password}); err != nil {
		t.Fatal(err)
	}
}

func TestAQRCodeIsRefreshedUntilScanned(t *testing.T) {
	lc := testConnector(t)
	withPassword(t, lc, "hunter2")
	process, err := lc.CreateLogin(context.Background(), nil, flowQR)
	if err != nil {
		t.Fatal(err)
	}
	first, err := process.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	second, err := process.(bridgev2.LoginProcessDisplayAndWait).Wait(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if first.StepID != second.StepID || first.DisplayAndWaitParams.Data == second.DisplayAndWaitParams.Data {
		t.Errorf("%s %q became %s %q", first.StepID, first.DisplayAndWaitParams.Data, second.StepID, second.DisplayAndWaitParams.Data)
	}
	if err = lc.world.ScanQR(first.DisplayAndWaitParams.Data, acme); network.CodeOf(err) != network.CodeQRUnknown {
		t.Errorf("the old code: %v", err)
	}
	if _, err = process.(bridgev2.LoginProcessUserInput).SubmitUserInput(context.Background(), map[string]string{fieldPassword: "hunter2"}); !errors.Is(err, errOutOfOrder) {
		t.Errorf("a password without a phone: %v", err)
	}
	if err = lc.world.ScanQR(second.DisplayAndWaitParams.Data, acme); err != nil {
		t.Fatal(err)
	}
	third, err := process.(bridgev2.LoginProcessDisplayAndWait).Wait(context.Background())
	if err != nil || third.StepID != stepPassword || third.Type != bridgev2.LoginStepTypeUserInput {
		t.Fatalf("after scanning: %+v, %v", third, err)
	}
	if _, err = process.(bridgev2.LoginProcessUserInput).SubmitUserInput(context.Background(), map[string]string{fieldPassword: "hunter3"}); !errors.Is(err, errWrongPassword) {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestQRLoginGivesUpAndCanBeCancelled(t *testing.T) {
	lc := testConnector(t)
	lc.Config.QRCount = 1
	process, _ := lc.CreateLogin(context.Background(), nil, flowQR)
	if _, err := process.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := process.(bridgev2.LoginProcessDisplayAndWait).Wait(context.Background()); !errors.Is(err, errLoginTimeout) {
		t.Errorf("nobody scans: %v", err)
	}
	process, _ = lc.CreateLogin(context.Background(), nil, flowQR)
	step, _ := process.Start(context.Background())
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(10*time.Millisecond, func() { process.Cancel(); cancel() })
	if _, err := process.(bridgev2.LoginProcessDisplayAndWait).Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := lc.world.ScanQR(step.DisplayAndWaitParams.Data, acme); network.CodeOf(err) != network.CodeQRUnknown {
		t.Errorf("a cancelled code: %v", err)
	}
}

func TestPhoneLogin(t *testing.T) {
	lc := testConnector(t)
	withPassword(t, lc, "hunter2")
	start := func() bridgev2.LoginProcessUserInput {
		process, err := lc.CreateLogin(context.Background(), nil, flowPhone)
		if err != nil {
			t.Fatal(err)
		}
		if step, err := process.Start(context.Background()); err != nil || step.StepID != stepNumber {
			t.Fatalf("first step %+v, %v", step, err)
		}
		return process.(bridgev2.LoginProcessUserInput)
	}
	submit := func(process bridgev2.LoginProcessUserInput, field, value string) (*bridgev2.LoginStep, error) {
		return process.SubmitUserInput(context.Background(), map[string]string{field: value})
	}
	for input, want := range map[string]error{"hello": errBadNumber, "": errBadNumber, "+4900000404": errNotOnNetwork} {
		if _, err := submit(start(), fieldNumber, input); !errors.Is(err, want) {
			t.Errorf("number %q: %v", input, err)
		}
	}
	process := start()
	if step, err := submit(process, fieldNumber, "+48 100 100 100"); err != nil || step.StepID != stepCode {
		t.Fatalf("after the number %+v, %v", step, err)
	}
	code, err := lc.world.ReadCode(acme)
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	if _, err = submit(process, fieldCode, wrong); !errors.Is(err, errWrongCode) {
		t.Errorf("a wrong code: %v", err)
	}
	if step, err := submit(process, fieldCode, code); err != nil || step.StepID != stepPassword {
		t.Fatalf("after the code %+v, %v", step, err)
	}
}

func TestLinkingAgainSkipsTheNumber(t *testing.T) {
	lc := testConnector(t)
	process, _ := lc.CreateLogin(context.Background(), nil, flowPhone)
	old := &bridgev2.UserLogin{UserLogin: &database.UserLogin{ID: acme.LoginID()}}
	step, err := process.(bridgev2.LoginProcessWithOverride).StartWithOverride(context.Background(), old)
	if err != nil || step.StepID != stepCode {
		t.Errorf("got %+v, %v", step, err)
	}
	if _, err = lc.CreateLogin(context.Background(), nil, "smoke-signals"); !errors.Is(err, bridgev2.ErrInvalidLoginFlowID) {
		t.Errorf("an unknown flow: %v", err)
	}
}
