import { accountsFeature } from './accounts/index.ts';
import { auditFeature } from './audit/index.ts';
import { clientsFeature } from './clients/index.ts';
import type { Feature } from './feature.ts';
import { handoversFeature } from './handovers/index.ts';
import { healthFeature } from './health/index.ts';
import { homeFeature } from './home/index.ts';
import { peopleFeature } from './people/index.ts';
import { queueFeature } from './queue/index.ts';
import { recordsFeature } from './records/index.ts';
import { routingFeature } from './routing/index.ts';
import { sessionFeature } from './session/index.ts';
import { settingsFeature } from './settings/index.ts';

/** Everything the console can do, in the order of its navigation. A new feature is a folder and a line here. */
export const features: readonly Feature[] = [
  sessionFeature, homeFeature, queueFeature, clientsFeature, peopleFeature, handoversFeature, accountsFeature, routingFeature, recordsFeature, auditFeature, healthFeature, settingsFeature,
];
