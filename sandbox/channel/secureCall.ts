import { request } from 'node:https';

/** An answer over https, with its body as text. */
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

export type Call = {
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** The sandbox's own authority; nothing else is trusted. */
  ca: string;
  timeoutMs: number;
};

/** The call was given up because no answer came in time. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
}

/**
 * One https call to a server of the sandbox or through its door.
 * @throws CallTimeout, or the socket's error when there was no answer
 */
export const secureCall = ({ url, method, headers = {}, body, ca, timeoutMs }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(url, { method, headers: { ...headers, ...length }, ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(limit);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    const limit = setTimeout(() => call.destroy(new CallTimeout(`No answer within ${timeoutMs / 1_000} s.`)), timeoutMs);
    call.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    call.end(body);
  });
