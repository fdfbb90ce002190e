/** Emoji that people type by name, with the names they know from other programs. The picker has all the others. */
const names: Readonly<Record<string, string>> = {
  smile: '😄', smiley: '😃', grin: '😁', joy: '😂', wink: '😉', blush: '😊', slight_smile: '🙂', thinking: '🤔', neutral_face: '😐', worried: '😟', sad: '😢', cry: '😢', sob: '😭', sweat_smile: '😅',
  heart_eyes: '😍', kiss: '😘', sunglasses: '😎', open_mouth: '😮', astonished: '😲', scream: '😱', angry: '😠', sleepy: '😴', hugs: '🤗', facepalm: '🤦', shrug: '🤷',
  thumbsup: '👍', '+1': '👍', thumbsdown: '👎', '-1': '👎', ok_hand: '👌', clap: '👏', pray: '🙏', wave: '👋', muscle: '💪', handshake: '🤝', point_up: '☝️', point_right: '👉', writing_hand: '✍️', raised_hands: '🙌',
  heart: '❤️', broken_heart: '💔', fire: '🔥', star: '⭐', sparkles: '✨', tada: '🎉', gift: '🎁', rocket: '🚀', eyes: '👀', bulb: '💡', bell: '🔔', warning: '⚠️', white_check_mark: '✅', check: '✅', x: '❌', question: '❓',
  exclamation: '❗', hundred: '💯', hourglass: '⏳', clock: '🕐', calendar: '📅', phone: '📞', email: '📧', package: '📦', truck: '🚚', money: '💰', euro: '💶', dollar: '💵', chart: '📈', memo: '📝', paperclip: '📎',
  pushpin: '📌', lock: '🔒', key: '🔑', camera: '📷', car: '🚗', airplane: '✈️', house: '🏠', office: '🏢', coffee: '☕', cake: '🎂', beer: '🍺', sun: '☀️', cloud: '☁️', snowflake: '❄️', rainbow: '🌈',
};

/** Emoji whose name begins so, then those that hold it. */
export async function findEmoji(query: string, most = 6): Promise<{ emoji: string; name: string }[]> {
  const wanted = query.toLowerCase();
  const found = Object.entries(names).filter(([name]) => name.includes(wanted)).sort(([one], [other]) => Number(other.startsWith(wanted)) - Number(one.startsWith(wanted)) || one.length - other.length);
  const seen = new Set<string>();
  return found.filter(([, emoji]) => !seen.has(emoji) && seen.add(emoji)).slice(0, most).map(([name, emoji]) => ({ emoji, name }));
}

/** All of them once, in the order they stand above. */
export const commonEmoji: readonly string[] = [...new Set(Object.values(names))];
