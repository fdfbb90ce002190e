import { vote } from './acts.js';
import { bdi, h, icon } from './dom.js';
import { nameOf, openPhone } from './store.js';
import { count, t } from './words.js';

/** A poll: a press takes a choice or gives it back. */
export function pollOf(message) {
  const { poll } = message.content;
  const me = openPhone();
  const votes = Object.entries(message.votes ?? {});
  const mine = message.votes?.[me?.number] ?? [];
  const several = poll.max_choices > 1;
  return h(
    'div', { class: 'poll', role: 'group', 'aria-label': poll.question },
    h('div', { class: 'poll-question' }, bdi(poll.question)),
    h('div', { class: 'poll-rule' }, several ? t('choose several') : t('choose one')),
    poll.options.map((option) => optionOf(option, { message, votes, mine, several, away: me?.offline, most: poll.max_choices })),
    h('div', { class: 'poll-rule' }, votes.length === 0 ? t('no votes') : count('votes', votes.length)),
  );
}

function optionOf({ id, text }, { message, votes, mine, several, away, most }) {
  const voters = votes.filter(([, options]) => options.includes(id));
  const chosen = mine.includes(id);
  const bar = h('span', { class: 'poll-bar' });
  bar.style.setProperty('--share', votes.length === 0 ? 0 : voters.length / votes.length);
  const others = chosen ? mine.filter((one) => one !== id) : several ? [...mine, id].slice(-most) : [id];
  return h(
    'button',
    { type: 'button', class: 'poll-option', 'aria-pressed': String(chosen), disabled: away, title: voters.map(([number]) => nameOf(number)).join(', '), onclick: () => vote(message.id, others) },
    h('span', { class: `poll-mark ${several ? 'is-several' : ''}` }, chosen && icon('check', 12)),
    h('span', { class: 'poll-text' }, bdi(text)), h('span', { class: 'poll-count' }, voters.length), bar,
  );
}
