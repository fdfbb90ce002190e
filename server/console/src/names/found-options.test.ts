import { expect, test } from 'vitest';
import { foundOptions } from './found-options.ts';

const options = [
  { value: '1', label: 'Łukasz Nowak', note: 'Sales' },
  { value: '2', label: 'Anna Kowalska', note: 'Support' },
  { value: '3', label: 'Nowa Anna' },
];

test('everybody as they came while nothing was typed, and no more than can be read', () => {
  expect(foundOptions(options, ' ')).toEqual(options);
  expect(foundOptions(options, '', 2)).toHaveLength(2);
});
test('letters without their marks find a name, and the team beside it counts less', () => {
  expect(foundOptions(options, 'lukasz').map(({ value }) => value)).toEqual(['1']);
  expect(foundOptions(options, 'anna').map(({ value }) => value)).toEqual(['2', '3']);
  expect(foundOptions(options, 'support').map(({ value }) => value)).toEqual(['2']);
  expect(foundOptions(options, 'xyz')).toEqual([]);
});
