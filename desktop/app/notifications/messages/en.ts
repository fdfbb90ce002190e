export const en = {
  notifications: {
    open: 'Open',
    reply: 'Reply',
    send: 'Send',
    placeholder: 'Answer {name}',
    hidden: 'New message',
    dismiss: 'Dismiss',
    sent: 'Sent',
    failed: 'Not sent ({code}). Your words are in the draft.',
    region: 'New messages',
  },
};
