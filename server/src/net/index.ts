/** One HTTP client for what stands beside the control plane: homeserver and bridges. Speaks JSON, knows neither. */
export { createJsonClient, NetworkFailure, type JsonClient, type JsonReply, type JsonRequest } from './json-client.ts';
