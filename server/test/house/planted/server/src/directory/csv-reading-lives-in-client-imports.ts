/** Planted: a second reader of files. */
import { parse } from 'csv-parse';

export const rows = parse;
