export const en = {
  session: {
    signIn: 'Sign in', ownAccount: 'Your account', lead: 'The console of your company’s messenger box.', name: 'Sign-in name', password: 'Password', next: 'Go on', ended: 'You were signed out. Sign in again to go on where you were.',
    second: {
      title: 'One more step', code: 'Six-digit code', recovery: 'Recovery code', usePasskey: 'Use your passkey',
      totp: 'Type the code that your authenticator app shows now.', passkey: 'Confirm with the key or device you added.', 'recovery-code': 'Type one of the codes you kept. Each works once.',
      ways: { totp: 'Use the authenticator app', passkey: 'Use a passkey', 'recovery-code': 'Use a recovery code' },
    },
    enrol: {
      title: 'Add a second step', why: 'The console moves clients from one person to another, so a password alone does not open it. Choose what you will confirm with from now on.',
      app: 'Authenticator app', passkey: 'Passkey or security key', passkeyName: 'My passkey', scan: 'Scan this with your authenticator app, then type the code it shows.', qr: 'QR code for an authenticator app', letters: 'Or type this into the app:', confirm: 'Confirm',
    },
    codes: { title: 'Keep these codes', lead: 'If your phone is lost, one of these lets you in. Each works once. They are not shown again.', download: 'Save as a file', print: 'Print', kept: 'I have kept them' },
    link: {
      over: 'This link is over', toSignIn: 'To the sign-in', first: 'Become the administrator', firstLead: 'This link works once. Choose how you will sign in.', welcome: 'Welcome, {name}', resetLead: 'Choose a password. You will sign in as {name}.', name: 'Your name', signInNameHint: 'Small letters, digits, dots and hyphens.', passwordHint: 'At least 12 characters. A sentence of a few words is good.', again: 'Password once more', differ: 'The two differ.',
    },
    reauth: { title: 'Confirm that it is you', lead: 'What you are about to do takes something away. Nothing has been done yet.', confirm: 'Confirm' },
    own: {
      factors: 'Second step', totp: 'Authenticator app', since: 'since', used: 'last used', unused: 'not used yet, added', replace: 'Replace', remove: 'Remove', codes: 'Recovery codes', codesLeft: '{count} left | {count} left', renew: 'Make new ones', addPasskey: 'Add a passkey', passkeyName: 'Name', passkeyHint: 'So that you can tell it from others: “blue key”, “laptop”.', added: 'Added. It is asked for from now on.',
      password: 'Password', present: 'Present password', next: 'New password', changePassword: 'Change password', passwordChanged: 'Changed. Your other sessions have ended.', sessions: 'Where you are signed in', program: 'A program', here: 'Here', end: 'End',
    },
    refusal: {
      SIGN_IN_FAILED: 'Name or password is not right.', PERSON_LOCKED: 'This account is locked. Ask an administrator.', NO_CONSOLE_ROLE: 'You answer clients in the app. The console is for administrators, compliance officers and team leads.', SECOND_FACTOR_FAILED: 'That code is not right, or it was used already. Wait for the next one.', TICKET_EXPIRED: 'That took too long or was tried too often. Begin again with your password.', LINK_EXPIRED: 'It was used already, or its day is over. Ask whoever sent it for a new one.', PASSWORD_TOO_WEAK: 'That password would be among the first to be tried. Choose a longer or stranger one, without your name.', PERSON_EXISTS: 'Somebody has this sign-in name. Choose another.', PASSKEY_REFUSED: 'The passkey was not confirmed. Try again, or use another way.', LAST_SECOND_FACTOR: 'This is your last second step. Add another one first.', CROSS_SITE: 'This page was opened from elsewhere. Open the console by its own address.', CONFLICT: 'It was changed elsewhere meanwhile. Look again.', BAD_REQUEST: 'This cannot be taken: check what you typed.',
      wait: 'Too many tries. Try again in {count} second. | Too many tries. Try again in {count} seconds.', waited: 'You can try again now.',
    },
  },
};
