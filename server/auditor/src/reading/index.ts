/**
 * What records say, as a person reads them: facts out of payloads, and conversations out of facts. Pure: it knows neither
 * files nor keys nor the index, and drops nothing that it does not understand.
 */
export { buildConversation, standing, whyNotOpen } from './conversation.ts';
export type { Conversation, Happening, KeptFile, Message, Person, Reaction, Version, Withdrawal } from './conversation.ts';
export { editedBy, fileOf, messageKind, reactsTo, wordsOf } from './event-words.ts';
export { eventOf, readFact } from './fact.ts';
export type { EventFact, Fact } from './fact.ts';
export { asList, asNumber, asRecord, asText } from './json.ts';
export type { Json } from './json.ts';
export { numberOf, sideOf } from './people.ts';
export type { Side } from './people.ts';
