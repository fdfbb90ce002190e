/** Whether an archive is as it was written: on all cores, from a folder or an address, with no key that opens anything. */
export { faultWords, verdictOf, verifyAll, verifyBundles } from './verify-parallel.ts';
