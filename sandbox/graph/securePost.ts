import { request } from 'node:https';
import { rootCertificates } from 'node:tls';

export type PostAnswer = { status: number; contentType: string; body: string; tookMs: number };

/** Posts to a loopback https address, trusting the sandbox's authority. @throws on a time-out or a broken connection. */
export type SecurePost = (url: string, options: { body?: unknown; timeoutMs: number }) => Promise<PostAnswer>;

/** Whether an address is https on this machine; the sandbox sends nowhere else. */
export function isLoopbackHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

export function createSecurePost(ca: string): SecurePost {
  return (url, { body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const started = performance.now();
      const headers = { 'content-type': body === undefined ? 'text/plain; charset=utf-8' : 'application/json', 'content-length': Buffer.byteLength(text) };
      const sent = request(url, { method: 'POST', headers, ca: [...rootCertificates, ca], signal: AbortSignal.timeout(timeoutMs), agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
            tookMs: performance.now() - started,
          });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
}
