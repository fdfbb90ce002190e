import type { Role } from '@holdfast/contract';
import { mountConsole } from '../../src/mount-console.ts';
import { createFakeBox } from '../fakes/fake-box.ts';
import { createFakeNews } from '../fakes/fake-news.ts';
import { fakeHandlers, type Scene } from '../fakes/index.ts';

/**
 * The console over a fake box. `?scene=normal|empty|crowded`, `&roles=administrator,…` (empty: nobody is signed in),
 * `&delay=300`, `&away=1` choose it; the path is the console's own. Tests reach in by `window.harness`.
 */
const wish = new URLSearchParams(location.search);
const kept = sessionStorage.getItem('harness');
const chosen = wish.has('scene') || kept === null ? wish : new URLSearchParams(kept);
sessionStorage.setItem('harness', chosen.toString()); // the console's own addresses know nothing of the scene
const roles = (chosen.get('roles') ?? 'administrator').split(',').filter((role): role is Role => role !== '');
const box = createFakeBox(fakeHandlers((chosen.get('scene') ?? 'normal') as Scene, roles));
box.delayMs = Number(chosen.get('delay') ?? 0);
box.isAway = chosen.has('away');
const news = createFakeNews();
Object.assign(window, { harness: { box, news } });
await mountConsole(document.querySelector('#console')!, { news, send: box.send });
