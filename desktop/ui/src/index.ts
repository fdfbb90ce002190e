/**
 * The look and the manner of both screens: tokens, components, words and keys. Knows no feature and no server; what it
 * shows is handed to it. The styles come with `@holdfast/ui/styles.css`, once per app.
 */
import './styles/layers.css'; // before any component's own styles: the first mention of a layer decides its weight

export * from './composables/index.ts';
export * from './i18n/index.ts';
export { icons } from './icons/icons.ts';
export type { IconName } from './icons/icons.ts';
export { fuzzyScore, plainText } from './fuzzy.ts';
export type { PaletteEntry } from './palette.ts';

export { default as UiAnnouncer } from './components/UiAnnouncer.vue';
export { default as UiAvatar } from './components/UiAvatar.vue';
export { default as UiBadge } from './components/UiBadge.vue';
export { default as UiBanner } from './components/UiBanner.vue';
export { default as UiBusy } from './components/UiBusy.vue';
export { default as UiButton } from './components/UiButton.vue';
export { default as UiCheckbox } from './components/UiCheckbox.vue';
export { default as UiChip } from './components/UiChip.vue';
export { default as UiCommandPalette } from './components/UiCommandPalette.vue';
export { default as UiContextMenu } from './components/UiContextMenu.vue';
export { default as UiDateTime } from './components/UiDateTime.vue';
export { default as UiDecisionCard } from './components/UiDecisionCard.vue';
export { default as UiDialog } from './components/UiDialog.vue';
export { default as UiEmojiPicker } from './components/UiEmojiPicker.vue';
export { default as UiEmpty } from './components/UiEmpty.vue';
export { default as UiFailed } from './components/UiFailed.vue';
export { default as UiField } from './components/UiField.vue';
export { default as UiIcon } from './components/UiIcon.vue';
export { default as UiIconButton } from './components/UiIconButton.vue';
export { default as UiKeyHint } from './components/UiKeyHint.vue';
export { default as UiMenu } from './components/UiMenu.vue';
export { default as UiMenuItem } from './components/UiMenuItem.vue';
export { default as UiMenuSeparator } from './components/UiMenuSeparator.vue';
export { default as UiNetwork } from './components/UiNetwork.vue';
export { default as UiPopover } from './components/UiPopover.vue';
export { default as UiProgressRow } from './components/UiProgressRow.vue';
export { default as UiQrImage } from './components/UiQrImage.vue';
export { default as UiRadioGroup } from './components/UiRadioGroup.vue';
export { default as UiRelativeTime } from './components/UiRelativeTime.vue';
export { default as UiSearchField } from './components/UiSearchField.vue';
export { default as UiSegmented } from './components/UiSegmented.vue';
export { default as UiSelect } from './components/UiSelect.vue';
export { default as UiShortcutLayer } from './components/UiShortcutLayer.vue';
export { default as UiSideSheet } from './components/UiSideSheet.vue';
export { default as UiSkeleton } from './components/UiSkeleton.vue';
export { default as UiSplit } from './components/UiSplit.vue';
export { default as UiSwitch } from './components/UiSwitch.vue';
export { default as UiTable } from './components/UiTable.vue';
export type { TableColumn, TableSort } from './components/UiTable.vue';
export { default as UiTabs } from './components/UiTabs.vue';
export { default as UiTextArea } from './components/UiTextArea.vue';
export { default as UiTextField } from './components/UiTextField.vue';
export { default as UiToaster } from './components/UiToaster.vue';
export { default as UiTooltip } from './components/UiTooltip.vue';
export { default as UiVirtualList } from './components/UiVirtualList.vue';
