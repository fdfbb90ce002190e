import type { ControlPlaneConfig, FileSetting } from '@holdfast/contract';

/** What only holdfast.yaml can change, with the key it has there: shown, so that nobody looks for a switch that does not exist. */
export function fileOnlySettings(config: ControlPlaneConfig): FileSetting[] {
  const { database } = config.homeserver;
  return [
    { key: 'server_name', value: config.serverName, meaning: 'The part of every Matrix id after the colon. It can never be changed once the homeserver has started.' },
    { key: 'public_address', value: config.publicAddress, meaning: 'Where people reach the box; nothing: this machine only.' },
    { key: 'trial', value: config.trial, meaning: 'A box for trying things out.' },
    { key: 'small_firm', value: config.smallFirm, meaning: 'One person may hold two roles; every audit page then says so.' },
    { key: 'live_history_months', value: config.liveHistoryMonths, meaning: 'How long conversations stay readable in the live rooms. Changing it asks everybody to sign the recording notice again.' },
    { key: 'bridges', value: config.bridges.map(({ id, network }) => ({ id, network })), meaning: 'The messengers of this box.' },
    { key: 'homeserver.database.kind', value: database.kind, meaning: 'Where the homeserver keeps its data.' },
    { key: 'ports.api', value: config.api.port, meaning: 'Where people, the command line and this console reach the control plane.' },
    { key: 'ports.gate', value: config.gate.port, meaning: 'Where the homeserver and the bridges reach the gate.' },
    { key: 'log.level', value: config.log.level, meaning: 'How much the control plane writes into its log.' },
  ];
}
