import { createBoxApi } from './host/box-api.ts';
import { connectHost } from './host/connect-host.ts';
import { watchHost } from './host/host-state.ts';
import { startMatrix } from './matrix/start-matrix.ts';
import { mountApp } from './mount-app.ts';

const line = connectHost();
void mountApp(document.querySelector('#app')!, { api: createBoxApi(line.bridge), startMatrix, host: watchHost(line) });
