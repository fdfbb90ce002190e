/**
 * What people need to see at a glance across rooms of the record: home, what somebody has in hand, how an account fares,
 * what a handover did. Reads tables of others, owns none and changes nothing; nobody depends on it.
 */
export { createAccountStatistics, type AccountStatisticsReader } from './account-statistics.ts';
export { createHandoverReports, type HandoverReports } from './handover-report.ts';
export { createHoldings, type HoldingsReader } from './holdings.ts';
export { createHome, type HomeReader } from './home.ts';
