const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Of any text, in text and in quoted attributes. Controls that browsers would drop or obey are shown. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (letter) => entities[letter] ?? '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, (letter) => `\u27e8U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`);
