// Package interop holds the archive's format against the tools of others: Tessera's fsck, Go's age, sumdb's note, torchwood.
package interop
