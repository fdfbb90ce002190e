import type { Account, AccountId, AccountList, Colleague, ColleagueList, Me, Team, TeamId, TeamList, UserId } from '@holdfast/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch, type ShallowRef } from 'vue';
import { useConsoleApi, useNews, type NewsEvent } from '../api/index.ts';
import { useSessionStore } from '../session/session.store.ts';

const pause = 1_000;
const again = 3_000;

/**
 * The names behind ids that every page says: colleagues, company numbers, teams. Asked for when the first page needs one
 * and again when news say that some changed; a name that is not known is an empty string until it comes. Whoever signs in
 * next begins without the names that the one before had.
 */
export const useNamesStore = defineStore('names', () => {
  const api = useConsoleApi();
  const session = useSessionStore();

  /** What was had stays when a newer answer could not be had: an old name is better than none. */
  function kept<Row>(mayAsk: () => boolean, ask: () => Promise<readonly Row[]>, changes: (event: NewsEvent) => boolean): { rows: () => readonly Row[]; use: () => void } {
    const rows: ShallowRef<readonly Row[]> = shallowRef([]);
    let state: 'unasked' | 'asking' | 'asked' = 'unasked';
    let soon: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    async function fill(): Promise<void> {
      state = 'asking';
      const mine = turn;
      try {
        const answer = await ask();
        if (mine !== turn) return;
        rows.value = answer;
        state = 'asked';
      } catch {
        if (mine !== turn) return;
        state = 'unasked';
        soon ??= setTimeout(fillLater, again); // nobody else would ask: what shows the names does not change by itself
      }
    }
    function fillLater(): void {
      soon = undefined;
      if (mayAsk()) void fill();
    }
    const use = (): void => {
      if (state === 'unasked' && soon === undefined && mayAsk()) void fill();
    };
    watch(() => session.person?.personId, () => {
      turn += 1;
      clearTimeout(soon);
      [soon, state, rows.value] = [undefined, 'unasked', []]; // what shows them asks again by that
    });
    useNews((event) => {
      if (state === 'unasked' || soon !== undefined || !(event.kind === 'lost' || changes(event))) return;
      soon = setTimeout(fillLater, pause);
    });
    return { rows: () => rows.value, use };
  }

  const people = kept<Colleague>(() => session.may('colleague:read'), async () => (await api.get<ColleagueList>('/colleagues')).colleagues, ({ kind }) => kind === 'person.changed');
  const numbers = kept<Account>(() => session.may('account:read'), async () => (await api.get<AccountList>('/accounts')).accounts, ({ kind }) => kind === 'account.changed');
  const groups = kept<Team>(() => session.may('team:read'), async () => (await api.get<TeamList>('/teams')).teams, ({ kind }) => kind === 'person.changed');
  const own = kept<Me>(() => session.person !== null, async () => [await api.get<Me>('/me')], ({ kind }) => kind === 'settings.changed' || kind === 'person.changed');
  const peopleById = computed(() => new Map(people.rows().map((person) => [person.userId, person])));
  const numbersById = computed(() => new Map(numbers.rows().map((account) => [account.accountId, account])));
  const groupsById = computed(() => new Map(groups.rows().map((team) => [team.teamId, team])));

  return {
    /** After how many minutes a waiting client is shown in amber and in red. */
    dueMinutes: computed(() => (own.use(), own.rows()[0]?.box.responseDueMinutes ?? { amber: 15, red: 60 })),
    /** Of the person at the console. */
    ownName: computed(() => (own.use(), own.rows()[0]?.name ?? '')),
    /** Everybody who may be named here, those who left among them. */
    colleagues: computed(() => (people.use(), people.rows())),
    accounts: computed(() => (numbers.use(), numbers.rows())),
    teams: computed(() => (groups.use(), groups.rows())),
    person: (userId: UserId | null): Colleague | undefined => (people.use(), userId === null ? undefined : peopleById.value.get(userId)),
    account: (accountId: AccountId | null): Account | undefined => (numbers.use(), accountId === null ? undefined : numbersById.value.get(accountId)),
    team: (teamId: TeamId | null): Team | undefined => (groups.use(), teamId === null ? undefined : groupsById.value.get(teamId)),
  };
});
