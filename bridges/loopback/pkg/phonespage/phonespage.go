// Package phonespage serves the page with the imaginary people's phones. It is files and headers and knows nothing of the
// network: whatever the page shows, it asks for over the phones' HTTP API, with the secret that its opener was given.
package phonespage

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// Prefix is where the page is mounted.
const Prefix = "/phones/"

//go:embed page
var files embed.FS

// policy lets the page load its own files and talk to its own origin. Pictures and recordings come over the API and are
// shown as blobs; nothing is framed, and nothing from a message can become code.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

var headers = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
	"Cache-Control":                "no-cache",
}

type file struct {
	body     []byte
	mimeType string
	etag     string
}

// Handler serves the embedded files and refuses every other name and method.
func Handler() http.Handler {
	known := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if name == "" {
			name = "index.html"
		}
		found, ok := known[name]
		if !ok {
			http.Error(w, "there is no such file", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", found.mimeType)
		w.Header().Set("ETag", found.etag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(found.body))
	})
}

// mimeTypes are spelt out: what the machine's own table says must not decide whether a script runs.
var mimeTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",

	".woff2": "font/woff2",
}

func load() map[string]file {
	known := make(map[string]file)
	err := fs.WalkDir(files, "page", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		known[strings.TrimPrefix(name, "page/")] = file{body: body, mimeType: mimeTypes[path.Ext(name)], etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
		return nil
	})
	if err != nil {
		panic("the embedded page cannot be read: " + err.Error()) // it is part of the binary
	}
	return known
}
