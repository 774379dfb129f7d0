import { type Ports } from '../ports.ts';

/** What the page's side needs. */
export type PagePorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'admin' | 'letters' | 'settings'>;
