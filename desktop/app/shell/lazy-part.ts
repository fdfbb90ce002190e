import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue';
import BrokenPart from './BrokenPart.vue';

/** A part that comes after the first paint. When its file cannot be had (a new version replaced it) it says so instead of staying empty. */
export const lazyPart = <Part extends Component>(loader: AsyncComponentLoader<Part>): Part => defineAsyncComponent({ loader, errorComponent: BrokenPart, delay: 0 });
