import { openDb } from '../../src/db/index.ts';
import { importWorld } from './import-world.ts';

// A box of its own that goes on with whatever import its record holds, to be killed in the middle.
const world = importWorld(openDb(process.argv[2] as string));
world.jobs.start();
world.imports.start();
setInterval(() => {}, 1_000);
