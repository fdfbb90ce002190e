package phonespage

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, method, target string, headers ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	Handler().ServeHTTP(recorder, request)
	return recorder.Result()
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

// directives takes a policy apart: what a kind of thing may come from.
func directives(policy string) map[string]string {
	found := make(map[string]string)
	for part := range strings.SplitSeq(policy, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(part), " ")
		found[name] = sources
	}
	return found
}

func TestEveryAnswerIsGuardedAlsoARefusal(t *testing.T) {
	for _, target := range []string{Prefix, Prefix + "main.js", Prefix + "words/pl.js", Prefix + "nothing.js"} {
		response := get(t, "GET", target)
		policy := directives(response.Header.Get("Content-Security-Policy"))
		for name, want := range map[string]string{
			"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "font-src": "'self'", "connect-src": "'self'",
			"frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'none'", "img-src": "'self' blob: data:", "media-src": "'self' blob:",
		} {
			if policy[name] != want {
				t.Errorf("%s: %s is %q, want %q", target, name, policy[name], want)
			}
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
	}
}

func TestOnlyItsOwnFilesAreServed(t *testing.T) {
	tests := map[string]struct {
		method, target string
		status         int
	}{
		"the page":             {"GET", Prefix, 200},
		"its head alone":       {"HEAD", Prefix + "main.js", 200},
		"no such file":         {"GET", Prefix + "phones.db", 404},
		"a folder":             {"GET", Prefix + "words", 404},
		"a folder with slash":  {"GET", Prefix + "words/", 404},
		"a way out":            {"GET", Prefix + "../phonespage.go", 404},
		"a way out, hidden":    {"GET", Prefix + "words/%2e%2e/%2e%2e/phonespage.go", 404},
		"its name in the code": {"GET", Prefix + "page/index.html", 404},
		"writing":              {"POST", Prefix, 405},
		"deleting":             {"DELETE", Prefix + "main.js", 405},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if response := get(t, test.method, test.target); response.StatusCode != test.status {
				t.Errorf("%s %s: %d", test.method, test.target, response.StatusCode)
			}
		})
	}
}

func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	first := get(t, "GET", Prefix+"main.js")
	again := get(t, "GET", Prefix+"main.js", "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
		t.Errorf("answered %d", again.StatusCode)
	}
	if other := get(t, "GET", Prefix+"dom.js"); other.Header.Get("ETag") == first.Header.Get("ETag") {
		t.Error("two files have one mark")
	}
}

// references are what a file of the page loads: scripts, styles, fonts, the icon.
var references = regexp.MustCompile(`(?:from |import\(|src=|href=|url\()["']([^"'#]+)["']`)

func TestThePageIsWholeAndLoadsNothingFromElsewhere(t *testing.T) {
	seen := map[string]bool{"index.html": true}
	for queue := []string{"index.html"}; len(queue) > 0; queue = queue[1:] {
		name := queue[0]
		response := get(t, "GET", Prefix+name)
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") == "" {
			t.Errorf("%s: %d, %q", name, response.StatusCode, response.Header.Get("Content-Type"))
			continue
		}
		if path.Ext(name) == ".woff2" {
			continue
		}
		for _, found := range references.FindAllStringSubmatch(body(t, response), -1) {
			if strings.Contains(found[1], "//") {
				t.Errorf("%s loads %s", name, found[1])
				continue
			}
			if file := path.Join(path.Dir(name), found[1]); !seen[file] {
				seen[file] = true
				queue = append(queue, file)
			}
		}
	}
	for name := range load() {
		if !seen[name] && !strings.HasSuffix(name, "LICENSE.txt") {
			t.Errorf("nothing loads %s", name)
		}
	}
}

func TestThePageHoldsNoCodeThatItsPolicyForbids(t *testing.T) {
	for name := range load() {
		text := body(t, get(t, "GET", Prefix+name))
		forbidden := map[string]string{".html": `(?i)<style|<script[^>]*>[^<]|\son\w+=|\sstyle=`, ".js": `innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function`}[path.Ext(name)]
		if forbidden != "" && regexp.MustCompile(forbidden).MatchString(text) {
			t.Errorf("%s has code made from text", name)
		}
	}
}

var phrases = regexp.MustCompile(`(?m)^  (?:'([^']+)'|(\w+)): `)

func TestEveryLanguageSaysEverything(t *testing.T) {
	keys := func(language string) map[string]bool {
		found := make(map[string]bool)
		for _, match := range phrases.FindAllStringSubmatch(body(t, get(t, "GET", Prefix+"words/"+language+".js")), -1) {
			found[match[1]+match[2]] = true
		}
		return found
	}
	english := keys("en")
	if len(english) < 150 {
		t.Fatalf("found %d phrases", len(english))
	}
	for _, language := range []string{"pl", "ru", "uk"} {
		theirs := keys(language)
		for key := range english {
			if !theirs[key] {
				t.Errorf("%s does not say %q", language, key)
			}
		}
		for key := range theirs {
			if !english[key] {
				t.Errorf("%s says %q and nobody else does", language, key)
			}
		}
	}
}
