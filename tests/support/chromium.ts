import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const programs = process.env['PROGRAMFILES'] ?? 'C:\\Program Files';
const places = [
  process.env['CHROMIUM_PATH'],
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`),
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  path.join(programs, 'Google', 'Chrome', 'Application', 'chrome.exe'),
  path.join(programs, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
];
const advice = 'NO CHROMIUM: the browser tests are skipped. Install one (apt-get install chromium, or brew install --cask chromium) or set CHROMIUM_PATH.';

/** Where Chromium (or a browser made of it) lies on this computer; undefined when there is none. */
export const findChromium = (): string | undefined => places.find((place) => place !== undefined && existsSync(place));

/** Starts the Chromium that was found, without a window and without any traffic of its own. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(advice);
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    // Dates in forms are written the same way on every computer.
    env: { ...process.env, LANGUAGE: 'en_GB' },
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--lang=en-GB', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A suite that needs a browser: skipped in one loud line where there is none, a failure where `CI` is set. */
export function describeInBrowser(name: string, body: () => void): void {
  if (findChromium() !== undefined) return describe(name, body);
  if (process.env['CI'] !== undefined) return describe(name, () => it('finds a Chromium', () => { throw new Error(advice); }));
  process.stderr.write(`\n${advice}\n`);
  describe.skip(name, body);
}
