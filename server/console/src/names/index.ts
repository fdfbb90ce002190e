/** Names behind ids, and choosing by name: colleagues, company numbers, teams. Knows no page and changes nothing. */
export { default as ClientChip } from './ClientChip.vue';
export { default as ClientPicker } from './ClientPicker.vue';
export { default as ManyPicker } from './ManyPicker.vue';
export { default as NumberName } from './NumberName.vue';
export { default as OptionPicker } from './OptionPicker.vue';
export { default as PersonName } from './PersonName.vue';
export { default as PersonPicker } from './PersonPicker.vue';
export { foundOptions, type Option } from './found-options.ts';
export { languageName, useLanguageName } from './language-name.ts';
export { useBridgeNames, useNetworkName, useNetworkNames } from './network-name.ts';
export { usePeopleOptions } from './people-options.ts';
export { useNamesStore } from './names.store.ts';
