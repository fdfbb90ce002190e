/**
 * Speaks HTTP and nothing else: every rule lives in a service, and this room knows no SQL. The API's routes are one table
 * in api-routes.ts; every route names a permission of the contract's matrix or the app does not start.
 */
export { createApi, type Api, type ApiDeps } from './app.ts';
export { createGateListener, type BridgeTokens, type GateInbox } from './routes/application-service.ts';
export type { ApiServices } from './api-routes.ts';
export type { AlertReader, AuditReader, Belonging, Deliveries, Health, Sessions } from './ports.ts';
