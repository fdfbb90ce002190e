import { sendSampleVoice, sendVoice } from './attach.js';
import { h, iconButton } from './dom.js';
import { duration } from './format.js';
import { t } from './words.js';

const formats = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];

/** Records in place of the field: time runs, and then it is sent or dropped. Without a microphone a sample does. */
export function recorderBar(done) {
  const time = h('span', { class: 'record-time', role: 'timer' }, duration(0));
  const words = h('span', { class: 'record-words', role: 'status' }, t('asking for microphone'));
  const send = iconButton('send', t('send'), () => finish(true), { class: 'composer-main is-send', disabled: true });
  const sample = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => { finish(false); void sendSampleVoice(); } }, t('send sample'));
  const dot = h('span', { class: 'record-dot', hidden: true });
  const bar = h('div', { class: 'recorder', onkeydown: (event) => event.key === 'Escape' && finish(false) }, iconButton('trash', t('drop recording'), () => finish(false)), dot, time, words, sample, send);
  const chunks = [];
  let recorder = null;
  let startedAt = 0;
  let over = false;
  let ticking;

  async function begin() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    if (over) return stop(stream);
    recorder = new MediaRecorder(stream, { mimeType: formats.find((format) => MediaRecorder.isTypeSupported(format)) });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.start();
    startedAt = performance.now();
    dot.hidden = false;
    send.disabled = false;
    words.textContent = t('recording');
    ticking = setInterval(() => { time.textContent = duration(performance.now() - startedAt); }, 250);
  }

  function finish(wanted) {
    if (over) return;
    over = true;
    clearInterval(ticking);
    done();
    if (!recorder) return;
    const lasted = Math.round(performance.now() - startedAt);
    const { mimeType, stream } = recorder;
    recorder.onstop = () => {
      stop(stream);
      if (wanted) void sendVoice(new Blob(chunks, { type: mimeType }), lasted);
    };
    recorder.stop();
  }

  begin().catch(() => {
    words.textContent = t('no microphone');
    time.hidden = true;
    sample.hidden = false;
    send.hidden = true;
  });
  return bar;
}

const stop = (stream) => stream.getTracks().forEach((track) => track.stop());
