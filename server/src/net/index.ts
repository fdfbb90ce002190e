/** HTTP with what stands beside the control plane: homeserver and bridges. Knows neither. */
export { createDownloader, type Download, type Downloader } from './download.ts';
export { createJsonClient, NetworkFailure, type JsonClient, type JsonReply, type JsonRequest } from './json-client.ts';
