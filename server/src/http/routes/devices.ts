import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AddDevice, AddedDevice, DeviceId, DeviceList, ErrorBody, LeaseDevice, LeasedShare } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Devices } from '../../devices/index.ts';

const params = Type.Object({ deviceId: DeviceId });

/** Mounted at /api/v1/devices. */
export function deviceRoutes(devices: Devices): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'device:own' }, schema: { operationId: 'listOwnDevices', summary: 'Own devices.', response: { 200: DeviceList } } },
      async (request) => ({ devices: devices.list(request.actor) }),
    );

    app.post(
      '/',
      {
        config: { permission: 'device:own' },
        schema: {
          operationId: 'addDevice',
          summary: 'Add a device: the box makes and keeps half of the key to what the device will store.',
          body: AddDevice,
          response: { 201: AddedDevice, 409: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).header('cache-control', 'no-store').send(devices.add(request.actor, request.body)),
    );

    app.post(
      '/:deviceId/lease',
      {
        config: { permission: 'device:own' },
        schema: {
          operationId: 'leaseDevice',
          summary: 'The share again, for another while. DEVICE_UNKNOWN: the device must destroy what it stored.',
          params,
          body: LeaseDevice,
          response: { 200: LeasedShare, 404: ErrorBody },
        },
      },
      async (request, reply) => reply.header('cache-control', 'no-store').send(devices.lease(request.actor, request.params.deviceId)),
    );

    app.delete(
      '/:deviceId',
      {
        config: { permission: 'device:own' },
        schema: { operationId: 'removeDevice', summary: 'Remove a device: what it stored can never be opened again.', params, response: { 204: Type.Null(), 404: ErrorBody } },
      },
      async (request, reply) => {
        devices.remove(request.actor, request.params.deviceId);
        return reply.code(204).send(null);
      },
    );
  };
}
