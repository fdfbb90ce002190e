// Command fsck has Tessera verify a log in a folder: what our own verification is measured against.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "fsck <folder> <key of the log>")
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(folder, vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("reading the key: %w", err)
	}
	leafHashes := func(bundle []byte) ([][]byte, error) {
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
	origin, _, _ := strings.Cut(vkey, "+")
	return fsck.New(origin, verifier, client.FileFetcher{Root: folder}, leafHashes, fsck.Opts{N: 2}).Check(context.Background())
}
