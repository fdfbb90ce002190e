import { defineMessages } from '../catalogue.ts';
import { en } from './en.ts';
import { pl } from './pl.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

/** What the components say by themselves. */
export const uiMessages = defineMessages({ en, ru, uk, pl });
