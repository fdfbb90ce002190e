const rate = 8000;

/** Something that swells and pauses like speech, as an uncompressed WAV: every player reads it. */
export function voice(seconds: number): Buffer {
  const samples = Math.round(seconds * rate);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples * 2, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // uncompressed
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples * 2, 40);
  const sound = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at++) {
    const t = at / rate;
    const syllable = Math.max(0, Math.sin(t * Math.PI * 3.1)) ** 1.5 * (Math.sin(t * 1.7) > -0.6 ? 1 : 0.05);
    const pitch = 150 + 40 * Math.sin(t * 2.3);
    const tone = Math.sin(2 * Math.PI * pitch * t) + 0.5 * Math.sin(4 * Math.PI * pitch * t) + 0.25 * Math.sin(6 * Math.PI * pitch * t);
    sound.writeInt16LE(Math.round(9000 * syllable * tone), at * 2);
  }
  return Buffer.concat([header, sound]);
}

/** One page with a heading, in a font every reader has; the heading is Latin for that reason. */
export function paper(heading: string): Buffer {
  const text = heading.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&');
  const page = `BT /F1 20 Tf 64 760 Td (${text}) Tj /F1 11 Tf 0 -36 Td (This page was made for a trial of Holdfast. It has no other meaning.) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
  ];
  let document = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = document.length;
    document += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = document.length;
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  document += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(document, 'latin1');
}
