/** Numbers that look drawn by lot and are the same in every run. */
export function createDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const languages = [
  { common: 'the and is for you we it of to in order please thanks ready today tomorrow price delivery invoice when'.split(' '), syllables: 'ta ke ro min der sol pa li ver con tor bel ish ing er'.split(' ') },
  { common: 'и в не на что заказ готов спасибо когда сегодня завтра цена доставка счёт можно пожалуйста это для как мы'.split(' '), syllables: 'ка ро ми дер сто ль пе ни вер кон тор бел ый ать ен'.split(' ') },
  { common: 'і в не на що замовлення готове дякую коли сьогодні завтра ціна доставка рахунок можна будь ласка це для як'.split(' '), syllables: 'ка ро мі дер сто ль пе ні вір кон тор біл ий ати їн'.split(' ') },
  { common: 'i w nie na że zamówienie gotowe dziękuję kiedy dziś jutro cena dostawa faktura można proszę to dla jak się'.split(' '), syllables: 'ka ro mi der sto ła pe ni wer kon tor biał szy ać ęn'.split(' ') },
];
const rareWords = 20_000;

/**
 * What people write to a firm, as far as an index can tell: four languages, 3 to 20 words, a few words in every message and
 * very many in few (as often as 1/rank), now and then an order number.
 */
export function createSmallTalk(seed: number) {
  const dice = createDice(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(dice() * of.length)]!;
  const vocabularies = languages.map(({ common, syllables }) => [...common, ...Array.from({ length: rareWords }, () => Array.from({ length: 2 + Math.floor(dice() * 3) }, () => pick(syllables)).join(''))]);
  const word = (of: readonly string[]): string => of[Math.min(of.length - 1, Math.floor(of.length ** dice()) - 1)]!;
  return {
    dice,
    message(): string {
      const vocabulary = pick(vocabularies);
      const words = Array.from({ length: 3 + Math.floor(dice() * 18) }, () => word(vocabulary));
      if (dice() < 0.1) words.push(String(10_000 + Math.floor(dice() * 90_000)));
      return words.join(' ');
    },
  };
}
