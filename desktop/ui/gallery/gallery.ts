import { createApp } from 'vue';
import { createUiI18n, detectLocale, setLocale, useTheme } from '../src/index.ts';
import type { TextSize, ThemeChoice } from '../src/index.ts';
import '../src/styles/index.css';
import GalleryPage from './GalleryPage.vue';

/** Every component with something in it, to be looked at and tested; never shipped. `?theme=dark&locale=ru&part=lists&text=large`. */
const wanted = new URLSearchParams(location.search);
const locale = detectLocale([wanted.get('locale') ?? 'en']);
const i18n = createUiI18n({ locale });
setLocale(i18n, locale);
const { setTheme, setTextSize } = useTheme();
setTheme((wanted.get('theme') ?? 'light') as ThemeChoice);
setTextSize((wanted.get('text') ?? 'normal') as TextSize);
createApp(GalleryPage, { part: wanted.get('part') ?? 'controls' }).use(i18n).mount('#gallery');
