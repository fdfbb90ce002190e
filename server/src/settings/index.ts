/**
 * What may change while the box runs: read by whoever needs it at the moment they need it, changed by administrators, told
 * to every open screen. Knows what each setting is called and bounded by, not what it is used for. Secrets among them lie
 * in files of their own and are never answered.
 */
export { fileOnlySettings } from './file-only.ts';
export { createSettings, defaultSettings, type FileSettings, type SettingDeps, type SettingsService } from './settings.ts';
export { isPrivateAddress, webhookFault } from './webhook-url.ts';
