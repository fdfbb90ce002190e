import type { ImportColumn } from '@holdfast/contract';

/** What people call the columns, in the four languages; compared without case, marks and spaces. */
const names: Readonly<Record<ImportColumn, string>> = {
  number: 'number phone phonenumber telephone mobile msisdn номер телефон номертелефона номертелефону мобильный мобільний numer telefon numertelefonu komórka',
  network: 'network messenger channel сеть мессенджер канал мережа месенджер sieć komunikator kanał',
  name: 'name client clientname fullname имя клиент фио имяклиента імя клієнт піб імяклієнта nazwa klient imię imięinazwisko imięinazwiskoklienta',
  firm: 'firm company organisation organization фирма компания организация фірма компанія організація firma organizacja przedsiębiorstwo',
  language: 'language lang язык мова język',
  tags: 'tags tag labels label метки метка теги тег мітки мітка tagi etykiety etykieta znaczniki',
  owner: 'owner owners manager responsible ответственный ответственные владелец менеджер відповідальний відповідальні власник opiekun opiekunowie właściciel odpowiedzialny',
  account: 'account accounts companyaccount аккаунт аккаунты учётнаязапись учетнаязапись акаунт акаунти обліковийзапис konto konta kontofirmowe',
};
const fold = (header: string): string => header.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const known = new Map((Object.keys(names) as ImportColumn[]).flatMap((column) => names[column].split(' ').map((name) => [fold(name), column] as const)));

export type FileColumn = { readonly header: string; readonly column: ImportColumn | null };

/** What each column of a file means; a second one of the same meaning is left alone. Pure. */
export function readHeader(cells: readonly string[]): FileColumn[] {
  const taken = new Set<ImportColumn>();
  return cells.map((header) => {
    const column = known.get(fold(header)) ?? null;
    const free = column !== null && !taken.has(column);
    if (free) taken.add(column);
    return { header: header.trim().slice(0, 100), column: free ? column : null };
  });
}
