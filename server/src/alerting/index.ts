/**
 * Tells people of alerts who are not looking at a screen: by e-mail and to a program of the company. Each alert is told
 * once when it opens and once when it is over; many at once are told together. What is told holds ids and general words,
 * never text, names or numbers. Knows nothing of what alerts are about.
 */
export { createAlerting, type Alerting, type AlertingDeps, type AlertTurn } from './alerting.ts';
