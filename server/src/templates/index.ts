/**
 * Words somebody writes again and again: their own, and those a lead wrote for the team. Stores text with its fields
 * unfilled; knows people only as actors and nothing of clients, conversations or what becomes of a message.
 */
export { createTemplates, type Templates } from './templates.ts';
