import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ClientImport, ClientImportId, ClientImportList, ErrorBody, ImportLineList, ImportLineQuery, RunImport, UploadImport } from '@holdfast/contract';
import { Type } from 'typebox';
import type { ClientImports } from '../../client-imports/index.ts';
import { AppError } from '../../kernel/index.ts';
import { sendCsv } from '../csv.ts';

const params = Type.Object({ importId: ClientImportId });
const largestFile = 10 * 1024 * 1024;

/** Mounted at /api/v1/client-imports: clients out of a file, shown before anything is changed. */
export function clientImportRoutes(imports: ClientImports): FastifyPluginAsyncTypebox {
  return async (app) => {
    // The file as it is; not text/plain, which any page on the web may send here.
    app.addContentTypeParser(['text/csv', 'application/octet-stream'], { parseAs: 'buffer', bodyLimit: largestFile }, (_request, body, done) => done(null, body));

    app.get(
      '/',
      { config: { permission: 'client:import' }, schema: { operationId: 'listClientImports', summary: 'Files of clients, newest first.', response: { 200: ClientImportList } } },
      async () => ({ imports: imports.list() }),
    );

    app.post(
      '/',
      {
        bodyLimit: largestFile,
        config: { permission: 'client:import' },
        schema: {
          operationId: 'uploadClientImport',
          summary: 'Read a file of clients (CSV, at most 10 MB) and tell what it would do. Changes no client.',
          consumes: ['text/csv'],
          querystring: UploadImport,
          response: { 201: ClientImport, 400: ErrorBody, 409: ErrorBody, 413: ErrorBody, 422: ErrorBody },
        },
      },
      async (request, reply) => {
        if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new AppError('BAD_REQUEST', 'the body is the file itself, of type text/csv');
        return reply.code(201).send(await imports.upload(request.actor, request.body, request.query));
      },
    );

    app.get(
      '/:importId',
      { config: { permission: 'client:import', idle: true }, schema: { operationId: 'readClientImport', summary: 'One import and how far it is.', params, response: { 200: ClientImport, 404: ErrorBody } } },
      async (request) => imports.find(request.params.importId),
    );

    app.get(
      '/:importId/lines',
      {
        config: { permission: 'client:import' },
        schema: { operationId: 'listClientImportLines', summary: 'Its lines, what each would do or did, and what is wrong with it.', params, querystring: ImportLineQuery, response: { 200: ImportLineList, 404: ErrorBody } },
      },
      async (request) => imports.lines(request.params.importId, request.query),
    );

    app.get(
      '/:importId/broken.csv',
      { config: { permission: 'client:import' }, schema: { operationId: 'downloadBrokenLines', summary: 'The broken lines as they came, with what is wrong with each, as a file (CSV).', produces: ['text/csv'], params } },
      async (request, reply) => {
        imports.find(request.params.importId); // NOT_FOUND before the file begins
        return sendCsv(reply, 'broken-lines.csv', imports.broken(request.params.importId));
      },
    );

    app.post(
      '/:importId/run',
      {
        config: { permission: 'client:import' },
        schema: { operationId: 'runClientImport', summary: 'Put its lines in, in the background.', params, body: RunImport, response: { 200: ClientImport, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => imports.run(request.actor, request.params.importId, request.body),
    );

    app.post(
      '/:importId/cancel',
      {
        config: { permission: 'client:import' },
        schema: { operationId: 'cancelClientImport', summary: 'No more of it. What is put in already stays.', params, body: RunImport, response: { 200: ClientImport, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => imports.cancel(request.actor, request.params.importId, request.body),
    );
  };
}
