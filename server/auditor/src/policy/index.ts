/** What key holders sign: policies and orders, as files that go from hand to hand and collect signatures. */
export { newPolicyText, policyFaultWords, readRequest, requestInWords, signRequest, standingOf } from './request.ts';
export type { PolicyWish, Request, Standing } from './request.ts';
