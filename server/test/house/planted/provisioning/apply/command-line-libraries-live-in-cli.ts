// Planted: reported by `command-line-libraries-live-in-cli` and by no other rule.
import { Command } from 'commander';
export const planted: unknown = Command;
