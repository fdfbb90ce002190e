package interop

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
)

var update = flag.Bool("update", false, "write vectors/from-go.json anew")

func seal(t *testing.T, plain []byte, to ...age.Recipient) string {
	t.Helper()
	var file bytes.Buffer
	writer, err := age.Encrypt(&file, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(file.Bytes())
}

// What Go's age and torchwood write, for our reader's tests: go test -run TestWhatGoWrites -update
func TestWhatGoWrites(t *testing.T) {
	const name = "../vectors/from-go.json"
	if !*update {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
		return
	}
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	chainKey := bytes.Repeat([]byte{7}, 32)
	media := []byte(strings.Repeat("from go ", 10_000))
	witness, err := torchwood.NewCosignatureSigner("witness.test", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	text := "box.test/archive\n3\n" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{5}, 32)) + "\n"
	cosigned, err := note.Sign(&note.Note{Text: text}, witness)
	if err != nil {
		t.Fatal(err)
	}
	made, err := json.MarshalIndent(map[string]any{
		"chainKey": hex.EncodeToString(chainKey),
		"kid":      kidOf(chainKey),
		"classic":  map[string]string{"identity": classic.String(), "recipient": classic.Recipient().String(), "keyslot": seal(t, chainKey, classic.Recipient())},
		"hybrid":   map[string]string{"identity": hybrid.String(), "recipient": hybrid.Recipient().String(), "keyslot": seal(t, chainKey, hybrid.Recipient())},
		"media":    map[string]any{"repeated": "from go ", "size": len(media), "file": seal(t, media, classic.Recipient())},
		"cosigned": map[string]string{"vkey": witness.Verifier().String(), "text": text, "note": string(cosigned)},
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(made, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
