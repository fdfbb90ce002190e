/** A message's body for a file: what it is, its bytes, and how large it is drawn or how long it lasts. */
export async function describe(file, wanted) {
  const kind = wanted ?? kindOf(file.type);
  const media = { data: await base64(file), mime_type: file.type.split(';')[0] || 'application/octet-stream', ...(file.name ? { file_name: file.name } : {}) };
  const facts = await factsOf(kind, file).catch(() => ({})); // a picture that cannot be drawn is sent all the same
  return { kind, media: { ...media, ...facts } };
}

function kindOf(type) {
  const [family] = type.split('/');
  return ['image', 'video', 'audio'].includes(family) && type !== 'image/svg+xml' ? family : 'file';
}

function base64(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

async function factsOf(kind, file) {
  if (kind === 'image') {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  }
  if (kind === 'video' || kind === 'audio') return played(kind, file);
  return {};
}

function played(kind, file) {
  const element = document.createElement(kind);
  const url = URL.createObjectURL(file);
  return new Promise((done, fail) => {
    element.onloadedmetadata = () => {
      const lasts = Number.isFinite(element.duration) ? { duration_ms: Math.round(element.duration * 1000) } : {};
      done(kind === 'video' ? { ...lasts, width: element.videoWidth, height: element.videoHeight } : lasts);
    };
    element.onerror = () => fail(new Error('it cannot be played'));
    element.src = url;
  }).finally(() => URL.revokeObjectURL(url));
}
