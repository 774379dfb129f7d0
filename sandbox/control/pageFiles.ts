import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** A file of the built page, with the headers it is served with. */
export type PageFile = { headers: Record<string, string>; content: Buffer };

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Nothing but the page's own files runs; no inline script or style, no frame around it. Frames in it show dialog pages passed on under its own address. */
const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "frame-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** Reads a file of the page's folder, or undefined where there is none; never one outside the folder. */
export async function pageFile(folder: string, path: string): Promise<PageFile | undefined> {
  try {
    const file = join(folder, normalize(decodeURIComponent(path === '/' ? '/index.html' : path)));
    const type = types[extname(file)];
    if (type === undefined || !file.startsWith(folder + sep)) return undefined;
    const content = await readFile(file);
    return {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
      content,
    };
  } catch {
    return undefined;
  }
}
