import { connect, createServer, type AddressInfo } from 'node:net';

const listenOn = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });

/** A port that nobody listens on now. */
export const freePort = (): Promise<number> => listenOn(0);

/** Whether somebody on this machine listens on the port. */
export const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });

/** What a taken port is told to people as. */
export const takenPort = (port: number, name: string, variable: string, cause?: unknown): Error =>
  new Error(`Port ${port} (${name}) is taken. Free it, or choose another one with ${variable}.`, { cause });

/** @throws Error naming port and variable when somebody listens on the port */
export async function requireFreePort(port: number, name: string, variable: string): Promise<void> {
  try {
    await listenOn(port);
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'EADDRINUSE') throw takenPort(port, name, variable, error);
    throw error;
  }
}
