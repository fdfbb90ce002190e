/** Who says it: the client's phone, or the company's own handset as it was used before the box. */
export type Speaker = 'client' | 'handset';

export type Attachment =
  | { readonly kind: 'picture'; readonly of: 'oak' | 'room' | 'sunset'; readonly name: string }
  | { readonly kind: 'voice'; readonly seconds: number }
  | { readonly kind: 'document'; readonly name: string; readonly heading: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly name: string };

/** One message: how long ago, by whom, what. Lines of one conversation stand in the order in which they were written. */
export type Line = {
  readonly minutesAgo: number;
  readonly by: Speaker;
  readonly text?: string;
  readonly attached?: Attachment;
};

export type Conversation = {
  readonly with: 'sales' | 'support';
  readonly lines: readonly Line[];
  /** Who answers; nobody means that it waits in the team's queue. */
  readonly owner?: string;
  /** What the owner writes once they have it. */
  readonly answers?: readonly string[];
  /** What the owner writes beside it, for colleagues alone. */
  readonly note?: string;
};

export type Client = {
  readonly number: string;
  readonly name: string;
  readonly language: 'en' | 'ru' | 'uk' | 'pl';
  readonly firm?: string;
  readonly tags?: readonly string[];
  /** Colour of the picture they show, in degrees; without it they show none. */
  readonly portrait?: number;
  readonly conversations: readonly Conversation[];
  /** What they say by themselves from now on. */
  readonly persona: { readonly lines: readonly string[]; readonly replyAfterMs: number; readonly writesEveryMs?: number };
  /** What the owner knows about them. */
  readonly clientNote?: string;
};

export type Group = {
  readonly name: string;
  readonly founder: string;
  readonly members: readonly string[];
  readonly with: 'sales' | 'support';
  readonly owner: string;
  /** `from` is the number of one of them, or `handset` for the company's own. */
  readonly lines: readonly { readonly minutesAgo: number; readonly from: string; readonly text?: string; readonly attached?: Attachment }[];
};

const hour = 60;
const day = 24 * hour;
/** Reads as it would be said: `ago(3, 'days')`. */
export const ago = (count: number, unit: 'minutes' | 'hours' | 'days'): number => count * { minutes: 1, hours: hour, days: day }[unit];

export const them = (minutesAgo: number, text: string, attached?: Attachment): Line => ({ minutesAgo, by: 'client', text, ...(attached ? { attached } : {}) });
export const us = (minutesAgo: number, text: string, attached?: Attachment): Line => ({ minutesAgo, by: 'handset', text, ...(attached ? { attached } : {}) });
/** Without a word beside it. */
export const shows = (minutesAgo: number, attached: Attachment): Line => ({ minutesAgo, by: 'client', attached });
