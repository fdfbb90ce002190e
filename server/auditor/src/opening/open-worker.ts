import { ready } from '@holdfast/archive-format';
import { serveTasks } from '../thread-side.ts';
import { createBundleOpener, type OpenedRows, type OpenTask } from './open-bundles.ts';

await ready();
const open = createBundleOpener();
serveTasks<OpenTask, OpenedRows>((task) => open(task));
