import { defineMessages } from '@holdfast/ui';
import { en } from './en.ts';
import { pl } from './pl.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

/** The words of the frame and those that every page uses: they are there before any feature is. */
export const shellMessages = defineMessages({ en, ru, uk, pl });
