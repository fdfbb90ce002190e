/**
 * Lines for the console of the network's own page: they ask for the passkey there, where it works, and print the answer as
 * the bridge takes it. `publicKey` is what the network sent, its binary parts in base64url.
 */
export function passkeyLines(publicKey: unknown): string {
  return `(async () => {
  const binary = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  const asked = ${JSON.stringify(publicKey)};
  const publicKey = { ...asked, challenge: binary(asked.challenge), allowCredentials: (asked.allowCredentials ?? []).map((one) => ({ ...one, id: binary(one.id) })) };
  const credential = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  console.log(JSON.stringify({ id: credential.id, rawId: letters(credential.rawId), type: credential.type, authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: letters(clientDataJSON), authenticatorData: letters(authenticatorData), signature: letters(signature), userHandle: userHandle ? letters(userHandle) : null } }));
})();`;
}

/** An object that somebody pasted; null for anything else. */
export function pastedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.trim().replace(/^['"`]|['"`]$/g, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
