const rate = 16_000;
const headerBytes = 44;

/** A few seconds that sound like somebody mumbling, as a WAV: syllables of a voice that rises and falls. */
export function sampleVoice() {
  const seconds = 2 + Math.random() * 3;
  const samples = new Int16Array(Math.floor(seconds * rate));
  const voice = 110 + Math.random() * 90;
  let phase = 0;
  let syllable = nextSyllable(0);
  for (let at = 0; at < samples.length; at += 1) {
    const time = at / rate;
    if (time >= syllable.to) syllable = nextSyllable(time);
    const through = (time - syllable.from) / (syllable.to - syllable.from);
    const loud = syllable.loud * Math.sin(Math.PI * Math.min(1, Math.max(0, through))) ** 0.7;
    phase += (voice * (1 + 0.12 * Math.sin(2.1 * time) + syllable.lift * (1 - through))) / rate;
    samples[at] = Math.max(-1, Math.min(1, loud * sound(phase, syllable))) * 26_000;
  }
  return { blob: new Blob([header(samples.length), samples], { type: 'audio/wav' }), durationMs: Math.round(seconds * 1000) };
}

function nextSyllable(from) {
  const pauses = Math.random() < 0.14;
  return {
    from, to: from + 0.11 + Math.random() * 0.16, loud: pauses ? 0 : 0.45 + Math.random() * 0.5, lift: Math.random() * 0.16,
    first: 3 + Math.random() * 4, second: 8 + Math.random() * 8, // harmonics a vowel is made of
  };
}

function sound(phase, { first, second }) {
  let sum = 0;
  for (let harmonic = 1; harmonic <= 20; harmonic += 1) {
    const near = Math.exp(-(((harmonic - first) / 1.6) ** 2)) + 0.5 * Math.exp(-(((harmonic - second) / 2.2) ** 2)) + 0.12;
    sum += (near / Math.sqrt(harmonic)) * Math.sin(2 * Math.PI * harmonic * phase);
  }
  return sum * 0.45;
}

function header(count) {
  const view = new DataView(new ArrayBuffer(headerBytes));
  const letters = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  letters(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + count * 2, true);
  letters(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // uncompressed
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  letters(36, 'data');
  view.setUint32(40, count * 2, true);
  return view.buffer;
}
