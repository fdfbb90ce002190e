import { checkoutRoot } from '../apply/checkout.ts';
import { environmentPython, makeHomeserverEnvironment } from '../apply/homeserver-environment.ts';
import { runCommand } from '../apply/run-command.ts';

/** Runs the guard's Python tests against the very Synapse the box runs; makes its environment first where it is missing. */
await makeHomeserverEnvironment(checkoutRoot, () => undefined);
const { code, stdout, stderr } = await runCommand([environmentPython(checkoutRoot), '-m', 'unittest', 'discover', '--start-directory', import.meta.dirname]);
process.stdout.write(stdout + stderr);
process.exitCode = code;
