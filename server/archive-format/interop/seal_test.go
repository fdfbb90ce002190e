package interop

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math/bits"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// derive is libsodium's crypto_kdf_derive_from_key: BLAKE2b-256 of nothing, keyed, the id as salt and the context as
// personalisation. Go's own BLAKE2b has neither, so the one block that it takes is written out (RFC 7693).
func derive(id uint64, key []byte) []byte {
	iv := [8]uint64{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}
	sigma := [10][16]int{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}, {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
		{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8}, {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
		{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10}, {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
		{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
	}
	h := iv
	h[0] ^= 0x01010000 ^ uint64(len(key))<<8 ^ 32
	h[4] ^= id
	h[6] ^= binary.LittleEndian.Uint64([]byte("arcv1msg"))
	var m [16]uint64
	for n := range len(key) / 8 {
		m[n] = binary.LittleEndian.Uint64(key[n*8:])
	}
	var v [16]uint64
	copy(v[:8], h[:])
	copy(v[8:], iv[:])
	v[12] ^= 128
	v[14] = ^v[14]
	mix := func(a, b, c, d int, x, y uint64) {
		v[a] += v[b] + x
		v[d] = bits.RotateLeft64(v[d]^v[a], -32)
		v[c] += v[d]
		v[b] = bits.RotateLeft64(v[b]^v[c], -24)
		v[a] += v[b] + y
		v[d] = bits.RotateLeft64(v[d]^v[a], -16)
		v[c] += v[d]
		v[b] = bits.RotateLeft64(v[b]^v[c], -63)
	}
	for round := range 12 {
		s := sigma[round%10]
		mix(0, 4, 8, 12, m[s[0]], m[s[1]])
		mix(1, 5, 9, 13, m[s[2]], m[s[3]])
		mix(2, 6, 10, 14, m[s[4]], m[s[5]])
		mix(3, 7, 11, 15, m[s[6]], m[s[7]])
		mix(0, 5, 10, 15, m[s[8]], m[s[9]])
		mix(1, 6, 11, 12, m[s[10]], m[s[11]])
		mix(2, 7, 8, 13, m[s[12]], m[s[13]])
		mix(3, 4, 9, 14, m[s[14]], m[s[15]])
	}
	out := make([]byte, 0, 32)
	for n := range 4 {
		out = binary.LittleEndian.AppendUint64(out, h[n]^v[n]^v[n+8])
	}
	return out
}

// openBody opens the body of a sealed record as docs/spec/archive.md §4 says.
func openBody(messageKey, leaf, body, dictionary []byte) ([]byte, error) {
	file := 0
	if leaf[3]&2 != 0 {
		file = 32
	}
	commitment := sha256.Sum256(append([]byte("arc1/commit"), messageKey...))
	if !bytes.Equal(body[file:file+32], commitment[:]) {
		return nil, errors.New("the body commits to another key")
	}
	aead, err := chacha20poly1305.New(messageKey)
	if err != nil {
		return nil, err
	}
	bound := append(append([]byte{}, leaf[:36]...), body[:file]...)
	packed, err := aead.Open(nil, make([]byte, 12), body[file+32:], bound)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(flate.NewReaderDict(bytes.NewReader(packed), dictionary))
}

type sealed struct {
	ChainKey    string `json:"chainKey"`
	Kid         string
	Dictionary1 string
	Records     []struct{ Payload, MessageKey, Leaf, Body string }
}

func TestSealedBodies(t *testing.T) {
	var chain sealed
	vector(t, "seal", &chain)
	key := unhex(t, chain.ChainKey)
	if kidOf(key) != chain.Kid {
		t.Errorf("the chain is called %s", kidOf(key))
	}
	for n, record := range chain.Records {
		messageKey := derive(1, key)
		if hex.EncodeToString(messageKey) != record.MessageKey {
			t.Fatalf("key %d is %x", n, messageKey)
		}
		leaf, body := unhex(t, record.Leaf), unhex(t, record.Body)
		payload, err := openBody(messageKey, leaf, body, unhex(t, chain.Dictionary1))
		if err != nil || string(payload) != record.Payload {
			t.Errorf("record %d: %q (%v)", n, payload, err)
		}
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], leaf[36:]) {
			t.Errorf("record %d: another hash", n)
		}
		key = derive(2, key)
	}
}

// A reader written from the specification opens every record of the committed archive.
func TestTheCommittedArchiveIsRead(t *testing.T) {
	folder, what := committedArchive(t)
	var chain sealed
	vector(t, "seal", &chain)
	keys := map[string][]byte{}
	for _, each := range what.Chains {
		keys[each.Kid] = unhex(t, each.ChainKey)
	}
	opened := map[string]int{}
	for _, name := range []string{"000", "001.p/14"} {
		entries, err := os.ReadFile(filepath.Join(folder, "tile", "entries", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		pack, err := os.ReadFile(filepath.Join(folder, "pack", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for ; len(entries) > 0; entries = entries[70:] {
			leaf := entries[2:70]
			length := binary.BigEndian.Uint32(leaf[32:])
			body := pack[:length]
			pack = pack[length:]
			if leaf[3]&1 == 0 {
				continue // not sealed
			}
			kid := hex.EncodeToString(leaf[12:28])
			if int(binary.BigEndian.Uint32(leaf[28:])) != opened[kid] {
				t.Errorf("record %d of %s out of order", opened[kid], kid)
			}
			if _, err := openBody(derive(1, keys[kid]), leaf, body, unhex(t, chain.Dictionary1)); err != nil {
				t.Errorf("record %d of %s: %v", opened[kid], kid, err)
			}
			keys[kid] = derive(2, keys[kid])
			opened[kid]++
		}
	}
	for _, each := range what.Chains {
		if opened[each.Kid] != each.Records {
			t.Errorf("%d of %d records of %s", opened[each.Kid], each.Records, each.Kid)
		}
	}
}
