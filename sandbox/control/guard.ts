import { type IncomingMessage } from 'node:http';
import { ControlError } from './controlError.ts';

/** Names under which the page may be reached; anything else is another site's name pointing at this machine. */
const allowedHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Refuses what another page in the same browser could have made: a foreign Host (DNS rebinding) or Origin. @throws ControlError 403 */
export function guardOrigin({ headers }: Pick<IncomingMessage, 'headers'>, port: number): void {
  const hosts = allowedHosts(port);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) {
    throw new ControlError(403, 'foreignHost', `Only ${hosts.join(' and ')} are answered.`);
  }
  if (headers.origin !== undefined && !hosts.map((host) => `http://${host}`).includes(headers.origin.toLowerCase())) {
    throw new ControlError(403, 'foreignOrigin', 'Other sites may not use this API.');
  }
}

/** The same for the API, which also takes no change sent as a form. @throws ControlError 403 or 415 */
export function guard(request: Pick<IncomingMessage, 'headers' | 'method'>, port: number): void {
  guardOrigin(request, port);
  const { headers, method } = request;
  const changes = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (changes && !(headers['content-type'] ?? '').toLowerCase().startsWith('application/json')) {
    throw new ControlError(415, 'notJson', 'Send the body as application/json.');
  }
}
