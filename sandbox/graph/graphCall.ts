import type { DirectoryParts, GraphCaller } from '../entra/issuer.ts';
import type { Exchange } from '../serve.ts';
import type { Changes } from './changes.ts';
import type { SecurePost } from './securePost.ts';

export type GraphParts = DirectoryParts & {
  /** `https://localhost:<port>`. */
  origin: string;
  changes: Changes;
  post: SecurePost;
};

/** One permitted request, as a route's handler gets it. */
export type GraphCall = GraphParts & {
  exchange: Exchange;
  caller: GraphCaller;
  version: 'v1.0' | 'beta';
  /** `origin` and version: what links and contexts start with. */
  base: string;
  params: Record<string, string>;
};
