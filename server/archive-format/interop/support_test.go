package interop

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

func vector(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "vectors", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func unbase64(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// about is what write-archive.ts says of the archive that it wrote.
type about struct {
	Vkey       string   `json:"vkey"`
	Origin     string   `json:"origin"`
	Size       uint64   `json:"size"`
	Identities []string `json:"identities"`
	Chains     []struct {
		Kid      string `json:"kid"`
		ChainKey string `json:"chainKey"`
	} `json:"chains"`
}

// node is the one that the project has installed; another may be too old to run TypeScript.
func node() string {
	if own, err := filepath.Abs("../../../node_modules/.bin/node"); err == nil {
		if _, err := os.Stat(own); err == nil {
			return own
		}
	}
	return "node"
}

// freshArchive has the code of today write an archive.
func freshArchive(t *testing.T, events int) (string, about) {
	t.Helper()
	folder := t.TempDir()
	out, err := exec.Command(node(), "write-archive.ts", folder, strconv.Itoa(events)).CombinedOutput()
	if err != nil {
		t.Fatalf("writing an archive: %v\n%s", err, out)
	}
	return folder, readAbout(t, folder)
}

func readAbout(t *testing.T, folder string) about {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder, "about.json"))
	if err != nil {
		t.Fatal(err)
	}
	var what about
	if err := json.Unmarshal(raw, &what); err != nil {
		t.Fatal(err)
	}
	return what
}

type committed struct {
	Vkey       string            `json:"vkey"`
	Erased     []string          `json:"erased"`
	Identities []string          `json:"identities"`
	Files      map[string]string `json:"files"`
	Chains     []struct {
		Kid      string `json:"kid"`
		ChainKey string `json:"chainKey"`
		Records  int    `json:"records"`
	} `json:"chains"`
}

// committedArchive unpacks the archive among the vectors: what was once written must stay readable.
func committedArchive(t *testing.T) (string, committed) {
	t.Helper()
	var what committed
	vector(t, "archive", &what)
	folder := t.TempDir()
	for name, bytes := range what.Files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, unbase64(t, bytes), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder, what
}
