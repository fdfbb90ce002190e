import type { MessageBody } from '../../ipc/index.ts';
import { asNumber, asRecord, asText, type Content } from './classify.ts';

const words = (value: unknown): string => {
  const record = asRecord(value);
  const texts = record['m.text'];
  if (Array.isArray(texts)) return asText(asRecord(texts[0])['body']) ?? '';
  return asText(record['org.matrix.msc1767.text']) ?? asText(record['body']) ?? '';
};

export type PollQuestion = { readonly question: string; readonly maxSelections: number; readonly options: readonly { readonly id: string; readonly text: string }[] };

/** MSC3381 in either spelling. */
export function pollQuestion(content: Content): PollQuestion {
  const poll = asRecord(content['org.matrix.msc3381.poll.start'] ?? content['m.poll.start'] ?? content['m.poll']);
  const answers = Array.isArray(poll['answers']) ? poll['answers'].slice(0, 20) : [];
  return {
    question: words(poll['question']),
    maxSelections: Math.max(1, Math.round(asNumber(poll['max_selections']) ?? 1)),
    options: answers.map((answer) => ({ id: asText(asRecord(answer)['id']) ?? asText(asRecord(answer)['m.id']) ?? '', text: words(answer) })),
  };
}

export type Vote = { readonly voter: string; readonly company: boolean; readonly options: readonly string[] };

export const chosenOptions = (content: Content): string[] => {
  const chosen = asRecord(content['org.matrix.msc3381.poll.response'] ?? content['m.poll.response'])['answers'] ?? content['m.selections'];
  return Array.isArray(chosen) ? chosen.filter((option): option is string => typeof option === 'string') : [];
};

/**
 * Counts votes, oldest first: the latest of a voter stands, an empty one takes it back. The company is one voter whoever of
 * it voted, because on the network its number is one person.
 */
export function countPoll(poll: PollQuestion, votes: readonly Vote[], ended: boolean): MessageBody {
  const latest = new Map<string, readonly string[]>();
  const known = new Set(poll.options.map(({ id }) => id));
  const company = 'company';
  for (const vote of votes) {
    const valid = [...new Set(vote.options)].filter((option) => known.has(option)).slice(0, poll.maxSelections);
    latest.set(vote.company ? company : vote.voter, valid);
  }
  return {
    kind: 'poll',
    question: poll.question,
    maxSelections: poll.maxSelections,
    ended,
    options: poll.options.map(({ id, text }) => ({
      id, text,
      votes: [...latest.values()].filter((options) => options.includes(id)).length,
      mine: latest.get(company)?.includes(id) === true,
    })),
  };
}
