import { ref, type Ref } from 'vue';

export type Sound = { readonly isPlaying: Ref<boolean>; readonly atMs: Ref<number>; readonly durationMs: Ref<number> };

/** One sound at a time, as on a phone. It is the page's and not a message's: scrolled out of sight, it goes on. */
function createSoundPlayer() {
  const sounds = new Map<string, Sound>();
  const speed = ref<1 | 1.5 | 2>(1);
  let element: HTMLAudioElement | null = null;
  let current: string | null = null;

  function of(source: string): Sound {
    let sound = sounds.get(source);
    if (!sound) sounds.set(source, (sound = { isPlaying: ref(false), atMs: ref(0), durationMs: ref(0) }));
    return sound;
  }

  function load(source: string, url: string): HTMLAudioElement {
    if (element && current === source) return element;
    element?.pause();
    if (current !== null) of(current).isPlaying.value = false;
    const sound = of(source);
    const next = new Audio(url);
    next.preservesPitch = true;
    next.playbackRate = speed.value;
    next.currentTime = sound.atMs.value / 1000;
    next.addEventListener('timeupdate', () => (sound.atMs.value = next.currentTime * 1000));
    next.addEventListener('durationchange', () => {
      if (Number.isFinite(next.duration)) sound.durationMs.value = next.duration * 1000; // a recording without an index says Infinity
    });
    next.addEventListener('play', () => (sound.isPlaying.value = true));
    next.addEventListener('pause', () => (sound.isPlaying.value = false));
    next.addEventListener('ended', () => (sound.atMs.value = 0));
    element = next;
    current = source;
    return next;
  }

  return {
    of,
    speed,
    /** Rejects when it cannot be played. */
    async toggle(source: string, url: string, _durationMs: number | null): Promise<void> {
      const audio = load(source, url);
      if (audio.paused) await audio.play();
      else audio.pause();
    },
    seek(source: string, url: string, atMs: number, durationMs: number | null): void {
      of(source).atMs.value = atMs;
      if (durationMs !== null && of(source).durationMs.value === 0) of(source).durationMs.value = durationMs;
      load(source, url).currentTime = atMs / 1000;
    },
    nextSpeed(): void {
      speed.value = speed.value === 1 ? 1.5 : speed.value === 1.5 ? 2 : 1;
      if (element) element.playbackRate = speed.value;
    },
    /** Its message left the screen: what nobody hears and nobody sees is forgotten. */
    leave(source: string): void {
      if (current !== source) sounds.delete(source);
    },
    stop(): void {
      element?.pause();
      element = null;
      current = null;
    },
  };
}
export const soundPlayer = createSoundPlayer();
