/** How the console speaks with its box: questions that stay answered, lists by the page, acts, news. Knows no feature. */
export { useAct } from './act.ts';
export { ApiFailure, failureOf, type FailureCode } from './api-failure.ts';
export { consoleApiKey, segment, useConsoleApi, type Ask, type ConsoleApi, type Query } from './console-api.ts';
export { createHttpApi, type HttpApiHooks } from './http-api.ts';
export { useLoaded, type Loaded, type Status } from './loaded.ts';
export { createNews, newsKey, useNews, type News, type NewsEvent } from './news.ts';
export { usePages, type Page, type Paged } from './pages.ts';
