import { app, Menu, Tray, nativeImage, type MenuItemConstructorOptions } from 'electron';
import { menuWords, type MenuLanguage } from './menu-words.ts';

type Acts = { show(): void; settings(): void; search(): void; lock(): void; quit(): void };

/** The application menu: standard roles, so that copy, paste and zoom are what the operating system's users know. */
export function installMenu(language: MenuLanguage, acts: Acts): void {
  const words = menuWords[language];
  const own: MenuItemConstructorOptions[] = [
    { label: words.settings, accelerator: 'CmdOrCtrl+,', click: acts.settings },
    { label: words.lock, accelerator: 'CmdOrCtrl+Shift+L', click: acts.lock },
    { type: 'separator' },
    { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: acts.quit },
  ];
  const template: MenuItemConstructorOptions[] = [
    { label: app.name, submenu: process.platform === 'darwin' ? [{ role: 'about' }, { type: 'separator' }, ...own] : own },
    { label: words.edit, submenu: [{ role: 'undo' }, { role: 'redo' }, { type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'pasteAndMatchStyle' }, { role: 'selectAll' }, { type: 'separator' }, { label: words.search, accelerator: 'CmdOrCtrl+F', click: acts.search }] },
    { label: words.view, submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }] },
    { role: 'windowMenu', label: words.window },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** A place in the tray that outlives the window: closing it does not end the reception of messages. */
export function installTray(language: MenuLanguage, acts: Acts): Tray {
  const words = menuWords[language];
  const tray = new Tray(nativeImage.createFromDataURL(trayPicture));
  tray.setToolTip(app.name);
  tray.setContextMenu(Menu.buildFromTemplate([{ label: words.show, click: acts.show }, { label: words.lock, click: acts.lock }, { type: 'separator' }, { label: words.quit, click: acts.quit }]));
  tray.on('click', acts.show);
  return tray;
}

/** desktop/build/icon.svg at 32 px; the operating system makes it smaller. */
const trayPicture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAACNklEQVR4nNSXz2sTQRTHv2+zoWJp2noQWpQiHkUptkipJ0GQevHWevEH4iWYQv1LDG2tPYjgwUP1JBb0H7DU/pDQGvCgaU8rtQluNg3Jpu6MMyEp0drOZkh36QeWffPm7b7vvpkdeCYamZjoiu16j8ExBPB+IjqNFsA5/wlQCoRFJxp5gmTSrs9R3YjFEyMw8JxAvThCOLgFhofOs+n3ewJiicQN4vQBAcIZvylFUGc83s3JTBOhBwFSrUQ5etHkhnlPlCHQ5BK51PzE77uG2CFDCAuR2xSlD02AzG2KWx9Cg/pMVcjYwABGBy9X7dcrnzG3uqrlPwilgDOnujB8/lzVXshktP3aAho52/Byaav8fmhKgCyvvPz6/WAgZEIXoF4CzqEL9/GsUsCW40AXy84rY5RLML+ehpVXv+hfMttZvFtbV8YpBdilEq4nJ7GZy8EvG9ksRqZmUKxUlLG+NuGvYkmUc/9S5HaK2C7s7PP/yBfglMvwQ1PnQCNvU2sYn3sDJjba09ujuNV/CTpo/4YvFz9h1/PgMVa1ddGuANH/7WY5BgdRjbRl/TXuPtmOC709e/bC940DYw+DOh+N6x91LcAQ2bcQEjK32AM8hdDgKYNkyxQSMrfhepFZYdsIHlvmNsqzyU0G9gABw0D3Ze6IHFSWl7+2DV5ZEjW5JsrSgSOk1pyOFWam5uU4Up9wV5a+uVeHX7QxXhFRrgjtEO15O1pArT3/KD7wlRM177jTk1/qc38AAAD//3zdjS4AAAAGSURBVAMAQdfec8u7v5QAAAAASUVORK5CYII=';
