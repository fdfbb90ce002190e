/** How the page came to its host: opened, refused, or nobody answered. */
export type Launch = 'launched' | 'refused' | 'unreachable';

/**
 * Exchanges the key in the address for the host's cookie, once, and takes it out of the address bar and the history first:
 * whoever looks over a shoulder or at the history finds nothing that opens the app. Without a key the cookie of before is used.
 */
export async function launch(page: { location: Location; history: History; fetch: typeof fetch }): Promise<Launch> {
  const key = decodeURIComponent(page.location.hash.slice(1));
  if (key === '') return 'launched';
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  try {
    const answer = await page.fetch(new URL('_host/launch', page.location.href), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
      credentials: 'same-origin',
    });
    return answer.ok ? 'launched' : 'refused';
  } catch {
    return 'unreachable';
  }
}
