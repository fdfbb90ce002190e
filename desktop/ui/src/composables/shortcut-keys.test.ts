// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, test } from 'vitest';
import { defineComponent, h } from 'vue';
import { useShortcuts } from './shortcuts.ts';
import { isTyping, keyCaps, matchesPress, parseKeys } from './shortcut-keys.ts';

const press = (init: KeyboardEventInit): KeyboardEvent => new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });

describe('keys', () => {
  test('a letter is known by its place where the layout has other letters', () => {
    expect(matchesPress(press({ key: 'о', code: 'KeyJ' }), parseKeys('j')[0]!)).toBe(true);
    expect(matchesPress(press({ key: 'k', code: 'KeyJ' }), parseKeys('j')[0]!)).toBe(false); // Dvorak says what it means
  });
  test('a modifier that was not asked for makes it another press', () => {
    expect(matchesPress(press({ key: 'j', ctrlKey: true }), parseKeys('j')[0]!)).toBe(false);
    expect(matchesPress(press({ key: 'K', shiftKey: true, ctrlKey: true }), parseKeys('mod+shift+k')[0]!)).toBe(true);
    expect(matchesPress(press({ key: '?', shiftKey: true }), parseKeys('?')[0]!)).toBe(true);
  });
  test('caps as they are printed', () => expect(keyCaps('mod+enter')).toEqual([['Ctrl', '↵']]));
});

describe('shortcuts', () => {
  test('letters belong to the field while somebody types', () => {
    const ran: string[] = [];
    const page = mount(defineComponent({ setup() { useShortcuts([
      { keys: 'e', scope: 'page', label: 'e', run: () => void ran.push('e') },
      { keys: 'mod+enter', scope: 'page', label: 'send', whileTyping: true, run: () => void ran.push('send') },
      { keys: 'g i', scope: 'page', label: 'inbox', run: () => void ran.push('g i') },
    ]); return () => h('p'); } }));
    const field = document.body.appendChild(document.createElement('textarea'));
    field.dispatchEvent(press({ key: 'e', code: 'KeyE' }));
    field.dispatchEvent(press({ key: 'Enter', ctrlKey: true }));
    document.body.dispatchEvent(press({ key: 'e', code: 'KeyE' }));
    document.body.dispatchEvent(press({ key: 'g', code: 'KeyG' }));
    document.body.dispatchEvent(press({ key: 'i', code: 'KeyI' }));
    expect(ran).toEqual(['send', 'e', 'g i']);
    page.unmount();
    document.body.dispatchEvent(press({ key: 'e', code: 'KeyE' }));
    expect(ran).toHaveLength(3);
    expect(isTyping(field)).toBe(true);
  });
});
