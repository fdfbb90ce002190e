import { Type, type Static } from 'typebox';
import { Greeting } from './handovers.ts';
import { ClientId, GreetingId, Timestamp, UserId } from './ids.ts';
import { nullable, strict, version } from './shape.ts';

export const greetingPlaceholders = ['client', 'employee', 'firm'] as const;

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Texts = Type.Unsafe<Greeting>({ ...Greeting, minProperties: 1, description: 'At least one language. {client}, {employee} (who takes over) and {firm} (the client’s firm, else their name) are filled in; nothing else may stand in braces.' });

/** Words for clients whose conversation is handed over, under a name. */
export const SavedGreeting = Type.Object({ greetingId: GreetingId, name: Name, texts: Texts, createdAt: Timestamp, updatedAt: Timestamp, version }, strict);
export type SavedGreeting = Static<typeof SavedGreeting>;
export const SavedGreetingList = Type.Object({ greetings: Type.Array(SavedGreeting) }, { ...strict, description: 'By name.' });
export type SavedGreetingList = Static<typeof SavedGreetingList>;

export const CreateGreeting = Type.Object({ name: Name, texts: Texts }, strict);
export type CreateGreeting = Static<typeof CreateGreeting>;
export const ChangeGreeting = Type.Partial(Type.Object({ name: Name, texts: Texts, version }), { ...strict, minProperties: 1 });
export type ChangeGreeting = Static<typeof ChangeGreeting>;
export const RemoveGreeting = Type.Object({ version: Type.Optional(version) }, strict);
export type RemoveGreeting = Static<typeof RemoveGreeting>;

/** How texts read for a client and an employee; without them, for invented ones. */
export const PreviewGreeting = Type.Object({ texts: Texts, clientId: Type.Optional(ClientId), userId: Type.Optional(UserId) }, strict);
export type PreviewGreeting = Static<typeof PreviewGreeting>;
export const GreetingPreview = Type.Object(
  {
    texts: Greeting,
    language: nullable(Type.String({ description: 'In which this client would get it; null when there is no text for them.' })),
  },
  strict,
);
export type GreetingPreview = Static<typeof GreetingPreview>;
