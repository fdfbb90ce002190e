import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Template } from '@holdfast/contract';
import type { Input } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';

/** One's own templates and the team's. Read once, then again whenever the box says that they changed. */
export const useTemplatesStore = defineStore('templates', () => {
  const api = useBoxApi();
  const templates = shallowRef<readonly Template[]>([]);
  const status = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  let running: Promise<void> | null = null;

  /** A load that runs already is shared. */
  function load(): Promise<void> {
    running ??= (async () => {
      status.value = 'loading';
      try {
        templates.value = await api.listTemplates({});
        status.value = 'ready';
      } catch {
        status.value = 'failed'; // what was known stays usable
      } finally {
        running = null;
      }
    })();
    return running;
  }

  async function save(templateId: string | null, template: Input<'saveTemplate'>['template']): Promise<string | null> {
    try {
      const saved = await api.saveTemplate({ templateId, template });
      templates.value = [...templates.value.filter((one) => one.templateId !== saved.templateId), saved];
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  async function remove(templateId: string): Promise<string | null> {
    try {
      await api.removeTemplate({ templateId });
      templates.value = templates.value.filter((one) => one.templateId !== templateId);
      return null;
    } catch (failure) {
      return codeOf(failure);
    }
  }

  onScopeDispose(api.subscribe((push) => {
    if (push.push === 'templates.changed' && status.value !== 'idle') void load();
  }));
  return { templates, status, load, save, remove };
});
