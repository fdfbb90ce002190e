import snowball from 'snowball-stemmers';
import { foldWord } from './fold.ts';

/**
 * What the forms of a word have in common, in four languages at once: messages do not say their language, so a word has a
 * stem in each that its letters allow. Too much in common finds too much, and never too little.
 */
const russian = snowball.newStemmer('russian');
const english = snowball.newStemmer('english');

const byLength = (endings: string): string[] => endings.split(' ').sort((a, b) => b.length - a.length);
const ukrainianEndings = byLength('ування юванню уванню уванням ення енню енням іння анню анням ання яння остями остям остях істю ість ості ого ому ими ій ої ою ею єю ами ями ові еві єві ам ям ах ях ів їв ев ом ем єм ують юють уємо ує ую ю є уть ють ить їть ать ять ати яти ити іти ути ав яв ив ів ла ли ло ала али ало ила или ило іла іли іло ий им их іх е а я у и і ї о ь й');
const polishEndings = byLength('owaniem owaniu owania owanie aniem eniem ania enia aniu eniu anie enie ością ościom ości ość iami ami iach ach iom om ów owie owi iem em iego ego iemu emu ymi imi ych ich ym im iej ej ą ę ie y i a o u e ować ujemy ujecie ujesz ują uje uję owała owali owały ował ać eć ić yć am asz amy acie ają ał ała ali ały iła ili iły ił ło');
const leastStem = 3;

function cut(word: string, endings: readonly string[]): string {
  for (const ending of endings) if (word.length - ending.length >= leastStem && word.endsWith(ending)) return word.slice(0, -ending.length);
  return word;
}

/** рахунок is рахунку, кравець is кравця, договір is договору. */
const ukrainian = (word: string): string => cut(word, ukrainianEndings).replace(/(?<=.{2})[оеі]к$/u, 'к').replace(/(?<=.{2})ец$/u, 'ц').replace(/[ії](?=[^аеєиіїоуюя]{1,2}$)/u, 'о');
/** rachunek is rachunku, faktura is fakturze, kwota is kwocie. */
const polish = (word: string): string => cut(cut(word, polishEndings), ['i']).replace(/(?<=.{2})ek$/u, 'k').replace(/rz$/u, 'r').replace(/dz$/u, 'd').replace(/[cć]$/u, 't');

const onlyUkrainian = /[іїєґ'’ʼ]/u;
const onlyRussian = /[ыэъё]/u;
const onlyPolish = /[ąćęłńśźż]/u;
const cyrillic = /^[\p{Script=Cyrillic}'’ʼ]+$/u;
const latin = /^[\p{Script=Latin}'’ʼ\p{M}]+$/u;

function stemsOf(word: string): string[] {
  if (cyrillic.test(word)) {
    const bare = word.replace(/['’ʼ]/gu, '');
    const stems = [];
    if (!onlyUkrainian.test(word)) stems.push(russian.stem(bare.replaceAll('ё', 'е')));
    if (!onlyRussian.test(word)) stems.push(ukrainian(bare));
    return stems;
  }
  if (!latin.test(word)) return [];
  return onlyPolish.test(word) ? [polish(word)] : [english.stem(word), polish(word)];
}

const remembered = new Map<string, readonly string[]>();
const mostRemembered = 200_000;

/** Folded, each once. The word itself is among them only if it is a stem. */
export function stems(word: string): readonly string[] {
  const known = remembered.get(word);
  if (known) return known;
  const found = [...new Set(stemsOf(word.toLowerCase().normalize('NFC')).map(foldWord))].filter((stem) => stem !== '');
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(word, found);
  return found;
}
