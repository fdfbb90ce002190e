import { media as bytes } from './api.js';
import { h, icon, svg } from './dom.js';
import { duration } from './format.js';
import { t } from './words.js';

const bars = 36;
const known = new Map(); // sha256 → peaks
let playing = null;

/** A recording with its real outline: a press plays or stops, the track goes to any place in it. */
export function voiceOf(media) {
  const path = `/media/${media.sha256}`;
  const audio = new Audio();
  audio.preload = 'none';
  const time = h('span', { class: 'voice-time' }, duration(media.duration_ms ?? 0));
  const outline = svg('svg', { class: 'voice-outline', viewBox: `0 0 ${bars * 4} 24`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const track = h('input', { type: 'range', class: 'voice-track', min: 0, max: 1000, value: 0, 'aria-label': t('place in recording') });
  const play = h('button', { type: 'button', class: 'voice-play', 'aria-label': t('play') }, icon('play'));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration * 1000 : (media.duration_ms ?? 0));

  async function load() {
    if (!audio.src) audio.src = (await bytes(path, media.mime_type)).url;
  }
  play.addEventListener('click', async () => {
    if (!audio.paused) return audio.pause();
    await load().catch(() => undefined);
    if (playing !== audio) playing?.pause();
    playing = audio;
    await audio.play().catch(() => { time.textContent = t('not playable'); });
  });
  const shown = () => {
    play.replaceChildren(icon(audio.paused ? 'play' : 'pause'));
    play.setAttribute('aria-label', t(audio.paused ? 'play' : 'stop'));
    const share = length() > 0 ? (audio.currentTime * 1000) / length() : 0;
    track.value = Math.round(share * 1000);
    colour(outline, share);
    time.textContent = duration(audio.currentTime > 0 && !audio.ended ? audio.currentTime * 1000 : length());
  };
  for (const event of ['play', 'pause', 'timeupdate', 'ended']) audio.addEventListener(event, shown);
  track.addEventListener('input', async () => {
    await load().catch(() => undefined);
    audio.currentTime = (Number(track.value) / 1000) * (length() / 1000);
    shown();
  });
  draw(outline, known.get(media.sha256) ?? Array(bars).fill(0));
  if (!known.has(media.sha256)) void peaksOf(path, media).then((peaks) => draw(outline, peaks), () => undefined);
  return h('div', { class: 'voice' }, play, h('div', { class: 'voice-body' }, h('div', { class: 'voice-strip' }, outline, track), time));
}

async function peaksOf(path, media) {
  const { blob } = await bytes(path, media.mime_type);
  const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(await blob.arrayBuffer());
  const samples = decoded.getChannelData(0);
  const step = Math.max(1, Math.floor(samples.length / bars));
  const loud = Array.from({ length: bars }, (_, bar) => {
    let sum = 0;
    for (let at = bar * step; at < (bar + 1) * step && at < samples.length; at += 1) sum += samples[at] ** 2;
    return Math.sqrt(sum / step);
  });
  const most = Math.max(...loud, 0.001);
  const peaks = loud.map((each) => each / most);
  known.set(media.sha256, peaks);
  return peaks;
}

function draw(outline, peaks) {
  outline.replaceChildren(...peaks.map((peak, at) => {
    const height = 2 + peak * 20;
    return svg('rect', { x: at * 4 + 0.5, y: 12 - height / 2, width: 2.5, height, rx: 1.25 });
  }));
}

function colour(outline, share) {
  for (const [at, bar] of [...outline.children].entries()) bar.classList.toggle('is-heard', at / bars < share);
}
