export const en = {
  notifications: {
    reply: 'Reply',
    send: 'Send',
    placeholder: 'Answer {name}',
    hidden: 'New message',
    dismiss: 'Dismiss',
    failed: 'Not sent ({code}). Your words are in the draft.',
    region: 'New messages',
  },
};
