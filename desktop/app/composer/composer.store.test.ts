import { createPinia, setActivePinia, type Pinia } from 'pinia';
import { createApp } from 'vue';
import { beforeEach, expect, test } from 'vitest';
import type { RoomFeatures } from '../../ipc/index.ts';
import { createFakeBoxApi, type FakeBoxApi } from '../../test/fakes/fake-box-api.ts';
import { roomId } from '../../test/fakes/fake-state.ts';
import { boxApiKey } from '../host/box-api.ts';
import { useComposerStore } from './composer.store.ts';

const room = roomId('one');
const features = { formatting: [] } as unknown as RoomFeatures;
let api: FakeBoxApi;
let pinia: Pinia;

beforeEach(() => {
  api = createFakeBoxApi();
  pinia = createPinia();
  createApp({}).use(pinia).provide(boxApiKey, api);
  setActivePinia(pinia);
});

const sent = (): { outgoing: { kind: string; text: string }; localId: string }[] => api.control.inputsOf('send') as never;
const timeline = (): unknown[] => api.state.timelines.get(room) ?? [];

test('a message and a note are two texts: whatever is switched, neither goes the way of the other', async () => {
  const store = useComposerStore();
  const draft = store.open(room);
  store.write(room, 'We ship today');
  store.setMode(room, 'note');
  store.write(room, 'He pays late');
  store.setMode(room, 'message');
  expect(store.fieldText(draft)).toBe('We ship today');
  const going = store.send(room, features);
  store.setMode(room, 'note'); // switched while it is under way
  await going;
  expect(store.fieldText(draft)).toBe('He pays late');
  await store.send(room, features);
  expect(sent().map(({ outgoing }) => [outgoing.kind, outgoing.text])).toEqual([['text', 'We ship today'], ['note', 'He pays late']]);
});

test('a message the app could not take comes back as a message, a note as a note', async () => {
  const store = useComposerStore();
  const draft = store.open(room);
  api.control.fail('send', 'INTERNAL');
  store.write(room, 'We ship today');
  const going = store.send(room, features);
  store.setMode(room, 'note');
  await going;
  expect([draft.message, draft.note, draft.failure]).toEqual(['We ship today', '', 'INTERNAL']);
  store.write(room, 'He pays late');
  await store.send(room, features);
  expect([draft.message, draft.note]).toEqual(['We ship today', 'He pays late']);
});

test('what nobody answered goes out again under its first id, so that it cannot stand there twice', async () => {
  const store = useComposerStore();
  const draft = store.open(room);
  store.write(room, 'We ship today');
  api.control.fail('send', 'OFFLINE');
  await store.send(room, features);
  expect(draft.message).toBe('We ship today');
  api.control.fail('send', null);
  const first = sent()[0]!;
  await api.send(first as never); // it had been taken after all: only the answer was lost
  await store.send(room, features);
  expect(sent().map(({ localId }) => localId)).toEqual([first.localId, first.localId, first.localId]);
  expect(timeline()).toHaveLength(1);
  store.write(room, 'We ship today'); // said again on purpose
  await store.send(room, features);
  expect(timeline()).toHaveLength(2);
});

test('what is written while a message is refused stays below it', async () => {
  const store = useComposerStore();
  const draft = store.open(room);
  api.control.fail('send', 'STORE_CORRUPT');
  store.write(room, 'First');
  const going = store.send(room, features);
  store.write(room, 'Second');
  await going;
  expect(draft.message).toBe('First\nSecond');
});
