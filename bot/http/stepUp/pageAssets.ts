import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type HttpRoute } from '../httpRoute.ts';
import { assetPaths } from './stepUpPage.ts';

const own = (name: string): string => readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8');
const teamsJs = (): string => readFileSync(createRequire(import.meta.url).resolve('@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js'), 'utf8');

/** What the pages load, all of it from our own host; read once. */
export const pageAssetRoutes = (): readonly HttpRoute[] => {
  const files = [
    { path: assetPaths.style, type: 'text/css; charset=utf-8', content: own('stepUp.css') },
    { path: assetPaths.script, type: 'text/javascript; charset=utf-8', content: own('stepUp.js') },
    { path: assetPaths.teams, type: 'text/javascript; charset=utf-8', content: teamsJs() },
  ];
  return files.map(({ path, type, content }) => ({
    method: 'GET',
    path,
    handle: async () => ({ status: 200, file: { type, content }, headers: { 'cache-control': 'public, max-age=3600' } }),
  }));
};
