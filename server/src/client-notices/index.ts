/**
 * What clients are told about recording: once each for every wording, by an ordinary message in the account's name. Learns
 * from the journal who wrote; how a message is sent is a port. Knows who is who, and not who answers.
 */
export { createClientNotices, type ClientNoticeDeps, type ClientNotices } from './client-notices.ts';
