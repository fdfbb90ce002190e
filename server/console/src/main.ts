import { createNews } from './api/index.ts';
import { mountConsole } from './mount-console.ts';

void mountConsole(document.querySelector('#console')!, { news: createNews() });
