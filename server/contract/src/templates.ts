import { Type, type Static } from 'typebox';
import { TeamId, TemplateId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

export const TemplateScope = Type.Enum(['own', 'team'], { description: '`own`: for its author alone; `team`: for everybody of the team.' });
export type TemplateScope = Static<typeof TemplateScope>;

const Title = Type.String({ minLength: 1, maxLength: 80 });
const Language = nullable(Type.String({ pattern: '^[a-z]{2,3}$', description: 'ISO 639; null suits every client.' }));
const Body = Type.String({
  minLength: 1,
  maxLength: 4000,
  description: 'Text with fields in double braces: {{client.name}}, {{me.name}}, {{date}}, {{?What is asked}}. The box stores it and fills in nothing.',
});

/** Words somebody writes again and again. */
export const Template = Type.Object(
  {
    templateId: TemplateId,
    scope: TemplateScope,
    teamId: nullable(TeamId),
    title: Title,
    language: Language,
    body: Body,
    updatedAt: Timestamp,
    editable: Type.Boolean({ description: 'The caller may change it and take it away.' }),
  },
  strict,
);
export type Template = Static<typeof Template>;

export const TemplateList = Type.Object({ templates: Type.Array(Template) }, strict);
export type TemplateList = Static<typeof TemplateList>;

export const CreateTemplate = Type.Object({ scope: TemplateScope, title: Title, language: Type.Optional(Language), body: Body }, strict);
export type CreateTemplate = Static<typeof CreateTemplate>;

export const ChangeTemplate = Type.Partial(Type.Object({ title: Title, language: Language, body: Body }), { ...strict, minProperties: 1 });
export type ChangeTemplate = Static<typeof ChangeTemplate>;
