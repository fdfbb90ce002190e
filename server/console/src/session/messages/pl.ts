import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  session: {
    signIn: 'Logowanie', ownAccount: 'Twoje konto', lead: 'Konsola serwera wiadomości Twojej firmy.', name: 'Nazwa użytkownika', password: 'Hasło', next: 'Dalej', ended: 'Sesja się skończyła. Zaloguj się ponownie, aby wrócić w to samo miejsce.',
    second: {
      title: 'Jeszcze jeden krok', code: 'Kod z sześciu cyfr', recovery: 'Kod zapasowy', usePasskey: 'Potwierdź kluczem',
      totp: 'Wpisz kod, który pokazuje teraz aplikacja uwierzytelniająca.', passkey: 'Potwierdź dodanym kluczem lub urządzeniem.', 'recovery-code': 'Wpisz jeden z zachowanych kodów. Każdy działa raz.',
      ways: { totp: 'Kod z aplikacji', passkey: 'Klucz dostępu', 'recovery-code': 'Kod zapasowy' },
    },
    enrol: {
      title: 'Dodaj drugi krok', why: 'W konsoli przekazuje się klientów innym osobom, dlatego samo hasło nie wystarcza. Wybierz, czym będziesz potwierdzać logowanie.',
      app: 'Aplikacja uwierzytelniająca', passkey: 'Klucz dostępu', passkeyName: 'Mój klucz', scan: 'Zeskanuj to aplikacją uwierzytelniającą i wpisz kod, który pokaże.', qr: 'Kod QR dla aplikacji uwierzytelniającej', letters: 'Albo wpisz w aplikacji:', confirm: 'Potwierdź',
    },
    codes: { title: 'Zachowaj te kody', lead: 'Gdy zgubisz telefon, jeden z nich Cię wpuści. Każdy działa raz. Nie zobaczysz ich ponownie.', download: 'Zapisz jako plik', print: 'Drukuj', kept: 'Kody zachowane' },
    link: {
      over: 'Ten link już nie działa', toSignIn: 'Do logowania', first: 'Zostań administratorem', firstLead: 'Ten link działa raz. Wybierz, jak będziesz się logować.', welcome: 'Witaj, {name}', resetLead: 'Wybierz hasło. Logujesz się jako {name}.', name: 'Imię i nazwisko', signInNameHint: 'Małe litery łacińskie, cyfry, kropki i łączniki.', passwordHint: 'Co najmniej 12 znaków. Dobre jest zdanie z kilku słów.', again: 'Hasło jeszcze raz', differ: 'Hasła się różnią.',
    },
    reauth: { title: 'Potwierdź, że to Ty', lead: 'To, co chcesz zrobić, coś odbiera. Jeszcze nic nie zrobiono.', confirm: 'Potwierdź' },
    own: {
      factors: 'Drugi krok', totp: 'Aplikacja uwierzytelniająca', since: 'od', used: 'ostatnio', unused: 'jeszcze nieużywany, dodany', replace: 'Zastąp', remove: 'Usuń', codes: 'Kody zapasowe', codesLeft: 'został {count} | zostały {count} | zostało {count} | zostało {count}', renew: 'Utwórz nowe', addPasskey: 'Dodaj klucz', passkeyName: 'Nazwa', passkeyHint: 'Żeby odróżnić od innych: „niebieski klucz”, „laptop”.', added: 'Dodano. Odtąd będzie potrzebne przy logowaniu.',
      password: 'Hasło', present: 'Obecne hasło', next: 'Nowe hasło', changePassword: 'Zmień hasło', passwordChanged: 'Zmieniono. Pozostałe sesje zostały zakończone.', sessions: 'Gdzie jesteś zalogowany', program: 'Program', here: 'Tutaj', end: 'Zakończ',
    },
    refusal: {
      SIGN_IN_FAILED: 'Nieprawidłowa nazwa lub hasło.', PERSON_LOCKED: 'To konto jest zablokowane. Zwróć się do administratora.', NO_CONSOLE_ROLE: 'Odpowiadasz klientom w aplikacji. Konsola jest dla administratorów, zgodności i kierowników zespołów.', SECOND_FACTOR_FAILED: 'Kod jest nieprawidłowy albo już użyty. Poczekaj na następny.', TICKET_EXPIRED: 'Minęło za dużo czasu lub prób. Zacznij ponownie od hasła.', LINK_EXPIRED: 'Został już użyty albo minął jego dzień. Poproś o nowy osobę, która go przysłała.', PASSWORD_TOO_WEAK: 'Takie hasło próbowano by jako jedno z pierwszych. Wybierz dłuższe albo dziwniejsze, bez Twojego nazwiska.', PERSON_EXISTS: 'Ta nazwa użytkownika jest zajęta. Wybierz inną.', PASSKEY_REFUSED: 'Klucz nie został potwierdzony. Spróbuj ponownie lub innym sposobem.', LAST_SECOND_FACTOR: 'To Twój ostatni drugi krok. Najpierw dodaj inny.', CROSS_SITE: 'Stronę otwarto z innego miejsca. Otwórz konsolę pod jej adresem.', CONFLICT: 'W międzyczasie to zmieniono. Spójrz jeszcze raz.', BAD_REQUEST: 'Tego nie można przyjąć: sprawdź wpisane dane.',
      wait: 'Za dużo prób. Spróbuj ponownie za {count} sekundę. | Za dużo prób. Spróbuj ponownie za {count} sekundy. | Za dużo prób. Spróbuj ponownie za {count} sekund. | Za dużo prób. Spróbuj ponownie za {count} sekundy.', waited: 'Możesz spróbować ponownie.',
    },
  },
};
