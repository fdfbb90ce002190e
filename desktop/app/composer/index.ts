/**
 * Where one writes: drafts, files, voice, places, polls, notes. Knows the conversation it stands in; nothing in it knows how a
 * message reaches the network, only how it is handed to main.
 */
export { default as MessageComposer } from './MessageComposer.vue';
export { composerMessages } from './messages/index.ts';
export { microphoneKey } from './microphone-key.ts';
export { useComposerStore } from './composer.store.ts';
