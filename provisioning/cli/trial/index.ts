/**
 * What makes a new trial box alive: two teams, two company numbers, three employees and a dozen clients who write in four
 * languages. Everything goes the way it goes on a company's box, through the API, the imitation messenger's phones and the
 * homeserver; nothing is put into a database. Knows no command.
 */
export { describeTrial } from './describe-trial.ts';
export { ensureTrialKeyHolder } from './key-holder.ts';
export { isPopulationOrdered, orderPopulation, populationSteps } from './population.ts';
