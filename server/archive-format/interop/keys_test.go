package interop

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
)

func itoa(n uint64) string { return strconv.FormatUint(n, 10) }

func identity(t *testing.T, text string) age.Identity {
	t.Helper()
	identities, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return identities[0]
}

func open(file []byte, by age.Identity) ([]byte, error) {
	plain, err := age.Decrypt(bytes.NewReader(file), by)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(plain)
}

func kidOf(chainKey []byte) string {
	sum := sha256.Sum256(append([]byte("arc1/kid"), chainKey...))
	return hex.EncodeToString(sum[:16])
}

// filesIn takes a keyslot for several holders apart; nil when it is an ordinary age file.
func filesIn(slot []byte) [][]byte {
	rest, found := bytes.CutPrefix(slot, []byte("holdfast-keyslot/v1\n"))
	if !found {
		return nil
	}
	var files [][]byte
	for len(rest) >= 4 {
		length := int(binary.BigEndian.Uint32(rest))
		files = append(files, rest[4:4+length])
		rest = rest[4+length:]
	}
	return files
}

// share is what a holder's file in a keyslot says.
func share(plain []byte, kid string) ([]byte, error) {
	lines := strings.Split(string(plain), "\n")
	if len(lines) != 4 || lines[0] != "holdfast-share/v1" || lines[1] != kid {
		return nil, errors.New("no share of this slot")
	}
	return base64.StdEncoding.DecodeString(lines[2])
}

// combine is Shamir's over GF(2^8) with the polynomial of AES; the last byte of a share is its x.
func combine(shares [][]byte) []byte {
	mul := func(a, b byte) (r byte) {
		for ; b > 0; b >>= 1 {
			if b&1 == 1 {
				r ^= a
			}
			carry := a&0x80 != 0
			a <<= 1
			if carry {
				a ^= 0x1b
			}
		}
		return r
	}
	inverse := func(a byte) byte {
		r := byte(1)
		for range 254 {
			r = mul(r, a)
		}
		return r
	}
	size := len(shares[0]) - 1
	secret := make([]byte, size)
	for i, own := range shares {
		weight := byte(1)
		for j, other := range shares {
			if i != j {
				weight = mul(weight, mul(other[size], inverse(own[size]^other[size])))
			}
		}
		for n := range secret {
			secret[n] ^= mul(own[n], weight)
		}
	}
	return secret
}

func TestAgeOpensKeyslots(t *testing.T) {
	var slots []struct {
		Name       string
		Threshold  int
		Identities []string
		ChainKey   string `json:"chainKey"`
		Kid        string
		Keyslot    string
	}
	vector(t, "keyslot", &slots)
	for _, each := range slots {
		slot := unbase64(t, each.Keyslot)
		openers := []age.Identity{}
		files := filesIn(slot)
		if each.Threshold == 1 {
			files = [][]byte{slot}
			for _, text := range each.Identities {
				openers = append(openers, identity(t, text))
			}
		} else {
			var shares [][]byte
			for n, text := range each.Identities[1:] { // the last two of three
				plain, err := open(files[n+2], identity(t, text))
				if err != nil {
					t.Fatalf("%s: share %d: %v", each.Name, n, err)
				}
				part, err := share(plain, each.Kid)
				if err != nil {
					t.Fatalf("%s: %v", each.Name, err)
				}
				shares = append(shares, part)
			}
			openers = append(openers, identity(t, string(combine(shares))))
		}
		for _, opener := range openers {
			chainKey, err := open(files[0], opener)
			if err != nil || hex.EncodeToString(chainKey) != each.ChainKey || kidOf(chainKey) != each.Kid {
				t.Errorf("%s: %x (%v)", each.Name, chainKey, err)
			}
		}
	}
}

func TestAgeOpensAKeyslotThatWasJustWritten(t *testing.T) {
	folder, what := freshArchive(t, 10)
	for _, chain := range what.Chains {
		slot, err := os.ReadFile(filepath.Join(folder, "keys", chain.Kid+".age"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range what.Identities {
			chainKey, err := open(slot, identity(t, text))
			if err != nil || hex.EncodeToString(chainKey) != chain.ChainKey || kidOf(chainKey) != chain.Kid {
				t.Errorf("%s: %v", chain.Kid, err)
			}
		}
	}
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	slot, _ := os.ReadFile(filepath.Join(folder, "keys", what.Chains[0].Kid+".age"))
	if _, err := open(slot, stranger); err == nil {
		t.Error("a stranger opened a keyslot")
	}
}

func TestAgeOpensMedia(t *testing.T) {
	var files []struct {
		Size                     int
		Repeated, Identity, File string
	}
	vector(t, "media", &files)
	for _, each := range files {
		plain, err := open(unbase64(t, each.File), identity(t, each.Identity))
		want := []byte(strings.Repeat(each.Repeated, each.Size/len(each.Repeated)+1))[:each.Size]
		if err != nil || !bytes.Equal(plain, want) {
			t.Errorf("%d bytes: %v", each.Size, err)
		}
	}
}
