import { defineMessages } from '@holdfast/ui';
import { en } from './en.ts';
import { pl } from './pl.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

export const recordsMessages = defineMessages({ en, ru, uk, pl });
