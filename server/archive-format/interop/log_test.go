package interop

import (
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// leafHashes is what Tessera's own fsck command does with a bundle.
func leafHashes(bundle []byte) ([][]byte, error) {
	entries := &api.EntryBundle{}
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

func check(t *testing.T, folder, vkey string) error {
	t.Helper()
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	origin := vkey[:strings.Index(vkey, "+")]
	return fsck.New(origin, verifier, client.FileFetcher{Root: folder}, leafHashes, fsck.Opts{N: 2}).Check(context.Background())
}

func TestTesseraAcceptsALogThatWasJustWritten(t *testing.T) {
	for _, events := range []int{0, 1, 251, 600, 66_000} { // 66,000: tiles of three levels
		folder, what := freshArchive(t, events)
		if err := check(t, folder, what.Vkey); err != nil {
			t.Errorf("%d events: %v", events, err)
		}
	}
}

func TestTesseraAcceptsTheCommittedLog(t *testing.T) {
	folder, what := committedArchive(t)
	if err := check(t, folder, what.Vkey); err != nil {
		t.Error(err)
	}
}

func TestTesseraFindsWhatWeFind(t *testing.T) {
	for _, name := range []string{"tile/entries/000", "tile/0/001", "tile/1/000.p/2", "checkpoint"} {
		folder, what := freshArchive(t, 600)
		path := filepath.Join(folder, filepath.FromSlash(name))
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		raw[len(raw)/2] ^= 1
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		if check(t, folder, what.Vkey) == nil {
			t.Errorf("a flipped byte in %s was not found", name)
		}
	}
}

func TestProofs(t *testing.T) {
	var tree struct {
		Roots []struct {
			Size uint64 `json:"size"`
			Root string `json:"root"`
		} `json:"roots"`
		Inclusion []struct {
			Index uint64   `json:"index"`
			Size  uint64   `json:"size"`
			Proof []string `json:"proof"`
		} `json:"inclusion"`
		Consistency []struct {
			OldSize uint64   `json:"oldSize"`
			Size    uint64   `json:"size"`
			Proof   []string `json:"proof"`
		} `json:"consistency"`
	}
	vector(t, "tree", &tree)
	roots := map[uint64][]byte{}
	for _, each := range tree.Roots {
		roots[each.Size] = unhex(t, each.Root)
	}
	hashes := func(proof []string) (all [][]byte) {
		for _, hash := range proof {
			all = append(all, unhex(t, hash))
		}
		return all
	}
	for _, each := range tree.Inclusion {
		leaf := rfc6962.DefaultHasher.HashLeaf([]byte("entry " + itoa(each.Index)))
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, each.Index, each.Size, leaf, hashes(each.Proof), roots[each.Size]); err != nil {
			t.Errorf("leaf %d of %d: %v", each.Index, each.Size, err)
		}
	}
	for _, each := range tree.Consistency {
		if err := proof.VerifyConsistency(rfc6962.DefaultHasher, each.OldSize, each.Size, hashes(each.Proof), roots[each.OldSize], roots[each.Size]); err != nil {
			t.Errorf("%d begins with %d: %v", each.Size, each.OldSize, err)
		}
	}
}

func TestNotesAndCosignatures(t *testing.T) {
	var notes struct {
		Log      struct{ Vkey string }
		Witness  struct{ Seed, Vkey string }
		Text     string
		Cosigned string
	}
	vector(t, "note", &notes)
	log, err := note.NewVerifier(notes.Log.Vkey)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := torchwood.NewCosignatureSigner("witness.test", ed25519.NewKeyFromSeed(unhex(t, notes.Witness.Seed)))
	if err != nil {
		t.Fatal(err)
	}
	witness := signer.Verifier()
	if witness.String() != notes.Witness.Vkey {
		t.Errorf("the witness's key is %s", witness)
	}
	opened, err := note.Open([]byte(notes.Cosigned), note.VerifierList(log, witness))
	if err != nil {
		t.Fatal(err)
	}
	if opened.Text != notes.Text || len(opened.Sigs) != 2 {
		t.Fatalf("opened %d signatures over %q", len(opened.Sigs), opened.Text)
	}
	if at, err := torchwood.CosignatureTimestamp(opened.Sigs[1]); err != nil || at != 1_770_000_000 {
		t.Errorf("cosigned at %d (%v)", at, err)
	}
	if checkpoint, err := torchwood.ParseCheckpoint(opened.Text); err != nil || checkpoint.N != 3 || checkpoint.Origin != "box.test/archive" {
		t.Errorf("checkpoint %+v (%v)", checkpoint, err)
	}
}

func TestPoliciesAreSignedNotes(t *testing.T) {
	var policies struct {
		Changes []struct{ Name, Note, Result string }
		Erase   string
	}
	vector(t, "policy", &policies)
	for _, change := range policies.Changes {
		var verifiers []note.Verifier
		for line := range strings.Lines(change.Note) {
			if fields := strings.Fields(line); len(fields) == 4 && fields[0] == "holder" {
				if verifier, err := note.NewVerifier(fields[3]); err == nil {
					verifiers = append(verifiers, verifier)
				}
			}
		}
		opened, err := note.Open([]byte(change.Note), note.VerifierList(verifiers...))
		switch {
		case change.Result == "SIGNATURE_INVALID" || change.Result == "POLICY_VERSION": // altered after they were signed
			if err == nil {
				t.Errorf("%s: opened", change.Name)
			}
		case change.Name == "a change, signed by as many as open": // one of the two is no longer a holder
			if err != nil || len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) != 1 {
				t.Errorf("%s: %v", change.Name, err)
			}
		case change.Result == "ok":
			if err != nil || len(opened.UnverifiedSigs) != 0 {
				t.Errorf("%s: %v", change.Name, err)
			}
		}
	}
}
