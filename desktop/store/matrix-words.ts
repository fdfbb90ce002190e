/**
 * Event types the store reads. The two of our own repeat the contract's, because the worker would spend a fifth of a second
 * of every start on loading schemas it never uses; a test holds them equal.
 */
export const noteEventType = 'io.holdfast.note';
export const deliveryEventType = 'io.holdfast.delivery';
export const messageStatusType = 'com.beeper.message_send_status';
export const roomFeaturesType = 'com.beeper.room_features';
export const handsetMark = 'fi.mau.double_puppet_source';
export const bridgeTypes = ['m.bridge', 'uk.half-shot.bridge'] as const;
export const pollStartTypes: readonly string[] = ['org.matrix.msc3381.poll.start', 'm.poll.start'];
export const pollResponseTypes: readonly string[] = ['org.matrix.msc3381.poll.response', 'm.poll.response'];
export const pollEndTypes: readonly string[] = ['org.matrix.msc3381.poll.end', 'm.poll.end'];
