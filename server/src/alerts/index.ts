/** What a person should look at. Everybody may raise an alert in their own transaction; this room calls nobody. */
export { createAcknowledgement, type Acknowledgement } from './acknowledgement.ts';
export { createAlerts, type Alerts, type NewAlert } from './alerts.ts';
