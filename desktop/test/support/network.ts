import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export type Network = Awaited<ReturnType<typeof startNetwork>>;

/**
 * The network between somebody's computer and the box, as a proxy that their app is told to use: it can be cut, and it can
 * lose answers, so that the box has done what it was asked and nobody hears of it.
 */
export async function startNetwork() {
  const lines = new Set<Socket>();
  let isCut = false;
  let losesAnswers = false;

  const server: Server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, near: Socket, head: Buffer) => {
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    let isOpen = false;
    near.on('error', () => undefined);
    const refuse = (): void => void near.end('HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n'); // a line that just ends is tried again without a pause
    if (isCut) return refuse();
    const far = connect(Number(port), hostname, () => {
      isOpen = true;
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) far.write(head);
      near.on('data', (bytes: Buffer) => void far.write(bytes));
      far.on('data', (bytes: Buffer) => void (losesAnswers || near.write(bytes)));
    });
    for (const line of [near, far]) {
      lines.add(line);
      line.on('close', () => {
        lines.delete(line);
        if (line === far && !isOpen) return refuse();
        near.destroy();
        far.destroy();
      });
    }
    far.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const drop = (): void => lines.forEach((line) => line.destroy());

  return {
    /** What a Node process needs to know to go through here and nowhere else. */
    environment: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${port}`, http_proxy: `http://127.0.0.1:${port}`, NO_PROXY: '', no_proxy: '' },
    /** Every line breaks and no new one is made. */
    cut(): void {
      isCut = true;
      drop();
    },
    /** What is asked still arrives; no answer comes back. */
    loseAnswers(): void {
      losesAnswers = true;
    },
    heal(): void {
      const wasDeaf = losesAnswers;
      [isCut, losesAnswers] = [false, false];
      if (wasDeaf) drop();
    },
    async close(): Promise<void> {
      drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
