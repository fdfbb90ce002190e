import { contentRules, relationKeys, relationTypes, sendableMsgtypes, type Refusal } from '@holdfast/contract';

type Content = Readonly<Record<string, unknown>>;
export type Objection = { readonly code: Refusal; readonly detail?: string };

/**
 * Holds one content against the allow-list of its type. Closed world: a key nobody listed is a refusal that names it,
 * because bridges act on keys (a disappearing timer deletes, a double-puppet mark drops; DESIGN.md §1). Pure.
 */
export function checkContent(type: string, content: Content): Objection | null {
  const rule = contentRules[type];
  if (!rule) return { code: 'EVENT_TYPE_NOT_ALLOWED', detail: type };
  return (
    unlisted(content, rule.keys) ??
    checkRelation(content['m.relates_to']) ??
    checkBody(type, content) ??
    (rule.editedKeys && content['m.new_content'] !== undefined ? checkNewContent(content, rule.editedKeys) : null)
  );
}

function unlisted(content: Content, keys: readonly string[], path = ''): Objection | null {
  const stranger = Object.keys(content).find((key) => !keys.includes(key));
  return stranger === undefined ? null : { code: 'CONTENT_KEY_NOT_ALLOWED', detail: path + stranger };
}

function checkRelation(relation: unknown): Objection | null {
  if (relation === undefined) return null;
  if (!isRecord(relation)) return { code: 'CONTENT_INVALID', detail: 'm.relates_to' };
  const stranger = unlisted(relation, relationKeys, 'm.relates_to/');
  if (stranger) return stranger;
  const type = relation['rel_type'];
  if (type !== undefined && !(typeof type === 'string' && relationTypes.includes(type))) return { code: 'CONTENT_INVALID', detail: 'm.relates_to/rel_type' };
  if (type !== undefined && typeof relation['event_id'] !== 'string') return { code: 'CONTENT_INVALID', detail: 'm.relates_to/event_id' };
  const reply = relation['m.in_reply_to'];
  if (reply !== undefined && !(isRecord(reply) && typeof reply['event_id'] === 'string')) {
    return { code: 'CONTENT_INVALID', detail: 'm.relates_to/m.in_reply_to' };
  }
  return null;
}

function checkBody(type: string, content: Content): Objection | null {
  switch (type) {
    case 'm.room.message': {
      const msgtype = content['msgtype'];
      if (typeof msgtype !== 'string') return { code: 'CONTENT_INVALID', detail: 'msgtype' };
      if (!sendableMsgtypes.includes(msgtype)) return { code: 'MSGTYPE_NOT_ALLOWED', detail: msgtype.slice(0, 64) };
      return checkText(content, '') ?? checkMedia(msgtype, content);
    }
    case 'm.sticker':
      return typeof content['url'] === 'string' ? null : { code: 'CONTENT_INVALID', detail: 'url' };
    case 'm.reaction': {
      const relation = content['m.relates_to'];
      if (!isRecord(relation) || relation['rel_type'] !== 'm.annotation') return { code: 'CONTENT_INVALID', detail: 'm.relates_to' };
      return typeof relation['key'] === 'string' && relation['key'] !== '' ? null : { code: 'CONTENT_INVALID', detail: 'm.relates_to/key' };
    }
    case 'org.matrix.msc3381.poll.start':
    case 'org.matrix.msc3381.poll.response':
      return isRecord(content[type]) ? null : { code: 'CONTENT_INVALID', detail: type };
    default:
      return null;
  }
}

function checkText(content: Content, path: string): Objection | null {
  if (typeof content['body'] !== 'string') return { code: 'CONTENT_INVALID', detail: `${path}body` };
  for (const key of ['format', 'formatted_body', 'filename', 'url', 'geo_uri']) {
    if (content[key] !== undefined && typeof content[key] !== 'string') return { code: 'CONTENT_INVALID', detail: path + key };
  }
  for (const key of ['info', 'm.mentions']) {
    if (content[key] !== undefined && !isRecord(content[key])) return { code: 'CONTENT_INVALID', detail: path + key };
  }
  return null;
}

const mediaTypes = new Set(['m.image', 'm.video', 'm.audio', 'm.file']);

function checkMedia(msgtype: string, content: Content): Objection | null {
  if (isEdit(content)) return null; // what counts is m.new_content
  if (mediaTypes.has(msgtype) && !/^mxc:\/\//.test(String(content['url']))) return { code: 'CONTENT_INVALID', detail: 'url' };
  if (msgtype === 'm.location' && !/^geo:/.test(String(content['geo_uri']))) return { code: 'CONTENT_INVALID', detail: 'geo_uri' };
  return null;
}

function checkNewContent(content: Content, keys: readonly string[]): Objection | null {
  const path = 'm.new_content/';
  const edited = content['m.new_content'];
  if (!isEdit(content) || !isRecord(edited)) return { code: 'CONTENT_INVALID', detail: 'm.new_content' };
  const msgtype = edited['msgtype'];
  if (typeof msgtype !== 'string') return { code: 'CONTENT_INVALID', detail: `${path}msgtype` };
  if (!sendableMsgtypes.includes(msgtype)) return { code: 'MSGTYPE_NOT_ALLOWED', detail: msgtype.slice(0, 64) };
  return unlisted(edited, keys, path) ?? checkText(edited, path) ?? checkMedia(msgtype, edited);
}

export function isEdit(content: Content): boolean {
  const relation = content['m.relates_to'];
  return isRecord(relation) && relation['rel_type'] === 'm.replace';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
