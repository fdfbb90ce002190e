// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { h, nextTick } from 'vue';
import type { Component } from 'vue';
import {
  createUiI18n, UiAnnouncer, UiAvatar, UiBadge, UiBanner, UiButton, UiCheckbox, UiChip, UiDecisionCard, UiEmpty, UiFailed, UiProgressRow, UiQrImage, UiRelativeTime, UiSegmented, UiSelect,
  UiSkeleton, UiSwitch, UiToaster, useAnnouncer, useToasts,
} from '../index.ts';
import type { Locale } from '../index.ts';

const draw = (component: Component, props: Record<string, unknown> = {}, slots: Record<string, () => unknown> = {}, locale: Locale = 'en') =>
  mount(component, { props, slots, attachTo: document.body, global: { plugins: [createUiI18n({ locale })] } });
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

describe('a face', () => {
  test('shows the letters until the picture has come, and again when it cannot', async () => {
    const face = draw(UiAvatar, { name: 'Jan Kowalski', image: 'media/a' });
    expect(face.text()).toBe('JK');
    await face.find('img').trigger('load');
    expect(face.text()).toBe('');
    await face.find('img').trigger('error');
    expect(face.text()).toBe('JK');
    expect(face.find('img').exists()).toBe(false);
    await face.setProps({ image: 'media/b' });
    expect(face.find('img').attributes('src')).toBe('media/b');
  });
  test('is silent beside a name and speaks alone', () => {
    expect(draw(UiAvatar, { name: 'Jan' }).attributes('aria-hidden')).toBe('true');
    expect(draw(UiAvatar, { name: 'Jan', labelled: true }).attributes()).toMatchObject({ role: 'img', 'aria-label': 'Jan' });
  });
});

describe('choices', () => {
  const options = [{ value: '', label: 'Never' }, { value: '5', label: 'After 5 minutes' }];
  test('a list tells what was chosen, the empty value too, and names its refusal', async () => {
    const list = draw(UiSelect, { modelValue: '5', label: 'Lock', options, error: 'Your company asks for less.' });
    expect(list.find('select').element.value).toBe('5');
    await list.find('select').setValue('');
    expect(list.emitted('update:modelValue')).toEqual([['']]);
    const select = list.find('select');
    expect(select.attributes('aria-invalid')).toBe('true');
    expect(document.getElementById(select.attributes('aria-describedby')!)?.textContent).toContain('Your company asks for less.');
    expect(list.find('label').attributes('for')).toBe(select.attributes('id'));
  });
  test('a switch and a tick turn over, and do not when they may not', async () => {
    const on = draw(UiSwitch, { modelValue: false, label: 'Sound' });
    await on.find('[role=switch]').trigger('click');
    expect(on.emitted('update:modelValue')).toEqual([[true]]);
    const off = draw(UiSwitch, { modelValue: false, label: 'Sound', disabled: true });
    await off.find('[role=switch]').trigger('click');
    expect(off.emitted('update:modelValue')).toBeUndefined();
    const tick = draw(UiCheckbox, { modelValue: true, label: 'Polish' });
    await tick.find('[role=checkbox]').trigger('click');
    expect(tick.emitted('update:modelValue')).toEqual([[false]]);
    expect(draw(UiCheckbox, { modelValue: false, mixed: true, label: 'All' }).find('[role=checkbox]').attributes('aria-checked')).toBe('mixed');
  });
  test('one of three, all in sight', async () => {
    const three = draw(UiSegmented, { modelValue: 'a', label: 'Theme', options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] });
    expect(three.find('[role=radiogroup]').attributes('aria-labelledby')).toBe(three.find('.ui-field-label').attributes('id'));
    await three.findAll('[role=radio]')[1]!.trigger('click');
    expect(three.emitted('update:modelValue')).toEqual([['b']]);
  });
  test('a chip lets go of what it names, in the reader\'s language', async () => {
    const chip = draw(UiChip, { label: 'VIP', removable: true }, {}, 'pl');
    await chip.find('button[aria-label="Usuń: VIP"]').trigger('click');
    expect(chip.emitted('remove')).toHaveLength(1);
    const day = draw(UiChip, { label: 'Monday', selectable: true, selected: true });
    expect(day.attributes('aria-pressed')).toBe('true');
    await day.trigger('click');
    expect(day.emitted('toggle')).toHaveLength(1);
  });
  test('a busy button cannot be pressed twice', async () => {
    const pressed = vi.fn();
    const button = draw(UiButton, { busy: true, onClick: pressed }, { default: () => 'Save' });
    await button.trigger('click');
    expect(pressed).not.toHaveBeenCalled();
    await button.setProps({ busy: false });
    await button.trigger('click');
    expect(pressed).toHaveBeenCalledOnce();
  });
});

describe('nothing, waiting, failing, deciding', () => {
  test('a failure is said at once and can be tried again', async () => {
    const failed = draw(UiFailed, { text: 'The search did not finish.' }, {}, 'ru');
    expect(failed.attributes('role')).toBe('alert');
    expect(failed.find('button').text()).toBe('Повторить');
    await failed.find('button').trigger('click');
    expect(failed.emitted('retry')).toHaveLength(1);
  });
  test('nothing here has a sentence and an act', () => {
    const empty = draw(UiEmpty, { text: 'Nobody waits.', icon: 'inbox' }, { action: () => h('button', 'Show all') });
    expect(empty.text()).toContain('Nobody waits.');
    expect(empty.find('button').text()).toBe('Show all');
  });
  test('a skeleton with a name is read, one without is not', () => {
    expect(draw(UiSkeleton, { label: 'Loading' }).attributes('role')).toBe('status');
    expect(draw(UiSkeleton, { lines: 4 }).findAll('.ui-skeleton-line')).toHaveLength(4);
    expect(draw(UiSkeleton).attributes('aria-hidden')).toBe('true');
  });
  test('a tone never stands without its sign', () => {
    for (const tone of ['neutral', 'amber', 'red', 'violet', 'green'] as const) expect(draw(UiBanner, { tone, text: 'x' }).find('svg').exists()).toBe(true);
    expect(draw(UiBanner, { tone: 'red', text: 'x' }).attributes('role')).toBe('alert');
  });
  test('a decision is a group with its question as name, what is known, and verbs', () => {
    const card = draw(UiDecisionCard, { title: 'Did it arrive?', facts: [{ label: 'Sent', value: '14:02' }] }, { actions: () => h('button', 'Send again') });
    expect(document.getElementById(card.attributes('aria-labelledby')!)?.textContent).toBe('Did it arrive?');
    expect(card.find('dt').text() + card.find('dd').text()).toBe('Sent14:02');
    expect(card.find('button').text()).toBe('Send again');
  });
  test('long work says what is left, by the rules of the language', () => {
    const row = draw(UiProgressRow, { label: 'Moving', done: 61, total: 184, item: 'Jan', cancel: true }, {}, 'pl');
    expect(row.find('[role=progressbar]').attributes()).toMatchObject({ 'aria-valuenow': '61', 'aria-valuemax': '184' });
    expect(row.text()).toContain('zostały 123');
    expect(draw(UiProgressRow, { label: 'Counting', done: 5, total: null }).find('[role=progressbar]').attributes('aria-valuenow')).toBeUndefined();
  });
  test('many is 99+, and none is nothing', () => {
    expect(draw(UiBadge, { count: 184 }).text()).toBe('99+');
    expect(draw(UiBadge, { count: 0 }).find('.ui-badge').exists()).toBe(false);
    expect(draw(UiBadge, { count: 3, label: '3 unread' }).find('[aria-hidden=true]').text()).toBe('3');
  });
});

describe('news and time', () => {
  test('news leaves by itself, a failure stays until it is read, an act is done once', async () => {
    vi.useFakeTimers();
    const { show, toasts } = useToasts();
    const undo = vi.fn();
    const page = draw(UiToaster);
    show({ text: 'Moved.', action: { label: 'Undo', run: undo } });
    show({ text: 'Not saved.', tone: 'failed' });
    await nextTick();
    await nextTick();
    expect(document.body.textContent).toContain('Moved.');
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === 'Undo')!;
    vi.advanceTimersByTime(300); // Vue takes no click of the very moment a listener was put on
    button.click();
    await nextTick();
    expect(undo).toHaveBeenCalledOnce();
    expect(toasts.value.map(({ text }) => text)).toEqual(['Not saved.']);
    show({ text: 'Copied.' });
    await nextTick();
    vi.advanceTimersByTime(60_000);
    await nextTick();
    expect(toasts.value.map(({ text }) => text)).toEqual(['Not saved.']);
    page.unmount();
  });
  test('the same sentence twice is two announcements', async () => {
    const page = draw(UiAnnouncer);
    const { say } = useAnnouncer();
    say('3 results');
    await nextTick();
    const first = page.find('[aria-live=polite]').element.textContent;
    say('3 results');
    await nextTick();
    expect(page.find('[aria-live=polite]').element.textContent).not.toBe(first);
    expect(page.find('[aria-live=polite]').text()).toBe('3 results');
  });
  test('how long somebody waits grows while one looks', async () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 25, 14, 0) });
    const time = draw(UiRelativeTime, { at: Date.now() - 130 * 60_000, manner: 'waited' });
    expect(time.text()).toBe('2 h 10');
    vi.advanceTimersByTime(5 * 60_000);
    await nextTick();
    expect(time.text()).toBe('2 h 15');
    expect(time.attributes('datetime')).toBe(new Date(Date.now() - 135 * 60_000).toISOString());
  });
  test('a QR code is a picture with a name', () => {
    const image = draw(UiQrImage, { text: 'https://box.example/join' });
    expect(image.attributes('src')).toMatch(/^data:image\/svg\+xml,/);
    expect(image.attributes('alt')).toBe('QR code');
  });
});
