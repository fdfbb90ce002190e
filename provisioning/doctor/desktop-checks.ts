import { isAppBuilt } from '../apply/build-screens.ts';
import { answersOk } from '../apply/poll.ts';
import { loopbackUrl } from '../plan/box-plan.ts';
import { failed, ok, skipped, warning, type Check, type CheckContext, type Verdict } from './check.ts';

/** Why this box serves no app to browsers; undefined when it should. */
function absence({ box, plan }: CheckContext): Verdict | undefined {
  if (!box.config.trial) return skipped('only a trial box serves the app to browsers');
  if (!box.config.desktop.in_browser) return skipped('switched off (desktop.in_browser)');
  return plan.processes.some(({ name }) => name === 'desktop') ? undefined : skipped('this checkout has no host for it');
}

/** Checks of the employee app that a trial box serves to browsers. */
export const desktopChecks: readonly Check[] = [
  {
    name: 'employee app built',
    group: 'desktop',
    means: 'Browsers get no app, or one that is older than its source.',
    mend: 'Run `holdfast up`: it builds the app anew.',
    async run(context) {
      return absence(context) ?? (isAppBuilt(context.box.checkout) ? ok('from the present source') : warning('not built from the present source'));
    },
  },
  {
    name: 'employee app answers',
    group: 'desktop',
    means: 'Nobody can try the employee app in a browser. Employees with an installed app are not concerned.',
    mend: '`holdfast status`, then `holdfast logs desktop`; `holdfast up` starts it.',
    async run(context) {
      const url = `${loopbackUrl(context.box.config.ports.desktop)}/health`;
      return absence(context) ?? ((await answersOk(url)) ? ok(`for ${context.box.config.desktop.people.join(', ')}`) : failed(`no answer from ${url}`));
    },
  },
];
