import type { InjectionKey } from 'vue';
import type { Microphone } from './voice-recorder.ts';

/** Tests put their own voice here; without it the computer's microphone is used. */
export const microphoneKey: InjectionKey<Microphone> = Symbol('microphone');
