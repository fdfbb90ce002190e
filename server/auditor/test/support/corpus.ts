/** Words in the forms in which people write them, and messages made of them from a seed. No real traffic. */
export const lemmas: Readonly<Record<'ru' | 'uk' | 'pl' | 'en', readonly (readonly string[])[]>> = {
  ru: [
    ['счёт', 'счет', 'счёта', 'счету', 'счетом', 'счета', 'счетов'], ['договор', 'договора', 'договору', 'договором', 'договоре', 'договоры'], ['заказ', 'заказа', 'заказу', 'заказы', 'заказов', 'заказами'],
    ['поставка', 'поставки', 'поставку', 'поставкой', 'поставке'], ['зелёный', 'зеленый', 'зелёная', 'зелёного', 'зелёному'], ['оплата', 'оплату', 'оплаты', 'оплатой'], ['отправить', 'отправил', 'отправила', 'отправим'],
    ['рейс', 'рейса', 'рейсом', 'рейсы'], ['скидка', 'скидку', 'скидки', 'скидкой'], ['мой', 'моего', 'моему'].slice(0, 1),
  ],
  uk: [
    ['рахунок', 'рахунку', 'рахунком', 'рахунки', 'рахунків'], ['договір', 'договору', 'договором', 'договори'], ['замовлення', 'замовленню', 'замовленням'], ['оплата', 'оплату', 'оплати', 'оплатою'],
    ['їжак', 'їжака', 'їжаком', 'їжаки'], ["п'ять", 'п’ять'], ['відправити', 'відправив', 'відправила'], ['постачання', 'постачанню', 'постачанням'], ['знижка', 'знижку', 'знижки', 'знижкою'],
  ],
  pl: [
    ['umowa', 'umowy', 'umowę', 'umowie', 'umową', 'umów'], ['faktura', 'faktury', 'fakturę', 'fakturze', 'fakturą', 'faktur'], ['zamówienie', 'zamówienia', 'zamówieniem', 'zamówieniu'], ['rachunek', 'rachunku', 'rachunkiem', 'rachunki'],
    ['zapłata', 'zapłaty', 'zapłatę', 'zapłatą'], ['klient', 'klienta', 'klientowi', 'klientem', 'klienci'], ['łódź', 'łodzi'].slice(0, 1), ['dostawa', 'dostawy', 'dostawę', 'dostawą', 'dostawie'],
  ],
  en: [['invoice', 'invoices'], ['order', 'orders', 'ordered', 'ordering'], ['contract', 'contracts', 'contracted'], ['deliver', 'delivers', 'delivered', 'delivering'], ['payment', 'payments'], ['discount', 'discounts', 'discounted']],
};

export const lemmaList: readonly (readonly string[])[] = Object.values(lemmas).flat();
const filler = ['да', 'нет', 'завтра', 'dziękuję', 'так', 'добре', 'the', 'today', 'хорошо', 'спасибо', 'proszę', 'вже', 'ok', 'please', 'когда', 'kiedy', 'коли', '👍', '120', '2026'];

export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export type CorpusText = { readonly text: string; /** Places in `lemmaList` of what it speaks of. */ readonly about: readonly number[]; readonly forms: readonly string[] };

export function corpusText(random: () => number): CorpusText {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const about: number[] = [];
  const forms: string[] = [];
  const words = Array.from({ length: 3 + Math.floor(random() * 9) }, () => {
    if (random() > 0.25) return pick(filler);
    const lemma = Math.floor(random() * lemmaList.length);
    const form = pick(lemmaList[lemma] ?? []);
    about.push(lemma);
    forms.push(form);
    return random() < 0.2 ? form.toUpperCase() : random() < 0.2 ? `${form},` : form;
  });
  return { text: words.join(' '), about, forms };
}
