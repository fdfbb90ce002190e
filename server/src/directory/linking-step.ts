import type { AnswerLinking, LinkingStep } from '@holdfast/contract';
import type { LoginStep } from '../bridge/index.ts';
import { AppError } from '../kernel/index.ts';

/** The bridge's step as a screen draws it. Null for `complete`, which is the end and no step. Pure. */
export function presentStep(step: LoginStep): LinkingStep | null {
  const common = { stepId: step.step_id, revision: step.txn_id ?? step.step_id, instructions: step.instructions ?? '' };
  switch (step.type) {
    case 'user_input':
      return {
        type: step.type,
        ...common,
        fields: (step.user_input.fields ?? []).map((field) => ({
          id: field.id, type: field.type, name: field.name, description: field.description ?? '',
          defaultValue: field.default_value ?? null, pattern: field.pattern ?? null, options: field.options ?? [],
        })),
        attachments: (step.user_input.attachments ?? []).map(({ type, filename, content, info }) => ({
          type: type ?? '', fileName: filename ?? '', mimeType: info?.mimetype ?? null, content: content ?? '',
        })),
      };
    case 'display_and_wait': {
      const { type: display, data, image_url: imageUrl } = step.display_and_wait;
      return { type: step.type, ...common, display, data: data ?? null, imageUrl: imageUrl ?? null };
    }
    case 'cookies': {
      const { url, user_agent: userAgent, extract_js: extractJs, wait_for_url_pattern: waitForUrlPattern, fields } = step.cookies;
      return {
        type: step.type,
        ...common,
        url,
        userAgent: userAgent ?? null,
        extractJs: extractJs ?? null,
        waitForUrlPattern: waitForUrlPattern ?? null,
        fields: (fields ?? []).map(({ id, required, pattern, sources }) => ({ id, required: required ?? false, pattern: pattern ?? null, sources: sources ?? [] })),
      };
    }
    case 'webauthn':
      return { type: step.type, ...common, url: step.webauthn.url ?? null, publicKey: step.webauthn.publicKey ?? null };
    case 'complete':
      return null;
  }
}

const invalid = (message: string, field: string) => new AppError('LINKING_STEP_INVALID', message, { field });

/** What is sent to the bridge, or a refusal that names the field. The bridge ends the login on any error, so it is checked here first. */
export function answerFor(step: LoginStep, { stepId, values = {}, credential }: AnswerLinking): unknown {
  if (step.step_id !== stepId) throw invalid('this step is over: read the linking again', '/stepId');
  switch (step.type) {
    case 'user_input': {
      const fields = step.user_input.fields ?? [];
      const filled = { ...Object.fromEntries(fields.flatMap(({ id, default_value: value }) => (value ? [[id, value]] : []))), ...values };
      for (const field of fields) checkField(field, filled[field.id]);
      return onlyKnown(filled, fields);
    }
    case 'cookies': {
      const fields = step.cookies.fields ?? [];
      for (const field of fields) {
        if (field.required && !values[field.id]) throw invalid(`${field.id} is required`, `/values/${field.id}`);
      }
      return onlyKnown(values, fields);
    }
    case 'webauthn':
      if (credential === undefined || credential === null) throw invalid('the credential is required', '/credential');
      return credential;
    case 'display_and_wait':
    case 'complete':
      throw invalid('this step waits for the phone and takes no answer', '/stepId');
  }
}

function onlyKnown(values: Readonly<Record<string, string>>, fields: readonly { id: string }[]): Record<string, string> {
  const known = new Set(fields.map(({ id }) => id));
  for (const id of Object.keys(values)) if (!known.has(id)) throw invalid(`${id} is no field of this step`, `/values/${id}`);
  return { ...values };
}

type InputField = { id: string; type: string; pattern?: string; options?: readonly string[] | null };

function checkField(field: InputField, value: string | undefined): void {
  const where = `/values/${field.id}`;
  if (value === undefined || value === '') throw invalid(`${field.id} is required`, where);
  if (field.options && field.options.length > 0 && !field.options.includes(value)) throw invalid(`${field.id} must be one of ${field.options.join(', ')}`, where);
  // bridgev2 cleans numbers itself but ends the login when one is wrong.
  if (field.type === 'phone_number' && !/^\+[0-9]{5,20}$/.test(value.replaceAll(/[-\s()]/g, ''))) throw invalid(`${field.id} must be a number with + and country code`, where);
  if (field.type === 'email' && !value.includes('@')) throw invalid(`${field.id} must be an e-mail address`, where);
  const pattern = compiled(field.pattern);
  if (pattern && !pattern.test(value)) throw invalid(`${field.id} does not have the expected form`, where);
}

/** Go's patterns are not all JavaScript's; one that does not compile is left to the bridge. */
function compiled(pattern: string | undefined): RegExp | undefined {
  if (!pattern) return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}
