/** Until the settings are read nobody is told anything: a mark cannot be taken back. */
export const defaultMarks = { readMarks: false, typingMarks: false } as const;
