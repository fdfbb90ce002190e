/**
 * Where a trial box shall end itself, as `kill -9` would: `<point>` or `<point>#<n>` for the n-th time it is passed.
 * Points are named by the runner: `<saga>.<step>.<run|undo>:<before|after|committed>` and `<call>:<before|after>`, for
 * instance `handover.admit-successor.run:after` or `homeserver.join:before`. Without a name nothing ever happens.
 */
export function createFailpoint(order: string | undefined, end: () => void): ((point: string) => void) | undefined {
  if (!order) return undefined;
  const [wanted = '', count = '1'] = order.split('#');
  let left = Number(count);
  return (point) => {
    if (point === wanted && --left === 0) end();
  };
}
